"""Joining, one question a screen. Back works, and so does everything without JavaScript."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask import (
    Blueprint,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.core.notices import Box, Notice
from checkin.services import codes, joining, notices, signin
from checkin.services.codes import Asking, TooManyTries
from checkin.services.joining import Instance, Joining, Way
from checkin.services.notices import Offered
from checkin.web import language
from checkin.web.access import (
    PERSON_COOKIE,
    cookie,
    forget_cookie,
    runtime,
    session_life,
    set_cookie,
)
from checkin.web.errors import InputError
from checkin.web.forms import Field, judged
from checkin.web.inputs import email, text
from checkin.web.join_words import WORDS, JoinWords
from checkin.web.language import LanguageChoice
from checkin.web.notice_words import only_in

bp = Blueprint("join", __name__)

JOINING_COOKIE: Final = "joining"
STEPS: Final = 5
_VIA: Final = re.compile(r"(i/)?[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Frame:
    """What every screen on the way in has around its question."""

    step: int
    steps: int
    words: JoinWords
    languages: tuple[LanguageChoice, ...]
    back: str | None


@dataclass(frozen=True, slots=True)
class SitesPage:
    """Where one can join: pairs of title and address."""

    words: JoinWords
    sites: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The first screen, which asks for an address. `site` is where the person would start."""

    frame: Frame
    field: Field
    action: str
    site: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A screen with one question, and what the button says that answers it."""

    frame: Frame
    title: str
    lead: str
    field: Field
    action: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The notice in its layers, before any choice."""

    frame: Frame
    notice: Notice
    only: str
    onward: str


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """The boxes, none of them ticked, and two answers alike."""

    frame: Frame
    notice: Notice
    only: str
    boxes: tuple[Box, ...]
    action: str
    problem: Field


@bp.before_request
def settle_language() -> None:
    """Every screen speaks the language that was asked for, or the browser's."""
    language.speak()


# --- 1: an address ----------------------------------------------------------------------------


@bp.get("/join")
def sites() -> ResponseReturnValue:
    """Ask where the person works; straight on if there is one place."""
    rt = runtime()
    with rt.reading() as db:
        found = joining.open_sites(db, now=rt.now())
    ways = tuple((site.title, url_for(".poster", code=site.code)) for site in found)
    if len(ways) == 1:
        return redirect(ways[0][1], 303)
    return render_template("join/sites.html", page=SitesPage(_words(), ways))


@bp.get("/join/<code>")
def poster(code: str) -> ResponseReturnValue:
    """Ask for the work e-mail, by the link of a site's poster."""
    return _ask_address(_by_poster(code))


@bp.post("/join/<code>")
def poster_address(code: str) -> ResponseReturnValue:
    """Mail a code to addresses of this organisation; the answer is the same for every other."""
    return _begin(_by_poster(code), via=code)


@bp.get("/join/i/<code>")
def invited(code: str) -> ResponseReturnValue:
    """Ask for the work e-mail that the invitation is for."""
    return _ask_address(_by_invitation(code))


@bp.post("/join/i/<code>")
def invited_address(code: str) -> ResponseReturnValue:
    """Mail a code to the address that was invited; the answer is the same for every other."""
    return _begin(_by_invitation(code), via=f"i/{code}")


def _by_poster(code: str) -> Way:
    if not code.isprintable():  # no site has such a code, and PostgreSQL refuses to look for it
        abort(404)
    rt = runtime()
    with rt.reading() as db:
        return joining.by_poster(db, code, now=rt.now())


def _by_invitation(code: str) -> Way:
    rt = runtime()
    with rt.reading() as db:
        return joining.by_invitation(db, code, now=rt.now())


def _ask_address(way: Way, problem: str | None = None) -> str:
    words = _words()
    field = Field("email", words.email, "email", hint=words.email_hint, autocomplete="email")
    page = AddressPage(_frame(1, None), judged(field, problem), request.full_path, way.site.title)
    return render_template("join/address.html", page=page)


