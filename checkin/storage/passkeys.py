"""Passkeys of console accounts: what a device's signature is checked with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete, insert, or_, select, update

from checkin.core.ids import AccountId
from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import account, passkey


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey. `credential` and `public_key` are base64url, as browsers write them."""

    id: UUID
    account: AccountId
    title: str
    credential: str
    public_key: str
    sign_count: int
    added_at: datetime


def add(db: Db, made: Passkey) -> None:
    """Keep a new passkey."""
    db.execute(
        insert(passkey).values(
            id=made.id,
            account=made.account,
            title=made.title,
            credential=made.credential,
            public_key=made.public_key,
            sign_count=made.sign_count,
            added_at=made.added_at,
        )
    )


@reads(Purpose.LOGIN)
def of_account(db: Db, account_id: AccountId) -> Sequence[Passkey]:
    """The passkeys of an account, oldest first."""
    rows = db.execute(
        select(passkey)
        .where(passkey.c.account == account_id)
        .order_by(passkey.c.added_at, passkey.c.id)
    )
    return [_passkey(row) for row in rows]


@reads(Purpose.LOGIN)
def of_credential(db: Db, credential: str) -> Passkey | None:
    """The passkey that a browser names, if its account can sign in."""
    row = db.execute(
        select(passkey)
        .join(account, account.c.id == passkey.c.account)
        .where(
            passkey.c.credential == credential,
            account.c.setup_hash.is_(None),
            account.c.ended_at.is_(None),
        )
    ).first()
    return None if row is None else _passkey(row)


@reads(Purpose.LOGIN)
def use(db: Db, passkey_id: UUID, sign_count: int) -> bool:
    """Keep the new count of signatures; False if it doesn't go on from the last (a copied key).

    One statement, so that of two answers with one count only the first succeeds. Devices that
    don't count say 0 each time (WebAuthn level 3, 6.1.1).
    """
    used = db.execute(
        update(passkey)
        .where(
            passkey.c.id == passkey_id,
            or_(
                passkey.c.sign_count < sign_count,
                (passkey.c.sign_count == 0) & (sign_count == 0),
            ),
        )
        .values(sign_count=sign_count)
    )
    return used.rowcount == 1


@reads(Purpose.LOGIN)
def remove(db: Db, passkey_id: UUID, account_id: AccountId) -> bool:
    """Forget a passkey of this account; False if it has no such passkey."""
    gone = db.execute(
        delete(passkey).where(passkey.c.id == passkey_id, passkey.c.account == account_id)
    )
    return gone.rowcount == 1


@reads(Purpose.LOGIN)
def remove_all(db: Db, account_id: AccountId) -> None:
    """Forget every passkey of an account."""
    db.execute(delete(passkey).where(passkey.c.account == account_id))


def _passkey(row: Row[*tuple[object, ...]]) -> Passkey:
    return Passkey(*row)  # type: ignore[arg-type]
