"""Numbers about people, told so that none of them can be picked out (privacy.md C-119, C-120)."""

from enum import StrEnum
from typing import Final

K_MIN: Final = 10
ROUND_BASE: Final = 5


class Crowd(StrEnum):
    """What is said in place of a number that would be about somebody; nobody is few as well."""

    FEW = "few"
    MOST = "most"


def told(number: int, of: int) -> int | Crowd:
    """How many of `of` people, rounded; only that they are few, or all but a few, at the edges."""
    if number < K_MIN:
        return Crowd.FEW
    if number > of - K_MIN:
        return Crowd.MOST
    return (number + ROUND_BASE // 2) // ROUND_BASE * ROUND_BASE
