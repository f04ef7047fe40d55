"""One random secret, and all that is derived from it: seals, and a letterbox."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_SIZE: Final = 12
_LETTERS: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealError(ValueError):
    """Sealed bytes were changed, cut, sealed for another context or with another secret."""


class Secrets:
    """What an instance keeps to itself, each use with a secret of its own."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._derived: dict[str, bytes] = {}
        self._sealing = AESGCM(self.secret("seal"))
        self._letterbox = X25519PrivateKey.from_private_bytes(self.secret("letterbox"))

    def secret(self, label: str) -> bytes:
        """Return 32 secret bytes for one use, the same each time, unrelated to any other's."""
        if label not in self._derived:
            derivation = HKDF(SHA256(), length=32, salt=None, info=f"checkin {label}".encode())
            self._derived[label] = derivation.derive(self._root)
        return self._derived[label]

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Return the content, encrypted; only `unseal` with the same context opens it."""
        nonce = os.urandom(_NONCE_SIZE)
        return nonce + self._sealing.encrypt(nonce, content, context)

    def unseal(self, sealed: bytes, context: bytes) -> bytes:
        """Return what was sealed for this context. Raises SealError."""
        try:
            return self._sealing.decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], context)
        except (InvalidTag, ValueError) as fault:
            raise SealError("the seal is broken, or was made for something else") from fault

    @property
    def letterbox(self) -> bytes:
        """The public key (X25519, 32 bytes) to which anybody can seal what only this server opens.

        HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
        """
        return self._letterbox.public_key().public_bytes_raw()

    def open_letter(self, sealed: bytes, context: bytes) -> bytes:
        """Return what was sealed to the letterbox: the encapsulated key, then the ciphertext.

        Raises SealError, also for another context (HPKE's `info`).
        """
        try:
            return _LETTERS.decrypt(sealed, self._letterbox, context)
        except (InvalidTag, ValueError) as fault:
            raise SealError("the letter is broken, or was sealed for another key or use") from fault


def seal_letter(letterbox: bytes, content: bytes, context: bytes) -> bytes:
    """Return what only whoever has this letterbox opens, as a kiosk seals it."""
    return _LETTERS.encrypt(content, X25519PublicKey.from_public_bytes(letterbox), context)
