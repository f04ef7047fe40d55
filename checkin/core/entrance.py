"""The equal way in: whenever badges open a site, an entrance admits badges and day passes alike.

So the way in never depends on what somebody chose. Weeks are sets of minutes, kept as the bits of a
number: a site with many doors and profiles is looked at in no time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Final, TypeAlias

from checkin.core.windows import windows

Week: TypeAlias = int
"""The minutes of a week, Monday's first one in the lowest bit."""

NEVER: Final[Week] = 0
_DAY: Final = 24 * 60
_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door that people come in by, and when it admits whom.

    `alike` is whether it can admit printed badges and day passes at all.
    """

    badges: Week
    day_passes: Week
    alike: bool = True


@lru_cache(maxsize=4096)
def week(text: str) -> Week:
    """The minutes of the windows that a profile's text gives."""
    return reduce(or_, (_minutes(*window) for window in windows(text)), NEVER)


def union(weeks: Iterable[Week]) -> Week:
    """The minutes that are in any of these."""
    return reduce(or_, weeks, NEVER)


def written(minutes: Week) -> str:
    """The text of windows, one or more a day, that has exactly these minutes."""
    return ";".join(
        f"{day + 1} {_clock(first)}-{_clock(last)}"
        for day in range(_DAYS)
        for first, last in _runs(minutes >> day * _DAY & _ONE_DAY)
    )


def taken(before: Iterable[Entrance], after: Iterable[Entrance]) -> Week:
    """The minutes in which a change would leave badges a way in that day passes don't have.

    Those are the minutes whose last equal entrance goes while another one stays, and those that
    are opened for badges alone. What was unequal before the change stands in nobody's way.
    """
    old, new = list(before), list(after)
    equal_before, equal_after = _equal(old), _equal(new)
    gone = equal_before & ~equal_after & _open(new, lambda _one: True)
    opened = _open(new, _is_alike) & ~equal_after
    tolerated = _open(old, _is_alike) & ~equal_before
    return gone | (opened & ~tolerated)


def only_here(entrance: Entrance, others: Iterable[Entrance]) -> Week:
    """The minutes in which badges come in here and at none of the others that are for everybody."""
    return entrance.badges & ~_open(others, _is_alike)


def _is_alike(entrance: Entrance) -> bool:
    return entrance.alike


def _equal(entrances: Iterable[Entrance]) -> Week:
    return union(one.badges & one.day_passes for one in entrances if one.alike)


def _open(entrances: Iterable[Entrance], which: Callable[[Entrance], bool]) -> Week:
    return union(one.badges for one in entrances if which(one))


_ONE_DAY: Final[Week] = (1 << _DAY) - 1


def _minutes(weekday: int, first: int, last: int) -> Week:
    return ((1 << last - first) - 1) << ((weekday - 1) * _DAY + first)


def _runs(day: Week) -> Iterable[tuple[int, int]]:
    """The first minute and the one behind the last of each unbroken run."""
    edges = day ^ day << 1
    while edges:
        first = (edges & -edges).bit_length() - 1
        edges &= edges - 1
        last = (edges & -edges).bit_length() - 1
        edges &= edges - 1
        yield first, last


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
