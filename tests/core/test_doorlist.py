"""Door lists: one number for all who may do the same at a door."""

from datetime import date

import pytest

from checkin.core.doorlist import MOST, NOT_ALLOWED, WindowSets, door_list, pass_mark, union
from checkin.core.errors import ConflictError
from checkin.core.windows import Grant, Window, windows

OFFICE = Grant(None, None, windows("1 07:00-19:00"))
EVENING = Grant(None, None, windows("1 18:00-22:00;2 18:00-22:00"))
AUTUMN = Grant(date(2026, 9, 1), date(2026, 11, 30), windows("1 07:00-19:00"))


def test_overlapping_windows_of_one_term_are_one() -> None:
    assert union([OFFICE, EVENING]) == (
        Grant(None, None, (Window(1, 7 * 60, 22 * 60), Window(2, 18 * 60, 22 * 60))),
    )


def test_terms_are_kept_apart() -> None:
    assert set(union([AUTUMN, OFFICE])) == {AUTUMN, OFFICE}


def test_equal_unions_share_a_number_whatever_they_are_made_of() -> None:
    sets = WindowSets()

    assert sets.number([OFFICE, EVENING]) == sets.number([EVENING, OFFICE, OFFICE]) == 1
    assert sets.number([OFFICE]) == 2
    assert sets.numbered() == {1: union([OFFICE, EVENING]), 2: (OFFICE,)}


def test_what_never_opens_anything_has_no_number() -> None:
    sets = WindowSets()

    assert sets.number([]) == sets.number([Grant(None, None, ())]) == NOT_ALLOWED
    assert not sets.numbered()


def test_a_door_list_has_room_for_so_many_plans_and_no_more() -> None:
    sets = WindowSets()
    for minute in range(MOST):
        sets.number([Grant(None, None, (Window(1, minute, 1440),))])

    assert sets.number([Grant(None, None, (Window(1, 0, 1440),))]) == 1
    with pytest.raises(ConflictError, match="same access profiles"):
        sets.number([OFFICE])


def test_every_place_has_the_number_of_its_plan() -> None:
    made = door_list({7: 255, 99: 3})

    assert (made.at(7), made.at(99), made.at(8)) == (255, 3, NOT_ALLOWED)


def test_the_mark_of_a_pass_is_the_beginning_of_a_public_hash() -> None:
    assert pass_mark(bytes(16)).hex() == "374708fff7719dd5"
