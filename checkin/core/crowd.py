"""Numbers about people, told so that none of them can be picked out."""

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
    return rounded(number, ROUND_BASE)


def kept(number: int, base: int) -> int | None:
    """What may be kept of a number for good: rounded, or nothing if it is few, as nobody is."""
    return None if number < K_MIN else rounded(number, base)


def rounded(number: int, base: int) -> int:
    """The multiple of `base` that is nearest; the greater one if two are."""
    return (number + base // 2) // base * base
