"""When a door opens: weekly windows of local time, the term of a profile, and closed days."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple


class Window(NamedTuple):
    """Minutes of one weekday (ISO, Monday is 1) of a site's local time, the last one excluded."""

    weekday: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grant:
    """When a profile opens a door: from one day until another, both included, and how each week."""

    first_day: date | None
    last_day: date | None
    windows: tuple[Window, ...]

    def opens_on(self, day: date) -> bool:
        """Whether the profile is in its term on this day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


def opens(
    grants: Collection[Grant], zone: tzinfo, closed_days: Collection[date], *, now: datetime
) -> bool:
    """Whether any grant opens the door at this moment of the site's local time.

    A closed day closes from midnight to midnight; a window past midnight is two windows, each of
    its own weekday.
    """
    local = now.astimezone(zone)
    today = local.date()
    if today in closed_days:
        return False
    minute = local.hour * 60 + local.minute
    return any(
        weekday == local.isoweekday() and first <= minute < last
        for grant in grants
        if grant.opens_on(today)
        for weekday, first, last in grant.windows
    )


_WINDOW = re.compile(r"([1-7]) ([0-2]\d):([0-5]\d)-([0-2]\d):([0-5]\d)")
_DAY = 24 * 60


@lru_cache(maxsize=4096)
def windows(text: str) -> tuple[Window, ...]:
    """The windows that a profile's text gives, as minutes of the day; a malformed one never opens.

    The text is `1 07:00-19:00;5 22:00-06:00`: ISO weekday, from, until (24:00 is midnight). One
    that ends before it begins reaches past midnight, into the next weekday.
    """
    return tuple(part for written in text.split(";") for part in _window(written))


def _window(written: str) -> tuple[Window, ...]:
    match = _WINDOW.fullmatch(written)
    if match is None:
        return ()
    weekday, first_hour, first_minute, last_hour, last_minute = map(int, match.groups())
    first, last = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if first == last or first >= _DAY or last > _DAY:
        return ()
    if first < last:
        return (Window(weekday, first, last),)
    tomorrow = weekday % 7 + 1
    rest = (Window(tomorrow, 0, last),) if last else ()
    return (Window(weekday, first, _DAY), *rest)


@lru_cache(maxsize=4096)
def grants(text: str) -> tuple[Grant, ...]:
    """The grants that storage gives as one text: a line a profile, `first/last|windows`."""
    return tuple(_grant(line) for line in text.splitlines() if line)


def _grant(line: str) -> Grant:
    term, _, windows_text = line.partition("|")
    first, _, last = term.partition("/")
    return Grant(_day(first), _day(last), windows(windows_text))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
