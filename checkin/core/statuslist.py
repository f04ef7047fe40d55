"""Status lists: which of the badges that were issued are switched off or paused, without a name.

A Token Status List as a CWT (draft-ietf-oauth-status-list-20): an array of 1, 2, 4 or 8 bits for
each badge, zlib-compressed, in a COSE_Sign1 that a key for `status` signed. `Lists` is what a
reader without a connection holds and `badge.read` asks.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, Final

from checkin.core import cose
from checkin.core.badge import BadgeFault, KeyPurpose, Signer, Verifier
from checkin.core.claims import StatusRef
from checkin.core.cose import MalformedError

TYP: Final = "application/statuslist+cwt"
LIFE: Final = timedelta(hours=24)
TIME_TO_LIVE: Final = timedelta(seconds=60)
SIZE: Final = 2**17
"""Places in each list: made in full size, so that its length tells no head-count."""

MAX_COMPRESSED: Final = 64 * 1024
MAX_PLACES: Final = 2**20
"""More is refused before it is unpacked: a list of 194 KB can unpack to 200 MB."""

_BITS: Final = (1, 2, 4, 8)
_ALG, _KID, _TYP = 1, 4, 16
_SUB, _EXP, _IAT = 2, 4, 6
_LIST, _TTL = 65533, 65534
_MAX_CONTENT: Final = MAX_COMPRESSED + 4096


class Status(IntEnum):
    """What a place in a list says of its badge."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@dataclass(frozen=True, slots=True)
class StatusArray:
    """A status for each place, `bits` wide, the first in the lowest bits of the first byte."""

    bits: int
    content: bytes

    def __len__(self) -> int:
        return len(self.content) * 8 // self.bits

    def at(self, index: int) -> int | None:
        """Return the status at a place, or None behind the end."""
        if index >= len(self):
            return None
        byte, place = divmod(index * self.bits, 8)
        return self.content[byte] >> place & (1 << self.bits) - 1


