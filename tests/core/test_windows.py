"""When a door opens: local time, windows past midnight, closed days, days with 23 or 25 hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.windows import Grant, Window, grants, opens, windows

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Grant(None, None, windows("1 07:00-19:00;2 07:00-19:00"))


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def is_open(grant: Grant, moment: datetime, closed: frozenset[date] = frozenset()) -> bool:
    return opens([grant], BERLIN, closed, now=moment)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23T06:59", False),
        ("2026-11-23T07:00", True),
        ("2026-11-23T18:59", True),
        ("2026-11-23T19:00", False),
        ("2026-11-25T12:00", False),
    ],
)
def test_a_window_holds_its_first_minute_and_not_its_last(moment: str, opened: bool) -> None:
    assert is_open(OFFICE, at(moment)) is opened


def test_windows_mean_the_site_s_local_time() -> None:
    assert opens([OFFICE], ZoneInfo("America/New_York"), (), now=at("2026-11-23T18:30"))
    assert not opens([OFFICE], ZoneInfo("America/New_York"), (), now=at("2026-11-23T08:00"))


def test_a_window_past_midnight_is_two_each_of_its_own_weekday() -> None:
    night = Grant(None, None, windows("7 22:00-06:00"))

    assert is_open(night, at("2026-11-22T23:00"))
    assert is_open(night, at("2026-11-23T05:59"))
    assert not is_open(night, at("2026-11-23T06:00"))
    assert not is_open(night, at("2026-11-22T05:00"))


def test_a_closed_day_closes_from_midnight_to_midnight() -> None:
    night = Grant(None, None, windows("1 22:00-06:00"))
    closed = frozenset({date(2026, 11, 24)})

    assert is_open(night, at("2026-11-23T23:59"), closed)
    assert not is_open(night, at("2026-11-24T00:00"), closed)


def test_a_profile_opens_nothing_before_its_first_day_or_after_its_last() -> None:
    term = Grant(date(2026, 11, 23), date(2026, 11, 23), OFFICE.windows)

    assert is_open(term, at("2026-11-23T08:00"))
    assert not is_open(term, at("2026-11-24T08:00"))
    assert not is_open(term, at("2026-11-16T08:00"))


def test_the_hour_that_comes_twice_is_open_twice_and_the_missing_one_never() -> None:
    early = Grant(None, None, windows("7 02:00-03:00"))

    assert is_open(early, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert is_open(early, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert not is_open(early, datetime(2026, 3, 29, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    ["", "1", "8 07:00-19:00", "1 7:00-19:00", "1 25:00-26:00", "1 07:00-24:01", "1 07:00-07:00",
     "0 07:00-19:00", "1 07:60-19:00", "1 24:00-07:00", "x", "1 07:00-19:00 "],
)  # fmt: skip
def test_a_malformed_window_never_opens(text: str) -> None:
    assert windows(text) == ()


def test_a_malformed_window_leaves_the_others_as_they_are() -> None:
    assert windows("1 07:00-19:00;nonsense") == (Window(1, 420, 1140),)


def test_midnight_is_the_end_of_a_day() -> None:
    assert windows("3 00:00-24:00") == ((3, 0, 1440),)


def test_grants_are_read_from_the_text_that_storage_makes() -> None:
    read = grants("2026-01-01/|1 07:00-19:00\n/2026-12-31|")

    assert read == (
        Grant(date(2026, 1, 1), None, (Window(1, 420, 1140),)),
        Grant(None, date(2026, 12, 31), ()),
    )


@given(st.datetimes(timezones=st.just(UTC)))
def test_without_a_grant_nothing_ever_opens(moment: datetime) -> None:
    assert not opens([], BERLIN, (), now=moment)
