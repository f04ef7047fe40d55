"""The second statement of a scan: it stores what the answer leaves.

Nothing is locked since the first, which read all facts (`storage.scan_facts`). This one stores only
if everything the answer rests on is still as it was read, and holds the holder's own row (nobody
else's) for as long as it runs: so a scan is either before a withdrawal, which then erases it, or
after it, and leaves nothing.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Dialect,
    bindparam,
    exists,
    func,
    literal,
    select,
    true,
)

from checkin.core.audit import SALT_BYTES, Canonical, Kind, commitment
from checkin.core.ids import HolderRef, uuid7
from checkin.core.inventory import Purpose
from checkin.core.moments import hour_of, minute_of
from checkin.core.policy import (
    Decision,
    Presented,
    Recording,
    kept_reason,
)
from checkin.core.scan import Direction
from checkin.storage import Db
from checkin.storage.badges import TOLD_LATER
from checkin.storage.dialect import insert_for, insert_into
from checkin.storage.prepared import Prepared
from checkin.storage.purposes import reads
from checkin.storage.scan_facts import Found, Sought, monday
from checkin.storage.tables import (
    badge,
    door,
    entry,
    holder,
    kiosk,
    kiosk_count,
    marker,
    refusal,
    scan_answer,
    weekly_ref,
)


@reads(Purpose.ENTRY, Purpose.HISTORY)
def begin_week(db: Db, holder_ref: HolderRef, *, now: datetime) -> None:
    """Give the holder a fresh reference for this week's entries, unless there is one already.

    Nothing is written, and nothing is left behind, if the holder was erased or took back that
    entries are kept meanwhile.
    """
    week = monday(now)
    ends = datetime.combine(week + timedelta(days=7), datetime.min.time(), UTC)
    values = {"ref": uuid4(), "week": week, "ends_at": ends}
    of_holder = (
        select(holder.c.ref, *(literal(values[name], weekly_ref.c[name].type) for name in values))
        .where(holder.c.ref == holder_ref, holder.c.history)
        .with_for_update(read=True, of=holder)
    )
    added = insert_into(db, weekly_ref).from_select(["holder", *values], of_holder)
    db.execute(added.on_conflict_do_nothing())


def store(
    db: Db,
    found: Found,
    sought: Sought,
    decision: Decision,
    direction: Direction,
    *,
    presented: Presented | None,
    now: datetime,
) -> bool:
    """Store one answer and what may be remembered of it, if all it rests on is still current.

    Returns False, having let nobody in, if something changed, the nonce was answered or the proof
    used meanwhile.
    """
    traces = decision.recording if sought.use_hash else decision.recording - {Recording.MARKED}
    values = _stored_values(found, sought.nonce_hash, decision, direction, now)
    if Recording.NAMED in traces:
        values |= _entry_values(found, presented, now)
    if Recording.MARKED in traces:
        values |= {"use_hash": sought.use_hash, "marker_until": now + found.door.gap}
    if Recording.PROVED in traces:
        values |= {"proof_hash": sought.proof_hash, "proof_until": _told_by(now), "now": now}
    named_holder = found.versions.holder is not None
    if db.dialect.name == "postgresql":
        statement = _store_at_once(db.dialect, traces, named_holder)
        return bool(statement.first(db, values).answers)
    conditions, rest = _store_in_turn(db.dialect, traces, named_holder)
    if not all(condition.write(db, values) for condition in conditions):
        return False
    for trace in rest:
        trace.write(db, values)
    return True


def _stored_values(
    found: Found, nonce_hash: bytes, decision: Decision, direction: Direction, now: datetime
) -> dict[str, Any]:
    minute = minute_of(now)
    leaving = direction is Direction.OUT
    unread = Recording.UNREAD in decision.recording
    counted = Recording.COUNTED in decision.recording
    return {
        "nonce_hash": nonce_hash,
        "admit": decision.admit,
        "say": decision.say,
        "at": minute,
        "hour": minute.replace(minute=0),
        "kiosk": found.kiosk,
        "kiosk_version": found.versions.kiosk,
        "door": found.door_id,
        "door_version": found.versions.door,
        "badge": None if found.badge is None or not found.holder else UUID(bytes=found.badge.cti),
        "badge_version": found.versions.badge,
        "holder": found.holder,
        "holder_version": found.versions.holder,
        "came_in": int(counted and not leaving),
        "left_again": int(counted and leaving),
        "unread": int(unread),
        "refusal": uuid7(minute, secrets.token_bytes(10)),
        "reason": kept_reason(decision),
    }


def _told_by(taken_at: datetime) -> datetime:
    """The hour by which any kiosk will have told of a proof that was used then.

    Not the moment: nothing else that is kept for days says when somebody was here.
    """
    return hour_of(taken_at) + TOLD_LATER + timedelta(hours=1)


def _entry_values(found: Found, presented: Presented | None, now: datetime) -> dict[str, Any]:
    minute = minute_of(now)
    entry_id = uuid7(minute, secrets.token_bytes(10))
    salt = secrets.token_bytes(SALT_BYTES)
    assurance = presented.value if presented else ""
    body: dict[str, Canonical] = {
        "v": 1,
        "id": str(entry_id),
        "t": minute.strftime("%Y-%m-%dT%H:%MZ"),
        "site": str(found.site),
        "kiosk": str(found.kiosk),
        "dir": "in",
        "assurance": assurance,
        "ref": str(found.weekly_ref),
        "notice": found.notice or "",
    }
    return {
        "entry": entry_id,
        "weekly_ref": found.weekly_ref,
        "site": found.site,
        "assurance": assurance,
        "notice": found.notice or "",
        "salt": salt,
        "commitment": commitment(Kind.ENTRY, body, salt),
    }


@lru_cache
@reads(Purpose.ENTRY)
def _store_at_once(dialect: Dialect, traces: frozenset[Recording], named_holder: bool) -> Prepared:
    """PostgreSQL: one statement; everything hangs on the row that keeps the answer.

    And that hangs on the proof's marker, if there is one: of two scans of one proof at once the
    second waits here for the first, and then finds it used.
    """
    first = []
    source = _if_current(named_holder)
    if Recording.PROVED in traces:
        used = _proof("postgresql", source).returning(marker.c.use_hash).cte("used")
        first, source = [used], select().select_from(used)
    stored = _answer("postgresql", source).returning(scan_answer.c.nonce_hash).cte("stored")
    rest = [made.cte(f"trace_{n}") for n, made in enumerate(_traces("postgresql", traces, stored))]
    answers = select(func.count().label("answers")).select_from(stored).add_cte(*first, *rest)
    return Prepared(answers, dialect)


@lru_cache
@reads(Purpose.ENTRY)
def _store_in_turn(
    dialect: Dialect, traces: frozenset[Recording], named_holder: bool
) -> tuple[tuple[Prepared, ...], tuple[Prepared, ...]]:
    """SQLite: the same statements one after the other, alone on the one connection that writes.

    The first of them, up to the answer's, write nothing if somebody is not to be let in.
    """
    source = _if_current(named_holder)
    proved = [_proof("sqlite", source)] if Recording.PROVED in traces else []
    conditions = (*proved, _answer("sqlite", source))
    rest = _traces("sqlite", traces, None)
    return (
        tuple(Prepared(statement, dialect) for statement in conditions),
        tuple(Prepared(statement, dialect) for statement in rest),
    )


def _if_current(named_holder: bool) -> Any:
    """A row without columns, if kiosk, door, badge and holder are still as they were read."""
    current = [
        exists().where(
            kiosk.c.id == _value(kiosk.c.id, "kiosk"),
            kiosk.c.version == _value(kiosk.c.version, "kiosk_version"),
        ),
        exists().where(
            door.c.id == _value(door.c.id, "door"),
            door.c.version == _value(door.c.version, "door_version"),
        ),
    ]
    if not named_holder:
        return select().where(*current)
    same_badge = exists().where(
        badge.c.cti == _value(badge.c.cti, "badge"),
        badge.c.version == _value(badge.c.version, "badge_version"),
    )
    same_holder = (
        holder.c.ref == _value(holder.c.ref, "holder"),
        holder.c.version == _value(holder.c.version, "holder_version"),
    )
    held = select().select_from(holder).where(*same_holder, *current, same_badge)
    return held.with_for_update(read=True, of=holder)


def _proof(dialect: str, source: Any) -> Any:
    """Use the proof of a live badge up, if there is a row in the source and nobody has before."""
    values = (_value(marker.c.use_hash, "proof_hash"), _value(marker.c.until, "proof_until"))
    added = insert_for(dialect, marker).from_select(
        ["use_hash", "until"], source.add_columns(*values)
    )
    return added.on_conflict_do_update(
        index_elements=[marker.c.use_hash],
        set_={"until": added.excluded.until},
        where=marker.c.until <= _value(marker.c.until, "now"),
    )


def _answer(dialect: str, source: Any) -> Any:
    """Keep the answer, if there is a row in the source and the nonce has none."""
    kept = (
        _value(scan_answer.c.nonce_hash, "nonce_hash"),
        _value(scan_answer.c.admit, "admit"),
        _value(scan_answer.c.say, "say"),
        _value(scan_answer.c.at, "at"),
        _value(scan_answer.c.kept_from, "hour"),
    )
    columns = ["nonce_hash", "admit", "say", "at", "kept_from"]
    added = insert_for(dialect, scan_answer).from_select(columns, source.add_columns(*kept))
    return added.on_conflict_do_nothing()


def _traces(dialect: str, traces: frozenset[Recording], stored: Any) -> list[Any]:
    """The statements that write what is remembered, each only if the answer was kept."""
    made: list[Any] = []
    if traces & {Recording.COUNTED, Recording.UNREAD}:
        made.append(_count(dialect, stored))
    if Recording.NAMED in traces:
        made.append(
            _from(
                dialect,
                entry,
                stored,
                {
                    "id": "entry",
                    "weekly_ref": "weekly_ref",
                    "minute": "at",
                    "site": "site",
                    "kiosk": "kiosk",
                    "assurance": "assurance",
                    "notice": "notice",
                    "salt": "salt",
                    "commitment": "commitment",
                },
            )
        )
    if Recording.MARKED in traces:
        seen = _from(dialect, marker, stored, {"use_hash": "use_hash", "until": "marker_until"})
        made.append(
            seen.on_conflict_do_update(
                index_elements=[marker.c.use_hash], set_={"until": seen.excluded.until}
            )
        )
    if Recording.REFUSED in traces:
        made.append(
            _from(
                dialect,
                refusal,
                stored,
                {
                    "id": "refusal",
                    "door": "door",
                    "minute": "at",
                    "say": "say",
                    "reason": "reason",
                },
            )
        )
    return made


def _count(dialect: str, stored: Any) -> Any:
    """One row for each kiosk and hour, so that no two kiosks ever wait for each other."""
    counts = {"came_in": "came_in", "left_again": "left_again", "unread": "unread"}
    added = _from(dialect, kiosk_count, stored, {"kiosk": "kiosk", "began_at": "hour"} | counts)
    return added.on_conflict_do_update(
        index_elements=[kiosk_count.c.kiosk, kiosk_count.c.began_at],
        set_={name: kiosk_count.c[name] + added.excluded[name] for name in counts},
    )


def _from(dialect: str, table: Any, stored: Any, names: Mapping[str, str]) -> Any:
    """Insert one row of values into `table`, taken through the kept answer where there is one."""
    row = select(*(_value(table.c[column], name) for column, name in names.items()))
    source = row.where(true()) if stored is None else row.select_from(stored)
    return insert_for(dialect, table).from_select(list(names), source)


def _value(column: Any, name: str) -> Any:
    """The value of this name, as the column's type."""
    return bindparam(name, type_=column.type)
