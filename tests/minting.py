"""Tokens of every make, good and bad, from keys that are no secret.

A key's private half is the SHA-256 of its name, so anybody can make the same tokens again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin.core import base45, cose, statuslist, token
from checkin.core.badge import PREFIX, KeyPurpose, TrustedKey
from checkin.keys import KeySet

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = int(NOON.timestamp())
MINUTE, HOUR, DAY = 60, 3600, 86400
STATUS_URI = "https://b.example.org/s/1"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493

Claims = Mapping[object, object]


@dataclass(frozen=True)
class MadeKey:
    """A key pair made from a name."""

    name: str
    alg: int = cose.ED25519

    @property
    def seed(self) -> bytes:
        return sha256(f"checkin test key: {self.name}".encode()).digest()

    @property
    def public(self) -> bytes:
        if self.alg == cose.ED25519:
            return self._ed25519.public_key().public_bytes_raw()
        point = self._p256.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return point[1:]

    @property
    def kid(self) -> bytes:
        return cose.key_id(self.alg, self.public)

    def sign(self, message: bytes) -> bytes:
        if self.alg == cose.ED25519:
            return self._ed25519.sign(message)
        algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
        r, s = utils.decode_dss_signature(self._p256.sign(message, algorithm))
        return r.to_bytes(32) + s.to_bytes(32)

    @cached_property
    def _ed25519(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def _p256(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.seed), ec.SECP256R1())


BADGE = MadeKey("badge")
BADGE_P256 = MadeKey("badge, P-256", cose.ESP256)
ENDED = MadeKey("badge, signed until a week ago")
STOLEN = MadeKey("badge, revoked")
DAY_PASS = MadeKey("day")
DAY_STOLEN = MadeKey("day, revoked")
STATUS = MadeKey("status")
STATUS_STOLEN = MadeKey("status, revoked")
LOG = MadeKey("log")
STRANGER = MadeKey("nobody's")
PHONE = MadeKey("phone")
PHONE_P256 = MadeKey("phone, P-256", cose.ESP256)
OTHER_PHONE = MadeKey("another phone")
OTHER_PHONE_P256 = MadeKey("another phone, P-256", cose.ESP256)


def _trusted(
    key: MadeKey,
    purpose: KeyPurpose,
    *,
    until: timedelta = timedelta(days=30),
    revoked: bool = False,
) -> TrustedKey:
    begin = NOON - timedelta(days=150)
    return TrustedKey(key.kid, key.alg, purpose, key.public, begin, NOON + until, revoked)


TRUSTED = KeySet(
    (
        _trusted(BADGE, KeyPurpose.BADGE),
        _trusted(BADGE_P256, KeyPurpose.BADGE),
        _trusted(ENDED, KeyPurpose.BADGE, until=timedelta(days=-7)),
        _trusted(STOLEN, KeyPurpose.BADGE, revoked=True),
        _trusted(DAY_PASS, KeyPurpose.DAY),
        _trusted(DAY_STOLEN, KeyPurpose.DAY, revoked=True),
        _trusted(STATUS, KeyPurpose.STATUS),
        _trusted(STATUS_STOLEN, KeyPurpose.STATUS, revoked=True),
        _trusted(LOG, KeyPurpose.LOG),
    )
)


class TestSigner:
    """A `Signer` that holds the made keys."""

    __test__ = False

    def sign(self, kid: bytes, message: bytes) -> bytes:
        held = {key.kid: key for key in (BADGE, DAY_PASS, STATUS)}
        return held[kid].sign(message)


# --- headers and claims ------------------------------------------------------------------------


def cti(name: str = "a badge") -> bytes:
    return sha256(name.encode()).digest()[:16]


def badge_header(key: MadeKey = BADGE) -> dict[object, object]:
    return {1: key.alg, 4: key.kid, 16: token.BADGE_TYP}


def printed_claims() -> dict[object, object]:
    return {
        3: "hq",
        4: NOW + 60 * DAY,
        6: NOW - 30 * DAY,
        7: cti(),
        65535: {"status_list": {"idx": 4711, "uri": STATUS_URI}},
    }


def day_claims() -> dict[object, object]:
    return {3: "hq", 4: NOW + 10 * HOUR, 6: NOW - 6 * HOUR, 7: cti("a day pass"), 9: "day"}


def live_claims(phone: MadeKey = PHONE) -> dict[object, object]:
    return {
        3: "hq",
        4: NOW + 6 * DAY,
        6: NOW - DAY,
        7: cti("a live badge"),
        8: {1: cose.public_key(phone.alg, phone.public)},
        65535: {"status_list": {"idx": 815, "uri": STATUS_URI}},
    }


def proof_header(inner: object, phone: MadeKey = PHONE) -> dict[object, object]:
    return {1: phone.alg, 13: inner, 16: token.PROOF_TYP}


def proof_claims() -> dict[object, object]:
    return {3: "hq", 6: NOW - 2}


# --- tokens and texts --------------------------------------------------------------------------


def encode(value: object) -> bytes:
    """Deterministic CBOR of anything, also of what no badge may hold."""
    return cbor2.dumps(value, canonical=True)


def envelope(
    protected: bytes,
    payload: bytes,
    signature: bytes,
    *,
    head: bytes = b"\xd2\x84",
    unprotected: bytes = b"\xa0",
) -> bytes:
    """A COSE_Sign1 put together by hand, so that each part may be wrong."""
    parts = (encode(part) for part in (payload, signature))
    return head + encode(protected) + unprotected + b"".join(parts)


def sealed(protected: bytes, payload: bytes, key: MadeKey = BADGE, **wrong: bytes) -> bytes:
    """The token of an encoded header and payload, with a genuine signature over them."""
    signature = key.sign(cose.to_be_signed(protected, payload))
    return envelope(protected, payload, signature, **wrong)


def minted(header: Claims, claims: Claims, key: MadeKey = BADGE) -> bytes:
    """The token of a header and claims, each deterministically encoded, genuinely signed."""
    return sealed(encode(header), encode(claims), key)


def printed(key: MadeKey = BADGE, **changed: object) -> bytes:
    return minted(badge_header(key), changed_claims(printed_claims(), changed), key)


def day_pass(key: MadeKey = DAY_PASS, **changed: object) -> bytes:
    return minted(badge_header(key), changed_claims(day_claims(), changed), key)


def issuer_live(phone: MadeKey = PHONE, key: MadeKey = BADGE, **changed: object) -> bytes:
    return minted(badge_header(key), changed_claims(live_claims(phone), changed), key)


def live(phone: MadeKey = PHONE, inner: bytes | None = None, **changed: object) -> bytes:
    header = proof_header(tagged(inner or issuer_live(phone)), phone)
    return minted(header, changed_claims(proof_claims(), changed), phone)


def possession_header(phone: MadeKey = PHONE) -> dict[object, object]:
    return {1: phone.alg, 16: token.PROOF_TYP}


def possession(phone: MadeKey, nonce: bytes, *, aud: str = "LINDEN") -> bytes:
    """What a phone sends to show that it holds its key."""
    return minted(possession_header(phone), {3: aud, 6: NOW, 39: nonce}, phone)


LIST_CLAIMS = {"sub": 2, "exp": 4, "iat": 6, "lst": 65533, "ttl": 65534}


def status_token(
    statuses: Mapping[int, int],
    *,
    uri: str = STATUS_URI,
    bits: int = 2,
    size: int = statuslist.SIZE,
    header: Mapping[object, object] | None = None,
    key: MadeKey = STATUS,
    changed: Mapping[str, object] | None = None,
) -> bytes:
    """A status list of these statuses by place; claims are changed, or left out by None."""
    claims: dict[object, object] = {
        2: uri,
        4: NOW + DAY,
        6: NOW - MINUTE,
        65533: statuslist.packed(statuslist.filled(bits, size, statuses)),
        65534: 60,
    }
    claims |= {LIST_CLAIMS[name]: value for name, value in (changed or {}).items()}
    kept = {number: value for number, value in claims.items() if value is not None}
    plain: Claims = {1: key.alg, 4: key.kid, 16: statuslist.TYP}
    return minted(plain if header is None else header, kept, key)


def tagged(content: bytes) -> object:
    """A token as a value that can stand in another's header."""
    return cose.decode(content)


NUMBERS = {"aud": 3, "exp": 4, "nbf": 5, "iat": 6, "cti": 7, "cnonce": 39, "status": 65535}


def changed_claims(claims: Claims, changed: Mapping[str, object]) -> dict[object, object]:
    return {**claims, **{NUMBERS[name]: value for name, value in changed.items()}}


def without(claims: Claims, number: object) -> dict[object, object]:
    return {key: value for key, value in claims.items() if key != number}


def as_text(content: bytes) -> str:
    return PREFIX + base45.encode(content)
