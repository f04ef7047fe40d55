"""Weekly hours, as people type and read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from checkin.core import entrance

WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a language speaks of a week: its days, short, and `Mon to Fri 07:00-12:00 and ...`."""

    days: tuple[str, ...]
    to: str
    and_: str


ENGLISH: Final = Spoken(tuple(day[:3] for day in WEEKDAYS), "to", "and")


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when on one day of the week, as `HH:MM`; until 24:00 is midnight."""

    weekday: int
    first: str
    last: str


def week_text(days: Sequence[Hours]) -> str:
    """The text of weekly windows that is kept."""
    return ";".join(f"{day.weekday} {day.first}-{day.last}" for day in days)


def by_day(text: str) -> list[list[Hours]]:
    """The hours of each day from Monday on, as they were typed; what can't be read is left out."""
    days: list[list[Hours]] = [[] for _ in WEEKDAYS]
    for window in text.split(";"):
        if entrance.week(window):
            weekday, _, hours = window.partition(" ")
            first, _, last = hours.partition("-")
            days[int(weekday) - 1].append(Hours(int(weekday), first, last))
    return days


def in_words(text: str, spoken: Spoken = ENGLISH) -> str:
    """Weekly hours as people read them: `Mon to Fri 07:00-19:00, Sat 09:00-13:00`."""
    again = f" {spoken.and_} "
    days = [again.join(f"{each.first}-{each.last}" for each in day) for day in by_day(text)]
    runs: list[tuple[int, int, str]] = []
    for number, hours in enumerate(days):
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], number, hours)
        elif hours:
            runs.append((number, number, hours))
    return ", ".join(f"{_days(first, last, spoken)} {hours}" for first, last, hours in runs)


def _days(first: int, last: int, spoken: Spoken) -> str:
    begin, end = spoken.days[first], spoken.days[last]
    if first == last:
        return begin
    return f"{begin} {spoken.to} {end}" if last - first > 1 else f"{begin}, {end}"
