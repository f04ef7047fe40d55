"""Taking back by the code of a receipt, without signing in; and reading what was erased."""

from dataclasses import dataclass

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.inventory import Purpose
from checkin.services import leaving
from checkin.services.codes import TooManyTries
from checkin.services.consent import Receipt
from checkin.services.leaving import Ended, InForce, UnknownCode
from checkin.web import language, taken_back
from checkin.web.access import runtime
from checkin.web.forms import Field, answered, judged
from checkin.web.language import LanguageChoice
from checkin.web.leaving_words import LEAVING, LeavingWords
from checkin.web.look_words import LookCard, day, look_card
from checkin.web.me_words import CHOICES, ChoiceWords
from checkin.web.taken_back import ErasedParts

bp = Blueprint("leaving", __name__, url_prefix="/take-back")


@dataclass(frozen=True, slots=True)
class AskPage:
    """The code, and one press: what each button takes back. `found` is what it stood for."""

    words: LeavingWords
    languages: tuple[LanguageChoice, ...]
    field: Field
    buttons: tuple[tuple[str, str], ...]
    found: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """What was erased, its lead, and how to get in tomorrow."""

    title: str
    lead: str
    tomorrow: str
    left: bool
    words: ChoiceWords
    parts: ErasedParts
    looks: tuple[LookCard, ...]


@bp.get("")
def ask() -> ResponseReturnValue:
    """Ask for the code."""
    language.speak()
    return _ask()


@bp.post("")
def take_back() -> ResponseReturnValue:
    """Take back what the pressed button says, or show what the code stands for."""
    language.speak()
    rt, typed, client = runtime(), request.form.get("code", "")[:64], request.remote_addr or ""
    wanted = _BUTTONS.get(request.form.get("what", ""))
    with rt.writing() as db:
        found = (
            leaving.take_back(db, typed, wanted, client, rt.hashing, now=rt.now())
            if wanted
            else leaving.look_up(db, typed, client, rt.hashing, now=rt.now())
        )
    match found:
        case TooManyTries():
            return _ask(_words().slow), 429
        case UnknownCode():
            return _ask(_words().unknown), 400
        case InForce():
            return _ask(found=_in_force(found, nothing=wanted is not None))
        case Receipt() | Ended():
            return render_template("leaving/erased.html", page=erased_page(found, g.lang))


_BUTTONS: dict[str, tuple[Purpose, ...]] = {
    Purpose.ENTRY.value: (Purpose.ENTRY,),
    Purpose.HISTORY.value: (Purpose.HISTORY,),
}


def erased_page(found: Receipt | Ended, lang: str) -> ErasedPage:
    """The receipt of an erasure as a page, just made or shown again."""
    words, choices = LEAVING[lang], CHOICES[lang]
    left = isinstance(found, Ended) or found.left
    lead = f"{words.ended_lead} {day(found.until, lang)}." if isinstance(found, Ended) else ""
    return ErasedPage(
        words.ended_title if left else choices.taken_back_title,
        lead,
        choices.tomorrow if left else choices.tomorrow_with_badge,
        left,
        choices,
        taken_back.parts(found, lang),
        tuple(look_card(one, lang) for one in taken_back.looks(found)),
    )


def _in_force(found: InForce, *, nothing: bool) -> tuple[str, ...]:
    titles = CHOICES[g.lang].titles
    first = _words().nothing if nothing else _words().in_force
    return (first, *(titles[one.purpose] for one in found.choices if one.given))


def _ask(problem: str | None = None, found: tuple[str, ...] = ()) -> str:
    words = _words()
    field = Field("code", words.code, hint=words.code_hint, autocomplete="off")
    page = AskPage(
        words,
        language.choices() if request.method == "GET" else (),
        answered([field])[0] if found else judged(field, problem),
        tuple((purpose.value, label) for purpose, label in words.take_back.items()),
        found,
        url_for(".take_back", language=g.lang),
    )
    return render_template("leaving/ask.html", page=page)


def _words() -> LeavingWords:
    return LEAVING[g.lang]
