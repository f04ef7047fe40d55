"""The badge: `issue` makes its text, `read` judges one by the steps of `docs/badge-format.md`.

Signing and checking signatures is left to whoever holds the keys: a `Signer` and a `Verifier`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, assert_never

from checkin.core import base45, claims, cose, token
from checkin.core.claims import Badge, HolderKey, Kind, StatusRef
from checkin.core.token import BlindToken, IssuedToken, ProofToken, Token

__all__ = [
    "Assurance",
    "Badge",
    "BadgeFault",
    "Challenge",
    "HolderKey",
    "KeyPurpose",
    "Kind",
    "Memory",
    "Signer",
    "StatusRef",
    "Statuses",
    "TrustedKey",
    "Verifier",
    "check_claims",
    "check_key",
    "inspect",
    "issue",
    "read",
]

PREFIX: Final = "CI1:"
MAX_TEXT: Final = 1200
"""Characters; also bounds the bytes inside, to less than 800."""

CLOCK_LEEWAY: Final = timedelta(seconds=60)
KEYS_GOOD_FOR: Final = timedelta(days=7)
PROOF_AHEAD: Final = timedelta(seconds=10)
PROOF_LIFE: Final = timedelta(seconds=20)

MAX_LIFE: Final = {
    Kind.PRINTED: timedelta(days=180),
    Kind.LIVE: timedelta(days=14),
    Kind.DAY: timedelta(hours=26),
}


class Assurance(StrEnum):
    """What a door asks of a badge: any genuine one, or one that a phone has just proved."""

    ANY = "any"
    LIVE = "live"


class BadgeFault(StrEnum):
    """Why a text isn't a good badge, in the order of the checks."""

    TOO_LONG = "too_long"
    NOT_A_BADGE = "not_a_badge"
    BAD_ENCODING = "bad_encoding"
    MALFORMED = "malformed"
    CLOCK_ERROR = "clock_error"
    BAD_TYPE = "bad_type"
    KEYS_STALE = "keys_stale"
    UNKNOWN_KEY = "unknown_key"
    KEY_REVOKED = "key_revoked"
    BAD_ALG = "bad_alg"
    BAD_SIGNATURE = "bad_signature"
    WRONG_SITE = "wrong_site"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    LIFETIME_EXCEEDED = "lifetime_exceeded"
    PROOF_REQUIRED = "proof_required"
    LIVE_ONLY = "live_only"
    DAY_PASS_NOT_ALLOWED = "day_pass_not_allowed"  # noqa: S105 - not a password
    BAD_PROOF = "bad_proof"
    PROOF_WRONG_AUDIENCE = "proof_wrong_audience"
    PROOF_FUTURE = "proof_future"
    PROOF_STALE = "proof_stale"
    PROOF_NONCE = "proof_nonce"
    STATUS_UNKNOWN = "status_unknown"
    STATUS_STALE = "status_stale"
    REVOKED = "revoked"
    SUSPENDED = "suspended"


class KeyPurpose(StrEnum):
    """What a key signs; a key of one purpose is worth nothing for another."""

    BADGE = "badge"
    STATUS = "status"
    DAY = "day"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key, what it may sign, and from when until when it may do so."""

    kid: bytes
    alg: int
    purpose: KeyPurpose
    public: bytes
    not_before: datetime
    not_after: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a kiosk showed to the phone: the proof has to be made for it and repeat its nonce."""

    kiosk: str
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Memory:
    """What a reader without a connection remembers of its server."""

    seen: datetime
    """The latest time that the server ever said."""
    fetched: datetime
    """When the keys were fetched last, or confirmed to be unchanged."""


class Signer(Protocol):
    """Whoever holds private keys."""

    def sign(self, kid: bytes, message: bytes) -> bytes:
        """Return the 64-byte signature of the key over the message."""
        ...


