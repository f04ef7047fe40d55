"""Bringing a database to the schema of this release, step by step, on SQLite and PostgreSQL.

The steps are Alembic's, in `migrations/versions`. What columns declare about themselves is written
into the database as comments after the last step, so that rewording one needs no step of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import SetColumnComment

from checkin.core.errors import UnavailableError
from checkin.storage import Db, guards
from checkin.storage.tables import metadata

_FOLDER = Path(__file__).with_name("migrations")


@dataclass(frozen=True, slots=True)
class Revisions:
    """Which step the database stands at, and which is this release's last; None is an empty one."""

    current: str | None
    head: str | None

    @property
    def pending(self) -> bool:
        """Whether steps are missing."""
        return self.current != self.head


@cache
def _script() -> ScriptDirectory:
    """The steps as files, read once."""
    return ScriptDirectory.from_config(_config())


def revisions(url: str) -> Revisions:
    """Where the database stands. An empty or absent one stands nowhere."""
    script = _script()
    with connected(url) as db:
        current = MigrationContext.configure(db).get_current_revision()
    return Revisions(current, script.get_current_head())


def steps() -> frozenset[str]:
    """Every step that this release knows."""
    script = _script()
    return frozenset(step.revision for step in script.walk_revisions())


def stands_at(db: Db) -> str | None:
    """Which step this database stands at."""
    return MigrationContext.configure(db).get_current_revision()


def upgrade(url: str, *, to: str = "head") -> Revisions:
    """Take every step that is missing. All of them are kept, or none.

    Returns where the database stood before, and where it stands now.
    """
    before = revisions(url)
    with connected(url) as db:
        guards.remove(db)
        command.upgrade(_config(db), to)
        if to == "head":
            guards.install(db)
            _comment_columns(db)
    return Revisions(before.current, revisions(url).current)


def downgrade(url: str, *, to: str = "base") -> None:
    """Go back to an earlier step, or to an empty database: what later steps added is lost."""
    with connected(url) as db:
        guards.remove(db)
        command.downgrade(_config(db), to)


def differences(url: str) -> list[object]:
    """What the schema in code has and the database hasn't, or the other way round."""
    with connected(url) as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def _config(db: Db | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = db
    return config


def _comment_columns(db: Db) -> None:
    """PostgreSQL keeps comments; SQLite has none."""
    if (
        db.dialect.name != "postgresql"
        or MigrationContext.configure(db).get_current_revision() is None
    ):
        return
    for table in metadata.sorted_tables:
        for column in table.columns:
            db.execute(SetColumnComment(column))


@contextmanager
def connected(url: str) -> Iterator[Db]:
    """One transaction on a connection that nobody else uses. Raises UnavailableError."""
    try:
        engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
        if engine.dialect.name == "sqlite":
            _let_sqlite_roll_back_tables(engine)
        with engine.begin() as db:
            yield db
    except (ArgumentError, NoSuchModuleError, OperationalError) as fault:
        told = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        raise UnavailableError(
            f"The database can't be used: {told}. Look at database_url, at its server and at the "
            "room on its disk."
        ) from fault


def _let_sqlite_roll_back_tables(engine: Engine) -> None:
    """Python's driver commits before it makes a table, unless transactions are begun by hand."""

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def begin(db: Db) -> None:
        db.exec_driver_sql("BEGIN IMMEDIATE")
