"""Passkeys of console accounts: adding and removing them, and signing in with one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import AccountId
from checkin.services import signin, throttle
from checkin.services.accounts import live, tell_owner, themselves
from checkin.storage import Db, audit, passkeys
from checkin.storage.accounts import Account
from checkin.storage.passkeys import Passkey

__all__ = ["Passkey"]

MOST = 10
"""So many passkeys an account may have."""

_REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Proof:
    """A device's good signature over a challenge, by the passkey it names, and its new count."""

    passkey: Passkey
    sign_count: int
    challenge: bytes = field(repr=False)


def listed(db: Db, account: AccountId) -> Sequence[Passkey]:
    """The passkeys of an account, oldest first."""
    return passkeys.of_account(db, account)


def named(db: Db, credential: str) -> Passkey | None:
    """The passkey that a browser names, if its account can sign in."""
    return passkeys.of_credential(db, credential)


def add(
    db: Db,
    account_id: AccountId,
    title: str,
    credential: str,
    public_key: str,
    *,
    sign_count: int,
    challenge: bytes,
    hashing: Hashing,
    now: datetime,
) -> None:
    """Keep a passkey that its owner's browser has just made.

    Raises ConflictError for a challenge that was answered before, a passkey that is known, or one
    too many.
    """
    account = live(db, account_id)
    kept = passkeys.of_account(db, account_id)
    if len(kept) >= MOST:
        raise ConflictError(f"An account has {MOST} passkeys at most. Remove one first.")
    if not _first_answer(db, challenge, hashing, now=now) or passkeys.of_credential(db, credential):
        raise ConflictError("This passkey was added already.")
    tell_owner(db, account, "A passkey was added", now=now)
    passkeys.add(db, Passkey(uuid4(), account_id, title, credential, public_key, sign_count, now))
    audit.append(db, themselves(account), "account.passkey_added", f"account:{account_id}", now=now)


def remove(db: Db, account_id: AccountId, passkey_id: UUID, *, now: datetime) -> None:
    """Forget one of an account's own passkeys. Raises NotFoundError for any other."""
    account = live(db, account_id)
    if not passkeys.remove(db, passkey_id, account_id):
        raise NotFoundError("There is no such passkey.")
    audit.append(
        db, themselves(account), "account.passkey_removed", f"account:{account_id}", now=now
    )


def sign_in(
    db: Db,
    proof: Proof,
    *,
    hashing: Hashing,
    life: timedelta,
    instead_of: str = "",
    now: datetime,
) -> str | None:
    """The secret for the browser's cookie; None if the signature came before or from a copy.

    `instead_of` is the secret that the browser held before: what it stood for ends.
    """
    account = _proved(db, proof, "account.signed_in_passkey", hashing, now=now)
    if account is None:
        return None
    return signin.open_session(db, account=account.id, now=now, life=life, instead_of=instead_of)


def prove(
    db: Db, proof: Proof, who: AccountId, token: str, *, hashing: Hashing, now: datetime
) -> tuple[str, datetime] | None:
    """A new secret for a session that proved itself by a passkey of its own account, and its end.

    None as with `sign_in`, and for somebody else's passkey.
    """
    if proof.passkey.account != who:
        return None
    account = _proved(db, proof, "account.proved_passkey", hashing, now=now)
    return None if account is None else signin.prove(db, token, now=now)


def _proved(db: Db, proof: Proof, act: str, hashing: Hashing, *, now: datetime) -> Account | None:
    if not _first_answer(db, proof.challenge, hashing, now=now):
        return None
    account = live(db, proof.passkey.account)
    goes_on = passkeys.use(db, proof.passkey.id, proof.sign_count)
    written = act if goes_on else "account.passkey_copied"
    audit.append(db, themselves(account), written, f"account:{account.id}", now=now)
    return account if goes_on else None


def _first_answer(db: Db, challenge: bytes, hashing: Hashing, *, now: datetime) -> bool:
    """Whether this challenge is answered for the first time: it is good for less than that."""
    subject = throttle.subject(hashing.code_key, "passkey challenge", challenge.hex())
    return throttle.once(db, subject, until=now + _REMEMBERED)
