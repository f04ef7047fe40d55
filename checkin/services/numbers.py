"""Short numbers that people read out, write down or print: two groups of three, such as 7K3-Q2M."""

import re
import secrets
from typing import Final

from checkin.core.shortcode import ALPHABET

_GROUP: Final = 3
_AS_MEANT: Final = str.maketrans("OIL", "011")
_SHAPE: Final = re.compile(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")


def drawn() -> str:
    """A new number: random, so that it tells nobody how many there were before it."""
    symbols = [secrets.choice(ALPHABET) for _ in range(2 * _GROUP)]
    return _grouped("".join(symbols))


def as_meant(typed: str) -> str | None:
    """The number that was meant, as printed or without its hyphen, in either case; None for none.

    O is taken for 0, I and L for 1.
    """
    symbols = "".join(typed.split()).replace("-", "").upper()
    meant = _grouped(symbols.translate(_AS_MEANT))
    return meant if _SHAPE.fullmatch(meant) else None


def _grouped(symbols: str) -> str:
    return f"{symbols[:_GROUP]}-{symbols[_GROUP:]}"
