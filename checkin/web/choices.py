"""What a person said yes to, one press to take each back, and the receipts of both."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from checkin.core import shortcode
from checkin.core.errors import UnavailableError
from checkin.core.inventory import Purpose
from checkin.core.notices import Notice
from checkin.core.receipts import as_text
from checkin.core.retention import duration
from checkin.services import consent, notices, receipts, standing
from checkin.services.consent import Choice, Receipt
from checkin.web import language, taken_back
from checkin.web.access import (
    PERSON_COOKIE,
    forget_cookie,
    forget_sign_in,
    me,
    requires_person,
    runtime,
    set_cookie,
    speak_their_language,
)
from checkin.web.choice_cards import (
    ChoiceCard,
    PauseCard,
    dates,
    given_card,
    open_card,
    pause_card,
)
from checkin.web.language import LanguageChoice
from checkin.web.leaving_words import LEAVING, LeavingWords
from checkin.web.look_words import LookCard, day, look_card
from checkin.web.me_words import CHOICES, ChoiceWords
from checkin.web.notice_words import NOTICES
from checkin.web.receipt_words import lines
from checkin.web.reworded import SEEN_COOKIE, Reworded, reworded
from checkin.web.stored_words import in_groups
from checkin.web.taken_back import ErasedParts

_SEEN_FOR: Final = timedelta(days=400)

bp = Blueprint("choices", __name__, url_prefix="/me/choices")


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """All choices, and what taking back means, before any press."""

    words: ChoiceWords
    languages: tuple[LanguageChoice, ...]
    cards: tuple[ChoiceCard, ...]
    pause: PauseCard | None
    reworded: Reworded | None


@dataclass(frozen=True, slots=True)
class Given:
    """Something that was said yes to: what, until when, and on which text."""

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What is in force, in ten lines and then plainly, and the code that takes it back."""

    words: ChoiceWords
    lines: tuple[str, ...]
    given: tuple[Given, ...]
    leaving: LeavingWords
    code: str


@dataclass(frozen=True, slots=True)
class TakenBackPage:
    """The receipt of taking back. Its first line says how to get in tomorrow."""

    words: ChoiceWords
    first_line: str
    left: bool
    facts: tuple[tuple[str, str], ...]
    parts: ErasedParts
    looks: tuple[LookCard, ...]


bp.before_request(speak_their_language)


@bp.get("")
@requires_person
def choices() -> ResponseReturnValue:
    """Show what the person said yes to, and what taking it back means."""
    (notice, newest), made = _notices(), _choices()
    with runtime().reading() as db:
        successors = notices.outdated(db)
    cards = tuple(
        given_card(choice, newest, successors.get(choice.purpose))
        if choice.given
        else open_card(choice, notice)
        for choice in made
    )
    page = ChoicesPage(_words(), language.choices(), cards, pause_card(made[0]), reworded(made[0]))
    return render_template("me/choices.html", page=page)


@bp.post("/<purpose>/take-back")
@requires_person
def take_back(purpose: str) -> ResponseReturnValue:
    """Take one consent back, at once, and show what went and what stays."""
    rt, who, now = runtime(), me(), runtime().now()
    with rt.writing() as db:
        receipt = consent.withdraw(db, who.identity, [_purpose(purpose)], rt.hashing, now=now)
    if receipt is None:
        return redirect(url_for(".choices"), 303)
    if receipt.left:
        forget_sign_in()
    page = _taken_back(receipt)
    response = make_response(render_template("me/taken_back.html", page=page))
    if receipt.left:
        forget_cookie(response, PERSON_COOKIE)
    return response


@bp.post("/<purpose>/say-yes")
@requires_person
def say_yes(purpose: str) -> ResponseReturnValue:
    """Say yes to something more."""
    rt, now, wanted = runtime(), runtime().now(), _purpose(purpose)
    with rt.writing() as db:
        offered = notices.offered(db, g.lang, now=now)
        if request.args.get("shown") != offered.notice.digest:
            return redirect(url_for(".choices"), 303)  # another text is in force: read it first
        consent.give(
            db,
            me().identity,
            [wanted],
            offered.shown,
            rt.hashing,
            now=now,
            valid_for=duration(rt.limits(), "consent_valid_months"),
        )
    return redirect(url_for(".receipt"), 303)