def filled(bits: int, size: int, statuses: Mapping[int, int]) -> StatusArray:
    """Return an array of zeros but for these statuses by place. Raises ValueError if one can't be.

    `size` is rounded up to whole bytes.
    """
    if bits not in _BITS:
        raise ValueError("a status has 1, 2, 4 or 8 bits")
    content = bytearray(-(-size * bits // 8))
    for index, status in statuses.items():
        if not (0 <= index < size and 0 <= status < 1 << bits):
            raise ValueError(f"there is no place {index} for the status {status}")
        byte, place = divmod(index * bits, 8)
        content[byte] |= status << place
    return StatusArray(bits, bytes(content))


def packed(array: StatusArray) -> dict[str, object]:
    """Return the array as the map that stands in tokens: its bits and its compressed content."""
    return {"bits": array.bits, "lst": zlib.compress(array.content, 9)}


def unpacked(value: Any) -> StatusArray:
    """Return the array that such a map holds. Raises MalformedError, also for one too large."""
    if not cose.is_map(value) or type(value.get("lst")) is not bytes:
        raise MalformedError("not a status list")
    bits, compressed = value.get("bits"), value["lst"]
    if type(bits) is not int or bits not in _BITS or len(compressed) > MAX_COMPRESSED:
        raise MalformedError("a status list of no allowed width, or too large")
    most = MAX_PLACES * bits // 8
    inflation = zlib.decompressobj()
    try:
        content = inflation.decompress(compressed, most + 1)
    except zlib.error as fault:
        raise MalformedError("a status list that isn't compressed as it says") from fault
    if len(content) > most or not inflation.eof or inflation.unused_data:
        raise MalformedError("a status list too large, cut off, or with something behind it")
    return StatusArray(bits, content)


# --- the token around it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatusToken:
    """A status list token, taken apart; nothing of it is verified yet."""

    alg: object
    kid: object
    typ: object
    uri: str
    issued_at: datetime
    expires_at: datetime | None
    ttl: timedelta | None
    array: StatusArray
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class StatusList:
    """A verified list, and until when it may be used at most."""

    uri: str
    issued_at: datetime
    expires_at: datetime
    array: StatusArray


def issue(uri: str, array: StatusArray, kid: bytes, signer: Signer, *, at: datetime) -> bytes:
    """Return the signed list of this name: the same bytes for the same content, key and time."""
    issued = int(at.timestamp())
    protected = cose.encode({_ALG: cose.ED25519, _KID: kid, _TYP: TYP})
    payload = cose.encode(
        {
            _SUB: uri,
            _EXP: issued + int(LIFE.total_seconds()),
            _IAT: issued,
            _LIST: packed(array),
            _TTL: int(TIME_TO_LIVE.total_seconds()),
        }
    )
    signature = signer.sign(kid, cose.to_be_signed(protected, payload))
    return cose.encode(cose.sign1(protected, payload, signature))


def parse(content: bytes) -> StatusToken:
    """Return the parts of a status list token. Raises MalformedError.

    Less strict than badges, as the draft's own examples need: the order of keys is free, `kid` may
    stand in the unprotected header, and other claims and parameters are let be.
    """
    header, unprotected, payload, signed, signature = _opened(content)
    uri, issued, expires, ttl = (payload.get(name) for name in (_SUB, _IAT, _EXP, _TTL))
    if type(uri) is not str:
        raise MalformedError("a status list without its name")
    return StatusToken(
        alg=header.get(_ALG),
        kid=header.get(_KID, unprotected.get(_KID)),
        typ=header.get(_TYP),
        uri=uri,
        issued_at=_moment(issued),
        expires_at=None if expires is None else _moment(expires),
        ttl=None if ttl is None else timedelta(seconds=_seconds(ttl)),
        array=unpacked(payload.get(_LIST)),
        signed=signed,
        signature=signature,
    )


def read(content: bytes, verifier: Verifier) -> StatusList | None:
    """Return the list that a trusted key for `status` signed, or None if this is no such list.

    Whether it has run out since is asked when it is used.
    """
    try:
        token = parse(content)
    except MalformedError:
        return None
    key = verifier.key(token.kid) if type(token.kid) is bytes else None
    if token.typ != TYP or token.expires_at is None or key is None:
        return None
    if key.revoked or key.purpose is not KeyPurpose.STATUS or key.alg != token.alg:
        return None
    if not verifier.verify(key.kid, token.signed, token.signature):
        return None
    return StatusList(token.uri, token.issued_at, token.expires_at, token.array)


# --- what a reader holds ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A verified list, and when its issuer last confirmed it: by sending it, or by "304"."""

    statuses: StatusList
    confirmed_at: datetime


class Lists:
    """The lists that a reader holds, by name: a `Statuses` of `badge.read`.

    `max_age` is how old a confirmation may be, beside the end that each list names itself.
    """

    def __init__(self, held: Iterable[Held], *, max_age: timedelta | None = None) -> None:
        self._held = {one.statuses.uri: one for one in held}
        self._max_age = max_age

    def fault(self, ref: StatusRef, *, now: datetime) -> BadgeFault | None:
        """Return what a list says against the badge of this place (steps 13 and 14)."""
        held = self._held.get(ref.uri)
        if held is None:
            return BadgeFault.STATUS_UNKNOWN
        if now >= held.statuses.expires_at or self._is_old(held, now):
            return BadgeFault.STATUS_STALE
        match held.statuses.array.at(ref.index):
            case Status.VALID:
                return None
            case Status.INVALID:
                return BadgeFault.REVOKED
            case Status.SUSPENDED:
                return BadgeFault.SUSPENDED
            case _:
                return BadgeFault.STATUS_UNKNOWN

    def _is_old(self, held: Held, now: datetime) -> bool:
        return self._max_age is not None and now - held.confirmed_at > self._max_age


# --- CBOR of others -----------------------------------------------------------------------------


def _opened(content: bytes) -> tuple[Any, Any, Any, bytes, bytes]:
    """Both headers, the payload, what is signed and the signature of a COSE_Sign1."""
    if len(content) > _MAX_CONTENT:
        raise MalformedError("a status list token too large")
    value = cose.decode_loosely(content)
    if type(value) is not cose.Tag or type(value.value) is not tuple or len(value.value) != 4:
        raise MalformedError("not a tagged COSE_Sign1")
    protected, unprotected, payload, signature = value.value
    if not all(type(part) is bytes for part in (protected, payload, signature)):
        raise MalformedError("three parts of a COSE_Sign1 are byte strings")
    header, claims = cose.decode_loosely(protected), cose.decode_loosely(payload)
    if not all(cose.is_map(part) for part in (header, unprotected, claims)):
        raise MalformedError("headers and claims are maps")
    return header, unprotected, claims, cose.to_be_signed(protected, payload), signature


def _seconds(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**32:
        raise MalformedError("not a number of seconds")
    return value


def _moment(value: object) -> datetime:
    return datetime.fromtimestamp(_seconds(value), UTC)
