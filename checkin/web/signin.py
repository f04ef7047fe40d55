"""Signing in and out for people: a mailed code, or a badge carried over from another screen."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from checkin.core.errors import NotFoundError
from checkin.services import codes, devices, signin
from checkin.services.codes import Asking, TooManyTries
from checkin.web import language
from checkin.web.access import (
    DEVICE_COOKIE,
    PERSON_COOKIE,
    carried_device,
    cookie,
    forget_cookie,
    next_page,
    person,
    runtime,
    session_life,
    set_cookie,
)
from checkin.web.asked_address import keep_address, kept_address
from checkin.web.errors import InputError
from checkin.web.forms import Field, judged
from checkin.web.front_words import SIGN_IN, SignInWords
from checkin.web.inputs import email
from checkin.web.language import LanguageChoice

bp = Blueprint("signin", __name__)

SIGNING_IN_COOKIE: Final = "signing-in"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """One question, and where its answer goes."""

    words: SignInWords
    languages: tuple[LanguageChoice, ...]
    title: str
    lead: str
    field: Field
    action: str
    back: str | None


@dataclass(frozen=True, slots=True)
class CarryPage:
    """A badge that waits to be carried to this screen."""

    words: SignInWords
    action: str


@bp.before_request
def settle_language() -> None:
    """Signing in speaks the language that was asked for, or the browser's."""
    language.speak()


@bp.get("/sign-in")
def start() -> ResponseReturnValue:
    """Ask for the work e-mail; whoever is signed in goes on."""
    if person() is not None:
        return redirect(next_page(url_for("me.overview")), 303)
    return _ask_address(None)


@bp.post("/sign-in")
def send_code() -> ResponseReturnValue:
    """Mail a code to whoever takes part. For everybody else the page is the same."""
    rt = runtime()
    try:
        asking = Asking(email("email"), request.remote_addr or "")
    except InputError:
        return _ask_address(_words().email_problem), 400
    with rt.writing() as db:
        slow = codes.ask_to_sign_in(db, asking, rt.settings.organisation, rt.hashing, now=rt.now())
    if slow:
        return _ask_address(_words().slow), 429
    response = make_response(redirect(url_for(".code", next=request.values.get("next")), 303))
    keep_address(response, SIGNING_IN_COOKIE, asking.email)
    return response


@bp.get("/sign-in/code")
def code() -> ResponseReturnValue:
    """Ask for the code that was mailed."""
    return _ask_code(None)


@bp.post("/sign-in/code")
def check_code() -> ResponseReturnValue:
    """Sign in with the right code."""
    address = kept_address(SIGNING_IN_COOKIE)
    if address is None:
        return redirect(url_for(".start", next=request.values.get("next")), 303)
    rt, now = runtime(), runtime().now()
    asking, typed = Asking(address, request.remote_addr or ""), request.form.get("code", "")[:32]
    with rt.writing() as db:
        someone = codes.sign_in(db, asking, typed, rt.hashing, now=now)
        token = (
            None
            if someone is None or isinstance(someone, TooManyTries)
            else signin.open_session(
                db,
                identity=someone.refs.identity,
                now=now,
                life=session_life(),
                instead_of=cookie(PERSON_COOKIE),
            )
        )
    if isinstance(someone, TooManyTries):
        return _ask_code(_words().slow), 429
    if token is None:
        return _ask_code(_words().wrong), 400
    response = _signed_in(next_page(url_for("me.overview")), token)
    forget_cookie(response, SIGNING_IN_COOKIE)
    return response


@bp.get("/sign-in/paper")
def paper() -> ResponseReturnValue:
    """Ask for the code that the front desk gave to somebody who can't be mailed one."""
    return _ask_paper(None)


