"""When an answer is due, and what can be objected to."""

from datetime import UTC, datetime

import pytest

from checkin.core.inventory import PURPOSES, Basis, Purpose
from checkin.core.rights import answer_by, late_before, objectionable


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ((2026, 11, 27), (2026, 12, 27)),
        ((2026, 12, 31), (2027, 1, 31)),
        ((2027, 1, 31), (2027, 2, 28)),
        ((2028, 1, 30), (2028, 2, 29)),
        ((2026, 8, 31), (2026, 9, 30)),
    ],
)
def test_an_answer_is_due_a_calendar_month_later(
    asked: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    moment = datetime(*asked, 9, 30, tzinfo=UTC)

    assert answer_by(moment) == datetime(*due, 9, 30, tzinfo=UTC)


def test_what_rests_on_consent_or_on_a_duty_is_ended_otherwise() -> None:
    every = objectionable(Purpose)

    assert every
    assert {PURPOSES[purpose].basis for purpose in every} == {Basis.LEGITIMATE_INTEREST}


def test_what_nothing_is_stored_for_cant_be_objected_to() -> None:
    assert objectionable([Purpose.ENTRY, Purpose.FULLNESS]) == (Purpose.FULLNESS,)


def test_the_day_on_which_an_answer_is_due_counts_to_its_end() -> None:
    due = datetime(2026, 12, 27, 9, 30, tzinfo=UTC)

    assert late_before(due.replace(hour=23, minute=59)) <= due
    assert late_before(due.replace(day=28, hour=0, minute=0)) > due