def _begin(way: Way, *, via: str) -> ResponseReturnValue:
    try:
        asking = Asking(email("email"), request.remote_addr or "")
    except InputError:
        return _ask_address(way, _words().email_problem), 400
    rt = runtime()
    with rt.writing() as db:
        begun = joining.begin(db, way, asking, _instance(), rt.hashing, now=rt.now())
    if isinstance(begun, TooManyTries):
        return _ask_address(way, _words().slow), 429
    response = make_response(redirect(url_for(".code", via=via), 303))
    set_cookie(response, JOINING_COOKIE, begun, life=codes.LIFE)
    return response


def _instance() -> Instance:
    settings = runtime().settings
    return Instance(
        settings.organisation, settings.domains, f"{settings.base_url}{url_for('signin.start')}"
    )


# --- or a code on paper -----------------------------------------------------------------------


@bp.get("/joining/paper")
def paper() -> ResponseReturnValue:
    """Ask for the code that the front desk gave to somebody without mail or phone."""
    return _ask_paper(None)


@bp.post("/joining/paper")
def check_paper() -> ResponseReturnValue:
    """Go on with a code on paper, which stands in place of a mailed one. It is used up by that."""
    rt = runtime()
    typed, client = request.form.get("code", "")[:32], request.remote_addr or ""
    with rt.writing() as db:
        begun = joining.by_desk_code(db, typed, client, rt.hashing, now=rt.now())
    if isinstance(begun, TooManyTries):
        return _ask_paper(_words().slow), 429
    if begun is None:
        return _ask_paper(_words().paper_problem), 400
    response = make_response(redirect(url_for(".notice"), 303))
    set_cookie(response, JOINING_COOKIE, begun, life=codes.LIFE)
    return response


def _ask_paper(problem: str | None) -> str:
    words = _words()
    field = Field("code", words.code, hint=words.paper_hint, autocomplete="one-time-code")
    page = QuestionPage(
        _frame(2, url_for(".sites")),
        words.paper_title,
        words.paper_lead,
        judged(field, problem),
        url_for(".check_paper"),
        words.check_code,
    )
    return render_template("join/question.html", page=page)


# --- 2: the code ------------------------------------------------------------------------------


@bp.get("/joining/code")
def code() -> ResponseReturnValue:
    """Ask for the code that was mailed."""
    return _ask_code(None)


@bp.post("/joining/code")
def check_code() -> ResponseReturnValue:
    """Go on with the right code; a wrong one can be typed again."""
    rt = runtime()
    typed, client = request.form.get("code", "")[:32], request.remote_addr or ""
    with rt.writing() as db:
        proved = joining.prove(db, cookie(JOINING_COOKIE), typed, client, rt.hashing, now=rt.now())
    if isinstance(proved, TooManyTries):
        return _ask_code(_words().slow), 429
    if not proved:
        return _ask_code(_words().code_problem), 400
    return redirect(url_for(".notice"), 303)


def _ask_code(problem: str | None) -> str:
    words = _words()
    field = Field(
        "code",
        words.code,
        hint=words.code_hint,
        autocomplete="one-time-code",
        inputmode="numeric",
    )
    page = QuestionPage(
        _frame(2, _first_screen()),
        words.code_title,
        words.code_lead,
        judged(field, problem),
        request.full_path,
        words.check_code,
    )
    return render_template("join/question.html", page=page)


def _first_screen() -> str:
    """Back to the link that the person came by."""
    via = request.args.get("via", "")
    if not _VIA.fullmatch(via):
        return url_for(".sites")
    kind, _, invitation = via.rpartition("/")
    if kind:
        return url_for(".invited", code=invitation)
    return url_for(".poster", code=via)


# --- 3: the notice ----------------------------------------------------------------------------


@bp.get("/joining/notice")
def notice() -> ResponseReturnValue:
    """Show the notice: the summary, the whole text below it."""
    _someone()
    offered = _offered()
    page = NoticePage(
        _frame(3, url_for(".code"), offered.languages),
        offered.notice,
        only_in(offered.notice.language, g.lang),
        url_for(".name"),
    )
    return render_template("join/notice.html", page=page)


# --- 4: a name --------------------------------------------------------------------------------


@bp.get("/joining/name")
def name() -> ResponseReturnValue:
    """Ask for the person's name."""
    return _ask_name(_someone().name)


