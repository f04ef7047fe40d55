import sqlite3

from checkin.storage import erasing
from checkin.storage.store import Store, _prepare_sqlite
from checkin.storage.tables import entry
from tests import world
from tests.world import Building


def test_rows_of_another_are_left_alone(building: Building, store: Store) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")
    world.came_in(building, ada, building.now)
    world.came_in(building, grace, building.now)

    with store.writing() as db:
        assert erasing.rows(db, entry, entry.c.site == building.lab) == 0
        assert erasing.rows(db, entry, entry.c.site == building.hq) == 2

    assert "entry" not in world.rows(store)


def test_sqlite_wipes_what_is_deleted_even_where_it_was_built_not_to() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA secure_delete=OFF")

    _prepare_sqlite(connection, None)

    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()
