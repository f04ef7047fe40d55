"""Door lists: what every badge may do at one door, for a reader that has no connection.

A window set is the union of what a badge's profiles allow at the door. Sets are numbered, and a
status list of 8 bits gives each badge's place the number of its set: nothing in it names anybody.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from checkin.core import statuslist
from checkin.core.errors import ConflictError
from checkin.core.statuslist import StatusArray
from checkin.core.windows import Grant, Window

BITS: Final = 8
NOT_ALLOWED: Final = 0
MOST: Final = 2**BITS - 1

Term = tuple[date | None, date | None]
WindowSet = tuple[Grant, ...]


def union(grants: Iterable[Grant]) -> WindowSet:
    """What the grants allow together, in the one form that all equal unions have."""
    by_term: dict[Term, set[Window]] = {}
    for grant in grants:
        by_term.setdefault((grant.first_day, grant.last_day), set()).update(grant.windows)
    return tuple(
        Grant(*term, _merged(by_term[term]))
        for term in sorted(by_term, key=lambda term: tuple(str(day or "") for day in term))
        if by_term[term]
    )


def _merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The windows of a week without overlaps, in order."""
    merged: list[Window] = []
    for window in sorted(windows):
        before = merged[-1] if merged else None
        if before and before.weekday == window.weekday and window.first <= before.last:
            merged[-1] = before._replace(last=max(before.last, window.last))
        else:
            merged.append(window)
    return tuple(merged)


@dataclass(slots=True)
class WindowSets:
    """The window sets of one door, each with its number; 0 is nobody's."""

    _numbers: dict[WindowSet, int] = field(default_factory=dict)

    def number(self, grants: Iterable[Grant]) -> int:
        """The number of what these grants allow together; equal unions share one.

        Raises ConflictError for the 256th: a place in a door list has 8 bits.
        """
        allowed = union(grants)
        if not allowed:
            return NOT_ALLOWED
        if allowed not in self._numbers and len(self._numbers) == MOST:
            raise ConflictError(
                f"More than {MOST} different weekly plans would hold at one door. Give more people "
                "the same access profiles."
            )
        return self._numbers.setdefault(allowed, len(self._numbers) + 1)

    def numbered(self) -> Mapping[int, WindowSet]:
        """Every set by its number."""
        return {number: allowed for allowed, number in self._numbers.items()}


def door_list(numbers: Mapping[int, int]) -> StatusArray:
    """The list that gives each place of a status list the number of its badge's window set."""
    return statuslist.filled(BITS, statuslist.SIZE, numbers)


def pass_mark(cti: bytes) -> bytes:
    """What tells a reader that holds a day pass up whether it is among those that were voided."""
    return hashlib.sha256(cti).digest()[:8]
