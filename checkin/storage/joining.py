"""Invitations, mailed codes and people on their way in: rows that all run out by themselves."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select, update

from checkin.core.ids import IdentityRef, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.dialect import insert_into, sooner
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import (
    carry_code,
    desk_code,
    invitation,
    joining,
    mailed_code,
    pasted_line,
)

TRIES: Final = 5
"""How often a mailed code may be typed."""


@dataclass(frozen=True, slots=True)
class Start:
    """What somebody starts with: a site, an access profile, and when it ends, if that is known.

    `assisted_by` is the alias of who handed out the code on paper, where there was one.
    """

    profile: ProfileId
    site: SiteId
    ends_at: datetime | None = None
    assisted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation is for, as a keyed hash, and what they would start with."""

    email_hash: bytes = field(repr=False)
    start: Start


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody on their way in. `name` is None until it was typed.

    `email` is None for somebody who came with a code on paper.
    """

    email: str | None = field(repr=False)
    proved: bool
    name: str | None = field(repr=False)
    start: Start


def forget_ended(db: Db, *, now: datetime) -> None:
    """Delete what has run out, so that no address of a joining person waits for a later job."""
    for table in (joining, mailed_code, desk_code):
        db.execute(delete(table).where(table.c.until <= now))


# --- invitations -------------------------------------------------------------------------------


@reads(Purpose.LOGIN)
def invite(db: Db, invited: Invited, code_hash: bytes, *, until: datetime, now: datetime) -> bool:
    """Keep an invitation; False, and nothing changes, while one is open for this address."""
    values = {
        "code_hash": code_hash,
        "profile": invited.start.profile,
        "site": invited.start.site,
        "ends_at": invited.start.ends_at,
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


@reads(Purpose.LOGIN)
def invited(db: Db, code_hash: bytes, *, now: datetime) -> Invited | None:
    """The open invitation that this code belongs to."""
    row = db.execute(
        select(
            invitation.c.email_hash, invitation.c.profile, invitation.c.site, invitation.c.ends_at
        ).where(invitation.c.code_hash == code_hash, invitation.c.until > now)
    ).first()
    return None if row is None else Invited(row.email_hash, Start(*row[1:]))


@reads(Purpose.LOGIN)
def take_back(db: Db, email_hashes: Collection[bytes]) -> int:
    """Delete the invitations of these addresses; how many there were."""
    return db.execute(
        delete(invitation).where(invitation.c.email_hash.in_(email_hashes)),
        execution_options={"unaudited": True},  # whoever takes them back audits it
    ).rowcount


@reads(Purpose.LOGIN)
def end_invitations(db: Db, email_hashes: Collection[bytes], *, ends_at: datetime) -> None:
    """Let the invitations of these addresses, and badges made with them, end then at the latest."""
    db.execute(
        update(invitation)
        .where(invitation.c.email_hash.in_(email_hashes))
        .values(
            ends_at=sooner(invitation.c.ends_at, ends_at),
            until=sooner(invitation.c.until, ends_at),
        ),
        execution_options={"unaudited": True},
    )


# --- codes on paper ----------------------------------------------------------------------------


def keep_desk_code(db: Db, code_hash: bytes, start: Start, *, until: datetime) -> None:
    """Keep a code that lets whoever types it join, once."""
    db.execute(
        insert(desk_code).values(
            code_hash=code_hash,
            profile=start.profile,
            site=start.site,
            ends_at=start.ends_at,
            assisted_by=start.assisted_by,
            until=until,
        )
    )


@reads(Purpose.LOGIN)
def use_desk_code(db: Db, code_hash: bytes, *, now: datetime) -> Start | None:
    """Use up a code: what its bearer starts with, or None if it isn't good (any more)."""
    row = db.execute(
        delete(desk_code)
        .where(desk_code.c.code_hash == code_hash)
        .returning(
            desk_code.c.profile,
            desk_code.c.site,
            desk_code.c.ends_at,
            desk_code.c.assisted_by,
            desk_code.c.until,
        )
    ).first()
    return Start(*row[:4]) if row is not None and row.until > now else None


# --- mailed codes ------------------------------------------------------------------------------


