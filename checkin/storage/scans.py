"""The two statements of a scan: one reads all facts, one stores what the answer leaves.

Nothing is locked in between. The second statement stores only if everything the answer rests on is
still as it was read, and holds the holder's own row (nobody else's) for as long as it runs: so a
scan is either before a withdrawal, which then erases it, or after it, and leaves nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Date,
    Dialect,
    Row,
    Select,
    String,
    Uuid,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    true,
    update,
)

from checkin.core.audit import SALT_BYTES, Canonical, Kind, commitment
from checkin.core.badge import Badge, StatusRef
from checkin.core.badge import Kind as BadgeKind
from checkin.core.ids import DoorId, HolderRef, KioskId, SiteId, WeeklyRef, uuid7
from checkin.core.inventory import Purpose
from checkin.core.policy import (
    BadgeState,
    Decision,
    DoorFacts,
    EntryConsent,
    HolderFacts,
    PassFacts,
    Presented,
    Recording,
    Say,
    kept_reason,
)
from checkin.core.scan import Direction
from checkin.core.windows import Grant, grants
from checkin.storage import Db
from checkin.storage.badges import TOLD_LATER
from checkin.storage.dialect import insert_for, insert_into
from checkin.storage.prepared import Prepared
from checkin.storage.purposes import reads
from checkin.storage.tables import (
    badge,
    closed_day,
    day_pass,
    door,
    ended_badge,
    entry,
    holder,
    holder_profile,
    kiosk,
    kiosk_count,
    marker,
    notice_version,
    profile,
    profile_door,
    refusal,
    scan_answer,
    site,
    weekly_ref,
)
from checkin.storage.types import UtcDateTime, short_bytes

NO_CTI = b""
"""A day pass is kept by the hash of its short code alone, so its number isn't known here."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a scan is looked up by: keyed hashes, each None where there is nothing to look for.

    Badges and day passes alike are found by the hash of their short code, which follows from the
    signed `cti` and can be typed in place of it.
    """

    nonce_hash: bytes
    code_hash: bytes | None
    ended_hash: bytes | None
    use_hash: bytes | None
    proof_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a kiosk is told. `at` is cut to the minute."""

    admit: bool
    say: Say
    at: datetime


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of what an answer rests on; those of a badge are None for a day pass."""

    kiosk: int
    door: int
    badge: int | None
    holder: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that one statement reads for one scan."""

    kiosk: KioskId | None
    kiosk_revoked: bool
    door_id: DoorId
    site: SiteId
    door: DoorFacts
    versions: Versions
    answer: Answer | None
    badge: Badge | None
    known: HolderFacts | PassFacts | None
    holder: HolderRef | None
    weekly_ref: WeeklyRef | None
    grants: tuple[Grant, ...]
    used_just_now: bool
    proof_used: bool
    notice: str | None
    alternative_at: datetime | None


# --- reading ----------------------------------------------------------------------------------


def facts(
    db: Db, credential_hash: bytes, sought: Sought, *, org_code: str, now: datetime
) -> Found | None:
    """Everything the answer to one scan needs, in one statement; None if no kiosk has this hash."""
    values = _values(sought, now) | {"credential_hash": credential_hash}
    row = _facts_at_kiosk(db.dialect).first(db, values)
    return None if row is None else _found(db, row, org_code, now)


@reads(Purpose.ENTRY, Purpose.HISTORY)
def facts_at(
    db: Db, door_id: DoorId, sought: Sought, *, org_code: str, now: datetime
) -> Found | None:
    """The same for a door without a kiosk, for the desk that explains an answer."""
    values = _values(sought, now) | {"door": door_id}
    row = db.execute(_facts_statement(by_kiosk=False), values).first()
    return None if row is None else _found(db, row, org_code, now)


