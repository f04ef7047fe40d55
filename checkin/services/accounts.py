"""Console accounts: inviting, setting up, signing in and ending them."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM, Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Role
from checkin.services import signin, throttle
from checkin.services.throttle import Pace
from checkin.storage import Db, accounts, audit, mail, sites
from checkin.storage.accounts import Account, Secrets

__all__ = ["Account", "Secrets"]

SETUP_LIFE = timedelta(hours=72)
KNOWN_FOR = timedelta(hours=24)
_FIRST_WAIT, _REMEMBERED = timedelta(seconds=5), timedelta(minutes=15)
FROM_ONE_ADDRESS = Pace(8, _FIRST_WAIT, timedelta(minutes=5), remembered=_REMEMBERED)
AT_ONE_ACCOUNT = Pace(8, _FIRST_WAIT, throttle.MINUTE, remembered=_REMEMBERED)


# --- inviting and ending ----------------------------------------------------------------------


def first_account(db: Db, email: str, hashing: Hashing, *, now: datetime) -> str:
    """The one-time token that sets up the instance's first account, a site admin.

    Raises ConflictError if there is an account already.
    """
    if accounts.every(db):
        raise ConflictError("There is a console account already. A site admin invites others.")
    account_id = _added(db, email, Role.SITE_ADMIN, None)
    audit.append(db, SYSTEM, "account.invited", f"account:{account_id}", now=now)
    return _setup_token(db, account_id, hashing, now=now)


def invite(
    db: Db,
    email: str,
    role: Role,
    site: SiteId | None,
    hashing: Hashing,
    *,
    link_to: Callable[[str], str],
    organisation: str,
    actor: Actor,
    now: datetime,
) -> AccountId:
    """Mail a one-time link that sets up a console account in this role.

    Raises ConflictError if the address has an account, NotFoundError without such a site.
    """
    if site is not None and sites.site(db, site) is None:
        raise NotFoundError("There is no such site.")
    known = accounts.of_address(db, email)
    if known is not None and known.ended_at is None:
        raise ConflictError("This address has a console account already. Nobody has two roles.")
    if known is not None:
        accounts.reopen(db, known.id, role, site)
    account_id = known.id if known else _added(db, email, role, site)
    audit.append(db, actor, f"account.invited_{role.value}", f"account:{account_id}", now=now)
    _mail_setup(db, account_id, email, hashing, link_to=link_to, organisation=organisation, now=now)
    return account_id


def renew_setup(
    db: Db,
    account_id: AccountId,
    hashing: Hashing,
    *,
    link_to: Callable[[str], str],
    organisation: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Mail a fresh link to somebody who lost theirs, their password or their second factor.

    What they signed in with ends at once; nobody else ever chooses it. Raises NotFoundError.
    """
    account = _live(db, account_id)
    signin.close_all_sessions(db, account=account_id)
    audit.append(db, actor, "account.reset", f"account:{account_id}", now=now)
    _mail_setup(
        db, account_id, account.email, hashing, link_to=link_to, organisation=organisation, now=now
    )


def setup_again(db: Db, email: str, hashing: Hashing, *, now: datetime) -> str:
    """A fresh one-time token, for somebody at the machine itself where no mail can bring one.

    What the account signed in with ends at once. Raises NotFoundError.
    """
    account = accounts.of_address(db, email)
    if account is None or account.ended_at is not None:
        raise NotFoundError("There is no console account with this address.")
    signin.close_all_sessions(db, account=account.id)
    audit.append(db, SYSTEM, "account.reset", f"account:{account.id}", now=now)
    return _setup_token(db, account.id, hashing, now=now)


def end(db: Db, account_id: AccountId, *, by: signin.Account, now: datetime) -> None:
    """End an account and every session it has.

    Raises NotFoundError, and ConflictError for one's own: so one site admin always remains.
    """
    if account_id == by.id:
        raise ConflictError("This is your own account. Ask another site admin to end it.")
    _live(db, account_id)
    signin.close_all_sessions(db, account=account_id)
    accounts.end(db, account_id, now=now)
    audit.append(db, by.actor, "account.ended", f"account:{account_id}", now=now)


def listed(db: Db) -> Sequence[Account]:
    """Every console account; those that were ended come last."""
    return accounts.every(db)