@bp.post("/<purpose>/say-yes-again")
@requires_person
def say_yes_again(purpose: str) -> ResponseReturnValue:
    """Say yes for another while, or to a text that has changed."""
    rt, now, wanted = runtime(), runtime().now(), _purpose(purpose)
    with rt.writing() as db:
        offered = notices.awaited(db, g.lang)
        if request.args.get("shown") != offered.notice.digest:
            return redirect(url_for(".choices"), 303)  # there is a newer text: read it first
        standing.reaffirm(
            db,
            me().identity,
            [wanted],
            offered.shown,
            rt.hashing,
            now=now,
            valid_for=duration(rt.limits(), "consent_valid_months"),
        )
    return redirect(url_for(".receipt"), 303)


@bp.post("/pause")
@requires_person
def pause() -> ResponseReturnValue:
    """Pause everything, for as long as something about it is in doubt."""
    rt = runtime()
    with rt.writing() as db:
        standing.pause(db, me().identity, rt.hashing, now=rt.now())
    flash(_words().pause_begun, "success")
    return redirect(url_for(".choices"), 303)


@bp.post("/resume")
@requires_person
def resume() -> ResponseReturnValue:
    """End the pause."""
    rt = runtime()
    with rt.writing() as db:
        standing.resume(db, me().identity, rt.hashing, now=rt.now())
    flash(_words().pause_over, "success")
    return redirect(url_for(".choices"), 303)


@bp.post("/text-seen/<number>")
@requires_person
def text_seen(number: str) -> ResponseReturnValue:
    """Show no more that the text was reworded in this version. The browser alone remembers it."""
    response = make_response(redirect(url_for(".choices"), 303))
    set_cookie(response, SEEN_COOKIE, number, life=_SEEN_FOR)
    return response


@bp.get("/receipt")
@requires_person
def receipt() -> ResponseReturnValue:
    """Show what is in force: since when, until when, on which text."""
    rt, words = runtime(), _words()
    code = shortcode.pretty(rt.hashing.receipt_code(me().consent))
    made = _choices()
    given = tuple(
        Given(words.titles[choice.purpose], (*dates(choice, words), *_proof(choice, words)))
        for choice in made
        if choice.given
    )
    plain = lines(made, rt.party(), rt.limits(), g.lang)
    page = ReceiptPage(words, plain, given, LEAVING[g.lang], code)
    return render_template("me/receipt.html", page=page)


@bp.get("/receipt.json")
@requires_person
def signed_receipt() -> Response:
    """The same receipt as a signed file, which anybody can check without asking us."""
    rt, issuing = runtime(), runtime().issuing()
    plain = lines(_choices(), issuing.party, issuing.limits, g.lang)
    with rt.reading() as db:
        issued = receipts.issue(db, me().identity, issuing, plain, now=rt.now())
    response = Response(as_text(issued), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename="receipt.json")
    return response


def _choices() -> tuple[Choice, ...]:
    with runtime().reading() as db:
        return consent.choices(db, me().identity)


def _purpose(text: str) -> Purpose:
    known = {purpose.value: purpose for purpose in CHOICES["en"].titles}
    return known.get(text) or abort(404)


def _notices() -> tuple[Notice | None, Notice | None]:
    """The notice that holds, for a first yes, and the newest, for a yes said again.

    None while there is none.
    """
    rt = runtime()
    with rt.reading() as db:
        try:
            holds = notices.offered(db, g.lang, now=rt.now()).notice
            return holds, notices.awaited(db, g.lang).notice
        except UnavailableError:
            return None, None


def _proof(choice: Choice, words: ChoiceWords) -> tuple[tuple[str, str], ...]:
    assert choice.shown is not None  # of every yes it is kept what was shown
    number = choice.shown.notice.partition(":")[2]
    text = f"{NOTICES[g.lang].version} {number} ({language.NAMES[choice.shown.language]})"
    return ((words.notice, text), (words.fingerprint, in_groups(choice.shown.notice_digest)))


def _taken_back(receipt: Receipt) -> TakenBackPage:
    words, at = _words(), receipt.at.astimezone(receipt.zone)
    ended = "; ".join(words.titles[purpose] for purpose in receipt.ended)
    return TakenBackPage(
        words=words,
        first_line=words.tomorrow if receipt.left else words.tomorrow_with_badge,
        left=receipt.left,
        facts=(
            (words.taken_back, ended),
            (words.when, f"{day(at, g.lang)}, {at:%H:%M}"),
        ),
        parts=taken_back.parts(receipt, g.lang),
        looks=tuple(look_card(one, g.lang) for one in taken_back.looks(receipt)),
    )


def _words() -> ChoiceWords:
    return CHOICES[g.lang]
