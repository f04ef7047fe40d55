"""Who is signed in: a row for each sign-in, found by the hash of the browser's secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from checkin.core.audit import Actor
from checkin.core.ids import AccessRef, AccountId, ConsentRef, HolderRef, IdentityRef, SiteId
from checkin.core.inventory import Purpose
from checkin.core.moments import minute_of
from checkin.core.roles import Role
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import account, identity, session, subject_link

_USED = func.coalesce(session.c.used_at, session.c.began_at)


@dataclass(frozen=True, slots=True)
class Person:
    """An enrolled person who is signed in, by their references in each domain."""

    identity: IdentityRef
    consent: ConsentRef
    holder: HolderRef
    access: AccessRef
    language: str


@dataclass(frozen=True, slots=True)
class Account:
    """A console account that is signed in, and why it looks at people, once it has said so.

    `proved_at` is when this session last showed what the account signs in with, `used_at` when it
    was last used, to the minute.
    """

    id: AccountId
    alias: str
    role: Role
    site: SiteId | None
    proved_at: datetime | None
    used_at: datetime
    reason_code: str | None
    reason: str | None

    @property
    def actor(self) -> Actor:
        """How the account appears in what is written down."""
        return Actor(self.alias, self.role.value)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser that is signed in to the console. `key` names it and opens nothing."""

    key: str
    began_at: datetime
    until: datetime


def add(
    db: Db,
    token_hash: bytes,
    *,
    identity_ref: IdentityRef | None = None,
    account_id: AccountId | None = None,
    began_at: datetime,
    until: datetime,
) -> None:
    """Keep a sign-in of a person or of a console account."""
    db.execute(
        insert(session).values(
            token_hash=token_hash,
            identity=identity_ref,
            account=account_id,
            began_at=began_at,
            proved_at=began_at,
            used_at=began_at if account_id is not None else None,
            until=until,
        )
    )


@reads(Purpose.LOGIN, Purpose.ENTRY)
def person(db: Db, token_hash: bytes, *, now: datetime) -> Person | None:
    """The person of this sign-in, unless it has ended."""
    row = db.execute(
        select(
            identity.c.ref,
            subject_link.c.consent,
            subject_link.c.holder,
            subject_link.c.access,
            identity.c.language,
        )
        .select_from(session)
        .join(identity, identity.c.ref == session.c.identity)
        .join(subject_link, subject_link.c.identity == identity.c.ref)
        .where(session.c.token_hash == token_hash, session.c.until > now)
    ).first()
    return None if row is None else Person(*row)


@reads(Purpose.LOGIN)
def console_account(
    db: Db, token_hash: bytes, *, now: datetime, used_since: datetime
) -> Account | None:
    """The console account of this sign-in, unless either has ended or it wasn't used since then."""
    row = db.execute(
        select(
            account.c.id,
            account.c.alias,
            account.c.role,
            account.c.site,
            session.c.proved_at,
            _USED,
            session.c.reason_code,
            session.c.reason,
        )
        .select_from(session)
        .join(account, account.c.id == session.c.account)
        .where(
            session.c.token_hash == token_hash,
            session.c.until > now,
            used_since < _USED,
            account.c.ended_at.is_(None),
        )
    ).first()
    return None if row is None else Account(*row)


@reads(Purpose.LOGIN)
def use(db: Db, token_hash: bytes, *, now: datetime) -> None:
    """Keep the minute in which this sign-in was used."""
    minute = minute_of(now)
    db.execute(update(session).where(session.c.token_hash == token_hash).values(used_at=minute))


@reads(Purpose.LOGIN)
def prove(db: Db, token_hash: bytes, fresh_hash: bytes, *, now: datetime) -> datetime | None:
    """Let a session that has proved itself go on under a new secret; until when it lasts.

    None if it has ended.
    """
    return db.scalars(
        update(session)
        .where(session.c.token_hash == token_hash, session.c.until > now)
        .values(token_hash=fresh_hash, proved_at=now)
        .returning(session.c.until)
    ).first()


@reads(Purpose.LOGIN)
def give_reason(db: Db, token_hash: bytes, code: str, reason: str) -> None:
    """Keep why this console session looks at people's records."""
    db.execute(
        update(session)
        .where(session.c.token_hash == token_hash)
        .values(reason_code=code, reason=reason)
    )


@reads(Purpose.LOGIN)
def of_account(
    db: Db, account_id: AccountId, *, now: datetime, used_since: datetime
) -> Sequence[SignIn]:
    """Where a console account is signed in now and was since then, newest first."""
    rows = db.execute(
        select(session.c.token_hash, session.c.began_at, session.c.until)
        .where(session.c.account == account_id, session.c.until > now, used_since < _USED)
        .order_by(session.c.began_at.desc(), session.c.token_hash)
    )
    return [SignIn(row.token_hash.hex(), row.began_at, row.until) for row in rows]


@reads(Purpose.LOGIN)
def end_one(db: Db, account_id: AccountId, key: str) -> bool:
    """End one sign-in of this console account; False if it has no such sign-in."""
    ended = db.execute(
        delete(session).where(
            session.c.account == account_id, session.c.token_hash == bytes.fromhex(key)
        )
    )
    return ended.rowcount == 1


@reads(Purpose.LOGIN)
def end_others(db: Db, account_id: AccountId, token_hash: bytes) -> None:
    """End every sign-in of a console account but this one."""
    db.execute(
        delete(session).where(session.c.account == account_id, session.c.token_hash != token_hash)
    )


@reads(Purpose.LOGIN)
def end(db: Db, token_hash: bytes) -> None:
    """End one sign-in."""
    db.execute(delete(session).where(session.c.token_hash == token_hash))


@reads(Purpose.LOGIN)
def end_all(db: Db, account_id: AccountId) -> None:
    """End every sign-in of a console account."""
    db.execute(delete(session).where(session.c.account == account_id))
