"""Signing in to the console, setting up an account, and why this session looks at records."""

import hmac
import logging
from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import passwords
from checkin.core.errors import NotFoundError
from checkin.services import accounts, passkeys, signin
from checkin.services import factors as services
from checkin.services.accounts import Account
from checkin.services.factors import Attempt
from checkin.web.access import (
    CONSOLE_COOKIE,
    console_account,
    cookie,
    forget_cookie,
    next_page,
    requires,
    runtime,
    session_life,
    set_cookie,
)
from checkin.web.admin import factors
from checkin.web.admin.words import LOOK_REASONS, ROLES
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import email, text
from checkin.web.screen_codes import picture

bp = Blueprint("admin_signin", __name__, url_prefix="/console")
_log = logging.getLogger(__name__)


# --- signing in -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form, and what is said above it."""

    fields: tuple[Field, ...]
    next: str
    problem: str | None
    ended: str | None
    passkey: str | None


_SIGN_IN = (
    Field("email", "Work e-mail", "email", autocomplete="username"),
    factors.PASSWORD,
    factors.CODE,
)
_REFUSED_PASSKEY = "That passkey didn't work. Try once more, or sign in with password and code."
_ENDED = (
    "You were signed out. That happens after an hour without a press, after a long day, or when a "
    "site admin changes your account. Sign in to go on where you were."
)
_REFUSED = "That didn't work. Check the address and the password, and use the newest code."


@bp.get("/sign-in")
def start() -> ResponseReturnValue:
    """Ask for address, password and code; whoever is signed in goes on."""
    if console_account() is not None:
        return redirect(next_page(url_for("admin.overview")), 303)
    return _sign_in_page(None)


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Sign in with both factors. What was wrong isn't told, and takes the same time."""
    rt, now = runtime(), runtime().now()
    try:
        address = email("email")
    except InputError:
        address = ""
    with rt.writing() as db:
        tried = services.attempt(db, address, request.remote_addr or "", rt.hashing, now=now)
    if not isinstance(tried, Attempt):
        return _sign_in_page(factors.SLOW), 429
    shown = factors.shown(tried, now=now)
    with rt.writing() as db:
        token = services.sign_in(
            db,
            tried,
            password_right=shown.password_right,
            step=shown.step,
            hashing=rt.hashing,
            life=session_life(),
            instead_of=cookie(CONSOLE_COOKIE),
            now=now,
        )
    if token is None:
        _log.warning("console_sign_in_refused")
        return _sign_in_page(_REFUSED), 403
    return _signed_in(token)


@bp.post("/sign-in/passkey")
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey: the device has made sure of its owner, so it is both factors."""
    rt, now = runtime(), runtime().now()
    proof, token = factors.passkey_proof(factors.SIGN_IN), None
    if proof is not None:
        with rt.writing() as db:
            token = passkeys.sign_in(
                db,
                proof,
                hashing=rt.hashing,
                life=session_life(),
                instead_of=cookie(CONSOLE_COOKIE),
                now=now,
            )
    if token is None:
        _log.warning("console_passkey_refused")
        return _sign_in_page(_REFUSED_PASSKEY), 403
    return _signed_in(token)


@bp.post("/sign-out")
@requires()
def sign_out() -> ResponseReturnValue:
    """Sign this browser out; the session ends on the server too."""
    rt = runtime()
    with rt.writing() as db:
        signin.close_session(db, cookie(CONSOLE_COOKIE))
    response = make_response(redirect(url_for("admin_signin.start"), 303))
    forget_cookie(response, CONSOLE_COOKIE)
    return response


def _signed_in(token: str) -> ResponseReturnValue:
    response = make_response(redirect(next_page(url_for("admin.overview")), 303))
    set_cookie(response, CONSOLE_COOKIE, token, life=session_life())
    return response


def _sign_in_page(problem: str | None) -> str:
    asked = factors.asked_to_sign(factors.SIGN_IN)
    ended = _ENDED if problem is None and cookie(CONSOLE_COOKIE) else None
    page = SignInPage(answered(_SIGN_IN), next_page(""), problem, ended, asked)
    return render_template("admin/sign_in.html", page=page)


# --- setting up -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The first step: choose a password."""

    email: str
    role: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """The second step: add the account to an authenticator app and type its first code."""

    picture: str
    secret: str
    fields: tuple[Field, ...]


_FIRST_CODE = (
    Field(
        "code",
        "Code that the app shows now",
        hint="Six digits.",
        autocomplete="one-time-code",
        inputmode="numeric",
    ),
)


