"""A week of hours, to be filled in and to be read: for access profiles and front desks."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from checkin.core.entrance import NEVER, week
from checkin.core.windows import windows
from checkin.services import weeks
from checkin.services.weeks import WEEKDAYS, Hours
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered

_PAIRS = 2
_AS_KEPT, _AS_SHOWN = ("00:00", "24:00"), ("24:00", "00:00")
"""A day's last minute: fields for times know no 24:00."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A weekday with its hours to fill in: from and until, and once more after a break."""

    name: str
    pairs: tuple[tuple[Field, Field], ...]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A weekday in a grid: its hours in words, and as bars of minutes (first, length)."""

    hours: tuple[str, ...]
    bars: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """What opens on each day of the week, from Monday on."""

    title: str
    days: tuple[DayCell, ...]


def day_rows(text: str, fault: InputError | None) -> tuple[DayRow, ...]:
    """The questions of a week that holds these hours, or what was typed in their place."""
    return tuple(
        DayRow(name, tuple(_pair(name, weekday, number, hours, fault) for number in range(_PAIRS)))
        for weekday, (name, hours) in enumerate(zip(WEEKDAYS, weeks.by_day(text), strict=True), 1)
    )


def _pair(
    name: str, weekday: int, number: int, hours: list[Hours], fault: InputError | None
) -> tuple[Field, Field]:
    here = hours[number] if number < len(hours) else Hours(weekday, "", "")
    label = f"{name} again" if number else name
    edges = (("first", "from", here.first), ("last", "until", here.last.replace(*_AS_SHOWN)))
    first, last = answered(
        (
            Field(_named(edge, weekday, number), f"{label}: {words}", "time", at, required=False)
            for edge, words, at in edges
        ),
        fault,
    )
    return first, last


def typed_week() -> str:
    """The hours that were typed, as they are kept. Raises InputError for those that can't be."""
    typed = (_typed(weekday, number) for weekday in range(1, 8) for number in range(_PAIRS))
    return weeks.week_text([hours for hours in typed if hours is not None])


def _typed(weekday: int, number: int) -> Hours | None:
    fields = (_named("first", weekday, number), _named("last", weekday, number))
    first, last = (request.form.get(field, "") for field in fields)
    for field, empty, other in ((fields[0], first, last), (fields[1], last, first)):
        if not empty and other:
            raise InputError(field, "Type a time, or leave both empty.")
    if not first:
        return None
    hours = Hours(weekday, first, last.replace(*_AS_KEPT))
    if week(weeks.week_text([hours])) == NEVER:
        raise InputError(fields[1], "Type two times that differ, such as 07:00 and 19:00.")
    return hours


def _named(edge: str, weekday: int, number: int) -> str:
    return f"{edge}-{weekday}-{number + 1}" if number else f"{edge}-{weekday}"


def grid(rows: Mapping[str, str]) -> tuple[GridRow, ...]:
    """Weekly hours by what they are about, a row each."""
    return tuple(GridRow(title, _cells(text)) for title, text in rows.items())


def _cells(text: str) -> tuple[DayCell, ...]:
    days = weeks.by_day(text)
    parts = windows(text)
    return tuple(
        DayCell(
            tuple(_in_words(each) for each in hours) or ("Shut",),
            tuple((first, last - first) for day, first, last in parts if day == weekday),
        )
        for weekday, hours in enumerate(days, 1)
    )


def _in_words(hours: Hours) -> str:
    text = f"{hours.first}-{hours.last}"
    return "All day" if text == "00:00-24:00" else text
