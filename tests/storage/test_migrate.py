import pytest
from sqlalchemy import create_engine, inspect, text

from checkin.core.errors import UnavailableError
from checkin.storage import migrate
from checkin.storage.store import Store
from checkin.storage.tables import metadata
from tests.world import looking_in


def tables_in(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def test_an_empty_database_becomes_exactly_the_schema_in_code(bare_url: str) -> None:
    moved = migrate.upgrade(bare_url)

    assert moved.current is None
    assert not migrate.revisions(bare_url).pending
    assert migrate.differences(bare_url) == []


def test_a_column_that_only_code_has_is_noticed(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    engine = create_engine(bare_url)
    with engine.begin() as db:
        db.execute(text("ALTER TABLE closed_day RENAME COLUMN day TO dag"))
    engine.dispose()

    found = migrate.differences(bare_url)

    assert {difference[0] for difference in found if isinstance(difference, tuple)} == {
        "add_column",
        "remove_column",
    }


def test_going_back_to_the_beginning_leaves_no_table(bare_url: str) -> None:
    migrate.upgrade(bare_url)

    migrate.downgrade(bare_url)

    assert tables_in(bare_url) == set()


def test_up_down_and_up_again_ends_where_up_does(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    migrate.downgrade(bare_url)

    migrate.upgrade(bare_url)

    assert migrate.differences(bare_url) == []


def test_upgrading_twice_changes_nothing(bare_url: str) -> None:
    migrate.upgrade(bare_url)

    again = migrate.upgrade(bare_url)

    assert not again.pending


@pytest.mark.postgres
def test_every_declaration_is_readable_in_postgresql_itself(postgres_url: str) -> None:
    engine = create_engine(postgres_url)

    for table in metadata.sorted_tables:
        found = inspect(engine).get_columns(table.name)
        assert {column["name"]: column["comment"] for column in found} == {
            column.name: column.comment for column in table.columns
        }
    engine.dispose()


def test_a_step_that_fails_leaves_the_database_as_it_was(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_db: object) -> None:
        raise RuntimeError("after the last step")

    monkeypatch.setattr(migrate, "_comment_columns", fail)

    with pytest.raises(RuntimeError, match="after the last step"):
        migrate.upgrade(bare_url)

    assert tables_in(bare_url) == set()


def test_doors_that_stand_stay_open_for_everybody_and_keep_their_kiosks(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    migrate.downgrade(bare_url, to="0006")
    engine = create_engine(bare_url)
    site = "(id, code, title, time_zone) VALUES ('{0}', 'hq', 'HQ', 'UTC')"
    door = (
        "(id, site, title, way, posture, gap_seconds, gap_mode, version)"
        " VALUES ('{0}', '{0}', 'Gate', 'in', 'normal', 0, 'refuse', 1)"
    )
    kiosk = "(id, door, title, input, version) VALUES ('{0}', '{0}', 'Tablet', 'scanner', 1)"
    with engine.begin() as db:
        for table, row in (("site", site), ("door", door), ("kiosk", kiosk)):
            db.execute(text(f"INSERT INTO {table} {row.format('0' * 32)}"))

    migrate.upgrade(bare_url)

    with engine.begin() as db:
        found = db.execute(text("SELECT door_class, assurance FROM door")).all()
        kiosks = db.execute(text("SELECT door FROM kiosk")).all()
    engine.dispose()
    assert found == [("general", "any")]
    assert len(kiosks) == 1


def test_every_declared_table_can_be_read_in_a_migrated_database(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    store = Store(bare_url)

    with looking_in(), store.reading() as db:
        counts = {table.name: db.execute(table.select()).all() for table in metadata.sorted_tables}

    store.close()
    assert all(rows == [] for rows in counts.values())


@pytest.mark.parametrize("url", ["nonsense", "postgresql+psycopg://x@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(UnavailableError, match="Look at database_url, at its server"):
        migrate.revisions(url)
