"""Strict CBOR (RFC 8949, 4.2) and signed messages (COSE_Sign1, RFC 9052, 4.2).

Nothing here knows what a badge is. Reading is stricter than the libraries are by themselves: one
value has one encoding, no other is read, and the only tag is 18, "this is a COSE_Sign1".
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import cbor2

ED25519: Final = -19
"""Ed25519, fully specified (RFC 9864)."""
ESP256: Final = -9
"""ECDSA on P-256 with SHA-256, fully specified (RFC 9864)."""
PS384: Final = -38
"""RSASSA-PSS with SHA-384 (RFC 8230). Only read, so that it can be refused by name."""

OKP: Final = 1
EC2: Final = 2

Tag = cbor2.CBORTag
Map = cbor2.frozendict
"""What `decode` makes of a map."""

SIGN1_TAG: Final = 18
_MAX_DEPTH: Final = 6


class MalformedError(ValueError):
    """The bytes aren't the one deterministic encoding of an allowed value."""


def encode(value: object) -> bytes:
    """Return the deterministic CBOR of plain ints, texts, bytes, lists, maps and tag 18."""
    return cbor2.dumps(value, canonical=True)


def decode(content: bytes) -> Any:
    """Return the value that the bytes are the deterministic CBOR of; arrays come as tuples.

    Raises MalformedError. Whoever reads the value still checks the exact type of each part: a
    map's key may be `True` or 1.0, which Python takes for 1.
    """
    try:
        value = cbor2.loads(
            content,
            tag_hook=_keep_sign1,
            semantic_decoders=_REFUSED_TAGS,
            max_depth=_MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            immutable=True,
        )
        again = encode(value)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as fault:
        raise MalformedError("not strict CBOR") from fault
    if again != content:
        raise MalformedError("not deterministic CBOR")
    return value


@dataclass(frozen=True, slots=True)
class Sign1:
    """A signed message: its protected header and payload, as bytes and as values.

    `signed` is what the signature is over, made of the bytes as they were received.
    """

    header: Any
    payload: Any
    signed: bytes
    signature: bytes


def read_sign1(content: bytes) -> Sign1:
    """Return the signed message. Raises MalformedError; the signature isn't checked here."""
    return open_sign1(decode(content))


def open_sign1(value: Any) -> Sign1:
    """Return the signed message that a decoded value is, e.g. one inside another's header."""
    if type(value) is not Tag or type(value.value) is not tuple:
        raise MalformedError("not a tagged COSE_Sign1")
    if len(value.value) != 4:
        raise MalformedError("a COSE_Sign1 has four parts")
    protected, unprotected, payload, signature = value.value
    if type(unprotected) is not Map or unprotected:
        raise MalformedError("the unprotected header has to be empty")
    if not all(type(part) is bytes for part in (protected, payload, signature)):
        raise MalformedError("three parts of a COSE_Sign1 are byte strings")
    return Sign1(decode(protected), decode(payload), to_be_signed(protected, payload), signature)


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return what a COSE_Sign1's signature is over (Sig_structure, RFC 9052, 4.4)."""
    return encode(["Signature1", protected, b"", payload])


def sign1(protected: bytes, payload: bytes, signature: bytes) -> Tag:
    """Return the signed message as a value, ready to be encoded or put into a header."""
    return Tag(SIGN1_TAG, [protected, {}, payload, signature])


def public_key(alg: int, public: bytes) -> dict[int, int | bytes]:
    """Return the COSE_Key of a public key (RFC 9053, 7).

    `public` is the 32 bytes of an Ed25519 key, or x and y of a P-256 point, 32 bytes each.
    """
    if alg == ED25519:
        return {1: OKP, -1: 6, -2: public}
    if alg == ESP256:
        return {1: EC2, -1: 1, -2: public[:32], -3: public[32:]}
    raise ValueError(f"no kind of key is defined for algorithm {alg}")


def key_id(alg: int, public: bytes) -> bytes:
    """Return the first 8 bytes of a public key's COSE key thumbprint (RFC 9679, SHA-256)."""
    return sha256(encode(public_key(alg, public))).digest()[:8]


def _keep_sign1(tag: Tag, _immutable: bool = False) -> Tag:
    if tag.tag != SIGN1_TAG:
        raise MalformedError("a tag other than 18")
    return tag


def _refuse_tag(*_: object) -> object:
    raise MalformedError("a tag other than 18")


# The tag hook sees only tags that cbor2 doesn't know; those that it would turn into dates, regular
# expressions, references and the like are among these.
_REFUSED_TAGS: Final = dict.fromkeys((*range(18), *range(19, 1500), 43000, 55799), _refuse_tag)
