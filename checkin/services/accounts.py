"""Console accounts: inviting, setting up, changing and ending them."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM, Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Act, Role, may
from checkin.services import letters, signin
from checkin.storage import Db, accounts, audit, mail, passkeys, sites
from checkin.storage.accounts import Account

__all__ = ["Account"]

SETUP_LIFE = timedelta(hours=72)
_TWO_ROLES = "This address has a console account already. Nobody has two roles."
NO_ACCOUNT = (
    "There is no console account with this address. A site admin invites one in the console, at "
    "Accounts."
)


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
        raise ConflictError(_TWO_ROLES)
    if known is not None:
        accounts.reopen(db, known.id, role, site)
    _tell_officers(db, actor, f"invited {email} as {role.value}", (role,), now=now)
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
    account = live(db, account_id)
    _tell_officers(db, actor, f"let {account.email} start over", (account.role,), now=now)
    signin.close_all_sessions(db, account_id)
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
        raise NotFoundError(NO_ACCOUNT)
    signin.close_all_sessions(db, account.id)
    audit.append(db, SYSTEM, "account.reset", f"account:{account.id}", now=now)
    return _setup_token(db, account.id, hashing, now=now)


def end(db: Db, account_id: AccountId, *, by: signin.Account, now: datetime) -> None:
    """End an account and every session it has.

    Raises NotFoundError, and ConflictError for one's own and for the last site admin.
    """
    if account_id == by.id:
        raise ConflictError("This is your own account. Ask another site admin to end it.")
    _keep_a_site_admin(db, account_id)
    ended = live(db, account_id)
    _tell_officers(db, by.actor, f"ended the account of {ended.email}", (ended.role,), now=now)
    signin.close_all_sessions(db, account_id)
    passkeys.remove_all(db, account_id)
    accounts.end(db, account_id, now=now)
    audit.append(db, by.actor, "account.ended", f"account:{account_id}", now=now)


def change_role(
    db: Db,
    account_id: AccountId,
    role: Role,
    site: SiteId | None,
    *,
    by: signin.Account,
    now: datetime,
) -> None:
    """Give an account another role in place of the one it has; it is signed out everywhere.

    Raises NotFoundError, and ConflictError for one's own and for the last site admin.
    """
    if account_id == by.id:
        raise ConflictError("This is your own account. Ask another site admin to change its role.")
    if site is not None and sites.site(db, site) is None:
        raise NotFoundError("There is no such site.")
    _keep_a_site_admin(db, account_id)
    before = live(db, account_id)
    what = f"made {before.email}, who was {before.role.value}, {role.value}"
    _tell_officers(db, by.actor, what, (before.role, role), now=now)
    signin.close_all_sessions(db, account_id)
    accounts.change_role(db, account_id, role, site)
    audit.append(db, by.actor, f"account.role_{role.value}", f"account:{account_id}", now=now)


def officers(db: Db) -> Sequence[Account]:
    """The data protection officers, who are told of what they have to look after."""
    return [one for one in accounts.every(db) if one.role is Role.DPO and one.ended_at is None]


def _tell_officers(
    db: Db, actor: Actor, what: str, roles: Collection[Role], *, now: datetime
) -> None:
    """Let the officers know who gets to see people or the log, or no longer does.

    Whoever runs accounts could invite a second address of their own: here somebody else sees it.
    """
    if not any(may(role, act) for role in roles for act in (Act.SEE_PEOPLE, Act.READ_LOG)):
        return
    letter = letters.sees_people_or_the_log(actor, what)
    for officer in officers(db):
        mail.put(db, officer.email, letter, now=now)


def _keep_a_site_admin(db: Db, account_id: AccountId) -> None:
    """Refuse to take the last site admin away, by two of them at once as well."""
    if accounts.locked(db, Role.SITE_ADMIN) == {account_id}:
        raise ConflictError("This is the last site admin. Let another account be one first.")


def sign_out_everywhere(
    db: Db, account_id: AccountId, *, by: signin.Account, now: datetime
) -> None:
    """End every session of an account, as after a lost laptop. Raises NotFoundError."""
    live(db, account_id)
    signin.close_all_sessions(db, account_id)
    audit.append(db, by.actor, "account.signed_out", f"account:{account_id}", now=now)


def change_password(
    db: Db, account_id: AccountId, password_hash: str, token: str, *, now: datetime
) -> None:
    """Keep another password of one's own, and sign out everywhere but here."""
    account = live(db, account_id)
    accounts.set_password(db, account_id, password_hash)
    tell_owner(db, account, "Your password was changed", now=now)
    signin.close_others(db, account_id, token)
    audit.append(db, themselves(account), "account.password", f"account:{account_id}", now=now)


def listed(db: Db) -> Sequence[Account]:
    """Every console account; those that were ended come last."""
    return accounts.every(db)


def other(db: Db, account_id: AccountId, *, by: signin.Account) -> Account:
    """An account that somebody else may look after: not ended, and not their own.

    Raises NotFoundError.
    """
    if account_id == by.id:
        raise NotFoundError("This is your own account. Another site admin looks after it.")
    return live(db, account_id)


def tell_owner(db: Db, account: Account, what: str, *, now: datetime) -> None:
    """Mail the owner that what opens the account has changed, in case it wasn't them."""
    mail.put(db, account.email, letters.opened_otherwise(account.email, what), now=now)


def of_address(db: Db, email: str) -> Account:
    """The console account of this address. Raises NotFoundError if there is none, or it ended."""
    account = accounts.of_address(db, email.lower())
    if account is None or account.ended_at is not None:
        raise NotFoundError(NO_ACCOUNT)
    return account


def live(db: Db, account_id: AccountId) -> Account:
    """The account of this id. Raises NotFoundError if there is none, or it was ended."""
    account = accounts.get(db, account_id)
    if account is None or account.ended_at is not None:
        raise NotFoundError("There is no such account.")
    return account


def _added(db: Db, email: str, role: Role, site: SiteId | None) -> AccountId:
    account_id = AccountId(uuid4())
    alias = _new_alias(accounts.aliases(db))
    if not accounts.add(db, account_id, alias=alias, email=email, role=role, site=site):
        raise ConflictError(_TWO_ROLES)  # somebody else invited them at this moment
    return account_id


def _new_alias(taken: frozenset[str]) -> str:
    """How the account appears to people: stable, and nobody's name."""
    while (alias := f"adm-{secrets.token_hex(2)}") in taken:
        pass
    return alias


def _setup_token(db: Db, account_id: AccountId, hashing: Hashing, *, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    passkeys.remove_all(db, account_id)
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
    mail.put(db, email, letters.set_up(organisation, link), now=now, life=SETUP_LIFE)


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
    audit.append(db, themselves(account), "account.password", f"account:{account.id}", now=now)


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
    audit.append(db, themselves(account), "account.set_up", f"account:{account.id}", now=now)
    return account.id


def _in_setup(db: Db, token: str, hashing: Hashing, *, now: datetime) -> Account:
    account = in_setup(db, token, hashing, now=now)
    if account is None:
        raise NotFoundError("This link was used or has run out. Ask a site admin for a new one.")
    return account


def themselves(account: Account) -> Actor:
    """How an account appears in what is written down when it acts for itself."""
    return Actor(account.alias, account.role.value)
