"""What personal data is read for: every helper says so, and its columns have to be declared for it.

Beside `storage.watch`, which asks who sees what is read. A statement that reads a column about
somebody raises unless the helper that runs it names a purpose the column is declared for
(`storage.tables`). One that reads columns of several purposes links them, and names each. A
statement of a scan is judged once, when it is prepared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from sqlalchemy.engine import Compiled

from checkin.core.inventory import Purpose
from checkin.storage.statements import declared, read_by


class Duty(StrEnum):
    """What the law asks for of everything that is kept, whatever it is kept for."""

    COPY = "a person's own copy, GDPR art. 15 and 20"
    ERASURE = "letting go, GDPR art. 5(1)(e) and 17"
    BACKUP = "bringing it back after a loss, GDPR art. 32(1)(c)"


class UndeclaredPurposeError(RuntimeError):
    """Something about somebody was read for what it isn't kept for: a bug."""


_why: ContextVar[frozenset[Purpose | Duty]] = ContextVar("why", default=frozenset())


@contextmanager
def reads(*why: Purpose | Duty) -> Iterator[None]:
    """What a helper reads for: these alone, whoever calls it. The helpers it calls name their own.

    The function that yields rows as they come has to leave the reading to another one.
    """
    before = _why.set(frozenset(why))
    try:
        yield
    finally:
        _why.reset(before)


def check(compiled: Compiled) -> None:
    """Raise UndeclaredPurposeError if this statement reads what isn't kept for what is asked."""
    why = _why.get()
    if not why.isdisjoint(Duty):
        return
    wrong = [one for one in read_by(compiled).personal if why.isdisjoint(declared(one).purposes)]
    if wrong:
        told = sorted(f"{one} (kept for {', '.join(declared(one).purposes)})" for one in wrong)
        asked = " and ".join(sorted(why)) or "no purpose: say which with @reads"
        raise UndeclaredPurposeError(f"{'; '.join(told)} read for {asked}")
