"""What is held on a person, for that person: an overview, their entries, who looked, and a copy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkin.core.hashing import Hashing
from checkin.core.ids import HolderRef
from checkin.core.inventory import PURPOSES, Export, Privacy
from checkin.core.policy import Presented
from checkin.core.retention import Limits, duration
from checkin.services import badges, consent, last_day
from checkin.services.badges import MyBadge
from checkin.services.consent import Choice
from checkin.services.signin import Person
from checkin.storage import Db, audit, dossier, entries, inventory, people
from checkin.storage import badges as kept_badges
from checkin.storage.audit import SeenBy
from checkin.storage.dossier import Rows, Whose

_MOST: Final = 1000
_LISTED: Final = "list"


@dataclass(frozen=True, slots=True)
class Overview:
    """A person's pages at a glance."""

    name: str
    badge: MyBadge | None
    choices: tuple[Choice, ...]
    entries: int
    looks: int
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


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds on the person: how many rows, why, and how long."""

    table: str
    rows: int
    kept: str
    columns: tuple[tuple[str, str], ...]


def overview(db: Db, person: Person, hashing: Hashing, *, now: datetime) -> Overview:
    """The person's pages at a glance."""
    ends_at = people.ends_at(db, person.holder)
    return Overview(
        people.get(db, person.identity).name,
        badges.mine(db, person.holder, hashing, now=now),
        consent.choices(db, person.identity),
        len(entries.own(db, person.holder, limit=_MOST)),
        len(audit.looks_at(db, person.access, limit=_MOST)),
        last_day.of(db, ends_at) if ends_at else None,
    )


def own_entries(db: Db, person: Person, limits: Limits) -> Sequence[OwnEntry]:
    """The person's entries, newest first."""
    kept = duration(limits, "retention_entry_days")
    return [
        OwnEntry(
            one.minute.astimezone(ZoneInfo(one.zone)),
            one.site,
            one.door,
            (one.minute + kept).date(),
            one.presented,
        )
        for one in entries.own(db, person.holder, limit=_MOST)
    ]


def looks(db: Db, person: Person, limits: Limits) -> Sequence[Looks]:
    """Who looked at the person's record, newest first; lists are told by day and role."""
    seen = audit.looks_at(db, person.access, limit=_MOST)
    return grouped(seen, zone(db, person.holder), limits)


def grouped(seen: Sequence[SeenBy], local: ZoneInfo, limits: Limits) -> list[Looks]:
    """These looks, newest first: lists by day and role, each opened record on its own."""
    parts = (
        list(part)
        for _, by_day in groupby(seen, key=lambda one: one.at.astimezone(local).date())
        for part in _told_together(list(by_day))
    )
    return sorted((_told(part, local, limits) for part in parts), key=_newest, reverse=True)


def zone(db: Db, holder: HolderRef) -> ZoneInfo:
    """The local time of the first site that the holder's badge opens; UTC if there is none."""
    opened = kept_badges.places_of(db, holder)
    return ZoneInfo(opened[0].zone) if opened else ZoneInfo("UTC")


def held(db: Db, person: Person, hashing: Hashing) -> Sequence[Held]:
    """What is held on the person, table by table, as it was declared."""
    declared = _declared()
    return [
        Held(
            part.table,
            len(part.rows),
            _kept(declared[part.table].values()),
            tuple((name, privacy.why) for name, privacy in declared[part.table].items()),
        )
        for part in _rows(db, person, hashing)
    ]


def copy(
    db: Db, person: Person, hashing: Hashing, limits: Limits, *, now: datetime
) -> dict[str, Any]:
    """Everything held on the person, ready for JSON: values, why they are kept and how long.

    Secrets (hashes, salts) are named, never shown (GDPR art. 15 and 20).
    """
    named = {
        "opens": [
            {"site": one.site, "door": one.door} for one in kept_badges.places_of(db, person.holder)
        ],
        "entries": [
            {
                "minute": one.at.isoformat(timespec="minutes"),
                "site": one.site,
                "door": one.door,
                "with": one.presented.value,
                "deleted_on": one.deleted_on.isoformat(),
            }
            for one in own_entries(db, person, limits)
        ],
    }
    tables = [_table(part, limits) for part in _rows(db, person, hashing)]
    return {"made_at": _plain(now), "in_words": named, "tables": tables}


# --- looks --------------------------------------------------------------------------------------


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


def _told(part: list[SeenBy], local: ZoneInfo, limits: Limits) -> Looks:
    newest = part[0]
    return Looks(
        at=newest.at.astimezone(local),
        times=len(part),
        viewers=tuple(dict.fromkeys(one.look.viewer.alias for one in part)),
        role=newest.look.viewer.role,
        act=newest.look.act,
        categories=tuple(dict.fromkeys(each for one in part for each in one.look.categories)),
        reasons=tuple(dict.fromkeys((one.look.reason_code, one.look.reason) for one in part)),
        deleted_on=(newest.at + duration(limits, "audit_months")).date(),
    )


def _newest(one: Looks) -> datetime:
    return one.at


# --- what is held -------------------------------------------------------------------------------


def _rows(db: Db, person: Person, hashing: Hashing) -> Sequence[Rows]:
    named = people.get(db, person.identity)
    address = named.email or ""
    return dossier.held(db, Whose(named.refs, address, hashing.email(address)))


def _declared() -> Mapping[str, Mapping[str, Privacy]]:
    return {
        table.name: {column.name: column.privacy for column in table.columns}
        for table in inventory.tables()
    }


def _kept(declared: Iterable[Privacy]) -> str:
    """How long a table's rows stay: its columns agree, since a row goes as a whole."""
    return next(iter(declared)).retention.words


def _table(part: Rows, limits: Limits) -> dict[str, Any]:
    columns = _declared()[part.table]
    return {
        "table": part.table,
        "columns": {name: _column(privacy) for name, privacy in columns.items()},
        "rows": [
            {
                "values": {name: _told_value(value, columns[name]) for name, value in row.items()},
                "deleted_on": _deleted_on(row, columns, limits),
            }
            for row in part.rows
        ],
    }


def _column(privacy: Privacy) -> dict[str, Any]:
    return {
        "why": privacy.why,
        "purposes": [PURPOSES[purpose].words for purpose in privacy.purposes],
        "basis": sorted({PURPOSES[purpose].basis for purpose in privacy.purposes}),
        "kept": privacy.retention.words,
    }


def _told_value(value: Any, privacy: Privacy) -> Any:
    """The value; of what is kept as a secret, only that it is there."""
    if privacy.export is Export.PRESENCE_ONLY:
        return None if value is None else "kept, not shown"
    return _plain(value)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case bytes():
            return value.hex()
        case _:
            return str(value)


def _deleted_on(row: dossier.Row, columns: Mapping[str, Privacy], limits: Limits) -> str | None:
    """The day on which the row goes by itself; None for what lasts until it is taken back."""
    rule = next(iter(columns.values())).retention
    began = dossier.ends_at(row, rule.clock)
    if began is None:
        return None
    kept = began + duration(limits, rule.limit) if rule.limit else began
    return kept.date().isoformat()
