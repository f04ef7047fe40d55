"""Signing in and out. The browser keeps a random secret, the database its hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from checkin.core.errors import NotFoundError
from checkin.core.ids import AccountId, IdentityRef
from checkin.storage import Db, sessions, watch
from checkin.storage.audit import Look
from checkin.storage.sessions import Account, Person, SignIn

__all__ = ["Account", "Look", "Person", "SignIn"]

_TOKEN_BYTES = 32
CONSOLE_IDLE = timedelta(hours=1)
"""How long a sign-in to the console lasts that nobody uses (ASVS 7.3.1, NIST SP 800-63B-4)."""

_NOTED_EVERY = timedelta(minutes=1)
MIN_REASON = 20
REASONS = (
    "badge_help",
    "correction_requested",
    "incident",
    "legal_duty",
    "rights_request",
    "system_repair",
)
"""Why a record may be looked at. There is none for attendance, lateness or performance."""


def open_session(
    db: Db,
    *,
    identity: IdentityRef | None = None,
    account: AccountId | None = None,
    now: datetime,
    life: timedelta,
    instead_of: str = "",
) -> str:
    """Sign a person or a console account in; returns the secret for the browser's cookie.

    `instead_of` is the secret that the browser held before: what it stood for ends.
    """
    if instead_of:
        close_session(db, instead_of)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    sessions.add(
        db,
        token_hash(token),
        identity_ref=identity,
        account_id=account,
        began_at=now,
        until=now + life,
    )
    return token


def person_of(db: Db, token: str, *, now: datetime) -> Person | None:
    """The person whose browser holds this secret; None when nobody's, or when it has ended."""
    with watch.unseen("whoever asks"):
        return sessions.person(db, token_hash(token), now=now)


def account_of(db: Db, token: str, *, now: datetime) -> Account | None:
    """The console account whose browser holds this secret; None when nobody's, or ended.

    It ends by itself when it wasn't used for an hour.
    """
    with watch.unseen("whoever asks"):
        return sessions.console_account(
            db, token_hash(token), now=now, used_since=now - CONSOLE_IDLE
        )


def is_worth_noting(account: Account, *, now: datetime) -> bool:
    """Whether what was noted of a sign-in's use is older than a minute."""
    return now - account.used_at >= _NOTED_EVERY


def note_use(db: Db, token: str, *, now: datetime) -> None:
    """Keep that this sign-in to the console is used now."""
    sessions.use(db, token_hash(token), now=now)


@watch.unseen("sign-ins of the account that asks")
def prove(db: Db, token: str, *, now: datetime) -> tuple[str, datetime] | None:
    """A new secret for a session that has just proved itself, and until when it lasts.

    The old secret is worth nothing any more. None if the session has ended.
    """
    fresh = secrets.token_urlsafe(_TOKEN_BYTES)
    until = sessions.prove(db, token_hash(token), token_hash(fresh), now=now)
    return None if until is None else (fresh, until)


def give_reason(db: Db, token: str, code: str, reason: str) -> None:
    """Keep why this console session will look at people's records; they can read it.

    Raises ValueError for a reason outside the closed list or shorter than 20 characters.
    """
    if code not in REASONS or len(reason.strip()) < MIN_REASON:
        raise ValueError("a reason is one of the list and has at least 20 characters")
    sessions.give_reason(db, token_hash(token), code, reason.strip())


def close_session(db: Db, token: str) -> None:
    """Sign this browser out."""
    sessions.end(db, token_hash(token))


@watch.unseen("sign-ins of the account that asks")
def listed(db: Db, account: AccountId, *, now: datetime) -> Sequence[SignIn]:
    """Where a console account is signed in now, newest first."""
    return sessions.of_account(db, account, now=now, used_since=now - CONSOLE_IDLE)


@watch.unseen("sign-ins of the account that asks")
def close_one(db: Db, account: AccountId, key: str) -> None:
    """Sign one browser of a console account out. Raises NotFoundError for another's key."""
    known = len(key) == 2 * _TOKEN_BYTES and set(key) <= set("0123456789abcdef")
    if not known or not sessions.end_one(db, account, key):
        raise NotFoundError("That sign-in has ended already.")


def close_others(db: Db, account: AccountId, token: str) -> None:
    """Sign a console account out everywhere but in the browser that holds this secret."""
    sessions.end_others(db, account, token_hash(token))


def close_all_sessions(db: Db, account: AccountId) -> None:
    """Sign a console account out everywhere."""
    sessions.end_all(db, account)


def token_hash(token: str) -> bytes:
    """What stands for a random secret in the database (32 bytes). No salt: it can't be guessed."""
    return hashlib.sha256(token.encode()).digest()
