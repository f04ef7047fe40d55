"""A building to scan at: one site, four doors, kiosks that are paired, people with badges.

Three in five people let their entries be kept; for every twenty of them there is one day pass.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from checkin.core.audit import SYSTEM
from checkin.core.badge import Badge, KeyPurpose, Kind, inspect
from checkin.core.consent import Shown
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.core.site import DoorWay, InputMode
from checkin.runtime import Runtime
from checkin.services import badges, enrolment, kiosks, passes, sites
from checkin.services.enrolment import NewPerson
from checkin.services.kiosks import Paired
from checkin.services.passes import PassMaking

DOORS = 4
KIOSKS = 32
"""As many as clients at most: two scans at one kiosk never come at the same moment."""

PROFILES = 8
"""Weekly plans that a door has to tell apart, though all of them are open just now."""

PEOPLE_A_PASS = 20
_BLOCK = 250
_EVERY_HOUR = ";".join(f"{weekday} 00:00-24:00" for weekday in range(1, 8))
_SHOWN = Shown("2026-1", "en", "0" * 64, "0" * 64, "0" * 64)
_HISTORY = (True, False, True, False, True)


@dataclass(frozen=True, slots=True)
class World:
    """What a load needs: kiosks' credentials, and texts of badges and day passes in mixed order."""

    credentials: tuple[str, ...] = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Place:
    site: SiteId
    doors: tuple[DoorId, ...]
    profiles: tuple[ProfileId, ...]


def build(rt: Runtime, holders: int, say: Callable[[str], None]) -> World:
    """Fill a new instance with this many people."""
    place = _place(rt)
    credentials = tuple(
        _paired_kiosk(rt, place.doors[number % DOORS], number) for number in range(KIOSKS)
    )
    texts = _day_passes(rt, place.site, max(1, holders // PEOPLE_A_PASS))
    for first in range(0, holders, _BLOCK):
        texts += _badges(rt, place, range(first, min(first + _BLOCK, holders)))
        if first and first % 10_000 == 0:
            say(f"{first} people enrolled")
    random.Random(holders).shuffle(texts)  # noqa: S311  the same mixture each time
    return World(credentials, tuple(texts))


def is_printed(text: str) -> bool:
    """Whether the text is that of a printed badge."""
    found = inspect(text)
    return isinstance(found, Badge) and found.kind is Kind.PRINTED


def _place(rt: Runtime) -> _Place:
    now = rt.now()
    with rt.writing() as db:
        site = sites.add_site(
            db,
            code="HQ",
            title="Headquarters",
            time_zone="Etc/UTC",
            organisation_code=rt.settings.code,
            actor=SYSTEM,
            now=now,
        )
        doors = tuple(
            sites.add_door(db, site, f"Door {number}", DoorWay.IN, SYSTEM, now=now)
            for number in range(1, DOORS + 1)
        )
        profiles = tuple(
            sites.add_profile(
                db,
                f"Everybody since {number} days ago" if number else "Everybody",
                doors,
                _EVERY_HOUR,
                SYSTEM,
                first_day=now.date() - timedelta(days=number) if number else None,
                now=now,
            )
            for number in range(PROFILES)
        )
    return _Place(site, doors, profiles)


def _paired_kiosk(rt: Runtime, door: DoorId, number: int) -> str:
    """The credential of a new kiosk at the door."""
    now = rt.now()
    with rt.writing() as db:
        kiosk = kiosks.add(db, door, f"Kiosk {number}", InputMode.SCANNER, SYSTEM, now=now)
        code = kiosks.new_code(db, kiosk, rt.hashing, SYSTEM, now=now)
        paired = kiosks.pair(db, code, None, rt.hashing, client="bench", now=now)
    assert isinstance(paired, Paired)
    return paired.credential


def _day_passes(rt: Runtime, site: SiteId, count: int) -> list[str]:
    now = rt.now()
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, now), rt.hashing)
    with rt.writing() as db:
        return [passes.hand_out(db, site, making, SYSTEM, now=now).text for _ in range(count)]


def _badges(rt: Runtime, place: _Place, numbers: Iterable[int]) -> list[str]:
    """The texts of the badges of people who have just said yes."""
    now, making = rt.now(), rt.making()
    with rt.writing() as db:
        enrolled = [
            enrolment.enrol(db, _person(number, place), _SHOWN, making, now=now)
            for number in numbers
        ]
    return [badges.redraw(each.badge, making) for each in enrolled]


def _person(number: int, place: _Place) -> NewPerson:
    keeps_history = _HISTORY[number % len(_HISTORY)]
    return NewPerson(
        email=f"person.{number}@example.org",
        name=f"Person {number}",
        language="en",
        site=place.site,
        profiles=(place.profiles[number % PROFILES],),
        purposes=frozenset({Purpose.ENTRY, Purpose.HISTORY} if keeps_history else {Purpose.ENTRY}),
    )
