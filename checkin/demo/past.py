"""Five weeks at the demo's company: everything in them is a scan, answered as of then.

Whoever keeps their own entries finds them; of everybody else there is a count.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from checkin.core.audit import Actor
from checkin.core.badge import KeyPurpose
from checkin.core.ids import KioskId, SiteId
from checkin.core.scan import Direction, Scan
from checkin.demo.company import SITES, PersonPlan, SitePlan
from checkin.runtime import Runtime
from checkin.services import alternative, passes, scanning
from checkin.services.alternative import WayIn
from checkin.services.passes import PassMaking
from checkin.services.scanning import Answer
from checkin.storage import Db

DAYS: Final = 35
_SATURDAY: Final = 6
_SITES: Final = {site.code: site for site in SITES}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a badge, and since when they have it."""

    plan: PersonPlan
    text: str = field(repr=False)
    since: datetime


@dataclass(frozen=True, slots=True)
class Places:
    """Sites by their code, and what the kiosk at each door is known by, by the door's title."""

    sites: Mapping[str, SiteId]
    kiosks: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Passage:
    """One time that somebody held up what they have, at a door."""

    at: datetime
    door: str
    direction: Direction
    text: str = field(repr=False)


def live(
    rt: Runtime, members: Sequence[Member], places: Places, reception: Actor, *, now: datetime
) -> int:
    """Let the five weeks before `now` happen; how many times somebody was let in.

    The same people do the same each time.
    """
    chance = random.Random(DAYS)  # noqa: S311 - a company is to be made up, not a secret
    telling = _Telling(rt, places, reception, chance)
    passages = [one for member in members for one in _weeks_of(member, chance, now)]
    passages.sort(key=attrgetter("at"))
    let_in = 0
    for day, of_the_day in groupby(passages, key=lambda passage: passage.at.date()):
        with rt.writing() as db:
            everybody = sorted([*of_the_day, *telling.guests(db, day, now)], key=attrgetter("at"))
            let_in += sum(telling.lets_in(db, one) for one in everybody if one.at < now)
    return let_in


def compare(rt: Runtime, kiosks: Mapping[str, KioskId], *, now: datetime) -> None:
    """Let the kiosk at each site's first door tell twice this week how long both ways took.

    Day passes are held up by people who do it rarely, so they take a little longer.
    """
    chance = random.Random(DAYS)  # noqa: S311 - a company is to be made up, not a secret
    with rt.writing() as db:
        for site in SITES:
            for days in (5, 1):
                badge = chance.randint(700, 900)
                medians = {WayIn.BADGE: badge, WayIn.DAY_PASS: badge + chance.randint(100, 400)}
                kiosk = kiosks[site.doors[0].title]
                alternative.keep_medians(db, kiosk, medians, now=now - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class _Telling:
    """What it takes to make things happen at a time that is over."""

    rt: Runtime
    places: Places
    reception: Actor
    chance: random.Random

    def lets_in(self, db: Db, passage: _Passage) -> bool:
        """Whether the kiosk let somebody pass, asked with the clock of then."""
        kiosk = self.places.kiosks[passage.door]
        scan = Scan(kiosk, passage.text, uuid4(), passage.at, passage.direction)
        shown = scanning.read_token(scan.token, self.rt.trust, now=passage.at)
        answer = scanning.record_scan(db, scan, shown, self.rt.trust, now=passage.at)
        return isinstance(answer, Answer) and answer.admit

    def guests(self, db: Db, day: date, now: datetime) -> Iterator[_Passage]:
        """Those who come with a day pass: one to four at each site on working days before now."""
        for site in SITES if day.isoweekday() < _SATURDAY else ():
            opens = datetime.combine(day, time(8), ZoneInfo(site.time_zone)).astimezone(UTC)
            if opens >= now:
                continue
            for _ in range(self.chance.randint(1, 4)):
                comes = opens + timedelta(minutes=self.chance.uniform(5, 180))
                text = self._handed_out(db, self.places.sites[site.code], opens)
                yield _Passage(comes, site.doors[0].title, Direction.IN, text)

    def _handed_out(self, db: Db, site: SiteId, at: datetime) -> str:
        kid = self.rt.keyring.active(KeyPurpose.DAY, at)
        making = PassMaking(self.rt.keyring, kid, self.rt.hashing)
        return passes.hand_out(db, site, making, self.reception, now=at).text


def _weeks_of(member: Member, chance: random.Random, now: datetime) -> Iterator[_Passage]:
    """One person's comings and goings, since they have a badge."""
    zone = ZoneInfo(_SITES[member.plan.site].time_zone)
    first = max(member.since, now - timedelta(days=DAYS)).astimezone(zone).date()
    for number in range((now.astimezone(zone).date() - first).days + 1):
        day = first + timedelta(days=number)
        if chance.random() < _share_of_days(member.plan, day):
            yield from _day_of(member, day, zone, chance)


def _share_of_days(plan: PersonPlan, day: date) -> float:
    """How likely somebody comes on such a day."""
    if day.isoweekday() < _SATURDAY:
        return 0.58
    return 0.1 if day.isoweekday() == _SATURDAY and "any" in plan.profile else 0


def _day_of(member: Member, day: date, zone: ZoneInfo, chance: random.Random) -> Iterator[_Passage]:
    """In, out over noon now and then, out in the evening unless they leave behind somebody else."""
    site, evening = _SITES[member.plan.site], "evening" in member.plan.profile
    in_doors, out_doors = _doors(site, member.plan)
    arrives = datetime.combine(day, time(17, 5) if evening else time(8, 40), zone)
    comes = arrives + timedelta(minutes=chance.uniform(0, 20) if evening else chance.gauss(0, 38))
    leaves = comes + timedelta(hours=chance.uniform(3, 4) if evening else chance.uniform(7.5, 9.3))
    yield _passage(comes, chance.choice(in_doors), Direction.IN, member.text)
    if not evening and chance.random() < 0.1:
        noon = datetime.combine(day, time(12), zone) + timedelta(minutes=chance.uniform(0, 40))
        back = noon + timedelta(minutes=chance.uniform(25, 50))
        yield _passage(noon, chance.choice(out_doors), Direction.OUT, member.text)
        yield _passage(back, chance.choice(in_doors), Direction.IN, member.text)
    if chance.random() < 0.6:
        yield _passage(leaves, chance.choice(out_doors), Direction.OUT, member.text)


def _doors(site: SitePlan, plan: PersonPlan) -> tuple[list[str], list[str]]:
    """The doors by which somebody comes in and leaves; the first of a site is everybody's habit."""
    ways = {
        way: [door.title for door in site.doors if way in door.way.directions] for way in Direction
    }
    into = ways[Direction.IN] if "courtyard" not in plan.profile else ways[Direction.IN][-1:] * 8
    return [into[0]] * 3 + into[: 1 if "evening" in plan.profile else None], ways[Direction.OUT]


def _passage(at: datetime, door: str, direction: Direction, text: str) -> _Passage:
    return _Passage(at.astimezone(UTC), door, direction, text)