@bp.get("/setup/<token>")
def setup(token: str) -> ResponseReturnValue:
    """Set up a console account: the step that comes next."""
    return _setup_page(_account_in_setup(token), token)


@bp.post("/setup/<token>")
def set_up(token: str) -> ResponseReturnValue:
    """Take the answer of a step: the password, then the first right code."""
    found = _account_in_setup(token)
    try:
        return _take_code(token, found) if found.has_password else _take_password(token, found)
    except InputError as fault:
        return _setup_page(found, token, fault), 400


def _take_password(token: str, found: Account) -> ResponseReturnValue:
    rt = runtime()
    password = request.form.get("password", "")
    if wrong := passwords.problem(password, found.email, rt.settings.organisation):
        raise InputError("password", wrong)
    kept = passwords.hashed(password)
    with rt.writing() as db:
        accounts.choose_password(db, token, kept, rt.hashing, now=rt.now())
    return redirect(url_for("admin_signin.setup", token=token), 303)


def _take_code(token: str, found: Account) -> ResponseReturnValue:
    rt, now = runtime(), runtime().now()
    secret = _totp_secret(token)
    step = passwords.totp_step(secret, request.form.get("code", ""), now=now)
    if step is None:
        raise InputError("code", "That isn't the code. Wait for the next one and type that.")
    sealed = runtime().sealed_factor(found.id, secret)
    with rt.writing() as db:
        account_id = accounts.finish_setup(db, token, sealed, step, rt.hashing, now=now)
        session = signin.open_session(
            db,
            account=account_id,
            now=now,
            life=session_life(),
            instead_of=cookie(CONSOLE_COOKIE),
        )
    flash("Your account is ready, and you are signed in.", "success")
    response = make_response(redirect(url_for("admin.overview"), 303))
    set_cookie(response, CONSOLE_COOKIE, session, life=session_life())
    return response


def _account_in_setup(token: str) -> Account:
    rt = runtime()
    with rt.reading() as db:
        found = accounts.in_setup(db, token, rt.hashing, now=rt.now())
    if found is None:
        raise NotFoundError("This link was used or has run out. Ask a site admin for a new one.")
    return found


def _setup_page(found: Account, token: str, fault: InputError | None = None) -> str:
    if not found.has_password:
        page = PasswordPage(
            found.email, ROLES[found.role], answered((factors.NEW_PASSWORD,), fault)
        )
        return render_template("admin/setup_password.html", page=page)
    secret = _totp_secret(token)
    uri = passwords.totp_uri(secret, found.email, runtime().settings.organisation)
    shown = SecondFactorPage(picture(uri), secret, answered(_FIRST_CODE, fault))
    return render_template("admin/setup_code.html", page=shown)


def _totp_secret(token: str) -> str:
    """The second factor's secret, made from the link itself: nothing is kept before it's proved."""
    return passwords.totp_secret(
        hmac.digest(runtime().keyring.secret("totp"), token.encode(), "sha256")
    )


# --- why people's records are looked at -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """The form that asks why, once a session."""

    fields: tuple[Field, ...]
    next: str


_REASON = (
    Field("reason_code", "What is it about?", "select", options=tuple(LOOK_REASONS.items())),
    Field(
        "reason",
        "Why do you need to look?",
        "textarea",
        hint=f"At least {signin.MIN_REASON} characters. "
        "Everybody whose record you open or list can read this: name nobody in it.",
    ),
)


@bp.get("/reason")
@requires()
def reason() -> ResponseReturnValue:
    """Ask why people's records are looked at in this session."""
    return render_template(
        "admin/reason.html",
        page=ReasonPage(answered(_REASON), next_page(url_for("admin.overview"))),
    )


@bp.post("/reason")
@requires()
def give_reason() -> ResponseReturnValue:
    """Keep the reason for this session."""
    onward = next_page(url_for("admin.overview"))
    rt = runtime()
    try:
        code = request.form.get("reason_code", "")
        if code not in LOOK_REASONS:
            raise InputError("reason_code", "Choose one of the list.")
        words = text("reason", least=signin.MIN_REASON, most=200)
    except InputError as fault:
        page = ReasonPage(answered(_REASON, fault), onward)
        return render_template("admin/reason.html", page=page), 400
    with rt.writing() as db:
        signin.give_reason(db, cookie(CONSOLE_COOKIE), code, words)
    return redirect(onward, 303)
