"""A person's own pages: an overview, their entries, who looked at their record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from checkin.core.hashing import Hashing
from checkin.core.policy import Presented
from checkin.core.retention import Limits, duration
from checkin.services import badges, consent, last_day
from checkin.services.badges import MyBadge
from checkin.services.consent import Choice
from checkin.services.direct_reads import DIRECT
from checkin.services.rights import NEWS_FOR
from checkin.services.signin import Person
from checkin.storage import Db, audit, entries, people
from checkin.storage import badges as kept_badges
from checkin.storage.audit import SeenBy

_MOST: Final = 1000
_LISTED: Final = "list"


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's pages at a glance; `unusual` is when a look lately was out of the ordinary."""

    name: str
    badge: MyBadge | None
    choices: tuple[Choice, ...]
    entries: int
    looks: int
    unusual: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One time the person came in, in the site's local time, with what, and until when kept."""

    at: datetime
    site: str
    door: str
    deleted_on: date
    presented: Presented


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looked: one opened record, or on one day the lists of one role, in local time."""

    at: datetime
    times: int
    viewers: tuple[str, ...]
    role: str
    act: str
    categories: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    deleted_on: date

    @property
    def listed(self) -> bool:
        """Whether the person appeared in lists, rather than being opened on their own."""
        return self.act == _LISTED


def overview(db: Db, person: Person, hashing: Hashing, *, now: datetime) -> Overview:
    """The person's pages at a glance."""
    ends_at, seen = people.ends_at(db, person.holder), audit.looks_at(db, person.access)
    unusual = (one.at for one in seen if _unusual(one) and one.at > now - NEWS_FOR)
    return Overview(
        people.get(db, person.identity).name,
        badges.mine(db, person.holder, hashing, now=now),
        consent.choices(db, person.identity),
        len(entries.own(db, person.holder, limit=_MOST)),
        len(seen),
        next(unusual, None),
        last_day.of(db, ends_at) if ends_at else None,
    )


def own_entries(db: Db, person: Person, limits: Limits) -> Sequence[OwnEntry]:
    """The person's entries, newest first."""
    kept = duration(limits, "retention_entry_days")
    paused = people.paused_until(db, person.holder)
    return [
        OwnEntry(
            one.minute.astimezone(ZoneInfo(one.zone)),
            one.site,
            one.door,
            day_of(one.minute + kept, paused),
            one.presented,
        )
        for one in entries.own(db, person.holder, limit=_MOST)
    ]


def looks(db: Db, person: Person, limits: Limits) -> Sequence[Looks]:
    """Who looked at the person's record, newest first; lists are told by day and role."""
    local, paused = kept_badges.zone_of(db, person.holder), people.paused_until(db, person.holder)
    return grouped(audit.looks_at(db, person.access), local, limits, paused)


def each_look(db: Db, person: Person, limits: Limits) -> Sequence[Looks]:
    """Who looked, newest first and each time on its own: a copy holds what was written down."""
    local, paused = kept_badges.zone_of(db, person.holder), people.paused_until(db, person.holder)
    return [_told([one], local, limits, paused) for one in audit.looks_at(db, person.access)]


def grouped(
    seen: Sequence[SeenBy], local: ZoneInfo, limits: Limits, paused: datetime | None = None
) -> list[Looks]:
    """These looks, newest first: lists by day and role, each opened record on its own."""
    parts = (
        list(part)
        for _, by_day in groupby(seen, key=lambda one: one.at.astimezone(local).date())
        for part in _told_together(list(by_day))
    )
    return sorted((_told(part, local, limits, paused) for part in parts), key=_newest, reverse=True)


def day_of(due: datetime, paused: datetime | None) -> date:
    """The day on which goes what is due then: nothing does while its person has it all paused."""
    return max(due, paused or due).date()


# --- looks --------------------------------------------------------------------------------------


def _unusual(one: SeenBy) -> bool:
    """Whether somebody looked into an incident, or read the database itself: people are told."""
    return one.look.reason_code == "incident" or one.look.act == DIRECT


def _told_together(day: list[SeenBy]) -> list[list[SeenBy]]:
    """The looks of one day: the lists of each role together, every other one alone."""
    lists: dict[str, list[SeenBy]] = {}
    alone = []
    for one in day:
        if one.look.act == _LISTED:
            lists.setdefault(one.look.viewer.role, []).append(one)
        else:
            alone.append([one])
    return [*lists.values(), *alone]


def _told(part: list[SeenBy], local: ZoneInfo, limits: Limits, paused: datetime | None) -> Looks:
    newest = part[0]
    return Looks(
        at=newest.at.astimezone(local),
        times=len(part),
        viewers=tuple(dict.fromkeys(one.look.viewer.alias for one in part)),
        role=newest.look.viewer.role,
        act=newest.look.act,
        categories=tuple(dict.fromkeys(each for one in part for each in one.look.categories)),
        reasons=tuple(dict.fromkeys((one.look.reason_code, one.look.reason) for one in part)),
        deleted_on=day_of(newest.at + duration(limits, "audit_months"), paused),
    )


def _newest(one: Looks) -> datetime:
    return one.at
