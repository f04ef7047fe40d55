"""What doors need to know of the consents in a record: the way from the ledger to a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.consent import (
    PAUSE_AT_MOST,
    STANDING,
    ConsentEvent,
    State,
    granted,
    last_act,
    state,
)
from checkin.core.inventory import Purpose
from checkin.core.policy import EntryConsent


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What doors need to know: where `entry` stands, until when, and whether entries are kept.

    `paused_until` is when a pause ends by itself; until then nothing of the person's is deleted.
    """

    entry: EntryConsent
    until: datetime
    history: bool
    paused_until: datetime | None


def at_the_door(history: Sequence[ConsentEvent]) -> AtTheDoor:
    """What doors need to know of a record in which something was said yes to."""
    entry = state(history, Purpose.ENTRY)
    in_force = granted(history)
    if Purpose.ENTRY in in_force:
        stands = EntryConsent.IN_FORCE
    else:
        stands = EntryConsent.SUSPENDED if entry in STANDING else EntryConsent.ENDED
    last = last_act(history, Purpose.ENTRY)
    until = last.valid_until or last.occurred_at
    paused_until = last.occurred_at + PAUSE_AT_MOST if entry is State.FROZEN else None
    return AtTheDoor(stands, until, Purpose.HISTORY in in_force, paused_until)
