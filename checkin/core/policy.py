"""The one place that says yes or no at a door, and what may be remembered of it.

`decide` is a ladder: the first rule that applies wins, and the order is part of the contract. It is
handed everything it needs, so every rule can be tested without a database, a clock or a network.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import assert_never

from checkin.core.badge import Assurance, Badge, BadgeFault, Kind
from checkin.core.inventory import Purpose
from checkin.core.scan import Direction
from checkin.core.site import DoorClass
from checkin.core.windows import Grant, opens


class Posture(StrEnum):
    """What a door does just now, whoever asks."""

    NORMAL = "normal"
    LOCKED = "locked"
    OPEN = "open"
    OFF = "off"


class BadgeState(StrEnum):
    """What became of an issued badge."""

    GOOD = "good"
    REVOKED = "revoked"
    REPLACED = "replaced"


class GapMode(StrEnum):
    """What a badge used again within the re-entry gap gets."""

    REFUSE = "refuse"
    WARN = "warn"


class Reason(StrEnum):
    """Why the ladder ended where it did. Faults of the badge text have their own codes."""

    DOOR_OFF = "door_off"
    DOOR_LOCKED = "door_locked"
    DOOR_OPEN = "door_open"
    UNKNOWN_BADGE = "unknown_badge"
    REVOKED = "revoked"
    REPLACED = "replaced"
    CONSENT_ENDED = "consent_ended"
    SUSPENDED = "suspended"
    NOT_THIS_DOOR = "not_this_door"
    OUTSIDE_HOURS = "outside_hours"
    SITE_FULL = "site_full"
    REPLAYED = "replayed"
    TOO_SOON = "too_soon"
    OK = "ok"


class Say(StrEnum):
    """What the kiosk says in public. The neutral `USE_DESK` never tells its reasons apart."""

    WELCOME = "welcome"
    GOODBYE = "goodbye"
    UNREADABLE = "unreadable"
    SHOW_LIVE = "show_live"
    NO_DATA = "no_data"
    USE_DESK = "use_desk"
    CLOSED = "closed"
    NOT_HERE = "not_here"
    NOT_NOW = "not_now"
    FULL = "full"
    ALREADY = "already"


class Recording(StrEnum):
    """What an answer leaves behind."""

    NAMED = "named"
    COUNTED = "counted"
    MARKED = "marked"
    PROVED = "proved"
    REFUSED = "refused"
    UNREAD = "unread"


class Presented(StrEnum):
    """What was held up or typed. Only `LIVE` shows that the badge's own phone is here."""

    PRINTED = "printed"
    LIVE = "live"
    DAY = "day"
    TYPED = "typed"


class EntryConsent(StrEnum):
    """Where the consent to carry a badge stands, as far as a door needs to know."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """The door as it stands now, and the site it belongs to."""

    posture: Posture
    directions: frozenset[Direction]
    accepts: frozenset[str]
    zone: tzinfo
    door_class: DoorClass = DoorClass.GENERAL
    assurance: Assurance = Assurance.ANY
    closed_days: frozenset[date] = frozenset()
    gap: timedelta = timedelta(0)
    gap_mode: GapMode = GapMode.REFUSE
    capacity: int | None = None
    inside: int = 0


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """What is known of the badge that was shown and of the consents behind it."""

    state: BadgeState
    entry: EntryConsent
    remembers: frozenset[Purpose] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class PassFacts:
    """What is known of the day pass that was shown."""

    voided: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one answer needs.

    `shown` is the badge as read, or why it couldn't be; None for a typed code that nobody has.
    `known` is what the building knows of it; None if it has never heard of it. `grants` are those
    of the badge's profiles at this door. `proof_used` says that somebody came in or left with this
    very proof of a live badge.
    """

    shown: Badge | BadgeFault | None
    door: DoorFacts
    known: HolderFacts | PassFacts | None
    grants: tuple[Grant, ...]
    direction: Direction
    used_just_now: bool = False
    proof_used: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: whether the person is let in, why, what is said, and what may be remembered."""

    admit: bool
    reason: Reason | BadgeFault
    say: Say
    recording: frozenset[Recording]


def decide(facts: Facts, *, now: datetime) -> Decision:
    """Answer one scan. The first rule that applies wins."""
    if isinstance(facts.shown, BadgeFault):
        return _refuse(facts.shown)
    if facts.shown is not None and facts.shown.aud not in facts.door.accepts:
        return _refuse(BadgeFault.WRONG_SITE)
    return (
        _assurance_rule(facts)
        or _door_rule(facts)
        or _badge_rule(facts.known)
        or _consent_rule(facts.known)
        or _way_in_rules(facts, now)
        or _replay_rule(facts)
        or _gap_rule(facts)
        or let_in(facts)
    )


def let_in(facts: Facts) -> Decision:
    """The answer that lets somebody in or out, and what may be remembered of it."""
    return _admit(facts, Reason.OK)


def _assurance_rule(facts: Facts) -> Decision | None:
    """A restricted door takes no day passes, and may want the phone that a badge is bound to."""
    if not isinstance(facts.shown, Badge):
        return None
    match facts.shown.kind:
        case Kind.DAY if facts.door.door_class is DoorClass.RESTRICTED:
            return _refuse(BadgeFault.DAY_PASS_NOT_ALLOWED)
        case Kind.PRINTED if facts.door.assurance is Assurance.LIVE:
            return _refuse(BadgeFault.LIVE_ONLY)
        case _:
            return None


def _door_rule(facts: Facts) -> Decision | None:
    match facts.door.posture:
        case Posture.OFF:
            return _refuse(Reason.DOOR_OFF)
        case Posture.LOCKED:
            return _refuse(Reason.DOOR_LOCKED)
        case Posture.OPEN:
            return Decision(True, Reason.DOOR_OPEN, Say.WELCOME, frozenset())
        case Posture.NORMAL:
            return None
        case _:
            assert_never(facts.door.posture)


def _badge_rule(known: HolderFacts | PassFacts | None) -> Decision | None:
    match known:
        case None:
            return _refuse(Reason.UNKNOWN_BADGE)
        case PassFacts(voided=True) | HolderFacts(state=BadgeState.REVOKED):
            return _refuse(Reason.REVOKED)
        case HolderFacts(state=BadgeState.REPLACED):
            return _refuse(Reason.REPLACED)
        case _:
            return None


def _consent_rule(known: HolderFacts | PassFacts | None) -> Decision | None:
    match known:
        case HolderFacts(entry=EntryConsent.ENDED):
            return _refuse(Reason.CONSENT_ENDED)
        case HolderFacts(entry=EntryConsent.SUSPENDED):
            return _refuse(Reason.SUSPENDED)
        case _:
            return None


def _way_in_rules(facts: Facts, now: datetime) -> Decision | None:
    """Windows and room are asked on the way in only: nobody is told that it's too late to leave."""
    if facts.direction is Direction.OUT:
        return None
    if not facts.grants:
        return _refuse(Reason.NOT_THIS_DOOR)
    if not opens(facts.grants, facts.door.zone, facts.door.closed_days, now=now):
        return _refuse(Reason.OUTSIDE_HOURS)
    if facts.door.capacity is not None and facts.door.inside >= facts.door.capacity:
        return _refuse(Reason.SITE_FULL)
    return None


