"""Whether somebody with a day pass gets in as quickly as with a badge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median_low
from typing import Final

TOLERATED: Final = timedelta(seconds=5)
"""By how much a day pass may take longer than a badge. Beyond that nobody is asked to join."""

LONGEST_WAIT: Final = timedelta(minutes=1)
"""A kiosk that tells of a longer median doesn't tell of people at a door."""


class WayIn(StrEnum):
    """What somebody holds up. The front desk's own way asks for nothing, so nothing measures it."""

    BADGE = "badge"
    DAY_PASS = "day_pass"  # noqa: S105 - a word, not a password


@dataclass(frozen=True, slots=True)
class Parity:
    """How long it usually takes from holding something up to green; None if that isn't known."""

    badge: timedelta | None
    day_pass: timedelta | None

    @property
    def slower(self) -> bool:
        """Whether a day pass takes so much longer that nobody should be asked to carry a badge."""
        if self.badge is None or self.day_pass is None:
            return False
        return self.day_pass - self.badge > TOLERATED


UNKNOWN: Final = Parity(None, None)


def parity(medians: Iterable[tuple[WayIn, int]]) -> Parity:
    """The medians of the medians, in milliseconds, that kiosks told of each way."""
    told: dict[WayIn, list[int]] = {way: [] for way in WayIn}
    for way, milliseconds in medians:
        told[way].append(milliseconds)
    return Parity(_median(told[WayIn.BADGE]), _median(told[WayIn.DAY_PASS]))


def _median(milliseconds: list[int]) -> timedelta | None:
    """Of an even number the lower one of the two in the middle, which somebody really told."""
    return timedelta(milliseconds=median_low(milliseconds)) if milliseconds else None
