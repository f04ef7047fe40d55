"""Strict CBOR (RFC 8949, 4.2) and signed messages (COSE_Sign1, RFC 9052, 4.2).

Nothing here knows what a badge is. Reading is stricter than the libraries are by themselves: one
value has one encoding, no other is read, and the only tag is 18, "this is a COSE_Sign1".
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
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
SIGN1_TAG: Final = 18
_MAX_DEPTH: Final = 6
_BYTE_ORDER_MARK: Final = "\ufeff"


class MalformedError(ValueError):
    """The bytes aren't the one deterministic encoding of an allowed value."""


def encode(value: object) -> bytes:
    """Return the deterministic CBOR of a value that `decode` could give. Raises MalformedError."""
    return cbor2.dumps(_in_order(value), encoders=_REFUSED_TYPES)


def decode(content: bytes) -> Any:
    """Return the value that the bytes are the deterministic CBOR of; arrays in a tag are tuples.

    Keys of maps are plain ints and texts. Raises MalformedError, also for floats. Whoever reads
    the value still checks the exact type of each part: `True` passes for 1 in Python.
    """
    try:
        value = cbor2.loads(content, **_STRICT)
        again = cbor2.dumps(value, encoders=_REFUSED_TYPES)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as fault:
        raise MalformedError("not strict CBOR") from fault
    if again != content:
        raise MalformedError("an encoding longer than needed, or bytes left over")
    _require_form(value)
    return value


def decode_loosely(content: bytes) -> Any:
    """Return the value that the bytes encode, whatever the order of keys and length of integers.

    For formats of others. Raises MalformedError for indefinite lengths, a key twice, a tag but 18
    and bytes left over.
    """
    source = BytesIO(content)
    try:
        value = cbor2.load(source, **_STRICT)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as fault:
        raise MalformedError("not CBOR of definite lengths") from fault
    if source.tell() != len(content):
        raise MalformedError("bytes left over")
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
    if not is_map(unprotected) or unprotected:
        raise MalformedError("the unprotected header has to be empty")
    if not all(type(part) is bytes for part in (protected, payload, signature)):
        raise MalformedError("three parts of a COSE_Sign1 are byte strings")
    return Sign1(decode(protected), decode(payload), to_be_signed(protected, payload), signature)


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return what a COSE_Sign1's signature is over (Sig_structure, RFC 9052, 4.4)."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


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


def is_map(value: Any) -> bool:
    """Whether a decoded value is a map; those inside a tag are of another type."""
    return type(value) is dict or type(value) is cbor2.frozendict


def _in_order(value: Any) -> Any:
    """The value with the keys of each map in the order of their encodings (RFC 8949, 4.2.1)."""
    if is_map(value):
        return {key: _in_order(value[key]) for key in sorted(value, key=_rank)}
    if isinstance(value, list | tuple):
        return [_in_order(part) for part in value]
    return Tag(value.tag, _in_order(value.value)) if isinstance(value, Tag) else value


def _require_form(value: Any) -> None:
    """Raise MalformedError unless the keys of each map come in the order of their encodings.

    Nor may a text begin with a byte order mark: decoders of other languages drop it silently.
    """
    if is_map(value):
        before = (-1, 0, b"")
        for key, part in value.items():
            rank = _rank(key)
            if rank <= before:
                raise MalformedError("keys in another order")
            before = rank
            _require_form(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _require_form(part)
    elif isinstance(value, Tag):
        _require_form(value.value)
    elif type(value) is str and value.startswith(_BYTE_ORDER_MARK):
        raise MalformedError("a text behind a byte order mark")


def _rank(key: object) -> tuple[int, int, bytes]:
    """Where a key comes among others: what begins its encoding, in numbers that compare alike."""
    if type(key) is int:
        return (0, key, b"") if key >= 0 else (1, -key, b"")
    if type(key) is str:
        encoded = key.encode()
        return (3, len(encoded), encoded)
    raise MalformedError("a key that is neither an integer nor a text")


def _keep_sign1(tag: Tag, _immutable: bool = False) -> Tag:
    if tag.tag != SIGN1_TAG:
        raise MalformedError("a tag other than 18")
    return tag


def _refuse_tag(*_: object) -> object:
    raise MalformedError("a tag other than 18")


def _refuse_float(_encoder: object, _value: object) -> None:
    raise MalformedError("a float")


# The tag hook sees only tags that cbor2 doesn't know; those that it would turn into dates, regular
# expressions, references and the like are among these.
_REFUSED_TAGS: Final = dict.fromkeys((*range(18), *range(19, 1500), 43000, 55799), _refuse_tag)
_REFUSED_TYPES: Final[dict[type, Callable[[cbor2.CBOREncoder, Any], Any]]] = {float: _refuse_float}
_STRICT: Final[dict[str, Any]] = {
    "tag_hook": _keep_sign1,
    "semantic_decoders": _REFUSED_TAGS,
    "max_depth": _MAX_DEPTH,
    "allow_indefinite": False,
    "allow_duplicate_keys": False,
}