def _replay_rule(facts: Facts) -> Decision | None:
    """A phone makes a new proof every few seconds, so the same one twice is somebody's picture."""
    return _refuse(Reason.REPLAYED) if facts.proof_used else None


def _gap_rule(facts: Facts) -> Decision | None:
    """The same badge again in the same direction: never asked of anyone who leaves."""
    if facts.direction is Direction.OUT or not facts.door.gap or not facts.used_just_now:
        return None
    if facts.door.gap_mode is GapMode.REFUSE:
        return _refuse(Reason.TOO_SOON)
    return _admit(facts, Reason.TOO_SOON, Say.ALREADY)


def _admit(facts: Facts, reason: Reason, say: Say | None = None) -> Decision:
    leaving = facts.direction is Direction.OUT
    recording = {Recording.COUNTED}
    if facts.door.gap and not leaving:
        recording.add(Recording.MARKED)
    if isinstance(facts.shown, Badge) and facts.shown.proved_at:
        recording.add(Recording.PROVED)
    if isinstance(facts.known, HolderFacts) and Purpose.HISTORY in facts.known.remembers:
        recording |= set() if leaving else {Recording.NAMED}
    say = say or (Say.GOODBYE if leaving else Say.WELCOME)
    return Decision(True, reason, say, frozenset(recording))


def _refuse(reason: Reason | BadgeFault) -> Decision:
    say = said_of(reason)
    recording = Recording.UNREAD if say is Say.UNREADABLE else Recording.REFUSED
    return Decision(False, reason, say, frozenset({recording}))


_SAID: dict[Reason | BadgeFault, Say] = {
    Reason.DOOR_OFF: Say.CLOSED,
    Reason.DOOR_LOCKED: Say.CLOSED,
    Reason.NOT_THIS_DOOR: Say.NOT_HERE,
    Reason.OUTSIDE_HOURS: Say.NOT_NOW,
    Reason.SITE_FULL: Say.FULL,
    Reason.TOO_SOON: Say.ALREADY,
    BadgeFault.TOO_LONG: Say.UNREADABLE,
    BadgeFault.NOT_A_BADGE: Say.UNREADABLE,
    BadgeFault.BAD_ENCODING: Say.UNREADABLE,
    BadgeFault.MALFORMED: Say.UNREADABLE,
    Reason.REPLAYED: Say.SHOW_LIVE,
    BadgeFault.PROOF_REQUIRED: Say.SHOW_LIVE,
    BadgeFault.PROOF_STALE: Say.SHOW_LIVE,
    BadgeFault.PROOF_FUTURE: Say.SHOW_LIVE,
    BadgeFault.PROOF_NONCE: Say.SHOW_LIVE,
    BadgeFault.LIVE_ONLY: Say.SHOW_LIVE,
    BadgeFault.DAY_PASS_NOT_ALLOWED: Say.SHOW_LIVE,
    BadgeFault.CLOCK_ERROR: Say.NO_DATA,
    BadgeFault.KEYS_STALE: Say.NO_DATA,
    BadgeFault.STATUS_UNKNOWN: Say.NO_DATA,
    BadgeFault.STATUS_STALE: Say.NO_DATA,
}


def said_of(reason: Reason | BadgeFault) -> Say:
    """What a refusal for this reason says in public: the neutral answer unless it's listed."""
    return _SAID.get(reason, Say.USE_DESK)


_TOLD = frozenset(
    {
        Reason.DOOR_OFF,
        Reason.DOOR_LOCKED,
        Reason.NOT_THIS_DOOR,
        Reason.OUTSIDE_HOURS,
        Reason.SITE_FULL,
    }
)


def kept_reason(decision: Decision) -> Reason | None:
    """The reason that a stored refusal may carry: only those that say nothing about a person."""
    reason = decision.reason
    return reason if isinstance(reason, Reason) and reason in _TOLD else None
