"""Keys: on disk, in memory and as a published set. The only importer of cryptography.

`KeySet` knows public keys and checks signatures; `Keyring` holds an instance's private keys too.
Key material is read once, from files that nobody else may read, and shows in no `repr`.
"""

import fcntl
import json
import logging
import os
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from shlex import quote
from stat import S_IMODE
from typing import Any, Final, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from checkin.core import rotation
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.cose import ED25519, ESP256, key_id

_log = logging.getLogger(__name__)

_INDEX: Final = "keys.json"
_SECRET: Final = "secret.bin"  # noqa: S105 - a file's name
_NONCE_SIZE: Final = 12
_JWK_TYPES: Final = {"Ed25519": (ED25519, "OKP", "Ed25519"), "ES256": (ESP256, "EC", "P-256")}
_LETTERS: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_JWK_NAMES: Final = {alg: name for name, (alg, _, _) in _JWK_TYPES.items()}


class KeyFault(Exception):  # noqa: N818 - says what is wrong with keys, as BadgeFault does of badges
    """The keys can't be used; the message says why and, where one mends it, the command."""


class SealError(ValueError):
    """Sealed bytes were changed, cut, sealed for another context or with another secret."""


class KeySet:
    """Public keys that are trusted: a `Verifier` of the core, and its form as a JWK set."""

    def __init__(self, keys: Iterable[TrustedKey]) -> None:
        self._keys = _by_kid(keys)

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


