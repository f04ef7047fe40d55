"""The front desk: why a door said no, and help for whoever stands there. It sees no name.

Whatever the desk does about a badge that somebody holds up, its holder can read afterwards.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from checkin.core import badge, shortcode
from checkin.core.audit import Actor
from checkin.core.badge import Badge, Kind
from checkin.core.errors import NotFoundError, UnavailableError
from checkin.core.ids import DoorId, IdentityRef
from checkin.core.policy import BadgeState
from checkin.core.scan import Direction
from checkin.services import alternative, badges, codes, numbers, scanning, sites
from checkin.services.alternative import Hindrance
from checkin.services.badges import BadgeMaking, Card
from checkin.services.scanning import Explained, Trust
from checkin.storage import Db, audit, looks, people, watch
from checkin.storage import badges as kept_badges
from checkin.storage.audit import Look
from checkin.storage.badges import Held
from checkin.storage.joining import Start
from checkin.storage.people import Named

__all__ = ["Start"]

DESK: Final = "desk"
REPRINT: Final = "desk_print"
SIGN_IN_CODE: Final = "desk_code"
"""The ways of looking at the desk: a badge's state, its card again, a code to sign in with."""

HELPED_WITHIN: Final = timedelta(hours=1)
"""How long a help code leads to the record of whoever was given it."""

HELP_WHY: Final = "You held your badge up at the front desk and asked for help. Help code: {}."
REPRINT_WHY: Final = "You asked at the front desk to have your badge printed again."
CODE_WHY: Final = "You asked at the front desk for a code to sign in with."
_NOBODY_JOINS: Final = {
    Hindrance.UNSEEN: "Nobody can join while the front desk is closed. Open it first.",
    Hindrance.SLOWER: (
        "Nobody can join while day passes take more than 5 seconds longer than badges. A site "
        "admin can read what to do about it."
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a door would say, and what else the desk can do for whoever holds this up.

    `help_code` is written down with the look, where its holder can read it; None when this leads to
    nobody. `no_address` is for a holder who signs in with codes from the desk.
    """

    explained: Explained
    help_code: str | None
    printable: bool
    no_address: bool
    day_pass: bool


def check(
    db: Db,
    shown: str,
    door: DoorId,
    direction: Direction,
    trust: Trust,
    *,
    viewer: Actor,
    now: datetime,
) -> Checked:
    """What a door would say to this badge or short code now, and why; it names nobody.

    Its holder can read that the front desk looked, and with which help code. Raises NotFoundError
    without such a door.
    """
    help_code = numbers.drawn()
    with watch.looking(db, _look(DESK, HELP_WHY.format(help_code), viewer), now=now) as seen:
        explained = scanning.explain(db, shown, door, direction, trust, now=now)
        if explained is None:
            raise NotFoundError("There is no such door.")
        found = _holder(db, shown, trust, now=now)
        seen.saw([found[1].refs.access] if found else [])
    if found is None:
        read = badge.read(shown, trust.verifier, accepts=None, now=now)
        is_pass = isinstance(read, Badge) and read.kind is Kind.DAY
        return Checked(explained, None, False, False, is_pass)
    held, person = found
    good = _is_good(held, now)
    return Checked(explained, help_code, good, person.email is None and good, False)


@watch.unseen("who gave the code away, to open their record with a look")
def helped(db: Db, typed: str, *, now: datetime) -> IdentityRef | None:
    """Who was given this help code at the desk within the hour; None for anything else.

    Whoever hands it over lets their record be opened with it.
    """
    code = numbers.as_meant(typed)
    if code is None:
        return None
    return looks.given(db, DESK, HELP_WHY.format(code), since=now - HELPED_WITHIN)


def reprint(
    db: Db, shown: str, trust: Trust, making: BadgeMaking, *, viewer: Actor, now: datetime
) -> Card | None:
    """The badge that is held up, to be printed again; None if there is no good one to print."""
    with watch.looking(db, _look(REPRINT, REPRINT_WHY, viewer), now=now) as seen:
        found = _holder(db, shown, trust, now=now)
        good = found is not None and _is_good(found[0], now)
        person = found[1] if found and good else None
        card = badges.card(db, person.refs.holder, making, now=now) if person else None
        seen.saw([person.refs.access] if person and card else [])
    if card is not None:
        audit.append(db, viewer, "badge.print", f"badge:{card.held.id}", now=now)
    return card


def sign_in_code(db: Db, shown: str, trust: Trust, *, viewer: Actor, now: datetime) -> str | None:
    """A code with which whoever holds up this badge signs in; None if they have an address.

    That is for people who can't be mailed a code: everybody else asks for one by mail.
    """
    with watch.looking(db, _look(SIGN_IN_CODE, CODE_WHY, viewer), now=now) as seen:
        found = _holder(db, shown, trust, now=now)
        if found is None or found[1].email is not None or not _is_good(found[0], now):
            seen.saw([])
            return None
        held, person = found
        seen.saw([person.refs.access])
    audit.append(db, viewer, "desk.sign_in_code", f"badge:{held.id}", now=now)
    return codes.hand_out_sign_in(db, person.refs.identity, trust.hashing, now=now)


def join_code(db: Db, start: Start, trust: Trust, *, by: Actor, now: datetime) -> str:
    """A code with which somebody without mail or phone joins; only they say yes with it.

    Whoever hands it out is named, by alias, in what that person says yes to.

    Raises NotFoundError without such a site or profile, UnavailableError while nobody can join.
    """
    sites.profile(db, start.profile)
    if why := alternative.hindrance(db, sites.site(db, start.site), now=now):
        raise UnavailableError(_NOBODY_JOINS[why])
    audit.append(db, by, "desk.join_code", f"site:{start.site}", now=now)
    return codes.hand_out(db, replace(start, assisted_by=by.alias), trust.hashing, now=now)


def _holder(db: Db, shown: str, trust: Trust, *, now: datetime) -> tuple[Held, Named] | None:
    """The badge that is held up, or whose short code is typed, and who holds it."""
    code_hash = _code_hash(shown, trust, now=now)
    held = kept_badges.by_code(db, code_hash) if code_hash else None
    return None if held is None else (held, people.by_holder(db, held.holder))


def _is_good(held: Held, now: datetime) -> bool:
    return held.state is BadgeState.GOOD and now < held.expires_at


def _look(act: str, why: str, viewer: Actor) -> Look:
    return Look(viewer, act, ("badge",), "badge_help", why)


def _code_hash(shown: str, trust: Trust, *, now: datetime) -> bytes | None:
    """What the badge is found by, if it is a good code or a genuine text."""
    if code := shortcode.normalise(shown):
        return trust.hashing.code(code)
    read = badge.read(shown, trust.verifier, accepts=None, now=now)
    if not isinstance(read, Badge):
        return None
    return trust.hashing.code(trust.hashing.short_code(read.cti))
