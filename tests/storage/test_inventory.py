from checkin.storage import inventory
from checkin.storage.tables import metadata


def test_the_inventory_tells_every_column_of_every_table() -> None:
    told = {(column.table, column.name) for table in inventory.tables() for column in table.columns}

    assert told == {
        (table.name, column.name) for table in metadata.tables.values() for column in table.columns
    }


def test_the_digest_is_the_same_each_time() -> None:
    first = inventory.digest()
    inventory.digest.cache_clear()
    inventory.tables.cache_clear()

    assert inventory.digest() == first
    assert len(first) == 64