def monday(moment: datetime) -> date:
    """The day (UTC) that the moment's week begins with: weekly references change there."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _values(sought: Sought, now: datetime) -> dict[str, Any]:
    return {
        "nonce_hash": sought.nonce_hash,
        "code_hash": sought.code_hash,
        "ended_hash": sought.ended_hash,
        "use_hash": sought.use_hash,
        "proof_hash": sought.proof_hash,
        "week": monday(now),
        "now": now,
    }


@lru_cache
@reads(Purpose.ENTRY, Purpose.HISTORY)
def _facts_at_kiosk(dialect: Dialect) -> Prepared:
    return Prepared(_facts_statement(by_kiosk=True), dialect)


@cache
def _facts_statement(*, by_kiosk: bool) -> Select[Any]:
    hashed, proof = short_bytes(), marker.alias("proof")
    code, now = bindparam("code_hash", type_=hashed), bindparam("now", type_=UtcDateTime())
    place = (
        kiosk.join(door, door.c.id == kiosk.c.door)
        if by_kiosk
        else door.outerjoin(kiosk, literal(value=False))
    )
    here = (
        kiosk.c.credential_hash == bindparam("credential_hash", type_=hashed)
        if by_kiosk
        else door.c.id == bindparam("door", type_=Uuid())
    )
    return (
        select(
            kiosk.c.id.label("kiosk"),
            kiosk.c.revoked_at,
            kiosk.c.version.label("kiosk_version"),
            door.c.id.label("door"),
            door.c.way,
            door.c.posture,
            door.c.door_class,
            door.c.assurance,
            door.c.gap_seconds,
            door.c.gap_mode,
            door.c.version.label("door_version"),
            site.c.id.label("site"),
            site.c.code.label("site_code"),
            site.c.time_zone,
            site.c.capacity,
            site.c.alternative_at,
            _closed_days().label("closed_days"),
            scan_answer.c.admit,
            scan_answer.c.say,
            scan_answer.c.at,
            badge.c.cti,
            badge.c.kind,
            badge.c.state,
            badge.c.aud,
            badge.c.issued_at,
            badge.c.expires_at,
            badge.c.kid,
            badge.c.slot,
            badge.c.version.label("badge_version"),
            holder.c.ref.label("holder"),
            holder.c.entry,
            holder.c.entry_until,
            holder.c.history,
            holder.c.version.label("holder_version"),
            weekly_ref.c.ref.label("weekly_ref"),
            day_pass.c.code_hash.label("pass_hash"),
            day_pass.c.voided,
            day_pass.c.kid.label("pass_kid"),
            day_pass.c.from_at.label("pass_from"),
            day_pass.c.until.label("pass_until"),
            ended_badge.c.until.label("ended_until"),
            marker.c.until.label("marker_until"),
            proof.c.until.label("proof_until"),
            case((day_pass.c.code_hash.is_not(None), _pass_grants()), else_=_badge_grants()).label(
                "grants"
            ),
            _notice_in_force(now).label("notice"),
        )
        .select_from(
            place.join(site, site.c.id == door.c.site)
            .outerjoin(
                scan_answer, scan_answer.c.nonce_hash == bindparam("nonce_hash", type_=hashed)
            )
            .outerjoin(badge, badge.c.code_hash == code)
            .outerjoin(holder, holder.c.ref == badge.c.holder)
            .outerjoin(
                weekly_ref,
                (weekly_ref.c.holder == holder.c.ref)
                & (weekly_ref.c.week == bindparam("week", type_=Date())),
            )
            .outerjoin(day_pass, (day_pass.c.code_hash == code) & (day_pass.c.site == site.c.id))
            .outerjoin(ended_badge, ended_badge.c.cti_hash == bindparam("ended_hash", type_=hashed))
            .outerjoin(
                marker,
                (marker.c.use_hash == bindparam("use_hash", type_=hashed)) & (marker.c.until > now),
            )
            .outerjoin(
                proof,
                (proof.c.use_hash == bindparam("proof_hash", type_=hashed)) & (proof.c.until > now),
            )
        )
        .where(here)
    )


def _closed_days() -> Any:
    days = func.aggregate_strings(cast(closed_day.c.day, String), _constant("' '"))
    return select(days).where(closed_day.c.site == site.c.id).scalar_subquery()


def grant_lines() -> Any:
    """The grants of all rows of a group as one text, as `windows.grants` reads it."""
    first, last = (
        func.coalesce(cast(column, String), _constant("''"))
        for column in (profile.c.first_day, profile.c.last_day)
    )
    until, opens, line_end = map(_constant, ("'/'", "'|'", "'\n'"))
    return func.aggregate_strings(first + until + last + opens + profile_door.c.windows, line_end)


def _constant(sql: str) -> Any:
    """A constant that stands in the statement, since each parameter costs time in every scan."""
    return literal_column(sql)


def _badge_grants() -> Any:
    return (
        select(grant_lines())
        .select_from(holder_profile)
        .join(profile, profile.c.id == holder_profile.c.profile)
        .join(profile_door, profile_door.c.profile == profile.c.id)
        .where(holder_profile.c.holder == badge.c.holder, profile_door.c.door == door.c.id)
        .correlate(badge, door)
        .scalar_subquery()
    )


def _pass_grants() -> Any:
    return (
        select(grant_lines())
        .select_from(profile)
        .join(profile_door, profile_door.c.profile == profile.c.id)
        .where(profile.c.id == site.c.day_profile, profile_door.c.door == door.c.id)
        .correlate(site, door)
        .scalar_subquery()
    )


def _notice_in_force(now: Any) -> Any:
    return (
        select(notice_version.c.notice)
        .where(notice_version.c.effective_at <= now)
        .order_by(notice_version.c.effective_at.desc(), notice_version.c.published_at.desc())
        .limit(_constant("1"))
        .scalar_subquery()
    )


def _found(db: Db, row: Row[Any], org_code: str, now: datetime) -> Found:
    return Found(
        kiosk=row.kiosk,
        kiosk_revoked=row.revoked_at is not None,
        door_id=row.door,
        site=row.site,
        door=_door(db, row, org_code, now),
        versions=Versions(
            row.kiosk_version or 0, row.door_version, row.badge_version, row.holder_version
        ),
        answer=None if row.admit is None else Answer(row.admit, row.say, row.at),
        badge=_claims(row),
        known=_known(row, now),
        holder=row.holder,
        weekly_ref=row.weekly_ref,
        grants=grants(row.grants or ""),
        used_just_now=row.marker_until is not None,
        proof_used=row.proof_until is not None,
        notice=row.notice,
        alternative_at=row.alternative_at,
    )


def _door(db: Db, row: Row[Any], org_code: str, now: datetime) -> DoorFacts:
    zone = ZoneInfo(row.time_zone)
    return DoorFacts(
        posture=row.posture,
        directions=row.way.directions,
        accepts=frozenset({row.site_code, org_code}),
        zone=zone,
        door_class=row.door_class,
        assurance=row.assurance,
        closed_days=frozenset(map(date.fromisoformat, (row.closed_days or "").split())),
        gap=timedelta(seconds=row.gap_seconds),
        gap_mode=row.gap_mode,
        capacity=row.capacity,
        inside=0 if row.capacity is None else _inside(db, row.site, zone, now),
    )


def _inside(db: Db, site_id: SiteId, zone: ZoneInfo, now: datetime) -> int:
    """How many are in, by today's counts: asked only where a site has a limit."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    net = func.sum(kiosk_count.c.came_in - kiosk_count.c.left_again)
    here = (
        select(func.coalesce(net, 0))
        .select_from(kiosk_count)
        .join(kiosk, kiosk.c.id == kiosk_count.c.kiosk)
        .join(door, door.c.id == kiosk.c.door)
        .where(door.c.site == site_id, kiosk_count.c.began_at >= midnight)
    )
    return max(0, int(db.execute(here).scalar_one()))


