"""One's own console account: how one signs in, and where one is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import passkeys, passwords
from checkin.services import accounts, signin
from checkin.services import passkeys as services
from checkin.services.accounts import Account
from checkin.services.passkeys import Passkey
from checkin.web.access import (
    CONSOLE_COOKIE,
    account,
    actor,
    cookie,
    forget_cookie,
    is_fresh,
    requires,
    runtime,
)
from checkin.web.admin import factors
from checkin.web.admin.words import ROLES
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import text
from checkin.web.words import local_date, local_time

bp = Blueprint("admin_own", __name__, url_prefix="/console/own")


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey of one's own."""

    id: UUID
    title: str
    added: str


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A browser that one is signed in with."""

    key: str
    began: str
    ends: str
    here: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """How one signs in. `fresh`: factors can be changed now; `make` asks for a passkey."""

    email: str
    alias: str
    role: str
    fresh: bool
    passkeys: tuple[PasskeyRow, ...]
    make: str | None
    title: tuple[Field, ...]
    password: tuple[Field, ...]
    sign_ins: tuple[SignInRow, ...]
    problem: str | None


_TITLE = Field(
    "title", "What do you call it?", hint="Such as the device that it lives in.", autocomplete="off"
)


@bp.get("")
@requires()
def own() -> ResponseReturnValue:
    """How I sign in, and where I am signed in."""
    return _page()


@bp.post("/passkeys")
@requires(fresh=True)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that this browser has just made."""
    rt, who = runtime(), account().id
    try:
        title = text("title", most=40, what="a name for it")
    except InputError as fault:
        return _page(fault), 400
    made = factors.made_passkey(factors.about("make", who))
    if made is None:
        return _page(problem="That passkey couldn't be taken. Try once more."), 400
    with rt.writing() as db:
        services.add(
            db,
            who,
            title,
            made.credential,
            made.public_key,
            sign_count=made.sign_count,
            challenge=made.challenge,
            hashing=rt.hashing,
            now=rt.now(),
        )
    flash("The passkey is added. From now on you can sign in with it alone.", "success")
    return redirect(url_for(".own"), 303)


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@requires(fresh=True)
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Let a passkey of one's own open nothing any more."""
    rt = runtime()
    with rt.writing() as db:
        services.remove(db, account().id, passkey_id, now=rt.now())
    flash("The passkey is removed. It opens nothing any more.", "success")
    return redirect(url_for(".own"), 303)


@bp.post("/password")
@requires(fresh=True)
def change_password() -> ResponseReturnValue:
    """Take another password; every other browser is signed out."""
    rt, who, password = runtime(), account().id, request.form.get("password", "")
    with rt.reading() as db:
        email = accounts.live(db, who).email
    if wrong := passwords.problem(password, email, rt.settings.organisation):
        return _page(InputError("password", wrong)), 400
    kept = passwords.hashed(password)
    with rt.writing() as db:
        accounts.change_password(db, who, kept, cookie(CONSOLE_COOKIE), now=rt.now())
    flash("The password is changed. You are signed out everywhere but here.", "success")
    return redirect(url_for(".own"), 303)


@bp.post("/start-over")
@requires(fresh=True)
def start_over() -> ResponseReturnValue:
    """Mail oneself a link to set the account up anew: with another phone, or after a theft."""
    rt = runtime()
    with rt.writing() as db:
        accounts.renew_setup(
            db,
            account().id,
            rt.hashing,
            link_to=factors.setup_link,
            organisation=rt.settings.organisation,
            actor=actor(),
            now=rt.now(),
        )
    flash("A link is on its way to you. You are signed out everywhere.", "success")
    response = make_response(redirect(url_for("admin_signin.start"), 303))
    forget_cookie(response, CONSOLE_COOKIE)
    return response


@bp.post("/sign-ins/end")
@requires()
def end_sign_in() -> ResponseReturnValue:
    """Sign one of one's browsers out, or all but this one."""
    rt, who, key = runtime(), account().id, request.form.get("key", "")
    with rt.writing() as db:
        if key:
            signin.close_one(db, who, key)
        else:
            signin.close_others(db, who, cookie(CONSOLE_COOKIE))
    flash("Signed out there.", "success")
    return redirect(url_for(".own"), 303)


def _page(fault: InputError | None = None, problem: str | None = None) -> str:
    rt, who = runtime(), account()
    with rt.reading() as db:
        me = accounts.live(db, who.id)
        known, places = services.listed(db, who.id), signin.listed(db, who.id, now=rt.now())
    here = signin.token_hash(cookie(CONSOLE_COOKIE)).hex()
    page = OwnPage(
        email=me.email,
        alias=me.alias,
        role=ROLES[me.role],
        fresh=is_fresh(who),
        passkeys=tuple(PasskeyRow(one.id, one.title, local_date(one.added_at)) for one in known),
        make=_asked_to_make(me, known),
        title=answered((_TITLE,), fault),
        password=answered((factors.NEW_PASSWORD,), fault),
        sign_ins=tuple(
            SignInRow(one.key, _utc(one.began_at), _utc(one.until), one.key == here)
            for one in places
        ),
        problem=problem,
    )
    return render_template("admin/own.html", page=page)


def _utc(moment: datetime) -> str:
    return f"{local_time(moment)} UTC"


def _asked_to_make(me: Account, known: Sequence[Passkey]) -> str | None:
    """What the browser is asked to make a passkey with; None where there are none."""
    at = factors.passkey_site()
    if at is None:
        return None
    return passkeys.to_make(
        at,
        me.id.bytes,
        me.email,
        [one.credential for one in known],
        factors.about("make", me.id),
        now=runtime().now(),
    )
