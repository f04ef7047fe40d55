"""Who is asking: the running instance, the person or console account that is signed in, the kiosk.

The only importer of Flask-Login. Sign-ins are rows in the database, never data in a cookie; a
cookie holds a random secret and nothing else.
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, logout_user

from checkin.core.audit import Actor
from checkin.core.errors import UnavailableError
from checkin.core.ids import DeviceId, KioskId
from checkin.core.retention import duration
from checkin.core.roles import Act, may
from checkin.runtime import Runtime
from checkin.services import kiosks, looks, signin
from checkin.services.signin import Account, Look, Person
from checkin.web import language

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, ResponseReturnValue]

PERSON_COOKIE = "session"
CONSOLE_COOKIE = "console"
KIOSK_COOKIE = "kiosk"
CONSOLE = "/console"
DEVICE_COOKIE = "device"
DEVICE_COOKIE_LIFE = timedelta(days=400)
"""As long as browsers keep any. It is the number of a phone, which ends its badge and no more."""

FRESH_FOR = timedelta(minutes=15)
"""How long after both factors were shown the acts that matter most need no other proof."""


class NeedsReason(Exception):  # noqa: N818 - not an error: the way leads through another page
    """People's records are about to be looked at, and this session hasn't said why yet."""


class NeedsProof(Exception):  # noqa: N818 - not an error: the way leads through another page
    """The act matters too much to rest on a session that proved itself a while ago."""


class _SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Both sign-ins that one browser can hold: a person's and a console account's."""

    def __init__(self, person: Person | None, account: Account | None) -> None:
        self.person, self.account = person, account


def install(app: Flask, runtime: Runtime) -> None:
    """Make the instance and whoever is signed in known to views."""
    app.extensions["checkin"] = runtime
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_request: object) -> _SignedIn | None:
        return _signed_in()

    @app.before_request
    def watch_console() -> None:
        """Let no page of the console read about people unless somebody is told."""
        if request.path.startswith(CONSOLE):
            g.watching = ExitStack()
            g.watching.enter_context(looks.console())

    @app.teardown_request
    def stop_watching(_fault: BaseException | None) -> None:
        if watching := g.pop("watching", None):
            watching.close()

    @app.errorhandler(NeedsReason)
    def ask_reason(_fault: NeedsReason) -> ResponseReturnValue:
        return _sent_to("admin_signin.reason")

    @app.errorhandler(NeedsProof)
    def ask_proof(_fault: NeedsProof) -> ResponseReturnValue:
        return _sent_to("admin_proof.ask", _came_from())


def runtime() -> Runtime:
    """The instance that this process serves."""
    return cast(Runtime, current_app.extensions["checkin"])


def person() -> Person | None:
    """The person who is signed in, if one is."""
    return cast("Person | None", getattr(current_user, "person", None))


def me() -> Person:
    """The person who is signed in; 401 without one."""
    return person() or abort(401)


def console_account() -> Account | None:
    """The console account that is signed in, if one is."""
    return cast("Account | None", getattr(current_user, "account", None))


def account() -> Account:
    """The console account that is signed in; 401 without one."""
    return console_account() or abort(401)


def actor() -> Actor:
    """How the signed-in console account appears in what is written down."""
    return account().actor


def look(act: str, *categories: str) -> Look:
    """Why the signed-in account looks at people's records. Raises NeedsReason if it hasn't said."""
    who = account()
    if who.reason is None or who.reason_code is None:
        raise NeedsReason
    return Look(who.actor, act, categories, who.reason_code, who.reason)


def forget_sign_in() -> None:
    """Make the rest of this answer as for somebody who isn't signed in (any more)."""
    logout_user()


def speak_their_language() -> None:
    """Before a request: one's own pages speak one's own language, unless another is asked for."""
    who = person()
    language.speak(who.language if who else None)