def _claims(row: Row[Any]) -> Badge | None:
    """The claims that were signed: they stand in for the text where a short code was typed."""
    if row.cti is not None:
        return Badge(
            cti=row.cti.bytes,
            kind=row.kind,
            aud=row.aud,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            not_before=None,
            kid=row.kid,
            status=StatusRef("", row.slot),
        )
    if row.pass_hash is not None:
        return Badge(
            cti=NO_CTI,
            kind=BadgeKind.DAY,
            aud=row.site_code,
            issued_at=row.pass_from,
            expires_at=row.pass_until,
            not_before=row.pass_from,
            kid=row.pass_kid,
            status=None,
        )
    return None


def _known(row: Row[Any], now: datetime) -> HolderFacts | PassFacts | None:
    if row.cti is not None:
        lapsed = row.entry_until <= now
        remembers = frozenset({Purpose.HISTORY}) if row.history else frozenset[Purpose]()
        return HolderFacts(row.state, EntryConsent.ENDED if lapsed else row.entry, remembers)
    if row.pass_hash is not None:
        return PassFacts(row.voided)
    if row.ended_until is not None:
        return HolderFacts(BadgeState.GOOD, EntryConsent.ENDED)
    return None


# --- storing ----------------------------------------------------------------------------------


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


def alternative_used(db: Db, site_id: SiteId, *, hour: datetime) -> None:
    """Note that the way in without a badge works here: joining depends on it (C-04).

    What is known to be later stays.
    """
    earlier = site.c.alternative_at.is_(None) | (site.c.alternative_at < hour)
    db.execute(
        update(site).where(site.c.id == site_id, earlier).values(alternative_at=hour),
        execution_options={"unaudited": True},
    )


def _stored_values(
    found: Found, nonce_hash: bytes, decision: Decision, direction: Direction, now: datetime
) -> dict[str, Any]:
    minute = now.replace(second=0, microsecond=0)
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
    return taken_at.replace(minute=0, second=0, microsecond=0) + TOLD_LATER + timedelta(hours=1)


def _entry_values(found: Found, presented: Presented | None, now: datetime) -> dict[str, Any]:
    minute = now.replace(second=0, microsecond=0)
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
