"""Scans that a kiosk answered by itself, and tells of later.

What happened at the door stays recorded as it happened; what the server would have said then is
only compared with it. So whoever came in is counted as having come in, whatever anybody says now.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from checkin.core.ids import KioskId
from checkin.core.policy import Decision, Facts, Reason, Recording, Say, let_in
from checkin.core.scan import Scan

CLOCK_LEEWAY: Final = timedelta(minutes=2)
"""A scan that claims to be further ahead than this was taken by a clock that is wrong."""


_PROOF: Final = {Recording.PROVED}
_COUNTS: Final = {Recording.COUNTED, Recording.UNREAD}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the kiosk told the person."""

    admit: bool
    say: Say


@dataclass(frozen=True, slots=True)
class LateScan:
    """A scan with the kiosk's answer. `data_of` is how new the data was that it went by.

    `taken_by` is the kiosk that answered it, as it said itself; None if it didn't say.
    """

    scan: Scan
    answered: Answered
    data_of: datetime | None
    taken_by: KioskId | None = None


class Outcome(StrEnum):
    """What became of a late scan."""

    STORED = "stored"
    KNOWN = "known"
    DIFFERS = "differs"
    DROPPED = "dropped"


class Disputed(StrEnum):
    """In what a kiosk and the server disagree. It says nothing about why a person was refused."""

    LET_IN = "let_in"
    TURNED_AWAY = "turned_away"
    UNKNOWN_BADGE = "unknown_badge"
    SHOWN_TWICE = "shown_twice"
    TOLD_ELSEWHERE = "told_elsewhere"


class Settled(StrEnum):
    """What came of a conflict that somebody looked into."""

    IN_ORDER = "in_order"
    FOLLOWED_UP = "followed_up"
    UNEXPLAINED = "unexplained"


def dispute(answered: Answered, decision: Decision) -> Disputed | None:
    """In what they disagree, if they do.

    A kiosk that couldn't tell said nothing that anybody could disagree with.
    """
    if answered.say is Say.NO_DATA or answered.admit is decision.admit:
        return None
    if not answered.admit:
        return Disputed.TURNED_AWAY
    match decision.reason:
        case Reason.UNKNOWN_BADGE:
            return Disputed.UNKNOWN_BADGE
        case Reason.REPLAYED:
            return Disputed.SHOWN_TWICE
        case _:
            return Disputed.LET_IN


def as_it_happened(answered: Answered, decision: Decision, facts: Facts) -> Decision:
    """The decision to keep: the kiosk's answer, with what may be remembered of it."""
    if answered.admit:
        kept = decision.recording if decision.admit else let_in(facts).recording - _PROOF
        return Decision(True, decision.reason, answered.say, kept)
    refused = Recording.UNREAD if answered.say is Say.UNREADABLE else Recording.REFUSED
    return Decision(False, decision.reason, answered.say, frozenset({refused}))


def uncounted(decision: Decision) -> Decision:
    """The decision, with nothing added to any count."""
    return replace(decision, recording=decision.recording - _COUNTS)
