"""Objecting and asking for corrections, on a person's own pages; and the answers to both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import NotFoundError
from checkin.core.inventory import PURPOSES, Purpose
from checkin.core.rights import LEAST_WISH, MOST_TEXT, Wish
from checkin.services import rights
from checkin.services.rights import Asked, Request
from checkin.web import language
from checkin.web.access import me, requires_person, runtime, speak_their_language
from checkin.web.errors import InputError
from checkin.web.forms import Field, judged
from checkin.web.inputs import choice, lines
from checkin.web.language import LanguageChoice
from checkin.web.look_words import day
from checkin.web.rights_words import RIGHTS, RightsWords
from checkin.web.stored_words import declared

bp = Blueprint("rights", __name__, url_prefix="/me/requests")

_TEXT: Final = "what"
_WHY: Final = "why-{}"

bp.before_request(speak_their_language)


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request: what it is, what is known of it, and the answer; `id` while it can be undone."""

    title: str
    facts: tuple[tuple[str, str], ...]
    late: str | None
    outcome: str | None
    answer: str | None
    id: UUID | None


@dataclass(frozen=True, slots=True)
class UseLine:
    """A use that can be objected to, whether that was done already, and why, for who says so."""

    purpose: str
    words: str
    waits: bool
    why: Field


@dataclass(frozen=True, slots=True)
class RightsPage:
    """What the person asked for, and what they can ask for."""

    words: RightsWords
    languages: tuple[LanguageChoice, ...]
    requests: tuple[RequestCard, ...]
    uses: tuple[UseLine, ...]
    what: Field


@bp.get("")
@requires_person
def requests() -> ResponseReturnValue:
    """Show the person's requests, and what they can ask for."""
    return _page()


@bp.post("/object")
@requires_person
def object_to() -> ResponseReturnValue:
    """Object to a use, in one press."""
    purpose = choice("purpose", Purpose)
    if purpose not in rights.objectionable():
        raise InputError("purpose", "Choose one of the list.")
    try:
        why = _written(_WHY.format(purpose.value), least=0)
    except InputError as wrong:
        return _page(wrong), 400
    return _ask(Asked(Wish.OBJECT, purpose, why), _words().objected)


@bp.post("/correct")
@requires_person
def correct() -> ResponseReturnValue:
    """Ask to have something put right."""
    try:
        what = _written(_TEXT, least=LEAST_WISH)
    except InputError as wrong:
        return _page(wrong), 400
    return _ask(Asked(Wish.CORRECT, text=what), _words().sent)


@bp.post("/<uuid:request_id>/take-back")
@requires_person
def take_back(request_id: UUID) -> ResponseReturnValue:
    """Take back a request that waits."""
    rt = runtime()
    try:
        with rt.writing() as db:
            rights.take_back(db, me(), request_id, now=rt.now())
    except NotFoundError:
        flash(_words().too_late, "message")
    else:
        flash(_words().taken_back, "success")
    return redirect(url_for(".requests"), 303)


def _written(name: str, *, least: int) -> str:
    """What was typed there. Raises InputError in the language of the page."""
    try:
        return lines(name, least=least, most=MOST_TEXT)
    except InputError:
        words, typed = _words(), request.form.get(name, "").strip()
        too_long = words.too_long.format(MOST_TEXT)
        problem = too_long if len(typed) > MOST_TEXT else words.what_problem.format(least)
        raise InputError(name, problem) from None


def _ask(asked: Asked, done: str) -> ResponseReturnValue:
    rt = runtime()
    with rt.writing() as db:
        kept = rights.ask(db, me(), asked, now=rt.now())
    if not kept:
        return _page(InputError(_TEXT, _words().too_many)), 409
    flash(done, "success")
    return redirect(url_for(".requests"), 303)


def _page(wrong: InputError | None = None) -> str:
    words = _words()
    with runtime().reading() as db:
        asked = rights.of_person(db, me())
    waiting = {one.asked.about for one in asked if one.answer is None}
    what = Field(_TEXT, words.what, "textarea", hint=words.what_hint)
    now = runtime().now()
    page = RightsPage(
        words,
        language.choices(),
        tuple(_card(one, now) for one in asked),
        tuple(
            UseLine(purpose.value, _use(purpose), purpose in waiting, _why(purpose, wrong))
            for purpose in rights.objectionable()
        ),
        judged(what, wrong),
    )
    return render_template("me/requests.html", page=page)


def _why(purpose: Purpose, wrong: InputError | None) -> Field:
    words = _words()
    why = Field(
        _WHY.format(purpose.value), words.why, "textarea", hint=words.why_hint, required=False
    )
    return judged(why, wrong)


def _card(one: Request, now: datetime) -> RequestCard:
    words, answer = _words(), one.answer
    facts = [
        (words.about, _use(one.asked.about) if one.asked.about else ""),
        (words.you_wrote, one.asked.text),
        (words.asked_on, day(one.at, g.lang)),
        (words.answered_on, day(answer.at, g.lang))
        if answer
        else (words.answer_by, day(one.answer_by, g.lang)),
    ]
    return RequestCard(
        words.wishes[one.asked.wish],
        tuple((label, said) for label, said in facts if said),
        None if answer or not rights.is_late(one.answer_by, now=now) else _late(),
        words.outcomes[answer.outcome] if answer else None,
        answer.text if answer else None,
        None if answer else one.id,
    )


def _late() -> str:
    """Whom to turn to when no answer came in time (GDPR art. 12(4))."""
    named = runtime().settings.controller
    return _words().late.format(contact=named.contact, authority=named.authority)


def _use(purpose: Purpose) -> str:
    return declared(PURPOSES[purpose].words, g.lang)


def _words() -> RightsWords:
    return RIGHTS[g.lang]