@bp.post("/joining/name")
def keep_name() -> ResponseReturnValue:
    """Keep the name until the answer is given, or the 15 minutes are over."""
    _someone()
    rt = runtime()
    try:
        typed = text("name", most=120, least=2)
    except InputError:
        return _ask_name(None, _words().name_problem), 400
    with rt.writing() as db:
        joining.name(db, cookie(JOINING_COOKIE), typed)
    return redirect(url_for(".choices"), 303)


def _ask_name(typed: str | None, problem: str | None = None) -> str:
    words = _words()
    field = Field("name", words.name, value=typed, hint=words.name_hint, autocomplete="name")
    page = QuestionPage(
        _frame(4, url_for(".notice")),
        words.name_title,
        words.name_lead,
        judged(field, problem),
        url_for(".keep_name"),
        words.go_on,
    )
    return render_template("join/question.html", page=page)


# --- 5: the choice ----------------------------------------------------------------------------


@bp.get("/joining/choices")
def choices() -> ResponseReturnValue:
    """Ask, with every box empty and both answers alike."""
    if _someone().name is None:
        return redirect(url_for(".name"), 303)
    return _choices_page(_offered())


def _choices_page(offered: Offered, problem: str | None = None) -> str:
    (badge,) = (box for box in offered.notice.form.boxes if box.purpose is Purpose.ENTRY)
    page = ChoicesPage(
        _frame(5, url_for(".name"), offered.languages),
        offered.notice,
        only_in(offered.notice.language, g.lang),
        offered.notice.form.boxes,
        url_for(".choose"),
        Field(Purpose.ENTRY, badge.title, error=problem),
    )
    return render_template("join/choices.html", page=page)


@bp.post("/joining/choices")
def choose() -> ResponseReturnValue:
    """Do as the person says. A yes without a tick at the badge is asked again, and kept nowhere."""
    ticked = frozenset(
        purpose for purpose in CONSENT_PURPOSES if request.form.get(purpose) == "yes"
    )
    if request.form.get("answer") != "yes":
        return decline()
    someone = _someone()
    # A code on paper is typed on a screen that others use: nobody stays signed in there.
    life = session_life() if someone.email else codes.LIFE
    offered = _offered()
    if request.form.get("shown") != offered.notice.digest:
        return redirect(url_for(".notice"), 303)  # another text is in force by now: read it first
    if Purpose.ENTRY not in ticked:
        return _choices_page(offered, _words().unticked.format(offered.notice.form.no)), 422
    rt, now = runtime(), runtime().now()
    with rt.writing() as db:
        enrolled = joining.give(
            db, cookie(JOINING_COOKIE), ticked, offered.shown, rt.making(), now=now
        )
        token = signin.open_session(
            db,
            identity=enrolled.refs.identity,
            now=now,
            life=life,
            instead_of=cookie(PERSON_COOKIE),
        )
    response = make_response(redirect(url_for("choices.receipt"), 303))
    forget_cookie(response, JOINING_COOKIE)
    set_cookie(response, PERSON_COOKIE, token, life=life)
    return response


@bp.post("/joining/decline")
def decline() -> ResponseReturnValue:
    """Forget whoever was on their way in, and say how to get in without a badge."""
    rt = runtime()
    with rt.writing() as db:
        joining.decline(db, cookie(JOINING_COOKIE), rt.hashing, now=rt.now())
    response = make_response(redirect(url_for("public.no_badge", language=g.lang), 303))
    forget_cookie(response, JOINING_COOKIE)
    return response


@bp.get("/joining/over")
def over() -> ResponseReturnValue:
    """Say that the time is over and everything is forgotten."""
    return render_template("join/over.html", page=_words())


# --- what the screens share -------------------------------------------------------------------


def _someone() -> Joining:
    """Who is joining in this browser; without a proved address, or too late, back to the start."""
    rt = runtime()
    with rt.reading() as db:
        someone = joining.under_way(db, cookie(JOINING_COOKIE), now=rt.now())
    return someone or abort(redirect(url_for(".over"), 303))


def _offered() -> Offered:
    rt = runtime()
    with rt.reading() as db:
        return notices.offered(db, g.lang, now=rt.now())


def _frame(step: int, back: str | None, among: Collection[str] = language.NAMES) -> Frame:
    languages = language.choices(among) if request.method == "GET" else ()
    return Frame(step, STEPS, _words(), languages, back)


def _words() -> JoinWords:
    return WORDS[g.lang]
