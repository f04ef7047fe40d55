"""Texts that somebody changed: what a reader meets that nobody meant it to."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final, TypeAlias

from checkin.core import base45
from checkin.core.badge import PREFIX

Change: TypeAlias = Callable[[Random, Sequence[str]], str]

_ODD_LETTERS: Final = (32, 65, 10, 955, 0xDC80, 0x1F600)
_ODD_BYTES: Final = b"\x00\x18\x1a\x1b\x40\x5f\x60\x80\x9f\xa0\xbf\xd2\xf5\xf6\xfb\xff"


def changed(good: Sequence[str], chance: Random) -> Iterator[str]:
    """Texts without end, each made of good ones in one of several ways, none of them good."""
    known = set(good)
    while True:
        text = chance.choice(_CHANGES)(chance, good)
        if text not in known:
            yield text


def _letters(chance: Random, good: Sequence[str]) -> str:
    """Characters replaced, left out, put in, swapped or repeated."""
    letters = list(chance.choice(good))
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        place = chance.randrange(len(letters))
        match chance.randrange(5):
            case 0:
                letters[place] = chance.choice(base45.ALPHABET)
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, chr(chance.choice(_ODD_LETTERS)))
            case 3:
                other = chance.randrange(len(letters))
                letters[place], letters[other] = letters[other], letters[place]
            case _:
                letters[place:place] = letters[place : place + chance.randrange(9)]
    return "".join(letters)


def _bytes(chance: Random, good: Sequence[str]) -> str:
    """A well encoded text of other bytes, so that what lies deeper meets them."""
    content = bytearray(base45.decode(chance.choice(good)[len(PREFIX) :]))
    for _ in range(chance.choice((1, 1, 2, 4))):
        place = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[place] ^= 1 << chance.randrange(8)
            case 1:
                content[place] = chance.choice(_ODD_BYTES)
            case 2:
                del content[place : place + chance.randrange(1, 5)]
            case _:
                content[place:place] = chance.randbytes(chance.randrange(1, 5))
    return PREFIX + base45.encode(bytes(content))


def _spliced(chance: Random, good: Sequence[str]) -> str:
    """The beginning of one badge and the end of another."""
    one, other = chance.choice(good), chance.choice(good)
    return one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :]


def _invented(chance: Random, good: Sequence[str]) -> str:
    """Anything at all behind the prefix."""
    if chance.random() < 0.5:
        return PREFIX + base45.encode(b"\xd2\x84" + chance.randbytes(chance.randrange(120)))
    return PREFIX + chance.choice(good)[chance.randrange(90) :][::-1]


_CHANGES: Final[tuple[Change, ...]] = (_letters, _bytes, _bytes, _spliced, _invented)
