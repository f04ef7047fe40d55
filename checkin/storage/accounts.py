"""Console accounts: who may sign in to the console, in which role, and by what secrets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, select, update

from checkin.core.ids import AccountId, SiteId
from checkin.core.inventory import Purpose
from checkin.core.roles import Role
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.purposes import reads
from checkin.storage.tables import account


@dataclass(frozen=True, slots=True)
class Account:
    """A console account. `setup_until` is set while its one-time link waits to be used."""

    id: AccountId
    alias: str
    email: str
    role: Role
    site: SiteId | None
    setup_until: datetime | None
    ended_at: datetime | None
    has_password: bool


@reads(Purpose.LOGIN)
def locked(db: Db, role: Role) -> frozenset[AccountId]:
    """The accounts that are in this role now; nobody changes them until the block ends."""
    rows = select(account.c.id).where(account.c.role == role, account.c.ended_at.is_(None))
    return frozenset(db.scalars(rows.order_by(account.c.id).with_for_update()))


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an account signs in with, as it is kept."""

    account: AccountId
    password_hash: str = field(repr=False)
    totp_sealed: str = field(repr=False)


@reads(Purpose.LOGIN)
def add(
    db: Db, account_id: AccountId, *, alias: str, email: str, role: Role, site: SiteId | None
) -> bool:
    """Add an account that can't sign in yet; False, and nothing, if the address has one."""
    added = (
        insert_into(db, account)
        .values(id=account_id, alias=alias, work_email=email, role=role, site=site, totp_step=0)
        .on_conflict_do_nothing(index_elements=[account.c.work_email])
        .returning(account.c.id)
    )
    return db.execute(added).first() is not None


@reads(Purpose.LOGIN)
def get(db: Db, account_id: AccountId) -> Account | None:
    """The account of this id, ended or not."""
    return _one(db, _ACCOUNTS.where(account.c.id == account_id))


@reads(Purpose.LOGIN)
def of_address(db: Db, email: str) -> Account | None:
    """The account of this address, ended or not."""
    return _one(db, _ACCOUNTS.where(account.c.work_email == email))


@reads(Purpose.LOGIN)
def of_setup(db: Db, setup_hash: bytes, *, now: datetime) -> Account | None:
    """The account that this one-time link sets up, while the link is good."""
    return _one(
        db,
        _ACCOUNTS.where(
            account.c.setup_hash == setup_hash,
            account.c.setup_until > now,
            account.c.ended_at.is_(None),
        ),
    )


@reads(Purpose.LOGIN)
def every(db: Db) -> Sequence[Account]:
    """All accounts, by address; those that were ended come last."""
    ended_last = (account.c.ended_at.is_not(None), account.c.work_email)
    return [_account(row) for row in db.execute(_ACCOUNTS.order_by(*ended_last))]


@reads(Purpose.LOGIN)
def aliases(db: Db) -> frozenset[str]:
    """Every alias that was ever given."""
    return frozenset(db.scalars(select(account.c.alias)))


@reads(Purpose.LOGIN)
def secrets_of(db: Db, email: str) -> Secrets | None:
    """What the account of this address signs in with; None unless it is set up and not ended."""
    row = db.execute(
        select(account.c.id, account.c.password_hash, account.c.totp_sealed).where(
            account.c.work_email == email,
            account.c.setup_hash.is_(None),
            account.c.ended_at.is_(None),
            account.c.password_hash.is_not(None),
            account.c.totp_sealed.is_not(None),
        )
    ).first()
    return None if row is None else Secrets(*row)


@reads(Purpose.LOGIN)
def start_setup(db: Db, account_id: AccountId, setup_hash: bytes, *, until: datetime) -> None:
    """Let this one-time link set the account up, from the beginning: older secrets are gone."""
    _change(
        db,
        account_id,
        setup_hash=setup_hash,
        setup_until=until,
        password_hash=None,
        totp_sealed=None,
    )


@reads(Purpose.LOGIN)
def set_password(db: Db, account_id: AccountId, password_hash: str) -> None:
    """Keep the hash of the password that its owner chose."""
    _change(db, account_id, password_hash=password_hash)


@reads(Purpose.LOGIN)
def finish_setup(db: Db, account_id: AccountId, totp_sealed: str, step: int) -> None:
    """Keep the second factor, of which `step` was used, and let the one-time link go."""
    _change(
        db,
        account_id,
        totp_sealed=totp_sealed,
        totp_step=step,
        setup_hash=None,
        setup_until=None,
    )


@reads(Purpose.LOGIN)
def use_step(db: Db, account_id: AccountId, step: int) -> bool:
    """Use up a one-time code's step; False if it, or a later one, was used before.

    One statement, so that of two sign-ins with one code only the first succeeds.
    """
    used = db.execute(
        update(account)
        .where(account.c.id == account_id, account.c.totp_step < step)
        .values(totp_step=step)
    )
    return used.rowcount == 1


@reads(Purpose.LOGIN)
def change_role(db: Db, account_id: AccountId, role: Role, site: SiteId | None) -> None:
    """Give an account another role."""
    _change(db, account_id, role=role, site=site)


@reads(Purpose.LOGIN)
def reopen(db: Db, account_id: AccountId, role: Role, site: SiteId | None) -> None:
    """Give an account that was ended a role again."""
    _change(db, account_id, role=role, site=site, ended_at=None)


@reads(Purpose.LOGIN)
def end(db: Db, account_id: AccountId, *, now: datetime) -> None:
    """End an account: nothing that it signed in with is kept."""
    _change(
        db,
        account_id,
        ended_at=now,
        password_hash=None,
        totp_sealed=None,
        setup_hash=None,
        setup_until=None,
    )


def _change(db: Db, account_id: AccountId, **values: object) -> None:
    db.execute(update(account).where(account.c.id == account_id).values(values))


_ACCOUNTS = select(
    account.c.id,
    account.c.alias,
    account.c.work_email,
    account.c.role,
    account.c.site,
    account.c.setup_until,
    account.c.ended_at,
    account.c.password_hash.is_not(None),
)


def _one(db: Db, statement: Select[*tuple[object, ...]]) -> Account | None:
    row = db.execute(statement).first()
    return None if row is None else _account(row)


def _account(row: Row[*tuple[object, ...]]) -> Account:
    return Account(*row)  # type: ignore[arg-type]