class Keyring(KeySet):
    """An instance's own keys: a `Signer` and `Verifier` of the core, and keeper of its secrets.

    A directory (0700) holds a private key a file (PKCS #8, 0600), `keys.json` with what each is
    for, and one random secret from which all others are derived. What a command changes there is
    noticed at the next use, without a restart.
    """

    def __init__(self, directory: Path, secret: bytes) -> None:
        super().__init__(())
        self._directory = directory
        self._index = str(directory / _INDEX)
        self._private: dict[bytes, Ed25519PrivateKey] = {}
        self._published_at: dict[bytes, datetime] = {}
        self._seen: object = None
        self._secret = secret
        self._derived: dict[str, bytes] = {}
        self._sealing = AESGCM(self.secret("seal"))
        self._letterbox = X25519PrivateKey.from_private_bytes(self.secret("letterbox"))

    @classmethod
    def create(cls, directory: Path, *, now: datetime) -> Self:
        """Make a key for each purpose, good from now on, and the secret; return the keyring.

        Raises KeyFault if the directory holds something already.
        """
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise KeyFault(f"{directory} isn't empty. New keys go into a new directory.")
        directory.chmod(0o700)
        _write(directory / _SECRET, os.urandom(32))
        entries = [_new_key(directory, purpose, now, now) for purpose in KeyPurpose]
        _write_index(directory, entries)
        return cls.load(directory)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Return the keyring in the directory.

        Raises KeyFault if something is missing or anyone but this user may read it.
        """
        _check_private(directory)
        _check_private(directory / _INDEX)
        ring = cls(directory, _read(directory / _SECRET))
        ring._load()
        return ring

    def __repr__(self) -> str:
        return f"Keyring({str(self._directory)!r}, {len(self._keys)} keys)"

    def key(self, kid: bytes) -> TrustedKey | None:
        """Return the key of this identifier, revoked or not, or None if it's unknown."""
        self._notice()
        return super().key(kid)

    def all_keys(self) -> tuple[TrustedKey, ...]:
        """Return every key there is, also those that readers need no more."""
        self._notice()
        return tuple(self._keys.values())

    def jwks(self, *, now: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
        """Return the public keys as a JWK set; as of `now`, only those that readers need."""
        needed = (
            key for key in self.all_keys() if now is None or rotation.is_published(key, now=now)
        )
        return KeySet(needed).jwks()

    def active(self, purpose: KeyPurpose, now: datetime) -> bytes:
        """Return the identifier of the key that signs for a purpose now: the newest that may.

        Raises KeyFault if none may.
        """
        found = rotation.signing(self.all_keys(), purpose, now=now)
        if found is None:
            raise KeyFault(
                f"No {purpose} key may sign on {now:%Y-%m-%d}. Mend it: "
                f"checkin keys new {purpose} --now"
            )
        return found.kid

    def sign(self, kid: bytes, message: bytes) -> bytes:
        """Return the 64-byte signature of the key over the message. Raises KeyFault."""
        private = self._private.get(kid)
        if private is None:
            raise KeyFault(f"There is no private key {kid.hex()} in {self._directory}.")
        return private.sign(message)

    def secret(self, label: str) -> bytes:
        """Return 32 secret bytes for one use, the same each time, unrelated to any other's."""
        if label not in self._derived:
            derivation = HKDF(SHA256(), length=32, salt=None, info=f"checkin {label}".encode())
            self._derived[label] = derivation.derive(self._secret)
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

    # --- rotation ------------------------------------------------------------------------------

    def new(self, purpose: KeyPurpose, *, now: datetime, at_once: bool = False) -> TrustedKey:
        """Make and publish a key; it signs when the present one stops, at the earliest in 8 days.

        `at_once` is for emergencies: readers that fetched the keys before don't know it yet.
        Raises KeyFault while another new key waits.
        """
        with self._changing() as entries:
            if not at_once and (key := rotation.waiting(self.all_keys(), purpose, now=now)):
                raise KeyFault(
                    f"A new {purpose} key waits already: {key.kid.hex()}, to sign from "
                    f"{key.not_before:%Y-%m-%d}."
                )
            begin = now if at_once else rotation.first_use(self.all_keys(), purpose, now=now)
            entries.append(_new_key(self._directory, purpose, begin, now))
        return self._known(bytes.fromhex(entries[-1]["kid"]))

    def activate(self, kid: bytes, *, now: datetime, at_once: bool = False) -> TrustedKey:
        """Let a key that waits sign from now on.

        Raises KeyFault if it doesn't wait, and before it was published for 8 days, unless
        `at_once`.
        """
        with self._changing() as entries:
            key = self._known(kid)
            if key.revoked or key.not_before <= now:
                raise KeyFault(f"The key {kid.hex()} doesn't wait: nothing was changed.")
            ready = self._published_at[kid] + rotation.PUBLISHED_AHEAD
            if now < ready and not at_once:
                raise KeyFault(
                    f"Readers may not know the key {kid.hex()} before {ready:%Y-%m-%d %H:%M} UTC "
                    "and would refuse what it signs. In an emergency: --now"
                )
            entry = _entry(entries, kid)
            entry["not_before"] = _second(now).isoformat()
            entry["signs_until"] = (_second(now) + rotation.SIGNS_FOR).isoformat()
        return self._known(kid)

    def retire(self, kid: bytes, *, now: datetime) -> TrustedKey:
        """Let a key sign no more; what it signed stays good.

        Raises KeyFault if it doesn't sign, or if nothing else could sign in its place.
        """
        with self._changing() as entries:
            key = self._known(kid)
            if not rotation.may_sign(key, key.purpose, now=now):
                raise KeyFault(f"The key {kid.hex()} doesn't sign: nothing was changed.")
            others = [other for other in self.all_keys() if other.kid != kid]
            if rotation.signing(others, key.purpose, now=now) is None:
                waits = rotation.waiting(others, key.purpose, now=now)
                raise KeyFault(
                    f"No other {key.purpose} key may sign yet. "
                    + (
                        f"The key {waits.kid.hex()} will from {waits.not_before:%Y-%m-%d}"
                        if waits
                        else f"Make one with `checkin keys new {key.purpose}`"
                    )
                    + "; the old one stops by itself."
                )
            _entry(entries, kid)["signs_until"] = _second(now).isoformat()
        return self._known(kid)

    def revoke(self, kid: bytes, *, now: datetime) -> TrustedKey | None:
        """Make everything worthless that a key ever signed.

        Returns the new key that signs at once, if no other of its purpose could; else None.
        Raises KeyFault if the key is unknown or revoked already.
        """
        with self._changing() as entries:
            key = self._known(kid)
            if key.revoked:
                raise KeyFault(f"The key {kid.hex()} is revoked already.")
            entry = _entry(entries, kid)
            entry["revoked"] = True
            if key.not_before > now:  # it never signs, so nobody should be told from when on
                entry["not_before"] = entry["signs_until"] = _second(now).isoformat()
            others = [other for other in self.all_keys() if other.kid != kid]
            if rotation.signing(others, key.purpose, now=now) is not None:
                return None
            entries.append(_new_key(self._directory, key.purpose, now, now))
            replacement = bytes.fromhex(entries[-1]["kid"])
        return self._known(replacement)

    @contextmanager
    def _changing(self) -> Iterator[list[dict[str, Any]]]:
        """The entries of the index, to be changed; kept when the block ends, or not at all."""
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._load()
            entries = json.loads(_read(self._directory / _INDEX))["keys"]
            yield entries
            _write_index(self._directory, entries)
            self._load()
        finally:
            os.close(descriptor)

    def _known(self, kid: bytes) -> TrustedKey:
        found = self._keys.get(kid)
        if found is None:
            raise KeyFault(f"There is no key {kid.hex()} in {self._directory}.")
        return found

    def _notice(self) -> None:
        """Take up what was changed on disk; what can't be read is logged, and the old set holds."""
        if _stamp(self._index) == self._seen:
            return
        try:
            self._load()
        except KeyFault as fault:
            self._seen = _stamp(self._index)
            _log.error("keys.unreadable: %s", fault)

    def _load(self) -> None:
        seen = _stamp(self._index)
        try:
            entries = json.loads(_read(self._directory / _INDEX))["keys"]
            private = {
                bytes.fromhex(entry["kid"]): _private_key(self._directory / f"{entry['kid']}.pem")
                for entry in entries
            }
            known = [_listed_key(entry, private[bytes.fromhex(entry["kid"])]) for entry in entries]
            published = {
                bytes.fromhex(entry["kid"]): datetime.fromisoformat(entry["published_at"])
                for entry in entries
            }
        except (KeyError, TypeError, ValueError) as fault:
            index = self._directory / _INDEX
            raise KeyFault(f"{index} or a key it names can't be read.") from fault
        # In this order: who finds a key in one of them finds it in those before.
        self._private, self._published_at = private, published
        self._keys = _by_kid(known)
        self._seen = seen


def file_faults(directory: Path) -> list[str]:
    """What is wrong with each file of a keyring: that it is missing, or whose it is.

    Nothing is read from them; `Keyring.load` stops at the first fault and finds others as well.
    """
    found: list[str] = []
    for path in (directory, directory / _INDEX, directory / _SECRET, *directory.glob("*.pem")):
        try:
            _check_private(path)
        except KeyFault as fault:
            found.append(str(fault))
        if not os.access(directory, os.R_OK | os.X_OK):
            break
    return found


def seal_letter(letterbox: bytes, content: bytes, context: bytes) -> bytes:
    """Return what only whoever has this letterbox opens, as a kiosk seals it."""
    return _LETTERS.encrypt(content, X25519PublicKey.from_public_bytes(letterbox), context)


def _by_kid(keys: Iterable[TrustedKey]) -> dict[bytes, TrustedKey]:
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
        "kid": _base64url(key.kid),
        "use": "sig",
        **{part: _base64url(half) for part, half in halves.items() if half},
        "purpose": key.purpose.value,
        "nbf": int(key.not_before.timestamp()),
        "exp": int(key.not_after.timestamp()),
        "revoked": key.revoked,
    }


