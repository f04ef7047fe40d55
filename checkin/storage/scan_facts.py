"""The first statement of a scan: it reads everything that the answer rests on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Dialect,
    FromClause,
    Row,
    Select,
    String,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)

from checkin.core.badge import Badge, StatusRef
from checkin.core.badge import Kind as BadgeKind
from checkin.core.ids import DoorId, HolderRef, KioskId, SiteId, WeeklyRef
from checkin.core.inventory import Purpose
from checkin.core.moments import midnight_before
from checkin.core.policy import (
    BadgeState,
    DoorFacts,
    EntryConsent,
    HolderFacts,
    PassFacts,
    Say,
)
from checkin.core.windows import Grant, grants
from checkin.storage import Db
from checkin.storage.prepared import Prepared
from checkin.storage.purposes import reads
from checkin.storage.tables import (
    badge,
    closed_day,
    day_pass,
    door,
    ended_badge,
    holder,
    holder_profile,
    kiosk,
    kiosk_count,
    marker,
    notice_version,
    profile,
    profile_door,
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


def at_kiosk(
    db: Db, credential_hash: bytes, sought: Sought, *, org_code: str, now: datetime
) -> Found | None:
    """Everything the answer to one scan needs, in one statement; None if no kiosk has this hash."""
    values = _values(sought, now) | {"credential_hash": credential_hash}
    row = _prepared(db.dialect).first(db, values)
    return None if row is None else _found(db, row, org_code, now)


@reads(Purpose.ENTRY, Purpose.HISTORY)
def at_door(
    db: Db, door_id: DoorId, sought: Sought, *, org_code: str, now: datetime
) -> Found | None:
    """The same for a door without a kiosk, for the desk that explains an answer."""
    values = _values(sought, now) | {"door": door_id}
    row = db.execute(_statement(by_kiosk=False), values).first()
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
def _prepared(dialect: Dialect) -> Prepared:
    return Prepared(_statement(by_kiosk=True), dialect)


@cache
def _statement(*, by_kiosk: bool) -> Select[Any]:
    place, here = _at_kiosk() if by_kiosk else _at_door()
    grants_here = case((day_pass.c.code_hash.is_not(None), _pass_grants()), else_=_badge_grants())
    return (
        select(
            *_OF_PLACE,
            _closed_days().label("closed_days"),
            *_OF_ANSWER,
            *_OF_BADGE,
            *_OF_HOLDER,
            *_OF_PASS,
            *_OF_TRACES,
            grants_here.label("grants"),
            _notice_in_force().label("notice"),
        )
        .select_from(_what_was_shown(place.join(site, site.c.id == door.c.site)))
        .where(here)
    )


_PROOF = marker.alias("proof")
_NOW = bindparam("now", type_=UtcDateTime())

_OF_PLACE = (
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
)
_OF_ANSWER = (scan_answer.c.admit, scan_answer.c.say, scan_answer.c.at)
_OF_BADGE = (
    badge.c.cti,
    badge.c.kind,
    badge.c.state,
    badge.c.aud,
    badge.c.issued_at,
    badge.c.expires_at,
    badge.c.kid,
    badge.c.slot,
    badge.c.version.label("badge_version"),
)
_OF_HOLDER = (
    holder.c.ref.label("holder"),
    holder.c.entry,
    holder.c.entry_until,
    holder.c.history,
    holder.c.version.label("holder_version"),
    weekly_ref.c.ref.label("weekly_ref"),
)
_OF_PASS = (
    day_pass.c.code_hash.label("pass_hash"),
    day_pass.c.voided,
    day_pass.c.kid.label("pass_kid"),
    day_pass.c.from_at.label("pass_from"),
    day_pass.c.until.label("pass_until"),
)
_OF_TRACES = (
    ended_badge.c.until.label("ended_until"),
    marker.c.until.label("marker_until"),
    _PROOF.c.until.label("proof_until"),
)


def _at_kiosk() -> tuple[FromClause, ColumnElement[bool]]:
    place = kiosk.join(door, door.c.id == kiosk.c.door)
    return place, kiosk.c.credential_hash == _hash("credential_hash")


def _at_door() -> tuple[FromClause, ColumnElement[bool]]:
    place = door.outerjoin(kiosk, literal(value=False))
    return place, door.c.id == bindparam("door", type_=Uuid())


def _what_was_shown(place: FromClause) -> FromClause:
    """The place, with what is found there by the keyed hashes of a scan, or nothing for each."""
    code = _hash("code_hash")
    this_week = weekly_ref.c.week == bindparam("week", type_=Date())
    return (
        place.outerjoin(scan_answer, scan_answer.c.nonce_hash == _hash("nonce_hash"))
        .outerjoin(badge, badge.c.code_hash == code)
        .outerjoin(holder, holder.c.ref == badge.c.holder)
        .outerjoin(weekly_ref, (weekly_ref.c.holder == holder.c.ref) & this_week)
        .outerjoin(day_pass, (day_pass.c.code_hash == code) & (day_pass.c.site == site.c.id))
        .outerjoin(ended_badge, ended_badge.c.cti_hash == _hash("ended_hash"))
        .outerjoin(marker, (marker.c.use_hash == _hash("use_hash")) & (marker.c.until > _NOW))
        .outerjoin(_PROOF, (_PROOF.c.use_hash == _hash("proof_hash")) & (_PROOF.c.until > _NOW))
    )


def _hash(name: str) -> BindParameter[bytes]:
    return bindparam(name, type_=short_bytes())


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


def _notice_in_force() -> Any:
    return (
        select(notice_version.c.notice)
        .where(notice_version.c.effective_at <= _NOW)
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
    midnight = midnight_before(now.astimezone(zone))
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
