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
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import SetColumnComment

from checkin.core.errors import ConflictError, ForbiddenError, UnavailableError
from checkin.storage import Db, grants, guards
from checkin.storage.tables import metadata

_FOLDER = Path(__file__).with_name("migrations")
_NOT_ALLOWED = "42501"
"""PostgreSQL's code for what a user may not do (its manual, appendix A)."""


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


def upgrade(url: str, *, to: str = "head", owner_url: str = "") -> Revisions:
    """Take every step that is missing. All of them are kept, or none.

    With an `owner_url`, its user makes and owns the tables, and the user of `url` gets what the
    server needs of them (`storage.grants`). Returns where the database stood before, and where it
    stands now.
    """
    server = _user_of_server(url, owner_url) if owner_url else None
    before = revisions(owner_url or url)
    with connected(owner_url or url) as db:
        guards.remove(db)
        command.upgrade(_config(db), to)
        if to == "head":
            guards.install(db)
            _comment_columns(db)
            if server is not None:
                grants.give(db, server)
    return Revisions(before.current, revisions(owner_url or url).current)


def _user_of_server(url: str, owner_url: str) -> str:
    """Who the server is to PostgreSQL. Raises ConflictError unless another one owns the tables."""
    if not (url.startswith("postgresql") and owner_url.startswith("postgresql")):
        raise ConflictError(
            "Only PostgreSQL knows users: an owner's address needs a database_url of PostgreSQL."
        )
    with connected(url) as theirs, connected(owner_url) as ours:
        server, owner = grants.identity(theirs), grants.identity(ours)
    if server.database != owner.database:
        raise ConflictError("database_url and the owner's address lead to different databases.")
    if server.user == owner.user:
        raise ConflictError(
            f"database_url and the owner's address are both of the user {owner.user}. The server "
            "needs one of its own, which owns nothing."
        )
    return server.user


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
    """One transaction on a connection that nobody else uses.

    Raises UnavailableError, or ForbiddenError for what the database doesn't let its user do.
    """
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
    except ProgrammingError as fault:
        if getattr(fault.orig, "sqlstate", None) != _NOT_ALLOWED:
            raise
        raise ForbiddenError(
            f"The database refuses this: {str(fault.orig).splitlines()[0]}. Only the owner of the "
            "tables changes them and says who may use them: name that user's address in "
            "CHECKIN_DATABASE_OWNER_URL for `checkin init`, `migrate` and `restore`."
        ) from fault


def _let_sqlite_roll_back_tables(engine: Engine) -> None:
    """Python's driver commits before it makes a table, unless transactions are begun by hand."""

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def begin(db: Db) -> None:
        db.exec_driver_sql("BEGIN IMMEDIATE")
