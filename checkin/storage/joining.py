"""Invitations, mailed codes and people on their way in: rows that all run out by themselves."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update

from checkin.core.ids import IdentityRef, ProfileId, SiteId
from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import carry_code, invitation, joining, mail_queue, mailed_code

TRIES: Final = 5
"""How often a mailed code may be typed."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation is for, as a keyed hash, and what they would start with."""

    email_hash: bytes = field(repr=False)
    profile: ProfileId
    site: SiteId


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody on their way in. `name` is None until it was typed."""

    email: str = field(repr=False)
    proved: bool
    name: str | None = field(repr=False)
    site: SiteId
    profile: ProfileId


def forget_ended(db: Db, *, now: datetime) -> None:
    """Delete what has run out, so that no address of a joining person waits for a later job."""
    for table in (joining, mailed_code, mail_queue):
        db.execute(delete(table).where(table.c.until <= now))


# --- invitations -------------------------------------------------------------------------------


def invite(db: Db, invited: Invited, code_hash: bytes, *, until: datetime, now: datetime) -> bool:
    """Keep an invitation; False, and nothing changes, while one is open for this address."""
    values = {
        "code_hash": code_hash,
        "profile": invited.profile,
        "site": invited.site,
        "until": until,
    }
    added = db.execute(
        insert_into(db, invitation)
        .values(email_hash=invited.email_hash, **values)
        .on_conflict_do_update(
            index_elements=[invitation.c.email_hash],
            set_=values,
            where=invitation.c.until <= now,
        )
        .returning(invitation.c.email_hash),
        execution_options={"unaudited": True},  # whoever invites audits it, if it was done
    )
    return added.first() is not None


def invited(db: Db, code_hash: bytes, *, now: datetime) -> Invited | None:
    """The open invitation that this code belongs to."""
    row = db.execute(
        select(invitation.c.email_hash, invitation.c.profile, invitation.c.site).where(
            invitation.c.code_hash == code_hash, invitation.c.until > now
        )
    ).first()
    return None if row is None else Invited(*row)


# --- mailed codes ------------------------------------------------------------------------------


def keep_code(db: Db, email_hash: bytes, code_hash: bytes, *, until: datetime) -> None:
    """Keep the code that was mailed to an address, in place of an earlier one."""
    values = {"code_hash": code_hash, "tries_left": TRIES, "until": until}
    db.execute(
        insert_into(db, mailed_code)
        .values(email_hash=email_hash, **values)
        .on_conflict_do_update(index_elements=[mailed_code.c.email_hash], set_=values)
    )


def use_try(db: Db, email_hash: bytes, *, now: datetime) -> bytes | None:
    """Use up one of the tries at this address's code; the code's hash, or None without any left."""
    return db.execute(
        update(mailed_code)
        .where(
            mailed_code.c.email_hash == email_hash,
            mailed_code.c.tries_left > 0,
            mailed_code.c.until > now,
        )
        .values(tries_left=mailed_code.c.tries_left - 1)
        .returning(mailed_code.c.code_hash)
    ).scalar()


def forget_code(db: Db, email_hash: bytes) -> None:
    """Forget the code of this address."""
    db.execute(delete(mailed_code).where(mailed_code.c.email_hash == email_hash))


# --- on the way in -----------------------------------------------------------------------------


def begin(db: Db, token_hash: bytes, someone: Joining, *, until: datetime) -> None:
    """Keep somebody's way in under the hash of what their browser holds."""
    db.execute(
        insert(joining).values(
            token_hash=token_hash,
            work_email=someone.email,
            proved=someone.proved,
            display_name=someone.name,
            site=someone.site,
            profile=someone.profile,
            until=until,
        )
    )


def under_way(db: Db, token_hash: bytes, *, now: datetime) -> Joining | None:
    """Who is joining in this browser, if the time isn't over."""
    row = db.execute(
        select(
            joining.c.work_email,
            joining.c.proved,
            joining.c.display_name,
            joining.c.site,
            joining.c.profile,
        ).where(joining.c.token_hash == token_hash, joining.c.until > now)
    ).first()
    return None if row is None else Joining(*row)


def proved(db: Db, token_hash: bytes) -> None:
    """Keep that the address was proved in this browser."""
    db.execute(update(joining).where(joining.c.token_hash == token_hash).values(proved=True))


def named(db: Db, token_hash: bytes, name: str) -> None:
    """Keep the name that was typed."""
    db.execute(update(joining).where(joining.c.token_hash == token_hash).values(display_name=name))


def decline(db: Db, email: str, email_hash: bytes) -> None:
    """Forget everybody on their way in with this address; an invitation stays as it was."""
    db.execute(delete(joining).where(joining.c.work_email == email))
    forget_code(db, email_hash)


def forget(db: Db, token_hash: bytes) -> None:
    """Forget whoever is on their way in in this browser."""
    db.execute(delete(joining).where(joining.c.token_hash == token_hash))


def erase(db: Db, email: str, email_hash: bytes) -> dict[str, int]:
    """Delete whatever leads to this address here; how many rows of which table."""
    owned = (
        (joining, joining.c.work_email == email),
        (mailed_code, mailed_code.c.email_hash == email_hash),
        (invitation, invitation.c.email_hash == email_hash),
    )
    return {table.name: db.execute(delete(table).where(whose)).rowcount for table, whose in owned}


# --- from one screen to a phone ----------------------------------------------------------------


def keep_carry_code(db: Db, code_hash: bytes, identity: IdentityRef, *, until: datetime) -> None:
    """Keep a code that carries a badge to a phone, in place of the person's earlier ones."""
    db.execute(delete(carry_code).where(carry_code.c.identity == identity))
    db.execute(insert(carry_code).values(code_hash=code_hash, identity=identity, until=until))


def use_carry_code(db: Db, code_hash: bytes, *, now: datetime) -> IdentityRef | None:
    """Use up a carry code: whose badge it carries, or None if it isn't good (any more)."""
    row = db.execute(
        delete(carry_code)
        .where(carry_code.c.code_hash == code_hash)
        .returning(carry_code.c.identity, carry_code.c.until)
    ).first()
    return row.identity if row is not None and row.until > now else None
