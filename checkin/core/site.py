"""Closed sets about places that are no part of the decision itself."""

from enum import StrEnum

from checkin.core.scan import Direction


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
