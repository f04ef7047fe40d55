"""Signing in to the console with password and one-time code, and proving it once more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.hashing import Hashing
from checkin.services import signin, throttle
from checkin.services.accounts import live, themselves
from checkin.services.throttle import Pace
from checkin.storage import Db, accounts, audit
from checkin.storage.accounts import Account, Secrets

__all__ = ["Secrets"]

KNOWN_FOR = timedelta(hours=24)
_FIRST_WAIT, _REMEMBERED = timedelta(seconds=5), timedelta(minutes=15)
FROM_ONE_ADDRESS = Pace(8, _FIRST_WAIT, timedelta(minutes=5), remembered=_REMEMBERED)
AT_ONE_ACCOUNT = Pace(8, _FIRST_WAIT, throttle.MINUTE, remembered=_REMEMBERED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in. `kept` is None where no account can sign in with the address."""

    email: str
    client: str
    kept: Secrets | None


def attempt(
    db: Db, email: str, client: str, hashing: Hashing, *, now: datetime
) -> Attempt | datetime:
    """Count a try to sign in, before any secret is looked at; a time says when to come again.

    Tries are slowed down for each network address and for each account. An address from which the
    account signed in within a day isn't slowed down by what others try: nobody locks its owner out.
    """
    again = throttle.attempt(db, FROM_ONE_ADDRESS, _from(hashing, client), now=now)
    known = throttle.remembered(db, _pair(hashing, email, client), now=now)
    if again is None and not known:
        again = throttle.attempt(db, AT_ONE_ACCOUNT, _at(hashing, email), now=now)
    return again or Attempt(email, client, accounts.secrets_of(db, email))


def attempt_again(
    db: Db, who: signin.Account, client: str, hashing: Hashing, *, now: datetime
) -> Attempt | datetime:
    """Count a try of a signed-in account to prove itself once more, as `attempt` does."""
    return attempt(db, live(db, who.id).email, client, hashing, now=now)


def sign_in(
    db: Db,
    tried: Attempt,
    *,
    password_right: bool,
    step: int | None,
    hashing: Hashing,
    life: timedelta,
    instead_of: str = "",
    now: datetime,
) -> str | None:
    """The secret for the browser's cookie, if password and one-time code were right.

    None otherwise, also for a code whose step was used before, whichever of them was wrong.
    `instead_of` is the secret that the browser held before: what it stood for ends.
    """
    account = _proved(
        db,
        tried,
        "account.signed_in",
        hashing,
        password_right=password_right,
        step=step,
        now=now,
    )
    if account is None:
        return None
    return signin.open_session(db, account=account.id, now=now, life=life, instead_of=instead_of)


def prove(
    db: Db,
    tried: Attempt,
    token: str,
    *,
    password_right: bool,
    step: int | None,
    hashing: Hashing,
    now: datetime,
) -> tuple[str, datetime] | None:
    """A new secret for a session whose owner has proved it with both factors, and its end.

    None as with `sign_in`.
    """
    account = _proved(
        db, tried, "account.proved", hashing, password_right=password_right, step=step, now=now
    )
    return None if account is None else signin.prove(db, token, now=now)


def _proved(
    db: Db,
    tried: Attempt,
    act: str,
    hashing: Hashing,
    *,
    password_right: bool,
    step: int | None,
    now: datetime,
) -> Account | None:
    """The account whose password and one-time code were right; the code is used up."""
    if tried.kept is None or not password_right or step is None:
        return None
    account = accounts.get(db, tried.kept.account)
    current = accounts.secrets_of(db, tried.email)
    if account is None or current != tried.kept:
        return None
    fresh = accounts.use_step(db, account.id, step)
    written = act if fresh else "account.code_used_twice"
    audit.append(db, themselves(account), written, f"account:{account.id}", now=now)
    if not fresh:
        return None
    throttle.forget(db, _from(hashing, tried.client))
    throttle.forget(db, _at(hashing, tried.email))
    throttle.remember(db, _pair(hashing, tried.email, tried.client), until=now + KNOWN_FOR)
    return account


def _from(hashing: Hashing, client: str) -> bytes:
    return throttle.subject(hashing.email_key, "console from", client)


def _at(hashing: Hashing, email: str) -> bytes:
    return throttle.subject(hashing.email_key, "console at", email)


def _pair(hashing: Hashing, email: str, client: str) -> bytes:
    return throttle.subject(hashing.email_key, "console known", email, client)
