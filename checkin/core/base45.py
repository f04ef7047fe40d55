"""Bytes as the 45 characters of a QR code's alphanumeric mode (RFC 9285), read strictly.

Two bytes become three characters, a last odd byte becomes two. Every text that `decode` accepts is
the one text that `encode` makes of the same bytes.
"""

from itertools import chain
from struct import pack, unpack
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_OUTSIDE: Final = 255
_DIGITS: Final = bytes(
    ALPHABET.index(chr(byte)) if chr(byte) in ALPHABET else _OUTSIDE for byte in range(256)
)


def encode(content: bytes) -> str:
    """Return the base45 text of the bytes."""
    pairs = unpack(f">{len(content) // 2}H", content[: len(content) // 2 * 2])
    triplets = ((pair % 45, pair // 45 % 45, pair // 2025) for pair in pairs)
    symbols = [ALPHABET[digit] for digit in chain.from_iterable(triplets)]
    if len(content) % 2:
        symbols += (ALPHABET[content[-1] % 45], ALPHABET[content[-1] // 45])
    return "".join(symbols)


def decode(text: str) -> bytes:
    """Return the bytes of a base45 text.

    Raises ValueError for a character outside the alphabet, a length that no bytes have, and a
    group of characters worth more than its bytes can hold.
    """
    digits = text.encode("ascii").translate(_DIGITS)
    if _OUTSIDE in digits:
        raise ValueError("a character is outside the alphabet")
    odd = len(digits) % 3
    if odd == 1:
        raise ValueError("no bytes have a text of this length")
    pairs = [
        low + 45 * middle + 2025 * high
        for low, middle, high in zip(digits[0::3], digits[1::3], digits[2::3], strict=False)
    ]
    if pairs and max(pairs) > 0xFFFF:
        raise ValueError("three characters are worth more than two bytes")
    content = pack(f">{len(pairs)}H", *pairs)
    if not odd:
        return content
    return content + bytes((digits[-2] + 45 * digits[-1],))  # ValueError beyond one byte
