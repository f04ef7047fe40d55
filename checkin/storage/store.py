"""The database as blocks: `reading` sees one state of it, `writing` changes it, `scanning` scans.

SQLite has one writer, which is one connection that blocks hand to each other in turn, so that no
kiosk ever meets a locked database. PostgreSQL has as many as the pool allows.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, Table, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.dml import UpdateBase

from checkin.core.erasure import Erasure
from checkin.core.errors import UnavailableError
from checkin.storage import Db, guards, purposes, watch
from checkin.storage.ledger import Ledger
from checkin.storage.tables import audit_event, metadata
from checkin.storage.together import Together

_BUSY_MILLISECONDS = 5000
_SHORTLY_BUSY_MILLISECONDS = 100
_WAIT_SECONDS = 5


class UnauditedWriteError(RuntimeError):
    """A block changed an audited table and wrote no audit entry: a bug, so nothing is kept."""


class UnrecordedErasureError(RuntimeError):
    """A block erased, and there is no ledger that outlives the database: nothing is kept."""


class Store:
    """The database of one instance, and the ledger of what was erased in it."""

    def __init__(self, url: str, ledger: Ledger | None = None) -> None:
        self.dialect = make_url(url).get_backend_name()
        self.ledger = ledger
        self._reader = _engine(url, readers=True)
        if self.dialect == "sqlite":
            self._writer = self._scanner = _engine(url, readers=False)
        else:
            self._writer, self._scanner = self._reader, _engine_at_once(url)
        for engine in {self._writer, self._scanner}:
            _watch_writes(engine)
        for engine in {self._reader, self._writer, self._scanner}:
            _watch_reads(engine)
        self._together = Together(self._scanner) if self.dialect == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A block that reads one state of the database and changes nothing."""
        with _retryable(), self._reader.connect() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Db]:
        """A block that is kept whole when it ends, or not at all.

        What it erased is in the ledger before that. Raises UnauditedWriteError if it changed an
        audited table without an audit entry, and UnavailableError if the database or the ledger
        can't take it now.
        """
        erased: list[Erasure] = []
        try:
            with _retryable(), self._writer.begin() as db:
                db.info.update(changed=set(), audited=False, scanning=False, erasures=[])
                yield db
                if db.info["changed"] and not db.info["audited"]:
                    raise UnauditedWriteError(", ".join(sorted(db.info["changed"])))
                erased = self._told_to_ledger(db.info["erasures"])
        except BaseException:
            if erased and self.ledger is not None:
                self.ledger.void([one.id for one in erased])
            raise

    def _told_to_ledger(self, erasures: list[Erasure]) -> list[Erasure]:
        if erasures:
            if self.ledger is None:
                raise UnrecordedErasureError
            self.ledger.note(erasures)
        return erasures

    @contextmanager
    def scanning(self) -> Iterator[Db]:
        """A block for one scan: on PostgreSQL each statement is kept at once, or not at all.

        So a scan takes two round trips and holds nothing between them. On SQLite, which one block
        writes at a time anyway, the block is kept whole, together with others that wait. Raises
        UnauditedWriteError before a change of an audited table, and UnavailableError as `writing`.
        """
        with (
            _retryable(),
            self._together.block() if self._together else self._scanner.begin() as db,
        ):
            db.info.update(changed=set(), audited=False, scanning=True)
            yield db

    def create_tables(self) -> None:
        """Make every table at once: for tests and throw-away databases; others migrate."""
        with self._writer.begin() as db:
            metadata.create_all(db)
            guards.install(db)

    def empty_log(self) -> None:
        """Let what was deleted leave the disk: SQLite's write-ahead log keeps earlier pages.

        Puts it off while somebody reads. PostgreSQL reuses its log by itself.
        """
        if self.dialect != "sqlite":
            return
        with _retryable(), closing(self._writer.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={_SHORTLY_BUSY_MILLISECONDS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")

    def close(self) -> None:
        """Let go of every connection."""
        for engine in {self._reader, self._writer, self._scanner}:
            engine.dispose()


def _engine(url: str, *, readers: bool) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            hide_parameters=True,  # errors are logged, and parameters are names and addresses
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=8,
            pool_timeout=_WAIT_SECONDS,
        )
    engine = create_engine(
        url,
        hide_parameters=True,
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=8 if readers else 1,
        max_overflow=8 if readers else 0,
        pool_timeout=_WAIT_SECONDS,
        connect_args={"check_same_thread": False, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    begin = "BEGIN" if readers else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda db: db.connection.cursor().execute(begin))
    return engine


def _engine_at_once(url: str) -> Engine:
    """For scans on PostgreSQL. A connection that the server has closed is noticed when it's used.

    Then one scan is answered by another try of its kiosk, and all connections are made anew: that
    costs less than asking the server before every scan whether it is still there.
    """
    return create_engine(
        url,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_size=8,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        pool_use_lifo=True,
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE would pass by the guards
        f"busy_timeout={_BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _watch_reads(engine: Engine) -> None:
    """Ask of every statement who sees what it reads, and what for."""

    @event.listens_for(engine, "before_cursor_execute")
    def check(
        _db: Connection, _cursor: Any, _sql: str, _values: Any, context: Any, _many: bool
    ) -> None:
        if context.compiled is not None:
            watch.check(context.compiled)
            purposes.check(context.compiled)


def _watch_writes(engine: Engine) -> None:
    @event.listens_for(engine, "before_execute")
    def note(
        db: Connection, statement: Any, _many: object, _few: object, options: Mapping[str, Any]
    ) -> None:
        if "changed" not in db.info or not isinstance(statement, UpdateBase):
            return
        if options.get("unaudited"):
            return
        table = statement.table
        if table is audit_event:
            db.info["audited"] = True
        elif isinstance(table, Table) and table.info.get("audited", True):
            if db.info["scanning"]:
                raise UnauditedWriteError(table.name)
            db.info["changed"].add(table.name)


@contextmanager
def _retryable() -> Iterator[None]:
    """Turn a database that can't be had just now into something the edge can say and retry."""
    try:
        yield
    except (OperationalError, PoolTimeoutError) as fault:
        raise UnavailableError("The database can't take this right now. Try again.") from fault
    except DBAPIError as fault:
        if fault.connection_invalidated:
            raise UnavailableError("The database was interrupted. Try again.") from fault
        raise
