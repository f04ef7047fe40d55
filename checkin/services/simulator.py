"""What would the door say? The ladder asked about what might be, at any time; nothing is stored.

No person is needed: what is held up is a kind of badge in some state with some profiles. With a
person it is their record that is opened, and they can read that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from checkin.core.badge import Badge, BadgeFault, Kind
from checkin.core.errors import NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import DoorId, IdentityRef, ProfileId
from checkin.core.policy import (
    BadgeState,
    Decision,
    EntryConsent,
    Facts,
    HolderFacts,
    PassFacts,
    decide,
)
from checkin.core.scan import Direction
from checkin.core.windows import Grant, windows
from checkin.services import badges, people, scanning
from checkin.services import sites as places
from checkin.services.people import Record, StopLooking
from checkin.services.scanning import Trust
from checkin.storage import Db, scan_facts, sites, watch
from checkin.storage import badges as kept_badges
from checkin.storage.audit import Look
from checkin.storage.scan_facts import Sought


class State(StrEnum):
    """What became of what is held up."""

    GOOD = "good"
    USED_JUST_NOW = "used_just_now"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    PAUSED = "paused"
    ENDED = "ended"
    OTHER_SITE = "other_site"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


OF_BADGES_ALONE: Final = frozenset({State.REPLACED, State.PAUSED, State.ENDED})
"""States that a day pass is never in: it has no holder."""


@dataclass(frozen=True, slots=True)
class Moment:
    """At which door, which way, when."""

    door: DoorId
    direction: Direction
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldUp:
    """What is held up. A day pass has its site's profile, whatever `profiles` says."""

    kind: Kind
    state: State
    profiles: tuple[ProfileId, ...]


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What the door would say to somebody's badge; None without one."""

    record: Record
    decision: Decision | None


def simulate(db: Db, held: HeldUp, moment: Moment, *, org_code: str) -> Decision:
    """What the door would say. Raises NotFoundError without such a door."""
    sought = Sought(b"", None, None, None)
    with watch.unseen("a door, asked about nobody"):
        found = scan_facts.at_door(db, moment.door, sought, org_code=org_code, now=moment.at)
    if found is None:
        raise NotFoundError("There is no such door.")
    site = places.site(db, found.site)
    passes = (site.day_profile,) if site.day_profile else ()
    facts = Facts(
        shown=_shown(held, site.code, moment.at),
        door=found.door,
        known=_known(held),
        grants=_grants(db, passes if held.kind is Kind.DAY else held.profiles, moment.door),
        direction=moment.direction,
        used_just_now=held.state is State.USED_JUST_NOW,
    )
    return decide(facts, now=moment.at)


def of_person(
    db: Db,
    identity: IdentityRef,
    moment: Moment | None,
    look: Look,
    trust: Trust,
    *,
    now: datetime,
) -> OfPerson | StopLooking:
    """Somebody's record and, for a moment, what the door would say to their badge then.

    They can read who asked, and why. Raises NotFoundError.
    """
    record = people.record(db, identity, look, trust.hashing, now=now)
    if isinstance(record, StopLooking) or moment is None:
        return record if isinstance(record, StopLooking) else OfPerson(record, None)
    with watch.unseen("the record is open, and its holder told of it"):
        code = _code(db, record, trust.hashing)
        if code is None:
            return OfPerson(record, None)
        told = scanning.explain(db, code, moment.door, moment.direction, trust, now=moment.at)
    if told is None:
        raise NotFoundError("There is no such door.")
    return OfPerson(record, told.decision)


def _code(db: Db, record: Record, hashing: Hashing) -> str | None:
    held = kept_badges.of_holder(db, record.person.holder)
    return badges.short_code(held, hashing) if held else None


def _shown(held: HeldUp, site_code: str, at: datetime) -> Badge | BadgeFault:
    day = timedelta(days=1)
    match held.state:
        case State.UNREADABLE:
            return BadgeFault.NOT_A_BADGE
        case State.EXPIRED:
            return BadgeFault.EXPIRED
        case State.OTHER_SITE:
            return BadgeFault.WRONG_SITE
        case _:
            return Badge(bytes(16), held.kind, site_code, at - day, at + day, None, bytes(8), None)


def _known(held: HeldUp) -> HolderFacts | PassFacts | None:
    if held.state is State.UNKNOWN:
        return None
    if held.kind is Kind.DAY:
        return PassFacts(voided=held.state is State.REVOKED)
    badge, entry = BadgeState.GOOD, EntryConsent.IN_FORCE
    match held.state:
        case State.REVOKED:
            badge = BadgeState.REVOKED
        case State.REPLACED:
            badge = BadgeState.REPLACED
        case State.PAUSED:
            entry = EntryConsent.SUSPENDED
        case State.ENDED:
            entry = EntryConsent.ENDED
        case State.GOOD | State.USED_JUST_NOW | State.EXPIRED | State.OTHER_SITE | State.UNREADABLE:
            pass
        case _:
            assert_never(held.state)
    return HolderFacts(badge, entry)


def _grants(db: Db, profiles: tuple[ProfileId, ...], door: DoorId) -> tuple[Grant, ...]:
    found = [(sites.profile(db, one), sites.windows(db, one)) for one in profiles]
    return tuple(
        Grant(profile.first_day, profile.last_day, windows(opens[door]))
        for profile, opens in found
        if profile is not None and door in opens
    )
