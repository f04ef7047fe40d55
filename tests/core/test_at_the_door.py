from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from checkin.core import consent
from checkin.core.at_the_door import AtTheDoor, at_the_door
from checkin.core.consent import PAUSE_AT_MOST, Act, By, ConsentEvent, Shown
from checkin.core.errors import ConflictError
from checkin.core.inventory import Purpose
from checkin.core.policy import EntryConsent

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=3)
YEAR = timedelta(days=360)
SHOWN = Shown("entry:1.0.0", "en", "aa", "bb", "cc")


def yes_to(*purposes: Purpose) -> tuple[ConsentEvent, ...]:
    return consent.give((), purposes, SHOWN, now=NOON, valid_for=YEAR)


def ended(acts: Sequence[ConsentEvent], purpose: Purpose) -> tuple[ConsentEvent, ...]:
    ending = consent.end(acts, purpose, Act.WITHDRAW, by=By.SUBJECT, now=LATER)
    assert ending is not None
    return (*acts, *ending.events)


@pytest.mark.parametrize(
    ("purposes", "history"),
    [((Purpose.ENTRY,), False), ((Purpose.ENTRY, Purpose.HISTORY), True)],
)
def test_a_door_lets_in_until_the_yes_runs_out_and_keeps_what_was_said_yes_to(
    purposes: tuple[Purpose, ...], history: bool
) -> None:
    acts = yes_to(*purposes)

    assert at_the_door(acts) == AtTheDoor(EntryConsent.IN_FORCE, NOON + YEAR, history, None)


def test_a_pause_stops_everything_and_ends_by_itself() -> None:
    acts = yes_to(Purpose.ENTRY, Purpose.HISTORY)
    acts += consent.pause(acts, now=LATER)

    assert at_the_door(acts) == AtTheDoor(
        EntryConsent.SUSPENDED, NOON + YEAR, False, LATER + PAUSE_AT_MOST
    )


def test_history_ends_alone_and_the_badge_goes_on() -> None:
    acts = ended(yes_to(Purpose.ENTRY, Purpose.HISTORY), Purpose.HISTORY)

    assert at_the_door(acts) == AtTheDoor(EntryConsent.IN_FORCE, NOON + YEAR, False, None)


def test_with_the_badge_all_ends_at_that_very_second() -> None:
    acts = ended(yes_to(Purpose.ENTRY, Purpose.HISTORY), Purpose.ENTRY)

    assert at_the_door(acts) == AtTheDoor(EntryConsent.ENDED, LATER, False, None)


def test_a_door_has_nothing_to_know_of_who_never_said_yes() -> None:
    with pytest.raises(ConflictError):
        at_the_door(())
