from pathlib import Path

import pytest
from sqlalchemy import select

from checkin.storage import copies, migrate, tables
from checkin.storage.copies import PASSING
from checkin.storage.store import Store
from tests import world
from tests.world import Building, looking_in


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a copy holds, as the code reads it."""
    with looking_in(), store.reading() as db:
        return {
            table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
            if table.name not in PASSING
        }


@pytest.mark.parametrize("kind", ["the same kind", "SQLite"])
def test_what_is_copied_out_and_in_is_what_was_there(
    building: Building, store: Store, bare_url: str, tmp_path: Path, kind: str
) -> None:
    target = bare_url if kind == "the same kind" else f"sqlite:///{tmp_path / 'lite.sqlite'}"
    world.everything_about(building, "Ada Lindqvist")
    with store.reading() as db:
        copies.one_state(db)
        parts = list(copies.out(db))
        counts = copies.counts(db)
    migrate.upgrade(target)

    rows = copies.into(target, parts)

    brought_back = Store(target)
    assert everything(brought_back) == everything(store)
    assert rows == counts
    brought_back.close()


def test_what_passes_by_itself_is_in_no_copy(building: Building, store: Store) -> None:
    world.everything_about(building, "Ada Lindqvist")

    with store.reading() as db:
        copied = {part.table for part in copies.out(db)}

    assert "identity" in copied
    assert not copied & PASSING
    assert set(tables.metadata.tables) >= PASSING


def test_what_was_deleted_is_in_no_copy(building: Building, store: Store) -> None:
    ada = world.enrol(building, "Ada Lindqvist")
    world.take_back(building, ada)

    with store.reading() as db:
        copied = repr(list(copies.out(db)))

    assert "Lindqvist" not in copied
    assert str(ada.refs.holder) not in copied
