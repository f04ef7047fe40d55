from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, insert, text

from checkin import runtime
from checkin.core.audit import SYSTEM
from checkin.storage import Db, audit, health
from checkin.storage.store import Store
from checkin.storage.tables import closed_day

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


@contextmanager
def careless(url: str) -> Iterator[Db]:
    """A connection that, unlike the store's, checks no foreign keys."""
    engine = create_engine(url)
    with engine.begin() as db:
        yield db
    engine.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with opened(database_url) as store:
        yield store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """PostgreSQL watches over itself: what can be wrong is in a file."""
    url = f"sqlite:///{tmp_path / 'one.db'}"
    with opened(url) as store:
        store.create_tables()
    return url


def test_a_sound_database_has_no_faults(store: Store) -> None:
    with store.reading() as db:
        assert health.faults(db) == []


def test_rows_that_point_nowhere_are_told_with_their_table(sqlite_url: str) -> None:
    with careless(sqlite_url) as db:
        db.execute(insert(closed_day).values(site=uuid4(), day=NOW.date()))

    with opened(sqlite_url) as store, store.reading() as db:
        found = health.faults(db)

    assert found == ["rows of closed_day point at rows that are gone"]


def test_the_clock_of_the_database_is_aware_and_near_ours(store: Store) -> None:
    with store.reading() as db:
        theirs = health.clock(db)

    assert theirs.utcoffset() == timedelta(0)
    assert abs(theirs - runtime.utc_now()) < timedelta(minutes=1)


def test_the_last_audit_entry_is_the_newest_one(store: Store) -> None:
    with store.writing() as db:
        assert health.last_written(db) is None
        for hours in (0, 2, 1):
            audit.append(db, SYSTEM, "test", "test", now=NOW + timedelta(hours=hours))

    with store.reading() as db:
        assert health.last_written(db) == NOW + timedelta(hours=2)


def test_a_damaged_file_is_told(sqlite_url: str) -> None:
    wrong_page = "UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'ix_entry_minute'"
    with careless(sqlite_url) as db:
        db.execute(text("PRAGMA writable_schema = ON"))
        db.execute(text(wrong_page))

    with opened(sqlite_url) as store, store.reading() as db:
        assert health.faults(db) != []
