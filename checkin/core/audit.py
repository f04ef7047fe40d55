"""Events for people to check later, and the commitments that make them provable.

A commitment is 32 bytes that say nothing without the row's salt, so it can be published while the
row lives and stays harmless once row and salt are gone.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Canonical: TypeAlias = "bool | int | str | Sequence[Canonical] | Mapping[str, Canonical] | None"
"""What may be committed to: no floats, so that every language writes the same bytes."""

SALT_BYTES = 32
_DOMAIN = b"checkin-log/v1"


class Kind(StrEnum):
    """Which family of events a commitment belongs to; part of what is committed to."""

    AUDIT = "audit"
    ACCESS = "access"
    CONSENT = "consent"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something: the alias and role of a console account, `self`, or `system`."""

    alias: str
    role: str


SYSTEM = Actor("system", "system")
SELF = Actor("self", "person")


def canonical(body: Mapping[str, Canonical]) -> bytes:
    """The one way to write `body` as bytes (RFC 8785; keys must be ASCII, numbers integers)."""
    _refuse_floats(body)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def commitment(kind: Kind, body: Mapping[str, Canonical], salt: bytes) -> bytes:
    """The 32 bytes that stand for this event in a log (HMAC-SHA-256 under the row's own salt)."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    message = b"\0".join((_DOMAIN, kind.encode(), canonical(body)))
    return hmac.digest(salt, message, "sha256")


def _refuse_floats(value: object) -> None:
    match value:
        case float():
            raise TypeError("floats can't be committed to: their text differs between languages")
        case str():
            return
        case Mapping():
            if not all(key.isascii() for key in value):
                raise ValueError("keys are ASCII, so that every language sorts them alike")
            for part in value.values():
                _refuse_floats(part)
        case Sequence():
            for part in value:
                _refuse_floats(part)
        case _:
            return
