"""What the server's user may do in PostgreSQL, on a real server with two real users."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from checkin.core.errors import ConflictError, ForbiddenError
from checkin.storage import grants, guards, migrate
from checkin.storage.ledger import Ledger
from checkin.storage.store import Store
from checkin.storage.tables import metadata
from tests import postgres, world
from tests.conftest import make_tables_of_an_owner
from tests.postgres import OWNER, SERVER, as_owner, as_server

Factory = pytest.TempPathFactory
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def served(postgres_server: postgres.Server, tmp_path_factory: Factory) -> Iterator[Store]:
    """Linden Works with a row in every covered table, as the server has it."""
    folder = tmp_path_factory.mktemp("served")
    with postgres_server.database(make_tables_of_an_owner) as url:
        store = Store(as_server(url), Ledger(folder / "erasures.log"))
        world.everything_about(world.building(store, folder), "Ada Lindqvist")
        assert set(guards.COVERED) <= set(world.rows(store))
        yield store
        store.close()


@pytest.fixture
def bare(postgres_server: postgres.Server) -> Iterator[str]:
    """The owner's address of a database without tables."""
    with postgres_server.database(lambda _url: None) as url:
        yield url


def run(url: str, *statements: str) -> None:
    """Do this as the user of that address, in one transaction."""
    engine = create_engine(url)
    try:
        with engine.begin() as db:
            for statement in statements:
                db.execute(text(statement))
    finally:
        engine.dispose()


def run_in(store: Store, statements: str) -> None:
    with store.writing() as db:
        for statement in statements.split("; "):
            db.execute(text(statement))


# --- what is refused --------------------------------------------------------------------------

IN_THE_WAY = r"permission denied|must be owner of|in one place|must be able to SET ROLE|superuser"
GATE = "INSERT INTO erasing (id) VALUES ('00000000-0000-0000-0000-000000000001')"
FUNCTION = "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;END $$"

ON_A_COLUMN = "UPDATE {name} SET {column} = {column}"
ON_A_TABLE = (
    "DELETE FROM {name}",
    "INSERT INTO {name} SELECT * FROM {name} ON CONFLICT ({key}) DO UPDATE SET {column} = NULL",
    "TRUNCATE {name} CASCADE",
    "ALTER TABLE {name} DISABLE TRIGGER ALL",
    "ALTER TABLE {name} DISABLE TRIGGER {never}",
    "DROP TRIGGER {gone} ON {name}",
    "ALTER TRIGGER {never} ON {name} RENAME TO other",
    "CREATE TRIGGER aaa BEFORE DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION never_change()",
    "CREATE RULE aaa AS ON DELETE TO {name} DO INSTEAD NOTHING",
    "DROP TABLE {name} CASCADE",
    "ALTER TABLE {name} RENAME TO other",
    "ALTER TABLE {name} OWNER TO {server}",
    "GRANT ALL ON {name} TO {server}; UPDATE {name} SET {column} = {column}",
)
ON_A_FUNCTION = (
    "CREATE OR REPLACE FUNCTION {name}" + FUNCTION,
    "DROP FUNCTION {name}() CASCADE",
    "ALTER FUNCTION {name}() RENAME TO other",
)
OTHERWISE = (
    f"{GATE}; DELETE FROM notice_version",  # noqa: S608  nobody's words are in it
    "TRUNCATE erasing",
    "SET session_replication_role = replica",
    f"SET ROLE {OWNER}",
    "CREATE TABLE other (id integer)",
    "CREATE SCHEMA other",
    "DROP SCHEMA public CASCADE",
    "UPDATE alembic_version SET version_num = '0001'",
)


def tried() -> Iterator[str]:
    """What whoever has the server's password might try."""
    for name in guards.COVERED:
        table = metadata.tables[name]
        never, gone = guards._names(table)
        firm = [one.name for one in table.columns if one.name not in guards.FREE.get(name, ())]
        key = ", ".join(one.name for one in table.primary_key.columns)
        known = {"name": name, "never": never, "gone": gone, "key": key, "server": SERVER}
        yield from (ON_A_COLUMN.format(column=one, **known) for one in firm)
        yield from (form.format(column=firm[0], **known) for form in ON_A_TABLE)
    for function in ("never_change", "erase_in_one_place"):
        yield from (form.format(name=function) for form in ON_A_FUNCTION)
    yield from OTHERWISE


@pytest.mark.parametrize("statements", list(tried()))
def test_the_servers_user_is_refused(served: Store, statements: str) -> None:
    before = world.contents(served)

    with pytest.raises(DBAPIError, match=IN_THE_WAY):
        run_in(served, statements)

    assert world.contents(served) == before


def test_the_gate_alone_lets_rows_go_that_may(served: Store) -> None:
    """So the refusals above aren't about a server that can do nothing."""
    before = world.contents(served)

    with served.writing() as db:
        whole = db.begin_nested()
        db.execute(text(GATE))
        assert db.execute(text("DELETE FROM audit_event")).rowcount > 0
        assert db.execute(text("UPDATE consent_event SET ended_at = now()")).rowcount > 0
        whole.rollback()

    assert world.contents(served) == before


# --- how it stands ----------------------------------------------------------------------------

SOUND = grants.Standing(SERVER, OWNER, False, False, (), (), ())


def standing(url: str) -> grants.Standing:
    with migrate.connected(url) as db:
        found = grants.standing(db)
    assert found is not None
    return found