def _trusted_key(jwk: Mapping[str, Any]) -> TrustedKey:
    alg, kty, crv = _JWK_TYPES[jwk["alg"]]
    kid = _from_base64url(jwk["kid"])
    public = b"".join(_from_base64url(jwk[part]) for part in ("x", "y") if part in jwk)
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


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


# --- files -------------------------------------------------------------------------------------


def _new_key(
    directory: Path, purpose: KeyPurpose, begin: datetime, now: datetime
) -> dict[str, Any]:
    """Write a private key; its entry in the index, to sign from `begin` on."""
    private = Ed25519PrivateKey.generate()
    kid = key_id(ED25519, private.public_key().public_bytes_raw()).hex()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(directory / f"{kid}.pem", pem)
    return {
        "kid": kid,
        "purpose": purpose.value,
        "alg": "Ed25519",
        "published_at": _second(now).isoformat(),
        "not_before": _second(begin).isoformat(),
        "signs_until": (_second(begin) + rotation.SIGNS_FOR).isoformat(),
        "revoked": False,
    }


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _entry(entries: list[dict[str, Any]], kid: bytes) -> dict[str, Any]:
    return next(entry for entry in entries if entry["kid"] == kid.hex())


def _write_index(directory: Path, entries: list[dict[str, Any]]) -> None:
    """Replace the index at once: whoever reads it finds the old one or the new one, whole."""
    fresh = directory / f"{_INDEX}.new"
    fresh.unlink(missing_ok=True)
    _write(fresh, json.dumps({"keys": entries}, indent=2).encode() + b"\n")
    fresh.replace(directory / _INDEX)


def _stamp(path: str) -> object:
    """What changes when a file is replaced or written to; None without the file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked in every scan, where a Path costs as much
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _listed_key(entry: Mapping[str, Any], private: Ed25519PrivateKey) -> TrustedKey:
    public = private.public_key().public_bytes_raw()
    kid = bytes.fromhex(entry["kid"])
    if entry["alg"] != "Ed25519" or kid != key_id(ED25519, public):
        raise ValueError("a key that isn't the one named")
    return TrustedKey(
        kid=kid,
        alg=ED25519,
        purpose=KeyPurpose(entry["purpose"]),
        public=public,
        not_before=datetime.fromisoformat(entry["not_before"]),
        not_after=datetime.fromisoformat(entry["signs_until"]),
        revoked=bool(entry["revoked"]),
    )


def _private_key(path: Path) -> Ed25519PrivateKey:
    private = load_pem_private_key(_read(path), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return private


def _read(path: Path) -> bytes:
    _check_private(path)
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Write a new file that only this user may read, from its first moment on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _check_private(path: Path) -> None:
    """Raise KeyFault unless the file or directory is this user's, and closed to all others."""
    try:
        found = path.stat()
    except FileNotFoundError as fault:
        raise KeyFault(f"{path} is missing.") from fault
    if found.st_uid != os.geteuid():
        raise KeyFault(
            f"{path} belongs to another user. Mend it: sudo chown {os.geteuid()} {quote(str(path))}"
        )
    if S_IMODE(found.st_mode) & 0o077:
        mode = "700" if path.is_dir() else "600"
        raise KeyFault(f"Others may read {path}. Mend it: chmod {mode} {quote(str(path))}")
