"""The shapes of a badge's bytes, as `docs/badge-format.md` gives them in CDDL, and nothing else.

`parse` tells which of the shapes some bytes have; what they say is judged in `badge`. Claims and
header parameters go by their registered numbers here and by their names everywhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from checkin.core import cose
from checkin.core.cose import MalformedError

BADGE_TYP: Final = "application/vnd.checkin+cwt"
PROOF_TYP: Final = 294
"""application/kb+cwt, a key binding token (draft-ietf-spice-sd-cwt), as CoAP content format."""

ALG: Final = 1
KID: Final = 4
KCWT: Final = 13
TYP: Final = 16

AUD: Final = 3
EXP: Final = 4
NBF: Final = 5
IAT: Final = 6
CTI: Final = 7
CNF: Final = 8
SCOPE: Final = 9
CNONCE: Final = 39
STATUS: Final = 65535

DAY_SCOPE: Final = "day"


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token that an issuer signed: a printed badge, a day pass, or the inside of a live badge."""

    alg: int
    kid: bytes
    typ: object
    claims: Mapping[int, Any]
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class ProofToken:
    """A token that a phone signed around the one its key was bound to by the issuer."""

    alg: int
    typ: object
    claims: Mapping[int, Any]
    signed: bytes
    signature: bytes
    inner: "IssuedToken | ProofToken"


@dataclass(frozen=True, slots=True)
class BlindToken:
    """A day pass signed blindly. The format has room for it; no key for one exists yet."""

    kid: bytes


Token = IssuedToken | ProofToken | BlindToken


@dataclass(frozen=True, slots=True)
class PossessionToken:
    """A token by which a phone shows the server that it holds a key: no badge, and no door's."""

    alg: int
    claims: Mapping[int, Any]
    signed: bytes
    signature: bytes


def parse(content: bytes) -> Token:
    """Return the token that the bytes are. Raises MalformedError if they have no known shape."""
    return _token(cose.read_sign1(content))


def parse_possession(content: bytes) -> PossessionToken:
    """Return the proof of possession that the bytes are. Raises MalformedError."""
    message = cose.read_sign1(content)
    _require(_fits(message.header, _POSSESSION_HEADER))
    _require(_fits(message.payload, _POSSESSION_CLAIMS))
    _require(len(message.signature) == 64)
    return PossessionToken(message.header[ALG], message.payload, message.signed, message.signature)


def _token(message: cose.Sign1) -> Token:
    if _fits(message.header, _PROOF_HEADER):
        return _proof(message)
    if _fits(message.header, _BADGE_HEADER):
        return _issued(message)
    if _fits(message.header, _BLIND_HEADER):
        return _blind(message)
    raise MalformedError("a header of no known shape")


def _issued(message: cose.Sign1) -> IssuedToken:
    _require(len(message.signature) == 64)
    _require(any(_fits(message.payload, shape) for shape in _ISSUED_CLAIMS))
    header = message.header
    return IssuedToken(
        header[ALG], header[KID], header[TYP], message.payload, message.signed, message.signature
    )


def _proof(message: cose.Sign1) -> ProofToken:
    _require(len(message.signature) == 64)
    _require(_fits(message.payload, _PROOF_CLAIMS))
    header = message.header
    inner = _token(cose.open_sign1(header[KCWT]))
    if isinstance(inner, BlindToken) or not (isinstance(inner, ProofToken) or CNF in inner.claims):
        raise MalformedError("a proof goes around a token that names the phone's key")
    return ProofToken(
        header[ALG], header[TYP], message.payload, message.signed, message.signature, inner
    )


def _blind(message: cose.Sign1) -> BlindToken:
    _require(len(message.signature) == 256)
    _require(_fits(message.payload, _BLIND_CLAIMS))
    return BlindToken(message.header[KID])


def _require(holds: bool) -> None:
    if not holds:
        raise MalformedError("not the shape of a badge")


# --- shapes: for each key, what its value has to be --------------------------------------------

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Shape:
    required: Mapping[int | str, Check]
    optional: Mapping[int | str, Check]


def _fits(value: Any, shape: _Shape) -> bool:
    """Whether the value is a map of this shape."""
    if not cose.is_map(value) or not shape.required.keys() <= value.keys():
        return False
    for key, part in value.items():
        check = shape.required.get(key) or shape.optional.get(key)
        if check is None or not check(part):
            return False
    return True


def _map(required: Mapping[Any, Check], optional: Mapping[Any, Check] | None = None) -> _Shape:
    return _Shape(required, optional or {})


def _integer(value: Any) -> bool:
    return type(value) is int


def _uint(value: Any) -> bool:
    return type(value) is int and value >= 0


def _seconds(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**32


def _text(value: Any) -> bool:
    return type(value) is str


def _audience(value: Any) -> bool:
    return type(value) is str and 1 <= len(value.encode()) <= 24


def _typ(value: Any) -> bool:
    return _uint(value) or _text(value)


def _tagged(value: Any) -> bool:
    return isinstance(value, cose.Tag)


def _is(wanted: object) -> Check:
    return lambda value: type(value) is type(wanted) and value == wanted


def _bytes(shortest: int, longest: int | None = None) -> Check:
    sizes = range(shortest, (longest or shortest) + 1)
    return lambda value: type(value) is bytes and len(value) in sizes


def _nested(*shapes: _Shape) -> Check:
    return lambda value: any(_fits(value, shape) for shape in shapes)


_BADGE_HEADER: Final = _map({ALG: _integer, KID: _bytes(8), TYP: _typ})
_PROOF_HEADER: Final = _map({ALG: _integer, KCWT: _tagged, TYP: _typ})
_BLIND_HEADER: Final = _map({ALG: _is(cose.PS384), KID: _bytes(8)})

_STATUS: Final = _map({"status_list": _nested(_map({"idx": _uint, "uri": _text}))})
_OKP_KEY: Final = _map({1: _is(1), -1: _is(6), -2: _bytes(32)})
_EC2_KEY: Final = _map({1: _is(2), -1: _is(1), -2: _bytes(32), -3: _bytes(32)})
_HOLDER_KEY: Final = _map({1: _nested(_OKP_KEY, _EC2_KEY)})

_COMMON: Final = {AUD: _audience, EXP: _seconds, IAT: _seconds, CTI: _bytes(16)}
_FROM: Final = {NBF: _seconds}
_PRINTED_CLAIMS: Final = _map(_COMMON | {STATUS: _nested(_STATUS)}, _FROM)
_LIVE_CLAIMS: Final = _map(_COMMON | {CNF: _nested(_HOLDER_KEY), STATUS: _nested(_STATUS)}, _FROM)
_DAY_CLAIMS: Final = _map(_COMMON | {SCOPE: _is(DAY_SCOPE)}, _FROM)
_ISSUED_CLAIMS: Final = (_PRINTED_CLAIMS, _LIVE_CLAIMS, _DAY_CLAIMS)
_PROOF_CLAIMS: Final = _map({AUD: _audience, IAT: _seconds}, {CNONCE: _bytes(8, 16)})
_BLIND_CLAIMS: Final = _map({CTI: _bytes(32)})
_POSSESSION_HEADER: Final = _map({ALG: _integer, TYP: _is(PROOF_TYP)})
_POSSESSION_CLAIMS: Final = _map({AUD: _audience, IAT: _seconds, CNONCE: _bytes(16)})
