"""The short code that is printed under a badge's QR code, for typing it in when that can't be read.

Ten symbols of Crockford's base32: nine from a keyed hash of the badge's `cti`, so that nobody can
compute the code of a badge they have seen, and one to check. The check symbol makes the sum of the
symbols, each weighted by another power of 2 in the field of 32 elements, zero. So every single
wrong symbol is caught, every swap of any two symbols and every doubled symbol typed as another
doubled one; of other mistakes, 31 in 32.
"""

from hashlib import sha256
from hmac import digest
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
_BITS: Final = 5 * (LENGTH - 1)
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1; of this polynomial, 2 generates all 31 elements but zero."""
_AS_MEANT: Final = str.maketrans("OIL", "011", " -")


def short_code(key: bytes, cti: bytes) -> str:
    """Return the code of a badge, without its hyphen.

    Two badges in some millions share a code: whoever stores codes draws another `cti` then.
    """
    number = int.from_bytes(digest(key, b"short code\x00" + cti, sha256)) >> (256 - _BITS)
    values = [number >> shift & 31 for shift in range(_BITS - 5, -1, -5)]
    values.append(_doubled(_weighed(values)))
    return "".join(ALPHABET[value] for value in values)


def normalise(text: str) -> str | None:
    """Return the code that was meant, or None if the text can't be one.

    Case, spaces and hyphens don't matter, O is taken for 0, I and L for 1.
    """
    code = text.upper().translate(_AS_MEANT) if text.isascii() else ""
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _weighed([ALPHABET.index(symbol) for symbol in code]) == 0 else None


def pretty(code: str) -> str:
    """Return the code as it's printed: two groups of five."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def lookup(key: bytes, code: str) -> bytes:
    """Return the hash under which a code is stored and found, so that no code is stored itself."""
    return digest(key, b"look-up\x00" + code.encode("ascii"), sha256)


def _weighed(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _doubled(total) ^ value
    return total


def _doubled(value: int) -> int:
    return value << 1 ^ (_FIELD if value & 16 else 0)
