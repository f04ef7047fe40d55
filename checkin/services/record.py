"""Everything held on a person, for that person: to read and to take along (GDPR 15, 20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from checkin.core.hashing import Hashing
from checkin.core.inventory import PURPOSES, Cat, Export, Origin, Privacy, Rule
from checkin.core.retention import Limits, duration
from checkin.services import dossier
from checkin.services.consent import RECEIPT_SHOWN_FOR
from checkin.services.dossier import OwnEntry
from checkin.services.signin import Person
from checkin.storage import Db, inventory, people
from checkin.storage import badges as kept_badges
from checkin.storage import dossier as rows
from checkin.storage.badges import Opened
from checkin.storage.dossier import Row, Rows, Whose
from checkin.storage.retention import PAUSABLE


@dataclass(frozen=True, slots=True)
class Processors:
    """Who works on the data besides the organisation itself: mail goes through some of them."""

    all_data: tuple[str, ...]
    mail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldValue:
    """One value, ready for JSON, with its declaration and who gets it.

    Of a secret the value is True: it is there. Of the reference of a site, a door, a screen or an
    access profile, `place` is what that is called.
    """

    table: str
    column: str
    value: Any
    privacy: Privacy
    recipients: tuple[str, ...]
    place: str | None = None

    @property
    def purposes(self) -> tuple[str, ...]:
        """What it is used for, in words."""
        return tuple(PURPOSES[purpose].words for purpose in self.privacy.purposes)

    @property
    def basis(self) -> tuple[str, ...]:
        """The lawful basis of each purpose, each once."""
        return tuple(sorted({PURPOSES[purpose].basis for purpose in self.privacy.purposes}))


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One record, and the day on which it goes by itself.

    What lasts as long as a yes goes with it: by that day, `unless_renewed` by saying yes again.
    """

    values: tuple[HeldValue, ...]
    deleted_on: date
    unless_renewed: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds on the person, where it comes from and how long it stays."""

    table: str
    origin: Origin
    rule: Rule
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a person takes along: the doors that open and their entries by name, and every value."""

    opens: tuple[Opened, ...]
    entries: tuple[OwnEntry, ...]
    tables: tuple[Held, ...]


def held(
    db: Db, person: Person, hashing: Hashing, limits: Limits, processors: Processors
) -> Sequence[Held]:
    """Every value held on the person, table by table, each told as it was declared.

    Of secrets (hashes, salts) it says only that they are there (GDPR art. 15 and 20).
    """
    declared, found = _declared(), _rows(db, person, hashing)
    telling = _Telling(limits, processors, rows.places(db), *_yes_ends(found))
    return [_held(part, declared[part.table], telling) for part in found]


def copy(db: Db, person: Person, hashing: Hashing, limits: Limits, processors: Processors) -> Copy:
    """Everything held on the person, to take along."""
    return Copy(
        tuple(kept_badges.places_of(db, person.holder)),
        tuple(dossier.own_entries(db, person, limits)),
        tuple(held(db, person, hashing, limits, processors)),
    )


def _rows(db: Db, person: Person, hashing: Hashing) -> Sequence[Rows]:
    named = people.get(db, person.identity)
    address = named.email or ""
    return rows.held(db, Whose(named.refs, address, hashing.email(address)))


def _declared() -> Mapping[str, Mapping[str, Privacy]]:
    return {
        table.name: {column.name: column.privacy for column in table.columns}
        for table in inventory.tables()
    }


@dataclass(frozen=True, slots=True)
class _Telling:
    """What has to be known to tell of rows: limits, who works on them, names, when the yes ends."""

    limits: Limits
    processors: Processors
    places: Mapping[UUID, str]
    yes_ends: datetime
    paused_until: datetime | None


def _yes_ends(found: Sequence[Rows]) -> tuple[datetime, datetime | None]:
    """When the yes to a badge ends by itself: with its time or the last day; and a pause of it."""
    (row,) = next(part.rows for part in found if part.table == "holder")
    return min(row["entry_until"], row["ends_at"] or row["entry_until"]), row["paused_until"]


def _held(part: Rows, columns: Mapping[str, Privacy], telling: _Telling) -> Held:
    # Its columns agree on how long a row stays, since it goes as a whole.
    rule = next(iter(columns.values())).retention
    return Held(
        part.table,
        part.origin,
        rule,
        tuple(
            HeldRow(
                tuple(
                    HeldValue(
                        part.table,
                        name,
                        _told_value(value, columns[name]),
                        columns[name],
                        _recipients(columns[name], telling.processors),
                        telling.places.get(value) if isinstance(value, UUID) else None,
                    )
                    for name, value in row.items()
                ),
                *_goes(part.table, row, rule, telling),
            )
            for row in part.rows
        ),
    )


def _recipients(privacy: Privacy, processors: Processors) -> tuple[str, ...]:
    """Whoever hosts and backs up gets everything, whoever sends mail what is sent."""
    mailed = processors.mail if privacy.category is Cat.CONTACT else ()
    return tuple(dict.fromkeys((*processors.all_data, *mailed)))


def _told_value(value: Any, privacy: Privacy) -> Any:
    """The value; of what is kept as a secret, only that it is there."""
    if privacy.export is Export.PRESENCE_ONLY:
        return None if value is None else True
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


def _goes(table: str, row: Row, rule: Rule, telling: _Telling) -> tuple[date, bool]:
    """The day on which the row goes, and whether saying yes again would put that off."""
    began = rows.ends_at(row, rule.clock)
    if began is None:
        ends = max(telling.yes_ends, telling.paused_until or telling.yes_ends)
        return (ends + _outlives(table, telling.limits)).date(), True
    kept = began + duration(telling.limits, rule.limit) if rule.limit else began
    paused = telling.paused_until if table in PAUSABLE else None
    return dossier.day_of(kept, paused), False


def _outlives(table: str, limits: Limits) -> timedelta:
    """How long rows stay after the yes has ended: proof of it does, all else goes with it."""
    match table:
        case "consent_event":
            return duration(limits, "evidence_months")
        case "receipt_code":
            return RECEIPT_SHOWN_FOR
        case _:
            return timedelta()
