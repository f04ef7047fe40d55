"""Enrolled people: who they are, their references in each domain, and what their badges open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, insert, select, update

from checkin.core.at_the_door import AtTheDoor
from checkin.core.errors import NotFoundError
from checkin.core.ids import (
    AccessRef,
    ConsentRef,
    HolderRef,
    IdentityRef,
    ProfileId,
)
from checkin.core.inventory import Purpose
from checkin.core.policy import EntryConsent
from checkin.storage import Db
from checkin.storage.dialect import insert_into, sooner
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import (
    carry_code,
    holder,
    holder_profile,
    identity,
    rights_request,
    session,
    subject_link,
)


@dataclass(frozen=True, slots=True)
class Refs:
    """What stands for a person in each domain."""

    identity: IdentityRef
    consent: ConsentRef
    holder: HolderRef
    access: AccessRef


@dataclass(frozen=True, slots=True)
class Named:
    """A person by name, address and language, with their references.

    Whoever joined with a code on paper has no address: nothing can be mailed to them.
    """

    refs: Refs
    name: str
    email: str | None
    language: str

    @property
    def known_by(self) -> str:
        """What a claim by this person would name: the address, or the name without one."""
        return self.email or self.name


def new_refs() -> Refs:
    """References for somebody new: random, so that none leads to another."""
    return Refs(IdentityRef(uuid4()), ConsentRef(uuid4()), HolderRef(uuid4()), AccessRef(uuid4()))


@reads(Purpose.ENTRY)
def add(
    db: Db,
    person: Named,
    profiles: Collection[ProfileId],
    *,
    entry_until: datetime,
    history: bool,
    ends_at: datetime | None = None,
) -> bool:
    """Add a person whose entry consent is in force; False, and nothing, if the address is known."""
    refs = person.refs
    added = db.execute(
        insert_into(db, identity)
        .values(
            ref=refs.identity,
            display_name=person.name,
            work_email=person.email,
            language=person.language,
        )
        .on_conflict_do_nothing(index_elements=[identity.c.work_email])
        .returning(identity.c.ref)
    )
    if added.first() is None:
        return False
    db.execute(
        insert(holder).values(
            ref=refs.holder,
            entry=EntryConsent.IN_FORCE,
            entry_until=min(entry_until, ends_at or entry_until),
            history=history,
            ends_at=ends_at,
            version=1,
        )
    )
    db.execute(
        insert(subject_link).values(
            identity=refs.identity, consent=refs.consent, holder=refs.holder, access=refs.access
        )
    )
    if profiles:
        rows = [{"holder": refs.holder, "profile": one} for one in profiles]
        db.execute(insert(holder_profile), rows)
    return True


@reads(Purpose.ENTRY)
def get(db: Db, identity_ref: IdentityRef) -> Named:
    """The person of this reference. Raises NotFoundError if there is none."""
    return _one(db, identity.c.ref == identity_ref) or nobody()


@reads(Purpose.ENTRY)
def by_holder(db: Db, holder_ref: HolderRef) -> Named:
    """The person who holds badges under this reference. Raises NotFoundError if there is none."""
    return _one(db, subject_link.c.holder == holder_ref) or nobody()


@reads(Purpose.ENTRY)
def by_email(db: Db, email: str) -> Named | None:
    """The enrolled person of this work e-mail, written in lower case."""
    return _one(db, identity.c.work_email == email)


@reads(Purpose.ENTRY)
def everybody(db: Db) -> Sequence[AccessRef]:
    """What stands for each person who takes part in the record of who looked."""
    return db.execute(select(subject_link.c.access)).scalars().all()


@reads(Purpose.ENTRY)
def rename(db: Db, ref: IdentityRef, name: str) -> None:
    """Keep another name for the person."""
    db.execute(update(identity).where(identity.c.ref == ref).values(display_name=name))


@reads(Purpose.ENTRY)
def readdress(db: Db, ref: IdentityRef, email: str) -> None:
    """Keep another work e-mail for the person, one that nobody else has."""
    db.execute(update(identity).where(identity.c.ref == ref).values(work_email=email))


@reads(Purpose.ENTRY)
def lock(db: Db, holder_ref: HolderRef) -> None:
    """Take the person's lock, for whoever changes consents or badges, and raise what scans check.

    Raises NotFoundError if the person has left meanwhile.
    """
    raised = db.execute(
        update(holder).where(holder.c.ref == holder_ref).values(version=holder.c.version + 1)
    )
    if not raised.rowcount:
        nobody()


@reads(Purpose.ENTRY)
def hold(db: Db, holder_ref: HolderRef) -> None:
    """Take the person's lock for what no scan reads: nothing of theirs changes or goes meanwhile.

    Raises NotFoundError if the person has left meanwhile.
    """
    held = select(holder.c.ref).where(holder.c.ref == holder_ref).with_for_update()
    if db.execute(held).first() is None:
        nobody()


@reads(Purpose.ENTRY)
def let_doors_know(db: Db, holder_ref: HolderRef, door: AtTheDoor) -> None:
    """Let doors know where the person's consents stand. Whoever calls holds the person's lock.

    No yes, however new, outlasts the person's last day.
    """
    db.execute(
        update(holder)
        .where(holder.c.ref == holder_ref)
        .values(
            entry=door.entry,
            entry_until=sooner(holder.c.ends_at, door.until),
            history=door.history,
            paused_until=door.paused_until,
        )
    )


@reads(Purpose.ENTRY)
def in_force(db: Db, holder_ref: HolderRef, *, now: datetime) -> bool:
    """Whether a holder's badges may open doors just now: not paused, not run out."""
    row = db.execute(
        select(holder.c.entry, holder.c.entry_until).where(holder.c.ref == holder_ref)
    ).one()
    return row.entry is EntryConsent.IN_FORCE and row.entry_until > now


