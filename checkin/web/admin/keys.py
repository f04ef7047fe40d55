"""Keys: the state of each and what happens next; making the next one ahead of time.

What could harm is left to the machine itself: using a key before readers know it, and revoking one.
"""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core import rotation
from checkin.core.badge import KeyPurpose
from checkin.core.errors import ConflictError
from checkin.core.roles import Act
from checkin.core.rotation import KeyLife
from checkin.services import keys as services
from checkin.services.keys import KeyAct
from checkin.web.access import actor, requires, runtime
from checkin.web.inputs import choice
from checkin.web.key_words import PURPOSES, STATES, what_next

bp = Blueprint("admin_keys", __name__, url_prefix="/console/keys")


@dataclass(frozen=True, slots=True)
class Row:
    """A key in the list."""

    kid: str
    shape: str
    state: str
    next: str


@dataclass(frozen=True, slots=True)
class Group:
    """The keys of one purpose; `prepare` is whether the next one can be made now."""

    purpose: str
    title: str
    rows: tuple[Row, ...]
    prepare: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    """All keys by purpose."""

    groups: tuple[Group, ...]


@bp.get("")
@requires(Act.RUN_KEYS)
def keys() -> ResponseReturnValue:
    """Show the state of each key and what happens next."""
    rt = runtime()
    lives = rotation.lives(rt.keyring.all_keys(), now=rt.now())
    page = KeysPage(tuple(_group(purpose, lives) for purpose in KeyPurpose))
    return render_template("admin/keys.html", page=page)


@bp.post("/new")
@requires(Act.RUN_KEYS, fresh=True)
def prepare() -> ResponseReturnValue:
    """Make and publish the next key of a purpose; nothing uses it before readers know it."""
    purpose = choice("purpose", KeyPurpose)
    rt, now = runtime(), runtime().now()
    if rotation.waiting(rt.keyring.all_keys(), purpose, now=now):
        raise ConflictError("The next key of this kind waits already.")
    with rt.writing() as db:
        made = rt.keyring.new(purpose, now=now)
        services.note(db, KeyAct.NEW, made.kid, actor(), now=now)
    flash(f"Published. It begins to sign on {made.not_before:%Y-%m-%d}, by itself.", "success")
    return redirect(url_for(".keys"), 303)


def _group(purpose: KeyPurpose, lives: list[KeyLife]) -> Group:
    mine = [life for life in lives if life.key.purpose is purpose]
    return Group(
        purpose=purpose.value,
        title=PURPOSES[purpose],
        rows=tuple(_row(life) for life in mine),
        prepare=not any(life.state is rotation.KeyState.WAITING for life in mine),
        urgent=any(life.renew for life in mine),
    )


def _row(life: KeyLife) -> Row:
    return Row(life.key.kid.hex(), *STATES[life.state], what_next(life))
