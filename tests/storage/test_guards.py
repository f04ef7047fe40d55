from uuid import uuid4

import pytest
from sqlalchemy import create_engine, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from checkin.storage import erasing, guards, migrate, tables
from checkin.storage.guards import COVERED, FREE
from checkin.storage.store import Store
from tests import world
from tests.postgres import as_owner
from tests.world import Building, looking_in

NAMES = pytest.mark.parametrize("name", COVERED)
LASTING = {"notice_version"}
ERASED = pytest.mark.parametrize("name", sorted(set(COVERED) - LASTING))


@pytest.fixture
def full(building: Building, owners_store: Store) -> Store:
    """A database in which every covered table has a row, as who owns the tables has it."""
    world.everything_about(building, "Ada Lindqvist")
    assert set(COVERED) <= set(world.rows(owners_store))
    return owners_store


def run(store: Store, statement: object) -> None:
    with looking_in(), store.writing() as db:
        db.execute(statement.execution_options(unaudited=True))  # type: ignore[attr-defined]


@NAMES
def test_no_column_of_a_covered_row_is_ever_changed(full: Store, name: str) -> None:
    table = tables.metadata.tables[name]
    firm = [one for one in table.columns if one.name not in FREE.get(name, frozenset())]
    before = world.rows(full)

    for column in firm:
        with pytest.raises(DBAPIError, match="never changed"):
            run(full, update(table).values({column: column}))

    assert world.rows(full) == before


@ERASED
def test_a_covered_row_is_not_deleted_elsewhere(full: Store, name: str) -> None:
    before = world.rows(full)

    with pytest.raises(DBAPIError, match="erased in one place"):
        run(full, delete(tables.metadata.tables[name]))

    assert world.rows(full) == before


@pytest.mark.parametrize("name", sorted(LASTING))
def test_a_published_notice_isn_t_deleted_there_either(full: Store, name: str) -> None:
    table = tables.metadata.tables[name]
    before = world.rows(full)

    with pytest.raises(DBAPIError, match="never changed"), full.writing() as db:
        erasing.rows(db, table, next(iter(table.primary_key.columns)).is_not(None))

    assert {table.name for table in guards._covered() if guards.lasts(table)} == LASTING
    assert world.rows(full) == before


@NAMES
def test_no_covered_row_is_put_in_the_place_of_another(full: Store, name: str) -> None:
    """Which SQLite would do without a word: REPLACE deletes what is in its way."""
    table = tables.metadata.tables[name]
    before = world.contents(full)
    with looking_in(), full.reading() as db:
        row = dict(db.execute(select(table)).mappings().first() or {})

    replacing = insert(table).values(row).prefix_with("OR REPLACE", dialect="sqlite")
    with pytest.raises(DBAPIError, match=r"never changed|in one place|duplicate key"):
        run(full, replacing)

    assert world.contents(full) == before


@ERASED
def test_the_one_place_deletes_and_leaves_the_gate_shut(full: Store, name: str) -> None:
    table = tables.metadata.tables[name]
    key = next(iter(table.primary_key.columns))
    before = world.rows(full)

    with full.writing() as db:
        assert erasing.rows(db, table, key.is_not(None)) == before[name]
        db.info["audited"] = True
        assert db.execute(select(func.count()).select_from(tables.erasing)).scalar_one() == 0

    assert name not in world.rows(full)
    assert "erasing" not in world.rows(full)


@pytest.mark.postgres
def test_nobody_sees_the_gate_of_another(postgres_url: str) -> None:
    """On SQLite one block writes at a time."""
    engine = create_engine(postgres_url)
    with engine.connect() as one, engine.connect() as other:
        one.execute(insert(tables.erasing).values(id=uuid4()))
        assert one.execute(select(func.count()).select_from(tables.erasing)).scalar_one() == 1
        assert other.execute(select(func.count()).select_from(tables.erasing)).scalar_one() == 0
    engine.dispose()


def test_every_table_with_a_commitment_is_covered() -> None:
    committed = {table.name for table in tables.metadata.sorted_tables if "commitment" in table.c}

    assert committed <= set(COVERED)


def test_guards_come_with_the_last_step_and_go_before_an_earlier_one(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    engine = create_engine(bare_url)
    with engine.connect() as db:
        assert guards.missing(db) == []

    migrate.downgrade(bare_url, to="0001")
    with engine.connect() as db:
        assert guards.missing(db) == list(COVERED)
    engine.dispose()

    migrate.upgrade(bare_url)
    assert migrate.differences(bare_url) == []


def test_a_guard_that_is_gone_is_noticed_and_migrate_mends_it(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    engine = create_engine(bare_url)
    with engine.begin() as db:
        guards.remove(db)
        assert guards.missing(db) == list(COVERED)

    migrate.upgrade(bare_url)

    with engine.begin() as db:
        assert guards.missing(db) == []
    engine.dispose()


@pytest.mark.postgres
def test_a_guard_that_is_switched_off_is_noticed_too_and_migrate_mends_it(
    postgres_url: str,
) -> None:
    owner = as_owner(postgres_url)
    engine = create_engine(owner)
    with engine.begin() as db:
        db.execute(text("ALTER TABLE entry DISABLE TRIGGER entry_is_never_changed"))
        assert guards.missing(db) == ["entry"]

    migrate.upgrade(postgres_url, owner_url=owner)

    with engine.begin() as db:
        assert guards.missing(db) == []
    engine.dispose()
