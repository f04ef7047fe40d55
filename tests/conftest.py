"""Fixtures for every test: a database on the wanted server, a PostgreSQL, a browser."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import browser as chromium
from tests import node, postgres

if TYPE_CHECKING:
    from checkin.storage.store import Store
    from tests.world import Building

TESTS = Path(__file__).resolve().parent
JOURNEYS = TESTS / "journeys"
ON_BOTH_DATABASES = (TESTS / "storage", TESTS / "services")

# How long one example takes says nothing on a busy machine
settings.register_profile("checkin", settings(), deadline=None)
settings.load_profile("checkin")


class CompiledOnce(BytecodeCache):
    """Templates that one test's application compiled, for those of the next."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": CompiledOnce()}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="what `database_url` gives: the tests of storage and services run on both",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys open browsers; a run on PostgreSQL is for what reaches a database there."""
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(together(item)))
    if on_postgresql(config):
        dropped = [item for item in items if not reaches_postgresql(item)]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if reaches_postgresql(item)]


def together(item: pytest.Item) -> str:
    """Which journeys follow one another: those of a module, and all in which a camera films."""
    films = {"filming", "camera", "empty_room"} & set(getattr(item, "fixturenames", ()))
    return "camera" if films else item.path.stem


def pytest_collection_finish() -> None:
    """All modules and tests stay until the end: looking through them for garbage takes a fifth."""
    gc.collect()
    gc.freeze()


def reaches_postgresql(item: pytest.Item) -> bool:
    """Whether a test of storage or services uses the database, or any test asks for this one."""
    if item.get_closest_marker("postgres"):
        return True
    rows = any(folder in item.path.parents for folder in ON_BOTH_DATABASES)
    return rows and not {"database_url", "bare_url"}.isdisjoint(getattr(item, "fixturenames", ()))


def on_postgresql(config: pytest.Config) -> bool:
    """Whether `database_url` gives a database there in this run."""
    return bool(config.getoption("--database") == "postgresql")


def put_in_place(template: Path, file: Path) -> None:
    """A copy of that SQLite database, at once in place of the one that no test uses any more."""
    copy = shutil.copyfile(template, file.with_name(f"{file.name}-new"))
    for left in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    copy.replace(file)


def make_tables(url: str) -> None:
    """Every table, in an empty database."""
    from checkin.storage.store import Store  # the core's tests need no database to be importable

    store = Store(url)
    store.create_tables()
    store.close()


def make_tables_of_an_owner(owner_url: str) -> None:
    """Every table, in an empty PostgreSQL database, for a server that doesn't own them."""
    from checkin.storage import migrate

    migrate.upgrade(postgres.as_server(owner_url), owner_url=owner_url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for this run alone."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of a new PostgreSQL database with every table, which another user owns.

    So whatever the server's user isn't granted and needs fails a test.
    """
    with postgres_server.database(make_tables_of_an_owner) as url:
        yield postgres.as_server(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "checkin.sqlite"
    make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sqlite_company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Building":
    """The small company of `tests.world` with a SQLite database and keys, to be copied."""
    from checkin.storage.store import Store
    from tests import world

    folder = tmp_path_factory.mktemp("company")
    file = shutil.copyfile(sqlite_template, folder / sqlite_template.name)
    store = Store(f"sqlite:///{file}")
    made = world.building(store, folder)
    store.close()
    return made


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every test finds a database of its own."""
    return tmp_path_factory.mktemp("database") / "checkin.sqlite"


@pytest.fixture(scope="session")
def sqlite_store(sqlite_file: Path) -> "Store":
    """The store that all tests open in turn: SQLAlchemy compiles each statement once for them."""
    from checkin.storage.store import Store

    return Store(f"sqlite:///{sqlite_file}")


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new database with every table, of the kind that `--database` asks for."""
    if on_postgresql(request.config):
        return str(request.getfixturevalue("postgres_url"))
    file: Path = request.getfixturevalue("sqlite_file")
    put_in_place(request.getfixturevalue("sqlite_template"), file)
    return f"sqlite:///{file}"


def no_tables(_url: str) -> None:
    """Nothing, in an empty database."""


@pytest.fixture
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, of the kind that `--database` asks for."""
    if request.config.getoption("--database") == "postgresql":
        with request.getfixturevalue("postgres_server").database(no_tables) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'bare.sqlite'}"


@pytest.fixture
def store(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator["Store"]:
    """A new database with every table and a ledger of erasures, opened."""
    from checkin.storage.ledger import Ledger
    from checkin.storage.store import Store

    ledger = Ledger(tmp_path / "erasures.log")
    if on_postgresql(request.config):
        opened = Store(database_url, ledger)
    else:
        opened = request.getfixturevalue("sqlite_store")
        opened.close()  # a stream of an earlier test's server may have opened that one's file
        opened.ledger = ledger
    yield opened
    opened.close()


@pytest.fixture
def owners_store(request: pytest.FixtureRequest, store: "Store") -> Iterator["Store"]:
    """The same database as who owns its tables has it; SQLite knows no users."""
    from checkin.storage.store import Store

    if not on_postgresql(request.config):
        yield store
        return
    opened = Store(postgres.as_owner(request.getfixturevalue("database_url")), store.ledger)
    yield opened
    opened.close()


@pytest.fixture
def building(request: pytest.FixtureRequest, store: "Store", tmp_path: Path) -> "Building":
    """The small company of `tests.world`, in a new database."""
    from tests import world

    if on_postgresql(request.config):
        return world.building(store, tmp_path)
    made, file = (request.getfixturevalue(name) for name in ("sqlite_company", "sqlite_file"))
    put_in_place(made.runtime.settings.instance / file.name, file)
    return world.moved(made, store, tmp_path)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself, for a test that starts a browser with a film before its camera."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium without a camera."""
    launched = chromium.launch(playwright)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, for `page.evaluate`."""
    return node.axe()