def test_with_two_users_the_server_has_what_it_needs_and_nothing_else(postgres_url: str) -> None:
    assert standing(postgres_url) == SOUND


def test_a_user_that_owns_the_tables_is_told_apart(bare: str) -> None:
    migrate.upgrade(bare)

    found = standing(bare)

    assert (found.user, found.owner, found.lacks) == (OWNER, OWNER, ())
    assert found.may_everything
    assert not found.superuser
    assert {"UPDATE on notice_version", "TRUNCATE on entry"} <= set(found.excess)


def test_a_superuser_and_a_member_of_the_owner_are_told_apart(
    postgres_url: str, postgres_server: postgres.Server
) -> None:
    highest = postgres_server.url(postgres_url.rpartition("/")[2])
    with postgres_server.connect() as administrator:
        administrator.execute(f"GRANT {OWNER} TO {SERVER}")

        member, above = standing(postgres_url), standing(highest)

        administrator.execute(f"REVOKE {OWNER} FROM {SERVER}")
    assert (member.owner, member.may_everything, member.superuser) == (OWNER, True, False)
    assert (above.owner, above.may_everything, above.superuser) == (OWNER, True, True)


def test_what_is_too_much_or_missing_is_named_and_the_next_migrate_mends_it(
    postgres_url: str,
) -> None:
    run(
        as_owner(postgres_url),
        "GRANT UPDATE (body) ON notice_version TO PUBLIC",
        f"GRANT TRUNCATE ON entry TO {SERVER}",
        f"GRANT UPDATE ON alembic_version TO {SERVER}",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        f"REVOKE UPDATE ON door FROM {SERVER}",
        f"REVOKE UPDATE (ended_at) ON consent_event FROM {SERVER}",
    )
    found = standing(postgres_url)
    assert found.excess == (
        "CREATE on schema public",
        "TRUNCATE on entry",
        "UPDATE on alembic_version",
        "UPDATE on notice_version.body",
    )
    assert found.lacks == ("UPDATE on consent_event.ended_at", "UPDATE on door")

    migrate.upgrade(postgres_url, owner_url=as_owner(postgres_url))

    assert standing(postgres_url) == SOUND


def test_whoever_else_may_read_how_references_belong_together_is_named(
    postgres_url: str, postgres_server: postgres.Server
) -> None:
    with postgres_server.connect() as administrator:
        administrator.execute("CREATE ROLE reporting LOGIN")
        run(as_owner(postgres_url), "GRANT SELECT (holder) ON subject_link TO reporting")

        found = standing(postgres_url)

        run(as_owner(postgres_url), "REVOKE ALL ON subject_link FROM reporting")
        administrator.execute("DROP ROLE reporting")
    assert found.readers == ("reporting",)
    assert standing(postgres_url).readers == ()


def test_on_sqlite_there_are_no_users(tmp_path: Path) -> None:
    with migrate.connected(f"sqlite:///{tmp_path / 'some.sqlite'}") as db:
        assert grants.standing(db) is None


# --- moving to two users, and what can be got wrong -------------------------------------------


def test_tables_of_one_user_can_be_given_to_another(
    bare: str, postgres_server: postgres.Server, tmp_path: Path
) -> None:
    """What the operations guide says to do with a database that has run with one user."""
    url = as_server(bare)
    database = bare.rpartition("/")[2]
    run(postgres_server.url("postgres"), f"ALTER DATABASE {database} OWNER TO {SERVER}")
    migrate.upgrade(url)
    store = Store(url, Ledger(tmp_path / "erasures.log"))
    world.everything_about(world.building(store, tmp_path), "Ada Lindqvist")
    before = world.contents(store)
    assert standing(url).owner == SERVER

    run(postgres_server.url(database), f"REASSIGN OWNED BY {SERVER} TO {OWNER}")
    migrate.upgrade(url, owner_url=bare)

    assert standing(url) == SOUND
    assert world.contents(store) == before
    store.close()


def test_the_servers_user_takes_no_step_and_is_told_who_does(bare: str, postgres_url: str) -> None:
    for url in (as_server(bare), postgres_url):
        with pytest.raises(ForbiddenError, match=r"refuses this: .* CHECKIN_DATABASE_OWNER_URL"):
            migrate.upgrade(url)


def test_both_addresses_have_to_be_of_one_database_and_two_users(
    bare: str, postgres_url: str, tmp_path: Path
) -> None:
    lite = f"sqlite:///{tmp_path / 'some.sqlite'}"
    for url, owner_url, problem in (
        (postgres_url, bare, "different databases"),
        (bare, bare, f"both of the user {OWNER}"),
        (lite, bare, "Only PostgreSQL knows users"),
        (bare, lite, "Only PostgreSQL knows users"),
    ):
        with pytest.raises(ConflictError, match=problem):
            migrate.upgrade(url, owner_url=owner_url)

    with migrate.connected(bare) as db:
        assert migrate.stands_at(db) is None
    assert list(tmp_path.iterdir()) == []


def test_every_table_can_be_used_and_no_covered_one_changed() -> None:
    for table in metadata.sorted_tables:
        may = grants.needed(table)
        assert {"SELECT", "INSERT"} <= may
        assert ("UPDATE" in may) is (table.name not in guards.COVERED)
    assert "DELETE" not in grants.needed(metadata.tables["notice_version"])
