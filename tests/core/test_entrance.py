from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entrance import NEVER, Entrance, Week, only_here, taken, week, written

DAYS = week("1 07:00-19:00;2 07:00-19:00")
MORNINGS = week("1 07:00-12:00;2 07:00-12:00")
NIGHT = week("5 22:00-06:00")
FRONT = Entrance(DAYS, DAYS)
BADGES_ALONE = Entrance(DAYS, NEVER)
SERVER_ROOM = Entrance(DAYS | NIGHT, NEVER, alike=False)

minutes = st.builds(
    "{} {:02}:{:02}-{:02}:{:02}".format,
    st.integers(1, 7),
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 23),
    st.integers(0, 59),
)


# --- weeks ------------------------------------------------------------------------------------


def test_a_week_is_written_as_windows_a_day() -> None:
    assert written(DAYS) == "1 07:00-19:00;2 07:00-19:00"
    assert written(NIGHT) == "5 22:00-24:00;6 00:00-06:00"
    assert written(NEVER) == ""


def test_what_overlaps_or_touches_is_one_window() -> None:
    assert written(week("1 07:00-12:00;1 11:00-13:00;1 13:00-14:00")) == "1 07:00-14:00"


def test_a_window_that_cant_be_read_has_no_minutes() -> None:
    assert week("1 7-19") == NEVER


@given(st.lists(minutes, max_size=6))
def test_what_is_written_means_the_same_minutes(texts: list[str]) -> None:
    meant = week(";".join(texts))

    assert week(written(meant)) == meant


# --- the equal way in -------------------------------------------------------------------------


def test_a_site_may_close_altogether() -> None:
    assert taken([FRONT], []) == NEVER


def test_the_last_equal_entrance_stays_while_badges_have_another_one() -> None:
    assert taken([FRONT, BADGES_ALONE], [BADGES_ALONE]) == DAYS


def test_of_two_equal_entrances_one_may_go() -> None:
    assert taken([FRONT, FRONT, BADGES_ALONE], [FRONT, BADGES_ALONE]) == NEVER


def test_an_entrance_is_equal_only_where_both_come_in_by_it() -> None:
    passes_alone = Entrance(NEVER, DAYS)

    assert taken([FRONT], [BADGES_ALONE, passes_alone]) == DAYS


def test_hours_for_badges_alone_cant_be_added() -> None:
    longer = replace(FRONT, badges=DAYS | NIGHT)

    assert taken([FRONT], [longer]) == NIGHT


def test_day_passes_may_open_more_than_badges() -> None:
    assert taken([FRONT], [replace(FRONT, day_passes=DAYS | NIGHT)]) == NEVER


def test_fewer_hours_for_day_passes_are_named() -> None:
    assert taken([FRONT], [replace(FRONT, day_passes=MORNINGS)]) == DAYS & ~MORNINGS


def test_what_was_unequal_before_stands_in_nobodys_way() -> None:
    assert taken([BADGES_ALONE], [BADGES_ALONE, Entrance(NIGHT, NIGHT)]) == NEVER


def test_a_door_that_asks_for_more_is_no_equal_entrance() -> None:
    assert taken([FRONT], [replace(FRONT, alike=False)]) == DAYS


def test_a_restricted_door_has_hours_of_its_own() -> None:
    assert taken([FRONT], [FRONT, SERVER_ROOM]) == NEVER


@given(st.lists(st.tuples(minutes, minutes, st.booleans()), max_size=4))
def test_no_change_takes_nothing(doors: list[tuple[str, str, bool]]) -> None:
    entrances = [Entrance(week(one), week(other), alike) for one, other, alike in doors]

    assert taken(entrances, entrances) == NEVER


@pytest.mark.parametrize("kept", [DAYS, MORNINGS, NEVER])
def test_an_entrance_that_closes_for_all_takes_nothing(kept: Week) -> None:
    assert taken([FRONT], [Entrance(kept, kept)]) == NEVER


def test_a_door_is_needed_when_no_other_one_for_everybody_opens_for_badges() -> None:
    night, day = week("1 20:00-24:00"), week("1 07:00-20:00")
    gate = Entrance(night | day, NEVER)

    assert only_here(gate, [Entrance(day, NEVER)]) == night
    assert only_here(gate, [Entrance(night | day, NEVER, alike=False)]) == night | day
    assert only_here(gate, [Entrance(night, NEVER), Entrance(day, day)]) == NEVER
