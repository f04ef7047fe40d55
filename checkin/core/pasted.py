"""Lists of people pasted from a spreadsheet: one address a line, perhaps with a last day.

A line may have more cells than that; names and whatever else stands there isn't read. A bad line
never stops the good ones, and nothing here knows whether anybody is enrolled.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

MOST_LINES: Final = 1000
"""How many lines are taken at once."""

EMAIL: Final = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
"""An e-mail address in lower case."""

_CELLS: Final = re.compile(r"[\t;,]")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LIKE_A_DAY: Final = re.compile(r"\d+[./-]\d+[./-]\d+")
_MOST_SHOWN: Final = 80
_MOST_ADDRESS: Final = 254


class Deed(StrEnum):
    """What is done for each address of a list."""

    INVITE = "invite"
    END = "end"


class Problem(StrEnum):
    """What is wrong with a line."""

    NO_ADDRESS = "no_address"
    NO_DAY = "no_day"
    PAST_DAY = "past_day"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be used. Without a last day of its own, that of the whole list holds."""

    address: str = field(repr=False)
    last_day: date | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that can't be used: where it stands (from 1), what it says, what is wrong with it."""

    number: int
    text: str = field(repr=False)
    problem: Problem


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted: each address once, in order, and the lines that can't be used."""

    lines: tuple[Line, ...]
    bad: tuple[BadLine, ...]


def read(text: str, *, today: date) -> Pasted:
    """The lines of a pasted list, without empty ones. Of an address twice, the last line counts."""
    lines: dict[str, Line] = {}
    bad: list[BadLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        found = _line(raw, today)
        if isinstance(found, Problem):
            bad.append(BadLine(number, " ".join(raw.split())[:_MOST_SHOWN], found))
        else:
            lines[found.address] = found
    return Pasted(tuple(lines.values()), tuple(bad))


def day(text: str) -> date | None:
    """The day that a cell names, as `2026-12-31` or `31.12.2026`; None if it names none."""
    try:
        if iso := _ISO_DAY.fullmatch(text):
            return date(*(int(part) for part in iso.groups()))
        if german := _GERMAN_DAY.fullmatch(text):
            return date(*(int(part) for part in reversed(german.groups())))
    except ValueError:  # 31 February
        return None
    return None


def _line(raw: str, today: date) -> Line | Problem:
    cells = [cell.strip().strip('"').strip() for cell in _CELLS.split(raw)]
    address = next(filter(None, map(_address, cells)), None)
    if address is None:
        return Problem.NO_ADDRESS
    named = next((cell for cell in cells if _LIKE_A_DAY.fullmatch(cell)), None)
    if named is None:
        return Line(address, None)
    last = day(named)
    if last is None:
        return Problem.NO_DAY
    return Line(address, last) if last >= today else Problem.PAST_DAY


def _address(cell: str) -> str | None:
    """The address in a cell, also where it stands behind a name: `Ada Lindqvist <ada@…>`."""
    shown = cell.rpartition("<")[2].removesuffix(">") if "<" in cell else cell
    address = shown.strip().lower()
    return address if len(address) <= _MOST_ADDRESS and EMAIL.fullmatch(address) else None
