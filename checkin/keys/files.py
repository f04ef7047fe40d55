"""The files of a keyring: private keys, the index that says what each is for, and the secret."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from stat import S_IMODE
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from checkin.core import rotation
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.cose import ED25519, key_id
from checkin.keys.faults import KeyFault

INDEX: Final = "keys.json"
SECRET: Final = "secret.bin"  # noqa: S105 - a file's name


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key of this instance with its private half, and since when readers can know it."""

    trusted: TrustedKey
    private: Ed25519PrivateKey = field(repr=False)
    published_at: datetime


def file_faults(directory: Path) -> list[str]:
    """What is wrong with each file of a keyring: that it is missing, or whose it is.

    Nothing is read from them; `Keyring.load` stops at the first fault and finds others as well.
    """
    found: list[str] = []
    for path in (directory, directory / INDEX, directory / SECRET, *directory.glob("*.pem")):
        try:
            check_private(path)
        except KeyFault as fault:
            found.append(str(fault))
        if not os.access(directory, os.R_OK | os.X_OK):
            break
    return found


def new_key(directory: Path, purpose: KeyPurpose, begin: datetime, now: datetime) -> dict[str, Any]:
    """Write a private key; its entry in the index, to sign from `begin` on."""
    private = Ed25519PrivateKey.generate()
    kid = key_id(ED25519, private.public_key().public_bytes_raw()).hex()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write(directory / f"{kid}.pem", pem)
    return {
        "kid": kid,
        "purpose": purpose.value,
        "alg": "Ed25519",
        "published_at": whole_second(now).isoformat(),
        "not_before": whole_second(begin).isoformat(),
        "signs_until": (whole_second(begin) + rotation.SIGNS_FOR).isoformat(),
        "revoked": False,
    }


def whole_second(moment: datetime) -> datetime:
    """The moment in UTC, as the index keeps it."""
    return moment.astimezone(UTC).replace(microsecond=0)


def entry_of(entries: list[dict[str, Any]], kid: bytes) -> dict[str, Any]:
    """The entry of a key that is there."""
    return next(entry for entry in entries if entry["kid"] == kid.hex())


def read_index(directory: Path) -> list[dict[str, Any]]:
    """The entries of the index, as they are written there."""
    entries: list[dict[str, Any]] = json.loads(read(directory / INDEX))["keys"]
    return entries


def own_keys(directory: Path) -> list[OwnKey]:
    """Every key that the index names. Raises KeyFault if it, or one of them, can't be read."""
    try:
        return [_own_key(directory, entry) for entry in read_index(directory)]
    except (KeyError, TypeError, ValueError) as fault:
        index = directory / INDEX
        raise KeyFault(f"{index} or a key it names can't be read.") from fault


def _own_key(directory: Path, entry: Mapping[str, Any]) -> OwnKey:
    kid = bytes.fromhex(entry["kid"])
    private = _private_key(directory / f"{kid.hex()}.pem")
    public = private.public_key().public_bytes_raw()
    if entry["alg"] != "Ed25519" or kid != key_id(ED25519, public):
        raise ValueError("a key that isn't the one named")
    trusted = TrustedKey(
        kid=kid,
        alg=ED25519,
        purpose=KeyPurpose(entry["purpose"]),
        public=public,
        not_before=datetime.fromisoformat(entry["not_before"]),
        not_after=datetime.fromisoformat(entry["signs_until"]),
        revoked=bool(entry["revoked"]),
    )
    return OwnKey(trusted, private, datetime.fromisoformat(entry["published_at"]))


def _private_key(path: Path) -> Ed25519PrivateKey:
    private = load_pem_private_key(read(path), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return private


def write_index(directory: Path, entries: list[dict[str, Any]]) -> None:
    """Replace the index at once: whoever reads it finds the old one or the new one, whole."""
    fresh = directory / f"{INDEX}.new"
    fresh.unlink(missing_ok=True)
    write(fresh, json.dumps({"keys": entries}, indent=2).encode() + b"\n")
    fresh.replace(directory / INDEX)


def read(path: Path) -> bytes:
    """What a private file holds. Raises KeyFault if it is missing or others may reach it."""
    check_private(path)
    return path.read_bytes()


def write(path: Path, content: bytes) -> None:
    """Write a new file that only this user may read, from its first moment on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def check_private(path: Path) -> None:
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


def stamp(path: str) -> object:
    """What changes when a file is replaced or written to; None without the file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked in every scan, where a Path costs as much
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
