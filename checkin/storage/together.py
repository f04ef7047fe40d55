"""One connection that writes, and blocks that take turns on it and are kept together.

Keeping a transaction costs SQLite more than a scan does, since the disk has to confirm it. So a
block that ends while others wait for their turn leaves the transaction open for them, and returns
only when the last of them has had it kept: nobody is answered before the answer is on disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from checkin.core.errors import UnavailableError
from checkin.storage import Db

_LONGEST_WAIT = 5.0
_PATIENCE = 0.1
_MOST = 32
"""Blocks in one transaction: then others who write get their turn, too."""


class Together:
    """Blocks on the one connection of this engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0
        self._open: _Transaction | None = None

    @contextmanager
    def block(self) -> Iterator[Db]:
        """A block that is kept whole when it ends, or not at all.

        Raises UnavailableError if its turn doesn't come, or what it shares couldn't be kept.
        """
        self._take_turn()
        try:
            mine = self._open = self._open or _Transaction(self._engine)
            with mine.part():
                yield mine.db
        finally:
            self._end_turn()
        self._wait_for(mine)

    def _take_turn(self) -> None:
        with self._counting:
            self._waiting += 1
        mine = self._turn.acquire(timeout=_LONGEST_WAIT)
        with self._counting:
            self._waiting -= 1
        if not mine:
            raise UnavailableError("The database is busy. Try again.")

    def _end_turn(self) -> None:
        """Leave the transaction to whoever waits, or keep it."""
        if self._open and (not self._waiting or self._open.parts >= _MOST):
            self._keep()
        self._turn.release()

    def _keep(self) -> None:
        assert self._open is not None
        self._open.end()
        self._open = None

    def _wait_for(self, mine: "_Transaction") -> None:
        while not mine.ended.wait(_PATIENCE):
            # Whoever was waiting has given up.
            if self._turn.acquire(blocking=False):
                if self._open is mine:
                    self._keep()
                self._turn.release()
        if mine.fault:
            raise UnavailableError("The database can't take this right now.") from mine.fault


class _Transaction:
    """What several blocks write, one after the other."""

    def __init__(self, engine: Engine) -> None:
        self.db = engine.connect()
        try:
            self.db.begin()
        except BaseException:
            self.db.close()
            raise
        self.parts = 0
        self.fault: DBAPIError | None = None
        self.ended = Event()

    @contextmanager
    def part(self) -> Iterator[None]:
        """One block: what it wrote is undone if it fails, and the others' is kept."""
        self.parts += 1
        self._run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._undo()
            raise
        self._run("RELEASE part")

    def end(self) -> None:
        """Keep what was written, and tell everybody who waits for it."""
        try:
            if self.fault:
                self.db.rollback()
            else:
                self.db.commit()
        except DBAPIError as fault:
            self.fault = fault
            self.db.connection.rollback()  # SQLAlchemy takes it for ended, SQLite doesn't
        finally:
            self.db.close()
            self.ended.set()

    def _undo(self) -> None:
        try:
            self._run("ROLLBACK TO part")
            self._run("RELEASE part")
        except self.db.dialect.loaded_dbapi.Error as fault:
            # A full disk, for one, makes SQLite undo the whole transaction.
            self.fault = DBAPIError("ROLLBACK TO part", None, fault)

    def _run(self, statement: str) -> None:
        self.db.connection.cursor().execute(statement)
