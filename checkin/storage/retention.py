"""Deleting rows that are due, as their columns declare it.

A table's rule is the one with a clock among its columns' declarations. Rows that others point at go
last, so that nothing due is held up by something that is due as well. A table is named here only if
that isn't all there is to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, func, select, tuple_

from checkin.core.inventory import Privacy, Rule
from checkin.core.retention import Limits, cutoff, duration
from checkin.storage import Db, counts, erasing
from checkin.storage.purposes import Duty, reads
from checkin.storage.tables import (
    access_event,
    entry,
    holder,
    kiosk_count,
    metadata,
    rights_request,
    subject_link,
    weekly_ref,
)


@dataclass(frozen=True, slots=True)
class Due:
    """How many rows of a table are due, and since when the oldest of them is kept."""

    table: str
    rows: int
    oldest: datetime
    words: str


@reads(Duty.ERASURE)
def due(db: Db, limits: Limits, *, now: datetime) -> list[Due]:
    """What is due, in the order in which it is to go."""
    found = []
    for table, rule in _expiring():
        clock = _clock(table, rule)
        rows, oldest = db.execute(
            select(func.count(), func.min(clock)).where(_is_due(table, rule, limits, now))
        ).one()
        if rows:
            found.append(Due(table.name, rows, oldest, rule.in_words(limits)))
    return found


@dataclass(frozen=True, slots=True)
class Backlog:
    """How a table's rows are let go: how many are due, how many too long, and its oldest row."""

    table: str
    due: int
    overdue: int
    oldest: datetime | None


@reads(Duty.ERASURE)
def backlog(db: Db, limits: Limits, *, now: datetime) -> list[Backlog]:
    """Every table whose rows end by a clock, in the order in which they go."""
    late = now - duration(limits, "erase_sla_hours")
    found = []
    for table, rule in _expiring():
        due, overdue = (
            select(func.count()).where(_is_due(table, rule, limits, moment)).scalar_subquery()
            for moment in (now, late)
        )
        oldest = select(func.min(_clock(table, rule))).scalar_subquery()
        row = db.execute(select(due, overdue, oldest)).one()
        found.append(Backlog(table.name, *row))
    return found


@reads(Duty.ERASURE)
def delete_due(db: Db, limits: Limits, *, now: datetime, limit: int) -> dict[str, int]:
    """Delete at most `limit` rows that are due, oldest first; how many of which table.

    The counts of an hour go together, and leave what may stay of them.
    """
    deleted: dict[str, int] = {}
    for table, rule in _expiring():
        room = limit - sum(deleted.values())
        if room <= 0:
            break
        rows = (
            counts.close_hours(
                db, until=cutoff(limits, rule.limit, now=now), base=limits.round_base, limit=room
            )
            if table is kiosk_count
            else _delete_oldest(db, table, rule, limits, now=now, limit=room)
        )
        if rows:
            deleted[table.name] = rows
    return deleted


def _delete_oldest(
    db: Db, table: Table, rule: Rule, limits: Limits, *, now: datetime, limit: int
) -> int:
    key = list(table.primary_key.columns)
    oldest = (
        select(*key)
        .where(_is_due(table, rule, limits, now))
        .order_by(_clock(table, rule))
        .limit(limit)
    )
    return erasing.rows(db, table, tuple_(*key).in_(oldest))


def rule_of(table: Table) -> Rule | None:
    """The rule by which rows of this table end by themselves; None if they last.

    Raises ValueError if columns of one table disagree, since a row goes as a whole.
    """
    declared: list[Privacy] = [column.info["privacy"] for column in table.columns]
    rules = {privacy.retention for privacy in declared if privacy.retention.clock is not None}
    if len(rules) > 1:
        raise ValueError(f"columns of {table.name} end by different rules")
    return next(iter(rules), None)


def clock_of(table: Table) -> ColumnElement[datetime] | None:
    """The moment from which a row's time runs, or at which it ends; None for what lasts."""
    rule = rule_of(table)
    return None if rule is None else _clock(table, rule)


def _expiring() -> list[tuple[Table, Rule]]:
    """Tables whose rows end by a clock, those that point at others first."""
    tables = reversed(metadata.sorted_tables)
    return [(table, rule) for table in tables if (rule := rule_of(table)) is not None]


def _is_due(table: Table, rule: Rule, limits: Limits, now: datetime) -> ColumnElement[bool]:
    due = _clock(table, rule) <= cutoff(limits, rule.limit, now=now)
    pausable = _PAUSABLE.get(table.name)
    if pausable is None:
        return due
    column, theirs = pausable
    return due & column.not_in(theirs(select(holder.c.ref).where(holder.c.paused_until > now)))


_PAUSABLE: Final[dict[str, tuple[ColumnElement[Any], Callable[[Select[Any]], Select[Any]]]]] = {
    "weekly_ref": (weekly_ref.c.holder, lambda paused: paused),
    "entry": (
        entry.c.weekly_ref,
        lambda paused: select(weekly_ref.c.ref).where(weekly_ref.c.holder.in_(paused)),
    ),
    "access_event": (
        access_event.c.subject,
        lambda paused: select(subject_link.c.access).where(subject_link.c.holder.in_(paused)),
    ),
    "rights_request": (
        rights_request.c.identity,
        lambda paused: select(subject_link.c.identity).where(subject_link.c.holder.in_(paused)),
    ),
}
"""What stays as it is while a person has everything paused (GDPR art. 18): the column that leads to
them, and what it holds for the holders that are paused."""

PAUSABLE: Final = frozenset(_PAUSABLE)


def _clock(table: Table, rule: Rule) -> ColumnElement[datetime]:
    assert rule.clock is not None
    return table.c[rule.clock]