@reads(Purpose.ENTRY)
def pauses_over(db: Db, *, now: datetime, limit: int) -> Sequence[IdentityRef]:
    """People whose pause is over, those longest ago first."""
    return db.scalars(
        select(subject_link.c.identity)
        .join(holder, holder.c.ref == subject_link.c.holder)
        .where(holder.c.paused_until <= now)
        .order_by(holder.c.paused_until)
        .limit(limit)
    ).all()


@reads(Purpose.ENTRY)
def end_at(db: Db, emails: Collection[str], ends_at: datetime) -> None:
    """Let the enrolments of these addresses end then at the latest; no scan outlives it.

    Takes the same work whether anybody has such an address or not.
    """
    whose = (
        select(subject_link.c.holder)
        .join(identity, identity.c.ref == subject_link.c.identity)
        .where(identity.c.work_email.in_(emails))
    )
    db.execute(
        update(holder)
        .where(holder.c.ref.in_(whose))
        .values(
            ends_at=sooner(holder.c.ends_at, ends_at),
            entry_until=sooner(holder.c.entry_until, ends_at),
            version=holder.c.version + 1,
        )
    )


@reads(Purpose.ENTRY)
def set_end(db: Db, holder_ref: HolderRef, ends_at: datetime | None) -> None:
    """Set or clear when an enrolment ends; doors know once they are told (`let_doors_know`)."""
    db.execute(update(holder).where(holder.c.ref == holder_ref).values(ends_at=ends_at))


@reads(Purpose.ENTRY)
def ends_at(db: Db, holder_ref: HolderRef) -> datetime | None:
    """When the person's enrolment ends because their time here does; None if that isn't known."""
    return db.execute(select(holder.c.ends_at).where(holder.c.ref == holder_ref)).scalar()


@reads(Purpose.ENTRY)
def paused_until(db: Db, holder_ref: HolderRef) -> datetime | None:
    """When the pause that the person asked for ends by itself; None without one."""
    return db.execute(select(holder.c.paused_until).where(holder.c.ref == holder_ref)).scalar()


@reads(Purpose.ENTRY)
def over(db: Db, *, now: datetime, limit: int) -> Sequence[IdentityRef]:
    """People whose enrolment was to end by now, those longest ago first."""
    return db.scalars(
        select(subject_link.c.identity)
        .join(holder, holder.c.ref == subject_link.c.holder)
        .where(holder.c.ends_at <= now)
        .order_by(holder.c.ends_at)
        .limit(limit)
    ).all()


@reads(Purpose.ENTRY)
def reminded(db: Db, holder_ref: HolderRef, *, now: datetime) -> None:
    """Remember when the person was told that a yes ends soon."""
    db.execute(update(holder).where(holder.c.ref == holder_ref).values(reminded_at=now))


@reads(Duty.ERASURE)
def erase(db: Db, refs: Refs) -> dict[str, int]:
    """Delete the person: sign-ins, requests, profiles, links and name.

    Returns how many rows of which table. Badges and entries have to be gone already.
    """
    owned = (
        (session, session.c.identity == refs.identity),
        (carry_code, carry_code.c.identity == refs.identity),
        (rights_request, rights_request.c.identity == refs.identity),
        (holder_profile, holder_profile.c.holder == refs.holder),
        (subject_link, subject_link.c.identity == refs.identity),
        (holder, holder.c.ref == refs.holder),
        (identity, identity.c.ref == refs.identity),
    )
    return {table.name: db.execute(delete(table).where(whose)).rowcount for table, whose in owned}


def _one(db: Db, which: ColumnElement[bool]) -> Named | None:
    row = db.execute(
        select(
            identity.c.ref,
            subject_link.c.consent,
            subject_link.c.holder,
            subject_link.c.access,
            identity.c.display_name,
            identity.c.work_email,
            identity.c.language,
        )
        .join(subject_link, subject_link.c.identity == identity.c.ref)
        .where(which)
    ).first()
    return None if row is None else Named(Refs(*row[:4]), *row[4:])


def nobody() -> NoReturn:
    """Raise the NotFoundError for a reference that leads to no person."""
    raise NotFoundError("There is no such person among those who take part.")
