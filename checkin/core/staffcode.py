"""The code with which staff leave kiosk mode at a device, and what the device checks it by.

The code is stored nowhere: it follows from a key and from how often it was changed, so the console
can show it. The device keeps a slow hash, since it has to check the code without a network.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

DIGITS: Final = 8
ROUNDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class StaffVerifier:
    """What a typed code is checked by: PBKDF2 with HMAC-SHA-256 (RFC 8018), 32 bytes."""

    salt: bytes
    rounds: int
    hash: bytes


def staff_code(key: bytes, kiosk: UUID, turn: int) -> str:
    """The eight digits of this kiosk, after `turn` changes of its code."""
    made = hmac.digest(key, b"staff code\x00" + _of(kiosk, turn), "sha256")
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}}"


@lru_cache(maxsize=1024)
def verifier(code: str, kiosk: UUID, turn: int) -> StaffVerifier:
    """What the device gets in place of the code."""
    salt = _of(kiosk, turn)
    digest = hashlib.pbkdf2_hmac("sha256", code.encode("ascii"), salt, ROUNDS)
    return StaffVerifier(salt, ROUNDS, digest)


def pretty(code: str) -> str:
    """The code as it is shown: two groups of four."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def _of(kiosk: UUID, turn: int) -> bytes:
    return kiosk.bytes + turn.to_bytes(4)
