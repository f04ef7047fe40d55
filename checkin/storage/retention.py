"""Deleting rows that are due, as their columns declare it: no table is named here.

A table's rule is the one with a clock among its columns' declarations. Rows that others point at go
last, so that nothing due is held up by something that is due as well.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, func, select, tuple_

from checkin.core.inventory import Privacy, Rule
from checkin.core.retention import Limits, cutoff
from checkin.storage import Db
from checkin.storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Due:
    """How many rows of a table are due, and since when the oldest of them is kept."""

    table: str
    rows: int
    oldest: datetime
    words: str


def due(db: Db, limits: Limits, *, now: datetime) -> list[Due]:
    """What is due, in the order in which it is to go."""
    found = []
    for table, rule in _expiring():
        clock = _clock(table, rule)
        rows, oldest = db.execute(
            select(func.count(), func.min(clock)).where(_is_due(table, rule, limits, now))
        ).one()
        if rows:
            found.append(Due(table.name, rows, oldest, rule.words))
    return found


def delete_due(db: Db, limits: Limits, *, now: datetime, limit: int) -> dict[str, int]:
    """Delete at most `limit` rows that are due, oldest first; how many of which table."""
    deleted: dict[str, int] = {}
    for table, rule in _expiring():
        room = limit - sum(deleted.values())
        if room <= 0:
            break
        key = list(table.primary_key.columns)
        oldest = (
            select(*key)
            .where(_is_due(table, rule, limits, now))
            .order_by(_clock(table, rule))
            .limit(room)
        )
        rows = db.execute(delete(table).where(tuple_(*key).in_(oldest))).rowcount
        if rows:
            deleted[table.name] = rows
    return deleted


def rule_of(table: Table) -> Rule | None:
    """The rule by which rows of this table end by themselves; None if they last.

    Raises ValueError if columns of one table disagree, since a row goes as a whole.
    """
    declared: list[Privacy] = [column.info["privacy"] for column in table.columns]
    rules = {privacy.retention for privacy in declared if privacy.retention.clock is not None}
    if len(rules) > 1:
        raise ValueError(f"columns of {table.name} end by different rules")
    return next(iter(rules), None)


def _expiring() -> list[tuple[Table, Rule]]:
    """Tables whose rows end by a clock, those that point at others first."""
    tables = reversed(metadata.sorted_tables)
    return [(table, rule) for table in tables if (rule := rule_of(table)) is not None]


def _is_due(table: Table, rule: Rule, limits: Limits, now: datetime) -> ColumnElement[bool]:
    return _clock(table, rule) <= cutoff(limits, rule.limit, now=now)


def _clock(table: Table, rule: Rule) -> ColumnElement[datetime]:
    assert rule.clock is not None
    return table.c[rule.clock]
