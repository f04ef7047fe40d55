from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from checkin.storage import joining
from checkin.storage.store import Store
from tests import world
from tests.world import Building

SOMEBODY = "somebody.rare@linden.example"


def on_disk(folder: Path) -> list[str]:
    """The files in which the address stands."""
    return [
        path.name
        for path in sorted(folder.iterdir())
        if path.is_file() and SOMEBODY.encode() in path.read_bytes()
    ]


def begin(building: Building) -> None:
    someone = joining.Joining(SOMEBODY, False, None, joining.Start(building.everyone, building.hq))
    with building.runtime.writing() as db:
        joining.begin(db, b"t" * 32, someone, until=building.clock.pass_(minutes=15))


def test_what_was_deleted_is_in_no_file_once_the_log_is_emptied(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'checkin.sqlite'}")
    store.create_tables()
    building = world.building(store, tmp_path)
    begin(building)
    with store.writing() as db:
        joining.forget_ended(db, now=building.now)
    assert on_disk(tmp_path) == ["checkin.sqlite-wal"]

    store.empty_log()

    assert on_disk(tmp_path) == []
    store.close()


def test_emptying_the_log_waits_for_nobody_who_reads(building: Building, store: Store) -> None:
    begin(building)

    with store.reading() as db:
        joining.under_way(db, b"t" * 32, now=building.now)
        store.empty_log()

    assert world.rows(store)["joining"] == 1


def test_an_error_of_the_database_says_no_name_or_address(building: Building) -> None:
    begin(building)

    with pytest.raises(IntegrityError) as fault:
        begin(building)

    assert SOMEBODY not in str(fault.value)