@bp.post("/sign-in/paper")
def check_paper() -> ResponseReturnValue:
    """Sign in with a code on paper, and only for as long as it would have been good.

    It is typed on a screen that others use.
    """
    rt, now = runtime(), runtime().now()
    typed, client = request.form.get("code", "")[:32], request.remote_addr or ""
    with rt.writing() as db:
        identity = codes.signed_in_by_paper(db, typed, client, rt.hashing, now=now)
        if identity is None or isinstance(identity, TooManyTries):
            token = None
        else:
            token = signin.open_session(
                db,
                identity=identity,
                now=now,
                life=codes.LIFE,
                instead_of=cookie(PERSON_COOKIE),
            )
    if isinstance(identity, TooManyTries):
        return _ask_paper(_words().slow), 429
    if token is None:
        return _ask_paper(_words().paper_wrong), 400
    return _signed_in(url_for("me.overview"), token, life=codes.LIFE)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign this browser out; the sign-in ends on the server too, and so does a badge on it."""
    rt, phone = runtime(), carried_device()
    with rt.writing() as db:
        signin.close_session(db, cookie(PERSON_COOKIE))
        if phone is not None:
            devices.sign_out(db, phone, now=rt.now())
    onward = url_for("phone.forgotten") if phone else url_for("public.landing")
    response = make_response(redirect(onward, 303))
    forget_cookie(response, PERSON_COOKIE)
    forget_cookie(response, DEVICE_COOKIE)
    return response


# --- carrying a badge over --------------------------------------------------------------------


@bp.get("/carry/<code>")
def carry(code: str) -> ResponseReturnValue:
    """Ask for one press before the code is used up: a preview of the link must not do that."""
    page = CarryPage(_words(), url_for(".carried", code=code))
    return render_template("signin/carry.html", page=page)


@bp.post("/carry/<code>")
def carried(code: str) -> ResponseReturnValue:
    """Sign this screen in and put the badge on it. The code works once, for five minutes."""
    rt, now = runtime(), runtime().now()
    with rt.writing() as db:
        identity = codes.carried(db, code, now=now)
        token = (
            signin.open_session(
                db,
                identity=identity,
                now=now,
                life=session_life(),
                instead_of=cookie(PERSON_COOKIE),
            )
            if identity
            else None
        )
    if token is None:
        raise NotFoundError("This link was used or is too old. Make a new one where you came from.")
    return _signed_in(url_for("phone.phone", _anchor="put"), token)


# --- what both share --------------------------------------------------------------------------


def _signed_in(onward: str, token: str, *, life: timedelta | None = None) -> Response:
    response = make_response(redirect(onward, 303))
    set_cookie(response, PERSON_COOKIE, token, life=life or session_life())
    return response


def _words() -> SignInWords:
    return SIGN_IN[g.lang]


def _ask_paper(problem: str | None) -> str:
    words = _words()
    asked = Field("code", words.code, hint=words.paper_hint, autocomplete="one-time-code")
    said = (words.paper_title, words.paper_lead)
    page = _page(said, asked, problem, url_for(".check_paper"), url_for(".start"))
    return render_template("signin/code.html", page=page)


def _ask_address(problem: str | None) -> str:
    words = _words()
    asked = Field("email", words.email, "email", autocomplete="email")
    said = (words.address_title, words.address_lead)
    page = _page(said, asked, problem, url_for(".send_code", next=request.values.get("next")), None)
    return render_template("signin/address.html", page=page)


def _ask_code(problem: str | None) -> str:
    words, wanted = _words(), request.values.get("next")
    asked = Field(
        "code",
        words.code,
        hint=words.code_hint,
        autocomplete="one-time-code",
        inputmode="numeric",
    )
    said = (words.code_title, words.code_lead)
    action, back = url_for(".check_code", next=wanted), url_for(".start", next=wanted)
    return render_template("signin/code.html", page=_page(said, asked, problem, action, back))


def _page(
    said: tuple[str, str], asked: Field, problem: str | None, action: str, back: str | None
) -> SignInPage:
    languages = language.choices() if request.method == "GET" else ()
    return SignInPage(_words(), languages, *said, judged(asked, problem), action, back)
