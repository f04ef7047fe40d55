"""One presentation of a badge at a kiosk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from checkin.core.ids import KioskId


class Direction(StrEnum):
    """Which way a person goes. It belongs to the door and is never guessed."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a kiosk sends. `nonce` is made once for one presentation and kept through every retry.

    `credential_hash` (32 bytes) stands for the kiosk, `token` is QR text or a typed code.
    `kiosk` stays the same when the device is paired again; None if its credential doesn't say.
    """

    credential_hash: bytes
    token: str
    nonce: UUID
    taken_at: datetime
    direction: Direction
    kiosk: KioskId | None = None
