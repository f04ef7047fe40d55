"""Names for the identifiers that people and things have in each domain.

A person is known by another random reference in each domain (identity, consent, badge, access),
so that no two tables can be joined without the one table that links them.
"""

from datetime import datetime
from typing import NewType
from uuid import UUID

IdentityRef = NewType("IdentityRef", UUID)
ConsentRef = NewType("ConsentRef", UUID)
HolderRef = NewType("HolderRef", UUID)
AccessRef = NewType("AccessRef", UUID)
WeeklyRef = NewType("WeeklyRef", UUID)

BadgeId = NewType("BadgeId", UUID)
DeviceId = NewType("DeviceId", UUID)
SiteId = NewType("SiteId", UUID)
DoorId = NewType("DoorId", UUID)
ProfileId = NewType("ProfileId", UUID)
KioskId = NewType("KioskId", UUID)
PackId = NewType("PackId", UUID)
AccountId = NewType("AccountId", UUID)


def uuid7(moment: datetime, random_bits: bytes) -> UUID:
    """A UUID of version 7 for `moment`, `random_bits` (10 bytes) behind its time (RFC 9562, 5.7).

    Hand in a moment cut to the minute where seconds may not be kept.
    """
    if len(random_bits) != 10:
        raise ValueError("a UUIDv7 takes 10 random bytes")
    milliseconds = int(moment.timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(random_bits, "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
