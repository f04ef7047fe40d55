"""Reads of personal data by a human in the console: none without a look that is written down.

In a request of the console, a statement that reads a table about people raises, unless it runs
while somebody looks (`looking`, which leaves an event for each person) or its answer names nobody
(`unseen`, for a decision, a deed or a number). Whatever else asks the database isn't touched:
scans, people's own pages, jobs and commands. What each of them reads for is asked everywhere, by
`storage.purposes`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy.engine import Compiled

from checkin.core.ids import AccessRef
from checkin.core.inventory import Subject
from checkin.storage import Db, audit
from checkin.storage.audit import Look
from checkin.storage.statements import declared, read_by
from checkin.storage.tables import metadata

UNREADABLE: Final = frozenset({"throttle"})
"""Keyed hashes of what was tried and from where: who reads them learns nothing about anybody."""

_refusing: ContextVar[bool] = ContextVar("refusing", default=False)


class UnwatchedReadError(RuntimeError):
    """A page of the console read about people, and nobody would have been told: a bug."""


class Looking:
    """A look that goes on; it ends with who was seen."""

    def __init__(self, db: Db, look: Look, now: datetime) -> None:
        self._db, self._look, self._now = db, look, now
        self.told = False

    def saw(self, people: Collection[AccessRef]) -> None:
        """Write down that these people were seen: one event for each; nobody is an answer, too."""
        audit.looked(self._db, people, self._look, now=self._now)
        self.told = True


@contextmanager
def console() -> Iterator[None]:
    """From here to the end of the block, everything is read for a human in the console."""
    before = _refusing.set(True)
    try:
        yield
    finally:
        _refusing.reset(before)


@contextmanager
def looking(db: Db, look: Look, *, now: datetime) -> Iterator[Looking]:
    """A block that reads about people and says, before it ends, whom it saw.

    The events are kept with the block on the database, which ends before anything is shown. Raises
    UnwatchedReadError if the block doesn't say.
    """
    seen = Looking(db, look, now)
    with unseen("what is seen is told below"):
        yield seen
    if not seen.told:
        raise UnwatchedReadError(f"a look of the kind {look.act} doesn't say whom it saw")


@contextmanager
def unseen(_why: str) -> Iterator[None]:
    """A block that reads about people and shows nothing of any of them to anybody: say why."""
    before = _refusing.set(False)
    try:
        yield
    finally:
        _refusing.reset(before)


def check(compiled: Compiled) -> None:
    """Raise UnwatchedReadError if this statement must not be run now."""
    if _refusing.get() and (read := read_by(compiled).tables & watched()):
        raise UnwatchedReadError(f"{', '.join(sorted(read))} read without a look")


@cache
def watched() -> frozenset[str]:
    """The tables that say something about people who take part, or are on their way in."""
    return frozenset(
        table.name
        for table in metadata.sorted_tables
        if table.name not in UNREADABLE
        and any(
            declared(one).personal and declared(one).subject is Subject.EMPLOYEE
            for one in table.columns
        )
    )
