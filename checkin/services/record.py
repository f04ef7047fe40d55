"""Everything held on a person, for that person: on a page, as JSON and as a table (GDPR 15, 20)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from checkin.core.hashing import Hashing
from checkin.core.inventory import PURPOSES, Cat, Export, Origin, Privacy, Rule
from checkin.core.retention import Limits, duration
from checkin.services import dossier
from checkin.services.signin import Person
from checkin.storage import Db, inventory, people
from checkin.storage import badges as kept_badges
from checkin.storage import dossier as rows
from checkin.storage.dossier import Row, Rows, Whose


@dataclass(frozen=True, slots=True)
class Processors:
    """Who works on the data besides the organisation itself: mail goes through some of them."""

    all_data: tuple[str, ...]
    mail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldValue:
    """One value, ready for JSON, with its declaration and who gets it."""

    column: str
    value: Any
    privacy: Privacy
    recipients: tuple[str, ...]

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
    """One record, and the day on which it goes by itself; None while nothing ends it."""

    values: tuple[HeldValue, ...]
    deleted_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds on the person, where it comes from and how long it stays."""

    table: str
    origin: Origin
    rule: Rule
    kept: str
    rows: tuple[HeldRow, ...]


def held(
    db: Db, person: Person, hashing: Hashing, limits: Limits, processors: Processors
) -> Sequence[Held]:
    """Every value held on the person, table by table, each told as it was declared.

    Of secrets (hashes, salts) it says only that they are there (GDPR art. 15 and 20).
    """
    declared = _declared()
    return [
        _held(part, declared[part.table], limits, processors) for part in _rows(db, person, hashing)
    ]


def copy(
    db: Db,
    person: Person,
    hashing: Hashing,
    limits: Limits,
    processors: Processors,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Everything held on the person, ready for JSON: values, why they are kept and how long."""
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
            for one in dossier.own_entries(db, person, limits)
        ],
    }
    tables = [_as_json(part) for part in held(db, person, hashing, limits, processors)]
    return {"made_at": _plain(now), "in_words": named, "tables": tables}


COPY_HEAD: Final = (
    "table", "record", "value of", "value", "why", "purposes", "basis", "source", "recipients",
    "kept", "deleted on",
)  # fmt: skip
"""The columns of the copy as a table: one line for each value."""


def copy_lines(parts: Iterable[Held]) -> Iterator[tuple[str, ...]]:
    """The copy as lines of a table, under `COPY_HEAD`."""
    for part in parts:
        for number, row in enumerate(part.rows, start=1):
            for one in row.values:
                yield (
                    part.table,
                    str(number),
                    one.column,
                    "" if one.value is None else str(one.value),
                    one.privacy.why,
                    "; ".join(one.purposes),
                    "; ".join(one.basis),
                    part.origin.value,
                    "; ".join(one.recipients),
                    part.kept,
                    row.deleted_on.isoformat() if row.deleted_on else "",
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


def _held(
    part: Rows, columns: Mapping[str, Privacy], limits: Limits, processors: Processors
) -> Held:
    # Its columns agree on how long a row stays, since it goes as a whole.
    rule = next(iter(columns.values())).retention
    return Held(
        part.table,
        part.origin,
        rule,
        rule.in_words(limits),
        tuple(
            HeldRow(
                tuple(
                    HeldValue(
                        name,
                        _told_value(value, columns[name]),
                        columns[name],
                        _recipients(columns[name], processors),
                    )
                    for name, value in row.items()
                ),
                _deleted_on(row, rule, limits),
            )
            for row in part.rows
        ),
    )


def _recipients(privacy: Privacy, processors: Processors) -> tuple[str, ...]:
    """Whoever hosts and backs up gets everything, whoever sends mail what is sent."""
    mailed = processors.mail if privacy.category is Cat.CONTACT else ()
    return tuple(dict.fromkeys((*processors.all_data, *mailed)))


def _as_json(part: Held) -> dict[str, Any]:
    columns = {one.column: one for row in part.rows for one in row.values}
    return {
        "table": part.table,
        "source": part.origin.value,
        "columns": {
            name: {
                "why": one.privacy.why,
                "purposes": list(one.purposes),
                "basis": list(one.basis),
                "recipients": list(one.recipients),
                "kept": part.kept,
            }
            for name, one in columns.items()
        },
        "rows": [
            {
                "values": {one.column: one.value for one in row.values},
                "deleted_on": row.deleted_on.isoformat() if row.deleted_on else None,
            }
            for row in part.rows
        ],
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


def _deleted_on(row: Row, rule: Rule, limits: Limits) -> date | None:
    """The day on which the row goes by itself; None for what lasts until it is taken back."""
    began = rows.ends_at(row, rule.clock)
    if began is None:
        return None
    kept = began + duration(limits, rule.limit) if rule.limit else began
    return kept.date()
