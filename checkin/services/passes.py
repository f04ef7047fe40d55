"""Day passes: printing packs of them, handing one out, voiding what was lost. No name is asked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from checkin.core import badge, doorlist, shortcode
from checkin.core.audit import Actor
from checkin.core.badge import Badge, BadgeFault, Kind, Signer, Verifier
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import PackId, ProfileId, SiteId
from checkin.core.windows import windows
from checkin.services import numbers
from checkin.storage import Db, audit, passes, sites
from checkin.storage.passes import Pack, Pass
from checkin.storage.sites import Site

PACK_SIZES = (5, 10)
_LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class PassMaking:
    """What it takes to make day passes: who signs, with which key, and how hashes are made."""

    signer: Signer = field(repr=False)
    kid: bytes
    hashing: Hashing = field(repr=False)


@dataclass(frozen=True, slots=True)
class DayPass:
    """A day pass as it is handed out; neither text nor code is kept."""

    text: str
    short_code: str
    day: date


@dataclass(frozen=True, slots=True)
class PrintedPack:
    """A pack to be printed and cut apart."""

    number: str
    site: Site
    passes: tuple[DayPass, ...]


@dataclass(frozen=True, slots=True)
class Voided:
    """What was voided: the pack's number, or None for a pass that was handed out alone."""

    number: str | None
    passes: int


def print_pack(
    db: Db, at: SiteId, count: int, making: PassMaking, actor: Actor, *, now: datetime
) -> PrintedPack:
    """Make a pass for each of the next 5 or 10 open days of a site, under one number.

    Raises NotFoundError, and ConflictError while day passes open no door of the site.
    """
    site = _site(db, at)
    if count not in PACK_SIZES:
        raise ConflictError("A pack has 5 or 10 passes.")
    days = open_days(db, site, count, now=now)
    if len(days) < count:
        raise ConflictError(f"Day passes open no door of {site.title} on enough of the next days.")
    made = [_made(site, day, making, now) for day in days]
    pack = Pack(
        id=PackId(uuid4()),
        number=numbers.drawn(),
        site=site.id,
        first_day=days[0],
        printed=count,
        marks=tuple(passes.mark(kept.code_hash) for _, kept in made),
        until=max(kept.until for _, kept in made),
    )
    passes.add(db, site.id, [kept for _, kept in made])
    passes.add_pack(db, pack)
    sites.alternative_used(db, site.id, at=now)
    audit.append(db, actor, "pass.pack", f"pack:{pack.id}", now=now, amount=str(count))
    return PrintedPack(pack.number, site, tuple(shown for shown, _ in made))


def hand_out(db: Db, at: SiteId, making: PassMaking, actor: Actor, *, now: datetime) -> DayPass:
    """Make one pass for today.

    Raises NotFoundError, and ConflictError if day passes open no door of the site today.
    """
    site = _site(db, at)
    today = _today(site, now)
    if open_days(db, site, 1, now=now) != [today]:
        raise ConflictError(f"Day passes open no door of {site.title} today. It is closed.")
    shown, kept = _made(site, today, making, now)
    passes.add(db, site.id, [kept])
    sites.alternative_used(db, site.id, at=now)
    audit.append(db, actor, "pass.one", f"site:{site.id}", now=now)
    return shown


def open_days(db: Db, site: Site, count: int, *, now: datetime) -> list[date]:
    """The next days on which day passes open an entrance of the site, today included."""
    profile = sites.profile(db, site.day_profile) if site.day_profile else None
    if profile is None:
        return []
    today = _today(site, now)
    first = max(today, profile.first_day or today)
    last = min(today + _LOOK_AHEAD, profile.last_day or date.max)
    weekdays = _weekdays(db, site, profile.id)
    closed = sites.closed_days(db, site.id, since=today)
    ahead = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in ahead if day.isoweekday() in weekdays and day not in closed][:count]


def void(
    db: Db,
    typed: str,
    within: Collection[SiteId],
    actor: Actor,
    *,
    verifier: Verifier,
    hashing: Hashing,
    now: datetime,
) -> Voided | None:
    """Void a pack by its number or by one of its passes, held up or typed; or a pass alone.

    None if nothing of these sites is known by it, or it has run out. Voiding again does no harm.
    """
    number = numbers.as_meant(typed)
    pack = passes.pack_of_number(db, number, within, now=now) if number else None
    code_hash = None if pack else _code_hash(typed, verifier, hashing, now=now)
    at = passes.site_of(db, code_hash, within) if code_hash else None
    if code_hash is not None and at is not None:
        pack = passes.pack_of_pass(db, code_hash, within, now=now)
    if pack is not None:
        count = passes.void(db, pack.site, pack.marks)
        audit.append(db, actor, "pass.void_pack", f"pack:{pack.id}", now=now, amount=str(count))
        return Voided(pack.number, count)
    if code_hash is None or at is None:
        return None
    count = passes.void(db, at, [passes.mark(code_hash)])
    audit.append(db, actor, "pass.void", f"site:{at}", now=now, amount=str(count))
    return Voided(None, count)


def _code_hash(typed: str, verifier: Verifier, hashing: Hashing, *, now: datetime) -> bytes | None:
    """What a pass is found by: its QR text, or the short code under it."""
    if code := shortcode.normalise(typed):
        return hashing.code(code)
    held_up = _held_up(typed.strip(), verifier, now=now)
    return hashing.code(hashing.short_code(held_up.cti)) if held_up else None


def _held_up(text: str, verifier: Verifier, *, now: datetime) -> Badge | None:
    """The genuine pass that is held up, whichever of the coming days it is for."""
    noons = (
        now.replace(hour=12, minute=0) + timedelta(days=days)
        for days in range(-1, _LOOK_AHEAD.days + 2)
    )
    read = (badge.read(text, verifier, accepts=None, now=noon) for noon in noons)
    found = next((one for one in read if one is not BadgeFault.NOT_YET_VALID), None)
    return found if isinstance(found, Badge) and found.kind is Kind.DAY else None


def _site(db: Db, at: SiteId) -> Site:
    site = sites.site(db, at)
    if site is None:
        raise NotFoundError("There is no such site.")
    return site


def _made(site: Site, day: date, making: PassMaking, now: datetime) -> tuple[DayPass, Pass]:
    """A pass as it is handed out, and what is kept of it."""
    zone = ZoneInfo(site.time_zone)
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    claims = Badge(
        cti=secrets.token_bytes(16),
        kind=Kind.DAY,
        aud=site.code,
        issued_at=now.replace(microsecond=0),
        expires_at=ends,
        not_before=begins,
        kid=making.kid,
        status=None,
    )
    code = making.hashing.short_code(claims.cti)
    shown = DayPass(badge.issue(claims, making.signer), shortcode.pretty(code), day)
    return shown, Pass(
        making.hashing.code(code), begins, ends, making.kid, doorlist.pass_mark(claims.cti)
    )


def _today(site: Site, now: datetime) -> date:
    return now.astimezone(ZoneInfo(site.time_zone)).date()


def _weekdays(db: Db, site: Site, profile: ProfileId) -> set[int]:
    """The ISO weekdays on which the profile opens an entrance of the site."""
    entrances = {one.id for one in sites.doors(db) if one.site == site.id and one.is_entrance}
    return {
        weekday
        for door_id, text in sites.windows(db, profile).items()
        if door_id in entrances
        for weekday, _, _ in windows(text)
    }