def other(db: Db, account_id: AccountId, *, by: signin.Account) -> Account:
    """An account that somebody else may look after: not ended, and not their own.

    Raises NotFoundError.
    """
    if account_id == by.id:
        raise NotFoundError("This is your own account. Another site admin looks after it.")
    return _live(db, account_id)


def _live(db: Db, account_id: AccountId) -> Account:
    account = accounts.get(db, account_id)
    if account is None or account.ended_at is not None:
        raise NotFoundError("There is no such account.")
    return account


def _added(db: Db, email: str, role: Role, site: SiteId | None) -> AccountId:
    account_id = AccountId(uuid4())
    alias = _new_alias(accounts.aliases(db))
    accounts.add(db, account_id, alias=alias, email=email, role=role, site=site)
    return account_id


def _new_alias(taken: frozenset[str]) -> str:
    """How the account appears to people: stable, and nobody's name (privacy.md C-102)."""
    while (alias := f"adm-{secrets.token_hex(2)}") in taken:
        pass
    return alias


def _setup_token(db: Db, account_id: AccountId, hashing: Hashing, *, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    accounts.start_setup(db, account_id, hashing.code(token), until=now + SETUP_LIFE)
    return token


def _mail_setup(
    db: Db,
    account_id: AccountId,
    email: str,
    hashing: Hashing,
    *,
    link_to: Callable[[str], str],
    organisation: str,
    now: datetime,
) -> None:
    link = link_to(_setup_token(db, account_id, hashing, now=now))
    body = (
        f"You are asked to help run check-in at {organisation}.\n\n"
        f"Set up your console account here, within 72 hours. The link works once:\n\n{link}\n\n"
        "You will choose a password and add a second factor to your phone.\n"
        "If you don't know what this is about, ignore it: nothing happens."
    )
    mail.put(db, email, "Set up your console account", body, now=now, life=SETUP_LIFE)


# --- setting up -------------------------------------------------------------------------------


def in_setup(db: Db, token: str, hashing: Hashing, *, now: datetime) -> Account | None:
    """The account that this one-time token sets up; None if it isn't good, or not any more."""
    return accounts.of_setup(db, hashing.code(token), now=now) if token.isascii() else None


def choose_password(
    db: Db, token: str, password_hash: str, hashing: Hashing, *, now: datetime
) -> None:
    """Keep the password that the owner of a one-time token chose. Raises NotFoundError."""
    account = _in_setup(db, token, hashing, now=now)
    accounts.set_password(db, account.id, password_hash)
    audit.append(db, _themselves(account), "account.password", f"account:{account.id}", now=now)


def finish_setup(
    db: Db, token: str, totp_sealed: str, step: int, hashing: Hashing, *, now: datetime
) -> AccountId:
    """Keep the second factor after its first right code; from now on the account can sign in.

    Raises NotFoundError for a token that isn't good, ConflictError before a password is chosen.
    """
    account = _in_setup(db, token, hashing, now=now)
    if not account.has_password:
        raise ConflictError("Choose a password first.")
    accounts.finish_setup(db, account.id, totp_sealed, step)
    audit.append(db, _themselves(account), "account.set_up", f"account:{account.id}", now=now)
    return account.id


def _in_setup(db: Db, token: str, hashing: Hashing, *, now: datetime) -> Account:
    account = in_setup(db, token, hashing, now=now)
    if account is None:
        raise NotFoundError("This link was used or has run out. Ask a site admin for a new one.")
    return account


def _themselves(account: Account) -> Actor:
    return Actor(account.alias, account.role.value)


# --- signing in -------------------------------------------------------------------------------


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
    return attempt(db, _live(db, who.id).email, client, hashing, now=now)


def sign_in(
    db: Db,
    tried: Attempt,
    *,
    password_right: bool,
    step: int | None,
    hashing: Hashing,
    life: timedelta,
    now: datetime,
) -> str | None:
    """The secret for the browser's cookie, if password and one-time code were right.

    None otherwise, also for a code whose step was used before, whichever of them was wrong.
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
    return signin.open_session(db, account=account.id, now=now, life=life)


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
    audit.append(db, _themselves(account), written, f"account:{account.id}", now=now)
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