class Verifier(Protocol):
    """Whoever knows which keys are trusted."""

    def key(self, kid: bytes) -> TrustedKey | None:
        """Return the key of this identifier, revoked or not, or None if it's unknown."""
        ...

    def verify(self, kid: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is that of the known key over the message."""
        ...

    def verify_with(self, alg: int, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is that of the given public key over the message."""
        ...


class Statuses(Protocol):
    """Whoever holds status lists: `statuslist.Lists` does."""

    def fault(self, ref: StatusRef, *, now: datetime) -> BadgeFault | None:
        """Return what a list says against the badge of this place: a code of steps 13 and 14."""
        ...


def issue(badge: Badge, signer: Signer) -> str:
    """Return the text for the badge's QR code.

    The same claims and key give the same text, so it need not be kept. Of a live badge this is
    what the phone keeps and makes its proofs around; alone it opens nothing. Fractions of
    seconds are dropped. Raises ValueError for claims that no badge can have.
    """
    protected = cose.encode(
        {token.ALG: cose.ED25519, token.KID: badge.kid, token.TYP: token.BADGE_TYP}
    )
    payload = cose.encode(claims.numbered(badge))
    signature = signer.sign(badge.kid, cose.to_be_signed(protected, payload))
    content = cose.encode(cose.sign1(protected, payload, signature))
    token.parse(content)
    return PREFIX + base45.encode(content)


def read(
    text: str,
    verifier: Verifier,
    *,
    accepts: Collection[str] | None,
    now: datetime,
    assurance: Assurance = Assurance.ANY,
    challenge: Challenge | None = None,
    statuses: Statuses | None = None,
    memory: Memory | None = None,
) -> Badge | BadgeFault:
    """Return the badge that the text genuinely is, or the first fault found.

    `accepts` are the sites and organisations the reader stands for; None leaves that check to
    `policy.decide`, which knows the door. Whether the badge was revoked since isn't written on
    it: hand in `statuses`, or look up its `cti`. `memory` is for readers without a connection.
    """
    found = _open(text)
    if isinstance(found, BadgeFault):
        return found
    issued, proof = _pair(found)
    if fault := _early_fault(issued, proof, memory, now=now):
        return fault
    if not isinstance(issued, IssuedToken):
        return BadgeFault.UNKNOWN_KEY  # a blind day pass: there are no keys for them
    if fault := _signature_fault(issued, verifier):
        return fault
    badge = claims.of_token(issued, proof)
    return (
        check_claims(badge, verifier, accepts=accepts, now=now, assurance=assurance)
        or (proof and _proof_fault(badge, proof, verifier, challenge, now=now))
        or (statuses and badge.status and statuses.fault(badge.status, now=now))
        or badge
    )


def inspect(text: str) -> Badge | BadgeFault:
    """Return what a text says if it has the form of a badge. Nothing of it is verified."""
    found = _open(text)
    if isinstance(found, BadgeFault):
        return found
    issued, proof = _pair(found)
    if fault := _type_fault(proof, issued):
        return fault
    if not isinstance(issued, IssuedToken):
        return BadgeFault.UNKNOWN_KEY
    return claims.of_token(issued, proof)


def check_claims(
    badge: Badge,
    verifier: Verifier,
    *,
    accepts: Collection[str] | None,
    now: datetime,
    assurance: Assurance = Assurance.ANY,
) -> BadgeFault | None:
    """Return what is wrong with a badge that was read, or looked up by its short code.

    Checks its key, site, dates and what the door asks for: all of `read` but text and signatures.
    """
    key = verifier.key(badge.kid)
    if key is None:
        return BadgeFault.UNKNOWN_KEY
    return (
        _key_fault(key, badge.kind)
        or (BadgeFault.WRONG_SITE if accepts is not None and badge.aud not in accepts else None)
        or _date_fault(badge, key, now=now)
        or _door_fault(badge, assurance)
    )


def check_key(kid: bytes, kind: Kind, verifier: Verifier) -> BadgeFault | None:
    """Return what is wrong with the key that signed a badge of this kind (step 6)."""
    key = verifier.key(kid)
    return BadgeFault.UNKNOWN_KEY if key is None else _key_fault(key, kind)


def _pair(found: Token) -> tuple[Token, ProofToken | None]:
    """The token that an issuer signed, and the proof around it if there is one."""
    return (found.inner, found) if isinstance(found, ProofToken) else (found, None)


def _early_fault(
    issued: Token, proof: ProofToken | None, memory: Memory | None, *, now: datetime
) -> BadgeFault | None:
    """Steps 4, 5 and the beginning of 6: what is asked before any key is looked up."""
    if memory and now < memory.seen - CLOCK_LEEWAY:
        return BadgeFault.CLOCK_ERROR
    if fault := _type_fault(proof, issued):
        return fault
    if memory and now - memory.fetched > KEYS_GOOD_FOR:
        return BadgeFault.KEYS_STALE
    return None


def _open(text: str) -> Token | BadgeFault:
    """Steps 1 to 3: from text to a token whose every byte is accounted for."""
    if len(text) > MAX_TEXT:
        return BadgeFault.TOO_LONG
    if not text.startswith(PREFIX):
        return BadgeFault.NOT_A_BADGE
    try:
        content = base45.decode(text[len(PREFIX) :])
    except ValueError:
        return BadgeFault.BAD_ENCODING
    try:
        return token.parse(content)
    except cose.MalformedError:
        return BadgeFault.MALFORMED


def _type_fault(proof: ProofToken | None, issued: Token) -> BadgeFault | None:
    """Step 5: each token says what it is, so that none is taken for another."""
    if proof is not None and proof.typ != token.PROOF_TYP:
        return BadgeFault.BAD_TYPE
    match issued:
        case IssuedToken():
            return None if issued.typ == token.BADGE_TYP else BadgeFault.BAD_TYPE
        case ProofToken():
            return BadgeFault.BAD_TYPE
        case BlindToken():
            return None
        case _:
            assert_never(issued)


def _key_fault(key: TrustedKey, kind: Kind) -> BadgeFault | None:
    """Step 6: the key is still trusted, and for this kind of badge."""
    if key.revoked:
        return BadgeFault.KEY_REVOKED
    purpose = KeyPurpose.DAY if kind is Kind.DAY else KeyPurpose.BADGE
    return None if key.purpose is purpose else BadgeFault.UNKNOWN_KEY


def _signature_fault(issued: IssuedToken, verifier: Verifier) -> BadgeFault | None:
    """Steps 6 and 7: the key decides on the algorithm, the header only has to agree."""
    key = verifier.key(issued.kid)
    if key is None:
        return BadgeFault.UNKNOWN_KEY
    if fault := _key_fault(key, claims.kind_of(issued.claims)):
        return fault
    if issued.alg != key.alg:
        return BadgeFault.BAD_ALG
    if not verifier.verify(issued.kid, issued.signed, issued.signature):
        return BadgeFault.BAD_SIGNATURE
    return None


def _date_fault(badge: Badge, key: TrustedKey, *, now: datetime) -> BadgeFault | None:
    """Step 9."""
    starts = badge.not_before or badge.issued_at
    if badge.issued_at > now + CLOCK_LEEWAY or (badge.not_before and starts > now):
        return BadgeFault.NOT_YET_VALID
    if now >= badge.expires_at:
        return BadgeFault.EXPIRED
    # Packs of day passes are printed ahead: their day counts, not the day they were printed.
    life = badge.expires_at - (starts if badge.kind is Kind.DAY else badge.issued_at)
    if life > MAX_LIFE[badge.kind] or not key.not_before <= badge.issued_at < key.not_after:
        return BadgeFault.LIFETIME_EXCEEDED
    return None


def _door_fault(badge: Badge, assurance: Assurance) -> BadgeFault | None:
    """Step 10: what is bound to a phone's key needs its proof, and a door may insist on one."""
    match badge.kind:
        case Kind.LIVE:
            return None if badge.proved_at else BadgeFault.PROOF_REQUIRED
        case Kind.PRINTED:
            return BadgeFault.LIVE_ONLY if assurance is Assurance.LIVE else None
        case Kind.DAY:
            return BadgeFault.DAY_PASS_NOT_ALLOWED if assurance is Assurance.LIVE else None
        case _:
            assert_never(badge.kind)


def _proof_fault(
    badge: Badge,
    proof: ProofToken,
    verifier: Verifier,
    challenge: Challenge | None,
    *,
    now: datetime,
) -> BadgeFault | None:
    """Steps 11 and 12: the phone's key signed, just now, for this reader."""
    holder_key, proved_at = badge.holder_key, badge.proved_at
    if holder_key is None or proved_at is None or proof.alg != holder_key.alg:
        return BadgeFault.BAD_PROOF
    if not verifier.verify_with(holder_key.alg, holder_key.public, proof.signed, proof.signature):
        return BadgeFault.BAD_PROOF
    if proof.claims[token.AUD] != (challenge.kiosk if challenge else badge.aud):
        return BadgeFault.PROOF_WRONG_AUDIENCE
    age = now.replace(microsecond=0) - proved_at
    if age < -PROOF_AHEAD or proved_at >= badge.expires_at:
        return BadgeFault.PROOF_FUTURE
    if age > PROOF_LIFE or proved_at < badge.issued_at:
        return BadgeFault.PROOF_STALE
    if challenge and proof.claims.get(token.CNONCE) != challenge.nonce:
        return BadgeFault.PROOF_NONCE
    return None
