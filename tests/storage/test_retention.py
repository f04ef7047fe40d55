from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    func,
    insert,
    select,
)

from checkin.core.audit import SYSTEM
from checkin.core.consent import Act, By, Method, State
from checkin.core.ids import HolderRef, KioskId, uuid7
from checkin.core.inventory import Cat, Erase, Export, Privacy, Purpose, Rule, Subject
from checkin.core.retention import Limits, cutoff
from checkin.core.site import DoorWay
from checkin.storage import Db, audit, retention, tables
from checkin.storage.store import Store
from checkin.storage.types import ByValue, UtcDateTime

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits()
DAY = timedelta(days=1)
# What each table of rows that end by themselves is declared to be kept for, behind its clock.
KEPT = {
    table.name: (rule.clock, rule.limit)
    for table in tables.metadata.sorted_tables
    if (rule := retention.rule_of(table)) is not None
}


class Rows:
    """Makes a row of any table that ends by a clock, showing the time it is given."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self.numbers = count()
        site, profile, door = uuid4(), uuid4(), uuid4()
        self.holder, self.kiosk = HolderRef(uuid4()), KioskId(uuid4())
        self.identity = uuid4()
        self.add("site", id=site, time_zone="UTC")
        self.add("profile", id=profile)
        self.add("door", id=door, site=site, way=DoorWay.IN)
        self.add("kiosk", id=self.kiosk, door=door)
        self.add("holder", ref=self.holder, entry_until=NOW + DAY)
        self.add("identity", ref=self.identity)
        self.site, self.profile, self.door = site, profile, door

    def add(self, table: str, **values: object) -> None:
        """A row with these values, what else it needs made up."""
        made = tables.metadata.tables[table]
        rest = [column for column in made.columns if not column.nullable]
        made_up = {one.name: self._made_up(one) for one in rest if one.name not in values}
        self.db.execute(insert(made).values({**made_up, **values}))

    def due(self, table: str, clock: datetime) -> None:
        """A row of `table` whose clock shows `clock`; all its other columns are made up."""
        made = tables.metadata.tables[table]
        values = {column.name: self._made_up(column) for column in made.columns}
        rule = retention.rule_of(made)
        assert rule is not None
        assert rule.clock is not None
        if table == "entry":
            values["weekly_ref"] = self._week(clock)
        if table == "session":
            values["account"] = None
        if table == "door_rules":
            values["version"] = next(self.numbers)
        if table == "waiting_time":
            values["milliseconds"] = 900
        self.add(table, **{**values, rule.clock: clock})

    def _week(self, of: datetime) -> UUID:
        ref = uuid4()
        monday = (of - timedelta(days=of.weekday())).replace(hour=0, minute=0)
        self.add(
            "weekly_ref", ref=ref, holder=self.holder, week=self._another_day(),
            ends_at=monday + 7 * DAY,
        )  # fmt: skip
        return ref

    def _another_day(self) -> date:
        return NOW.date() + DAY * next(self.numbers)

    def _made_up(self, column: Column[object]) -> object:
        for key in column.foreign_keys:
            return getattr(self, key.column.table.name, None)
        match column.type:
            case ByValue() as closed_set:
                members: type[StrEnum] = closed_set.members
                return next(iter(members))
            case String():
                return uuid4().hex[:6]
            case Uuid():
                return uuid7(NOW, uuid4().bytes[:10])
            case UtcDateTime():
                return NOW
            case Date():
                return self._another_day()
            case LargeBinary():
                return uuid4().bytes * 2
            case _:
                return 0


def rows_of(db: Db, table: str) -> int:
    return db.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


@pytest.mark.parametrize("table", sorted(KEPT))
def test_a_row_goes_when_its_declaration_says_so_and_not_a_minute_earlier(
    store: Store, table: str
) -> None:
    _, limit = KEPT[table]
    last_kept = cutoff(LIMITS, limit, now=NOW)
    with store.writing() as db:
        rows = Rows(db)
        rows.due(table, last_kept)
        rows.due(table, last_kept + timedelta(minutes=1))
        audit.append(db, SYSTEM, "test", "test", now=NOW)
        before = rows_of(db, table)

        deleted = retention.delete_due(db, LIMITS, now=NOW, limit=100)

        assert deleted[table] == 1
        assert rows_of(db, table) == before - 1


def test_consents_still_in_force_never_end_by_the_clock(store: Store) -> None:
    with store.writing() as db:
        Rows(db).add(
            "consent_event", event_id=uuid4(), record=uuid4(), seq=1, purpose=Purpose.ENTRY,
            state=State.GIVEN, act=Act.GIVE, indicated_by=By.SUBJECT,
            method=Method.WEB_BOX_BUTTON, occurred_at=NOW - 4000 * DAY, notice="n", language="en",
            notice_digest="d", inventory_digest="d", form_digest="d", hint_salt=b"s", hint=b"h",
            salt=b"s", commitment=b"c", ended_at=None,
        )  # fmt: skip
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        assert retention.delete_due(db, LIMITS, now=NOW, limit=100) == {}


def test_the_oldest_rows_go_first(store: Store) -> None:
    with store.writing() as db:
        rows = Rows(db)
        for days in (40, 60, 50):
            rows.due("refusal", NOW - days * DAY)
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        retention.delete_due(db, LIMITS, now=NOW, limit=1)

        left = set(db.scalars(select(tables.refusal.c.minute)))
        assert left == {NOW - 40 * DAY, NOW - 50 * DAY}


def test_a_batch_never_deletes_more_than_it_may(store: Store) -> None:
    with store.writing() as db:
        rows = Rows(db)
        for _ in range(3):
            rows.due("refusal", NOW - 40 * DAY)
            rows.due("marker", NOW - DAY)
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        batches = [retention.delete_due(db, LIMITS, now=NOW, limit=2) for _ in range(4)]

        assert [sum(batch.values()) for batch in batches] == [2, 2, 2, 0]


def test_a_week_goes_after_its_entries_even_between_batches(store: Store) -> None:
    with store.writing() as db:
        rows = Rows(db)
        rows.due("entry", NOW - 60 * DAY)
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        first = retention.delete_due(db, LIMITS, now=NOW, limit=1)
        second = retention.delete_due(db, LIMITS, now=NOW, limit=1)

        assert first == {"entry": 1}
        assert second == {"weekly_ref": 1}


def test_what_is_due_is_told_with_the_age_of_the_oldest_before_it_goes(store: Store) -> None:
    with store.writing() as db:
        rows = Rows(db)
        rows.due("refusal", NOW - 40 * DAY)
        rows.due("refusal", NOW - 50 * DAY)
        rows.due("refusal", NOW)
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        (found,) = retention.due(db, LIMITS, now=NOW)

        assert (found.table, found.rows, found.oldest) == ("refusal", 2, NOW - 50 * DAY)


def test_the_length_that_a_building_chose_counts(store: Store) -> None:
    with store.writing() as db:
        Rows(db).due("entry", NOW - 10 * DAY)
        audit.append(db, SYSTEM, "test", "test", now=NOW)

        longer = retention.due(db, LIMITS, now=NOW)
        shorter = retention.due(db, Limits(retention_entry_days=7), now=NOW)

        assert longer == []
        assert "entry" in {found.table for found in shorter}


def test_a_table_whose_columns_disagree_is_refused() -> None:
    def declared(name: str, rule: Rule) -> Column[int]:
        privacy = Privacy(
            Cat.NONE, (Purpose.OPERATION,), Subject.NOBODY, rule, Erase.KEEP,
            Export.NOT_PERSONAL, "Why.",
        )  # fmt: skip
        return Column(name, Integer, info={"privacy": privacy})

    table = Table(
        "torn",
        MetaData(),
        declared("one", Rule("until one", "one")),
        declared("other", Rule("until other", "other")),
    )

    with pytest.raises(ValueError, match="end by different rules"):
        retention.rule_of(table)
