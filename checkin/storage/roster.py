"""The list of enrolled people, as the console shows it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_

from checkin.core.badge import Kind
from checkin.core.ids import AccessRef, BadgeId, HolderRef, IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.policy import BadgeState, EntryConsent
from checkin.storage import Db, people
from checkin.storage.purposes import reads
from checkin.storage.tables import badge, holder, holder_profile, identity, profile, subject_link


@dataclass(frozen=True, slots=True)
class ListedBadge:
    """The badge that a list of people shows: the good one, or the newest of those that ended."""

    id: BadgeId
    state: BadgeState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An enrolled person as a list shows them. `entry` and `history` are their choices."""

    identity: IdentityRef
    access: AccessRef
    holder: HolderRef
    name: str
    badge: ListedBadge | None
    profiles: tuple[str, ...]
    entry: EntryConsent
    history: bool
    ends_at: datetime | None


@reads(Purpose.ENTRY)
def page(db: Db, query: str, after: IdentityRef | None, limit: int) -> Sequence[Listed]:
    """The next people by name behind the person `after`, or the first ones.

    `query` is a part of the name, or the whole work e-mail; an empty one finds everybody. Only the
    few that are shown are joined with what else is known: to sort all of them so takes too long.
    """
    place = (func.lower(identity.c.display_name), identity.c.ref)
    found = select(identity.c.ref).order_by(*place).limit(limit)
    if query:
        found = found.where(
            identity.c.display_name.icontains(query, autoescape=True)
            | (identity.c.work_email == query.lower())
        )
    if after is not None:
        behind = [
            select(column).where(identity.c.ref == after).scalar_subquery() for column in place
        ]
        found = found.where(tuple_(*place) > tuple_(*behind))
    few = found.subquery()
    return _listed(db, _LISTED.join(few, few.c.ref == identity.c.ref).order_by(*place))


@reads(Purpose.ENTRY)
def one(db: Db, identity_ref: IdentityRef) -> Listed:
    """One person as the list shows them. Raises NotFoundError if there is none."""
    found = _listed(db, _LISTED.where(identity.c.ref == identity_ref))
    return found[0] if found else people.nobody()


_LISTED = (
    select(
        identity.c.ref.label("identity"),
        identity.c.display_name,
        subject_link.c.access,
        holder.c.ref.label("holder"),
        holder.c.entry,
        holder.c.history,
        holder.c.ends_at,
    )
    .select_from(identity)
    .join(subject_link, subject_link.c.identity == identity.c.ref)
    .join(holder, holder.c.ref == subject_link.c.holder)
)


def _listed(db: Db, statement: Select[*tuple[object, ...]]) -> Sequence[Listed]:
    rows = list(db.execute(statement))
    holders = [row.holder for row in rows]
    badges, profiles = _badges(db, holders), _profiles(db, holders)
    return [
        Listed(
            row.identity,
            row.access,
            row.holder,
            row.display_name,
            badges.get(row.holder),
            profiles.get(row.holder, ()),
            row.entry,
            row.history,
            row.ends_at,
        )
        for row in rows
    ]


def _badges(db: Db, holders: Collection[HolderRef]) -> dict[HolderRef, ListedBadge]:
    """The badge to show for each holder: the good one, or the newest of those that ended."""
    rows = db.execute(
        select(badge.c.holder, badge.c.cti, badge.c.state, badge.c.expires_at)
        .where(badge.c.holder.in_(holders), badge.c.kind == Kind.PRINTED)
        .order_by(badge.c.state == BadgeState.GOOD, badge.c.issued_at)
    )
    return {row.holder: ListedBadge(row.cti, row.state, row.expires_at) for row in rows}


def _profiles(db: Db, holders: Collection[HolderRef]) -> dict[HolderRef, tuple[str, ...]]:
    """The titles of each holder's profiles, in order."""
    rows = db.execute(
        select(holder_profile.c.holder, profile.c.title)
        .join(profile, profile.c.id == holder_profile.c.profile)
        .where(holder_profile.c.holder.in_(holders))
        .order_by(profile.c.title)
    )
    titles: dict[HolderRef, tuple[str, ...]] = {}
    for row in rows:
        titles[row.holder] = (*titles.get(row.holder, ()), row.title)
    return titles
