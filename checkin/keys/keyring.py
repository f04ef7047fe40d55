"""An instance's own keys, and how they change."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from checkin.core import rotation
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.keys import files
from checkin.keys.faults import KeyFault
from checkin.keys.keyset import KeySet, by_kid
from checkin.keys.sealing import Secrets

_log = logging.getLogger(__name__)


class Keyring(KeySet, Secrets):
    """An instance's own keys: a `Signer` and `Verifier` of the core, and keeper of its secrets.

    A directory (0700) holds a private key a file (PKCS #8, 0600), `keys.json` with what each is
    for, and one random secret from which all others are derived. What a command changes there is
    noticed at the next use, without a restart.
    """

    def __init__(self, directory: Path, secret: bytes) -> None:
        KeySet.__init__(self, ())
        Secrets.__init__(self, secret)
        self._directory = directory
        self._index = str(directory / files.INDEX)
        self._own: dict[bytes, files.OwnKey] = {}
        self._seen: object = None

    @classmethod
    def create(cls, directory: Path, *, now: datetime) -> Self:
        """Make a key for each purpose, good from now on, and the secret; return the keyring.

        Raises KeyFault if the directory holds something already.
        """
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise KeyFault(f"{directory} isn't empty. New keys go into a new directory.")
        directory.chmod(0o700)
        files.write(directory / files.SECRET, os.urandom(32))
        entries = [files.new_key(directory, purpose, now, now) for purpose in KeyPurpose]
        files.write_index(directory, entries)
        return cls.load(directory)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Return the keyring in the directory.

        Raises KeyFault if something is missing or anyone but this user may read it.
        """
        files.check_private(directory)
        files.check_private(directory / files.INDEX)
        ring = cls(directory, files.read(directory / files.SECRET))
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
        own = self._own.get(kid)
        if own is None:
            raise KeyFault(f"There is no private key {kid.hex()} in {self._directory}.")
        return own.private.sign(message)

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
            entries.append(files.new_key(self._directory, purpose, begin, now))
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
            ready = self._own[kid].published_at + rotation.PUBLISHED_AHEAD
            if now < ready and not at_once:
                raise KeyFault(
                    f"Readers may not know the key {kid.hex()} before {ready:%Y-%m-%d %H:%M} UTC "
                    "and would refuse what it signs. In an emergency: --now"
                )
            entry = files.entry_of(entries, kid)
            entry["not_before"] = files.whole_second(now).isoformat()
            entry["signs_until"] = (files.whole_second(now) + rotation.SIGNS_FOR).isoformat()
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
            files.entry_of(entries, kid)["signs_until"] = files.whole_second(now).isoformat()
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
            entry = files.entry_of(entries, kid)
            entry["revoked"] = True
            if key.not_before > now:  # it never signs, so nobody should be told from when on
                entry["not_before"] = entry["signs_until"] = files.whole_second(now).isoformat()
            others = [other for other in self.all_keys() if other.kid != kid]
            if rotation.signing(others, key.purpose, now=now) is not None:
                return None
            entries.append(files.new_key(self._directory, key.purpose, now, now))
            replacement = bytes.fromhex(entries[-1]["kid"])
        return self._known(replacement)

    @contextmanager
    def _changing(self) -> Iterator[list[dict[str, Any]]]:
        """The entries of the index, to be changed; kept when the block ends, or not at all."""
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._load()
            entries = files.read_index(self._directory)
            yield entries
            files.write_index(self._directory, entries)
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
        if files.stamp(self._index) == self._seen:
            return
        try:
            self._load()
        except KeyFault as fault:
            self._seen = files.stamp(self._index)
            _log.error("keys.unreadable: %s", fault)

    def _load(self) -> None:
        seen = files.stamp(self._index)
        own = files.own_keys(self._directory)
        keys = by_kid(one.trusted for one in own)
        # In this order: whoever finds a key by its public half finds the private one as well.
        self._own = {one.trusted.kid: one for one in own}
        self._keys = keys
        self._seen = seen