def keep_code(db: Db, email_hash: bytes, code_hash: bytes, *, until: datetime) -> None:
    """Keep the code that was mailed to an address, in place of an earlier one."""
    values = {"code_hash": code_hash, "tries_left": TRIES, "until": until}
    db.execute(
        insert_into(db, mailed_code)
        .values(email_hash=email_hash, **values)
        .on_conflict_do_update(index_elements=[mailed_code.c.email_hash], set_=values)
    )


@reads(Purpose.LOGIN)
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


@reads(Purpose.LOGIN)
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
            site=someone.start.site,
            profile=someone.start.profile,
            ends_at=someone.start.ends_at,
            assisted_by=someone.start.assisted_by,
            until=until,
        )
    )


@reads(Purpose.LOGIN)
def under_way(db: Db, token_hash: bytes, *, now: datetime) -> Joining | None:
    """Who is joining in this browser, if the time isn't over."""
    row = db.execute(
        select(*_SOMEONE).where(joining.c.token_hash == token_hash, joining.c.until > now)
    ).first()
    return None if row is None else Joining(*row[:3], Start(*row[3:]))


@reads(Purpose.LOGIN)
def arrive(db: Db, token_hash: bytes, *, now: datetime) -> Joining | None:
    """Who is joining in this browser, for the last time: of two answers only one finds them."""
    row = db.execute(
        delete(joining)
        .where(joining.c.token_hash == token_hash, joining.c.until > now)
        .returning(*_SOMEONE)
    ).first()
    return None if row is None else Joining(*row[:3], Start(*row[3:]))


_SOMEONE: Final = (
    joining.c.work_email,
    joining.c.proved,
    joining.c.display_name,
    joining.c.profile,
    joining.c.site,
    joining.c.ends_at,
    joining.c.assisted_by,
)


@reads(Purpose.LOGIN)
def proved(db: Db, token_hash: bytes) -> None:
    """Keep that the address was proved in this browser."""
    db.execute(update(joining).where(joining.c.token_hash == token_hash).values(proved=True))


@reads(Purpose.LOGIN)
def named(db: Db, token_hash: bytes, name: str) -> None:
    """Keep the name that was typed."""
    db.execute(update(joining).where(joining.c.token_hash == token_hash).values(display_name=name))


@reads(Purpose.LOGIN)
def decline(db: Db, email: str, email_hash: bytes) -> None:
    """Forget everybody on their way in with this address; an invitation stays as it was."""
    db.execute(delete(joining).where(joining.c.work_email == email))
    forget_code(db, email_hash)


@reads(Purpose.LOGIN)
def forget(db: Db, token_hash: bytes) -> None:
    """Forget whoever is on their way in in this browser."""
    db.execute(delete(joining).where(joining.c.token_hash == token_hash))


@reads(Duty.ERASURE)
def erase(db: Db, email: str, email_hash: bytes) -> dict[str, int]:
    """Delete whatever leads to this address here; how many rows of which table."""
    owned = (
        (joining, joining.c.work_email == email),
        (pasted_line, pasted_line.c.work_email == email),
        (mailed_code, mailed_code.c.email_hash == email_hash),
        (invitation, invitation.c.email_hash == email_hash),
    )
    return {table.name: db.execute(delete(table).where(whose)).rowcount for table, whose in owned}


# --- from one screen to a phone ----------------------------------------------------------------


@reads(Purpose.LOGIN)
def keep_carry_code(db: Db, code_hash: bytes, identity: IdentityRef, *, until: datetime) -> None:
    """Keep a code that carries a badge to a phone, in place of the person's earlier ones."""
    db.execute(delete(carry_code).where(carry_code.c.identity == identity))
    db.execute(insert(carry_code).values(code_hash=code_hash, identity=identity, until=until))


@reads(Purpose.LOGIN)
def use_carry_code(db: Db, code_hash: bytes, *, now: datetime) -> IdentityRef | None:
    """Use up a carry code: whose badge it carries, or None if it isn't good (any more)."""
    row = db.execute(
        delete(carry_code)
        .where(carry_code.c.code_hash == code_hash)
        .returning(carry_code.c.identity, carry_code.c.until)
    ).first()
    return row.identity if row is not None and row.until > now else None
