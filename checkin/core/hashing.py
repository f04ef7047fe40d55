"""Keyed hashes: how things are found again without being kept.

Each kind of thing has its own key, so that hashes of one kind say nothing about another.
"""

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from checkin.core import shortcode
from checkin.core.scan import Direction


@dataclass(frozen=True, slots=True)
class Hashing:
    """The keys (32 bytes each) that an instance hashes with."""

    code_key: bytes = field(repr=False)
    nonce_key: bytes = field(repr=False)
    use_key: bytes = field(repr=False)
    ended_key: bytes = field(repr=False)
    email_key: bytes = field(repr=False)
    evidence_key: bytes = field(repr=False)
    challenge_key: bytes = field(repr=False)
    receipt_key: bytes = field(repr=False)

    def short_code(self, cti: bytes) -> str:
        """The code that is typed in place of this badge or day pass."""
        return shortcode.short_code(self.code_key, cti)

    def code(self, code: str) -> bytes:
        """What a short code, a mailed code or a pairing code is found by."""
        return shortcode.lookup(self.code_key, code)

    def nonce(self, kiosk: bytes, nonce: UUID) -> bytes:
        """What the answer to one presentation at one kiosk is found by."""
        return hmac.digest(self.nonce_key, kiosk + nonce.bytes, "sha256")

    def use(self, code_hash: bytes, direction: Direction, *, now: datetime) -> bytes:
        """What the use of a badge in one direction is found by, under a key of this day only."""
        of_the_day = _of_the_day(self.use_key, now.date())
        return hmac.digest(of_the_day, code_hash + direction.encode(), "sha256")

    def proof(self, mark: bytes) -> bytes:
        """What one proof of a live badge is found by: only ever by whoever has it before them."""
        return hmac.digest(self.use_key, b"proof" + mark, "sha256")

    def ended(self, cti: bytes) -> bytes:
        """What remains of a badge whose holder no longer takes part."""
        return hmac.digest(self.ended_key, cti, "sha256")

    def email(self, address: str) -> bytes:
        """What an address is found by where the address itself may not be kept."""
        return hmac.digest(self.email_key, address.lower().encode(), "sha256")

    def challenge(self, body: bytes) -> bytes:
        """What shows that a challenge was made here (8 bytes)."""
        return hmac.digest(self.challenge_key, body, "sha256")[:8]

    def receipt_code(self, record: UUID) -> str:
        """The code on the receipts of this record of consents."""
        return shortcode.short_code(self.receipt_key, record.bytes)

    def receipt(self, code: str) -> bytes:
        """What the code of a receipt is found by."""
        return shortcode.lookup(self.receipt_key, code)

    def hint(self, salt: bytes, address: str) -> bytes:
        """Lets a named person's claim be checked against a record of consents (GDPR art. 7(1))."""
        return hmac.digest(self.evidence_key, salt + address.lower().encode(), "sha256")


@lru_cache(maxsize=4)
def _of_the_day(key: bytes, day: date) -> bytes:
    """The key of one day, made of one that lasts."""
    return hmac.digest(key, day.isoformat().encode(), "sha256")