def requires_person(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
    """Only for an enrolled person who is signed in; others are sent to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
        if person() is None:
            return _sent_to("signin.start")
        return view(*args, **kwargs)

    guarded.required = "person"  # type: ignore[attr-defined]
    return guarded


def requires(
    *acts: Act, fresh: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R | ResponseReturnValue]]:
    """Only for console accounts whose role may do one of these; without acts, for any of them.

    `fresh`: only shortly after both factors were shown; others show them first (ASVS 7.5.1).
    """

    def guard(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
            who = console_account()
            if who is None:
                return _sent_to("admin_signin.start", _came_from())
            _note_use(who)
            if acts and not any(may(who.role, act) for act in acts):
                abort(404)
            if fresh and not is_fresh(who):
                raise NeedsProof
            return view(*args, **kwargs)

        guarded.required = acts  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return guard


def is_fresh(who: Account) -> bool:
    """Whether the session showed both factors a short while ago."""
    return who.proved_at is not None and runtime().now() - who.proved_at < FRESH_FOR


def _note_use(who: Account) -> None:
    """Let the sign-in go on, if somebody is there: not for what an open page asks by itself."""
    by_itself = wants_stream() or (request.method == "GET" and "HX-Request" in request.headers)
    rt = runtime()
    if by_itself or not signin.is_worth_noting(who, now=rt.now()):
        return
    # A full disk ends sign-ins early, and keeps nobody from reading.
    with suppress(UnavailableError), rt.writing() as db:
        signin.note_use(db, cookie(CONSOLE_COOKIE), now=rt.now())


def wants_stream() -> bool:
    """Whether whoever asks reads server-sent events."""
    return "text/event-stream" in request.headers.get("Accept", "")


def _sent_to(endpoint: str, back: str | None = None) -> ResponseReturnValue:
    """To another page first and, after it, to where the person wanted to go or came from."""
    if wants_stream():
        abort(401)  # a stream is no page: nobody could go on there
    wanted = request.full_path.rstrip("?") if request.method == "GET" else back
    return redirect(url_for(endpoint, next=wanted), 303)


def _came_from() -> str | None:
    """The page of this site whose form was sent, as far as the browser tells; None for no form."""
    page = urlsplit(request.referrer or "" if request.method == "POST" else "")
    return page.path if page.path and page.netloc == request.host else None


def next_page(default: str) -> str:
    """Where to go after this: a path on this site that was asked for, else the default."""
    wanted = request.values.get("next", "")
    # Browsers drop tabs and line breaks from addresses: `/<tab>/elsewhere` would lead elsewhere.
    stays = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if stays and wanted.isprintable() else default


# --- cookies ----------------------------------------------------------------------------------


def cookie_name(name: str) -> str:
    """The cookie's name: `__Host-` binds it to this host, over https, on every path."""
    return f"__Host-{name}" if runtime().settings.secure_cookies else name


def cookie(name: str) -> str:
    """The secret that the browser holds under this name, or an empty text."""
    return request.cookies.get(cookie_name(name), "")


def set_cookie(response: Response, name: str, secret: str, *, life: timedelta) -> None:
    """Hand a secret to the browser: not for scripts, not for other sites."""
    response.set_cookie(
        cookie_name(name),
        secret,
        max_age=life,
        secure=runtime().settings.secure_cookies,
        httponly=True,
        samesite="Strict" if name == KIOSK_COOKIE else "Lax",
        path="/",
    )


def forget_cookie(response: Response, name: str) -> None:
    """Take a secret back from the browser."""
    response.delete_cookie(
        cookie_name(name),
        path="/",
        secure=runtime().settings.secure_cookies,
        httponly=True,
    )


def session_life() -> timedelta:
    """How long a sign-in lasts at most."""
    return duration(runtime().settings.limits, "session_hours")


def carried_device() -> DeviceId | None:
    """The phone that this browser has been since a badge was put on it, if it has been one."""
    try:
        return DeviceId(UUID(cookie(DEVICE_COOKIE)))
    except ValueError:
        return None


def kiosk_credential_hash() -> bytes | None:
    """What stands for the kiosk that asks, or None if it shows no credential."""
    secret = cookie(KIOSK_COOKIE)
    return signin.token_hash(secret) if secret else None


def named_kiosk() -> KioskId | None:
    """The kiosk that the credential says it is for: to be believed once the credential is known."""
    return kiosks.named_in(cookie(KIOSK_COOKIE))


def _signed_in() -> _SignedIn | None:
    person_token, console_token = cookie(PERSON_COOKIE), cookie(CONSOLE_COOKIE)
    if not person_token and not console_token:
        return None
    rt = runtime()
    with rt.reading() as db:
        who = signin.person_of(db, person_token, now=rt.now()) if person_token else None
        what = signin.account_of(db, console_token, now=rt.now()) if console_token else None
    return _SignedIn(who, what) if who or what else None
