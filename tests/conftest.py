"""Fixtures for every test: a database on the wanted server, a PostgreSQL, a browser."""

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
    if config.getoption("--database") == "postgresql":
        dropped = [item for item in items if not reaches_postgresql(item)]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if reaches_postgresql(item)]


def reaches_postgresql(item: pytest.Item) -> bool:
    """Whether a test of storage or services uses the database, or any test asks for this one."""
    if item.get_closest_marker("postgres"):
        return True
    rows = any(folder in item.path.parents for folder in ON_BOTH_DATABASES)
    return rows and "database_url" in getattr(item, "fixturenames", ())


def make_tables(url: str) -> None:
    """Every table, in an empty database."""
    from checkin.storage.store import Store  # the core's tests need no database to be importable

    store = Store(url)
    store.create_tables()
    store.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for this run alone."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of a new PostgreSQL database with every table."""
    with postgres_server.database(make_tables) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with every table, to be copied."""
    file = tmp_path_factory.mktemp("template") / "checkin.sqlite"
    make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database with every table, of the kind that `--database` asks for."""
    if request.config.getoption("--database") == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    file = tmp_path / "checkin.sqlite"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator["Store"]:
    """A new database with every table and a ledger of erasures, opened."""
    from checkin.storage.ledger import Ledger
    from checkin.storage.store import Store

    opened = Store(database_url, Ledger(tmp_path / "erasures.log"))
    yield opened
    opened.close()


@pytest.fixture
def building(store: "Store", tmp_path: Path) -> "Building":
    """The small company of `tests.world`, in a new database."""
    from tests import world

    return world.building(store, tmp_path)


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
