"""Public keys: what they signed, and how a set of them is published."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from checkin.core import base64url
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.cose import ED25519, ESP256, key_id
from checkin.keys.faults import KeyFault

_JWK_TYPES: Final = {"Ed25519": (ED25519, "OKP", "Ed25519"), "ES256": (ESP256, "EC", "P-256")}
_JWK_NAMES: Final = {alg: name for name, (alg, _, _) in _JWK_TYPES.items()}


class KeySet:
    """Public keys that are trusted: a `Verifier` of the core, and its form as a JWK set."""

    def __init__(self, keys: Iterable[TrustedKey]) -> None:
        self._keys = by_kid(keys)

    @classmethod
    def from_jwks(cls, document: Mapping[str, Any]) -> "KeySet":
        """Return the keys of a JWK set (RFC 7517); those of kinds unknown here are left out.

        Raises KeyFault for a set that isn't one, and for two keys of one identifier.
        """
        try:
            known = (jwk for jwk in document["keys"] if jwk.get("alg") in _JWK_TYPES)
            return KeySet([_trusted_key(jwk) for jwk in known])
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
            raise KeyFault("This is no set of keys, or one of its keys is incomplete.") from fault

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """Return the public keys as a JWK set, with purpose, signing window and revocation."""
        return {"keys": [_jwk(key) for key in self._keys.values()]}

    def key(self, kid: bytes) -> TrustedKey | None:
        """Return the key of this identifier, revoked or not, or None if it's unknown."""
        return self._keys.get(kid)

    def verify(self, kid: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is that of the known key over the message."""
        key = self._keys.get(kid)
        return key is not None and self.verify_with(key.alg, key.public, message, signature)

    def verify_with(self, alg: int, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is that of the given public key over the message."""
        try:
            key = _public_key(alg, public)
            if isinstance(key, Ed25519PublicKey):
                key.verify(signature, message)
            else:
                key.verify(_der(signature), message, ECDSA(SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


def by_kid(keys: Iterable[TrustedKey]) -> dict[bytes, TrustedKey]:
    """The keys by their identifiers. Raises KeyFault for two of one identifier."""
    found: dict[bytes, TrustedKey] = {}
    for key in keys:
        if key.kid in found:
            raise KeyFault(f"Two keys have the identifier {key.kid.hex()}.")
        found[key.kid] = key
    return found


# --- signatures --------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _public_key(alg: int, public: bytes) -> Ed25519PublicKey | EllipticCurvePublicKey:
    if alg == ED25519:
        return Ed25519PublicKey.from_public_bytes(public)
    if alg == ESP256:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\x04" + public)
    raise ValueError(f"no signatures of algorithm {alg} are checked here")


def _der(signature: bytes) -> bytes:
    """An ECDSA signature as a library wants it; COSE has r and s side by side (RFC 9053, 2.1)."""
    if len(signature) != 64:
        raise ValueError("r and s are 32 bytes each")
    return encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))


# --- JSON Web Keys (RFC 7517, 8037) ------------------------------------------------------------


def _jwk(key: TrustedKey) -> dict[str, Any]:
    name = _JWK_NAMES[key.alg]
    _, kty, crv = _JWK_TYPES[name]
    halves = {"x": key.public[:32], "y": key.public[32:]}
    return {
        "kty": kty,
        "crv": crv,
        "alg": name,
        "kid": base64url.encode(key.kid),
        "use": "sig",
        **{part: base64url.encode(half) for part, half in halves.items() if half},
        "purpose": key.purpose.value,
        "nbf": int(key.not_before.timestamp()),
        "exp": int(key.not_after.timestamp()),
        "revoked": key.revoked,
    }


def _trusted_key(jwk: Mapping[str, Any]) -> TrustedKey:
    alg, kty, crv = _JWK_TYPES[jwk["alg"]]
    kid = base64url.decode(jwk["kid"])
    public = b"".join(base64url.decode(jwk[part]) for part in ("x", "y") if part in jwk)
    if (jwk["kty"], jwk["crv"], kid) != (kty, crv, key_id(alg, public)):
        raise ValueError("a key whose parts contradict each other")
    if type(jwk["revoked"]) is not bool:
        raise ValueError("a key is revoked or it isn't")
    _public_key(alg, public)
    return TrustedKey(
        kid=kid,
        alg=alg,
        purpose=KeyPurpose(jwk["purpose"]),
        public=public,
        not_before=datetime.fromtimestamp(jwk["nbf"], UTC),
        not_after=datetime.fromtimestamp(jwk["exp"], UTC),
        revoked=jwk["revoked"],
    )
