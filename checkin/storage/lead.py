"""Which of several processes does what only one may do: the one that holds the database's lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from checkin.storage import Db
from checkin.storage.store import Store

_JOBS = 0x636865636B696E  # "checkin": any number that other programs in this database don't take


@contextmanager
def leading(store: Store) -> Iterator[Callable[[], bool] | None]:
    """Whether this process leads: None if another one does, else a way to ask if it still does.

    On SQLite there is one process and nothing to settle. On PostgreSQL the lock lasts as long as a
    connection of its own, outside any transaction: asking raises UnavailableError once it is lost.
    """
    if store.dialect == "sqlite":
        yield lambda: True
        return
    with store.reading() as db:
        apart = db.execution_options(isolation_level="AUTOCOMMIT")
        if not apart.execute(select(func.pg_try_advisory_lock(_JOBS))).scalar_one():
            yield None
            return
        try:
            yield lambda: _answers(apart)
        finally:
            apart.invalidate()  # closed rather than pooled: the lock ends with its connection


def _answers(db: Db) -> bool:
    return bool(db.execute(select(1)).scalar_one())
