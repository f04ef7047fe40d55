"""Closed sets about places that are no part of the decision itself."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from checkin.core.scan import Direction

ALTERNATIVE_WITHIN: Final = timedelta(hours=24)
"""How fresh the sign has to be that people get in here without a badge."""


def another_way_in(*signs: datetime | None, desk_closed_at: datetime | None, now: datetime) -> bool:
    """Whether people get in without a badge, as seen within a day: joining needs it.

    The signs are the desk's daily press, a pack that was printed and a day pass that was admitted.
    A desk that says that it is closed outweighs them all, until it opens again.
    """
    if desk_closed_at is not None:
        return False
    return any(sign is not None and now - sign <= ALTERNATIVE_WITHIN for sign in signs)


class DoorWay(StrEnum):
    """Which ways a door is used."""

    IN = "in"
    OUT = "out"
    EITHER = "either"

    @property
    def directions(self) -> frozenset[Direction]:
        """The directions in which people go through it."""
        if self is DoorWay.EITHER:
            return frozenset(Direction)
        return frozenset({Direction(self.value)})


class DoorClass(StrEnum):
    """Whom a door is for: everybody who may come in, or a few who are named."""

    GENERAL = "general"
    RESTRICTED = "restricted"


class InputMode(StrEnum):
    """How a kiosk reads badges. A scanner is the default, since a camera faces people."""

    SCANNER = "scanner"
    CAMERA = "camera"
    BOTH = "both"
