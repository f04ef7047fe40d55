"""How a phone shows that it holds a key, before a badge is bound to it and whenever one is renewed.

Made like the proof of a live badge, a key binding token: a COSE_Sign1 of type 294 over the server's
nonce (cnonce, 39), around nothing, since the server knows the key or is told it beside the proof.
No door takes one: it has the shape of no badge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Final

from checkin.core import cose, token
from checkin.core.badge import HolderKey, Verifier

CHALLENGE_LIFE: Final = timedelta(minutes=2)
RANDOM_BYTES: Final = 4


class DeviceKind(StrEnum):
    """What a device says it is: enough for its owner to tell it from their others."""

    IPHONE = "iphone"
    IPAD = "ipad"
    ANDROID = "android"
    COMPUTER = "computer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Possession:
    """A key that whoever sent this holds, and the challenge and audience that it signed for."""

    key: HolderKey
    aud: str
    nonce: bytes


def read(content: bytes, key: HolderKey, verifier: Verifier) -> Possession | None:
    """Return what a proof shows of this key; None if nothing. Its nonce isn't judged here."""
    try:
        found = token.parse_possession(content)
    except cose.MalformedError:
        return None
    if found.alg != key.alg or not verifier.verify_with(
        key.alg, key.public, found.signed, found.signature
    ):
        return None
    return Possession(key, found.claims[token.AUD], found.claims[token.CNONCE])


def challenge(mac: Callable[[bytes], bytes], random: bytes, *, now: datetime) -> bytes:
    """Return a nonce (16 bytes) that is known again without being kept, for two minutes."""
    until = int((now + CHALLENGE_LIFE).timestamp())
    body = until.to_bytes(4) + random
    return body + mac(body)


def is_open(nonce: bytes, mac: Callable[[bytes], bytes], *, now: datetime) -> bool:
    """Whether the nonce is a challenge that was made here and hasn't run out."""
    body, shown = nonce[: 4 + RANDOM_BYTES], nonce[4 + RANDOM_BYTES :]
    until = datetime.fromtimestamp(int.from_bytes(body[:4]), UTC)
    return compare_digest(shown, mac(body)) and now < until
