"""A small, named building for tests: real rows, real keys, and a clock that tests can turn.

Linden Works has a headquarters (`hq`: main entrance in and out, courtyard, loading bay) and a
laboratory (`lab`: one entrance). `everyone` opens the headquarters, `lab_team` both, at all hours.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from checkin import jobs
from checkin.core.audit import SYSTEM, Actor
from checkin.core.consent import Shown
from checkin.core.ids import DoorId, KioskId, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.core.late import Disputed
from checkin.core.notices import Notice
from checkin.core.pasted import Deed
from checkin.core.retention import Limits
from checkin.core.rights import Wish
from checkin.core.scan import Direction, Scan
from checkin.core.site import DoorWay, InputMode
from checkin.core.terms import Level
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.services import badges, codes, consent, devices, enrolment, notices, scanning, signin
from checkin.services.consent import Receipt
from checkin.services.devices import DeviceKind, OnDevice
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.services.notices import Edition
from checkin.services.scanning import Answer
from checkin.services.signin import token_hash
from checkin.settings import Controller, Settings
from checkin.storage import (
    Db,
    audit,
    conflicts,
    joining,
    kiosks,
    outbox,
    pasted,
    rights,
    sites,
)
from checkin.storage.outbox import Waiting
from checkin.storage.purposes import reads
from checkin.storage.rights import Asked
from checkin.storage.store import Store
from tests import minting
from tests.minting import MadeKey

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday."""

ALL_HOURS = ";".join(f"{weekday} 00:00-24:00" for weekday in range(1, 8))
SHOWN = Shown("entry:1.0.0", "en", "aa" * 32, "bb" * 32, "cc" * 32)
BOTH = frozenset({Purpose.ENTRY, Purpose.HISTORY})
ENTRY_ALONE = frozenset({Purpose.ENTRY})


AUTHOR, PUBLISHER = "edda", Actor("dana", "dpo")
"""Who wrote the notice, and the officer who published it."""
LEAD = timedelta(days=14)


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> datetime:
        """Let time pass, as `timedelta` takes it; what the clock shows then."""
        self.at += timedelta(**time)
        return self.at


@dataclass
class Building:
    """The company, its rows and the instance that serves it."""

    runtime: Runtime
    clock: Clock
    hq: SiteId = field(default_factory=lambda: SiteId(uuid4()))
    lab: SiteId = field(default_factory=lambda: SiteId(uuid4()))
    main_entrance: DoorId = field(default_factory=lambda: DoorId(uuid4()))
    courtyard: DoorId = field(default_factory=lambda: DoorId(uuid4()))
    loading_bay: DoorId = field(default_factory=lambda: DoorId(uuid4()))
    lab_entrance: DoorId = field(default_factory=lambda: DoorId(uuid4()))
    everyone: ProfileId = field(default_factory=lambda: ProfileId(uuid4()))
    lab_team: ProfileId = field(default_factory=lambda: ProfileId(uuid4()))
    kiosk: KioskId = field(default_factory=lambda: KioskId(uuid4()))
    kiosk_secret: str = "the main entrance's own secret"

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def kiosk_hash(self) -> bytes:
        """What the kiosk at the main entrance is known by."""
        return token_hash(self.kiosk_secret)


def building(
    store: Store, folder: Path, *, clock: Clock | None = None, **changes: object
) -> Building:
    """Linden Works in an empty database, its keys in `folder`; `changes` are settings."""
    clock = clock or Clock()
    keys = Keyring.create(folder / "keys", now=clock() - timedelta(days=100))
    made = Building(Runtime(settings(folder, **changes), store, keys, clock), clock)
    furnish(made)
    return made


def furnish(made: Building) -> None:
    """Give a building without rows its places, its kiosk and a published notice."""
    with made.runtime.writing() as db:
        _places(db, made)
        draft = made.runtime.draft(made.runtime.shipped_notices(), AUTHOR)
        notices.publish(db, draft, by=PUBLISHER, now=made.now, lead=LEAD)


def moved(made: Building, store: Store, folder: Path) -> Building:
    """The same company with a copy of its keys in `folder`; its rows are in `store` by now."""
    shutil.copytree(made.runtime.settings.keys, folder / "keys")
    clock = Clock(made.now)
    keys = Keyring.load(folder / "keys")
    return replace(made, runtime=Runtime(settings(folder), store, keys, clock), clock=clock)


def settings(folder: Path, **changes: object) -> Settings:
    """The settings of Linden Works."""
    values: dict[str, object] = {
        "instance": folder,
        "organisation": "Linden Works",
        "code": "LINDEN",
        "base_url": "http://localhost:8000",
        "domains": ("linden.example",),
        "controller": Controller(
            "Linden Works Ltd",
            "2 Linden Road, Ahrenfeld",
            "privacy@linden.example",
            "the State Data Protection Commissioner",
        ),
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def enrol(
    made: Building,
    name: str = "Ada Lindqvist",
    *,
    purposes: frozenset[Purpose] = BOTH,
    profiles: tuple[ProfileId, ...] = (),
    now: datetime | None = None,
    on_paper: bool = False,
) -> Enrolled:
    """Somebody who said yes; their address is made of their name, unless a code was on paper."""
    at = now or made.now
    address = None if on_paper else f"{name.lower().replace(' ', '.')}@linden.example"
    opens, desk = profiles or (made.everyone,), "adm-de5c" if on_paper else None
    person = NewPerson(address, name, "en", made.hq, opens, purposes, assisted_by=desk)
    with made.runtime.writing() as db:
        return enrolment.enrol(db, person, SHOWN, made.runtime.making(at=at), now=at)


def text_of(made: Building, person: Enrolled) -> str:
    """The text in the QR code of somebody's badge."""
    return badges.redraw(person.badge, made.runtime.making())


def possession(made: Building, phone: MadeKey) -> devices.Possession:
    """The proof that a phone holds its key, over a challenge made just now."""
    rt = made.runtime
    nonce = devices.challenge(rt.hashing, now=made.now)
    proof = minting.possession(phone, nonce, aud=rt.settings.code)
    key = devices.HolderKey(phone.alg, phone.public)
    shown = devices.shown(proof, key, rt.keyring, rt.making(), now=made.now)
    assert shown is not None
    return shown


def put_on_phone(made: Building, person: Enrolled, phone: MadeKey) -> OnDevice:
    """Put somebody's badge on their phone."""
    held = possession(made, phone)
    with made.runtime.writing() as db:
        return devices.enrol(
            db, person.refs.holder, held, DeviceKind.ANDROID, made.runtime.making(), now=made.now
        )


def take_back(
    made: Building, person: Enrolled, *purposes: Purpose, at: datetime | None = None
) -> Receipt | None:
    """Let somebody take these consents back; all of them, if none is named."""
    with made.runtime.writing() as db:
        return consent.withdraw(
            db,
            person.refs.identity,
            purposes or (Purpose.ENTRY,),
            made.runtime.hashing,
            now=at or made.now,
        )


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has, those without any left out."""
    from sqlalchemy import func, select

    from checkin.storage.tables import metadata

    with store.reading() as db:
        counted = {
            table.name: db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name: number for name, number in counted.items() if number}


@contextmanager
def looking_in() -> Iterator[None]:
    """A block in which a test reads rows for itself, whatever they are kept for."""
    with reads(*Purpose):
        yield


def contents(store: Store) -> dict[str, list[str]]:
    """Every value of every row in the whole database, by table."""
    from sqlalchemy import select

    from checkin.storage.tables import metadata

    with looking_in(), store.reading() as db:
        return {
            table.name: sorted(repr(tuple(row)) for row in db.execute(select(table)))
            for table in metadata.sorted_tables
        }


def came_in(made: Building, person: Enrolled, at: datetime) -> None:
    """Let somebody come in at the main entrance at that minute."""
    trust = made.runtime.trust
    scan = Scan(made.kiosk_hash, text_of(made, person), uuid4(), at, Direction.IN)
    shown = scanning.read_token(scan.token, trust, now=at)
    with made.runtime.scanning() as db:
        answer = scanning.record_scan(db, scan, shown, trust, now=at)
    assert isinstance(answer, Answer)
    assert answer.admit


def everything_about(made: Building, name: str) -> Enrolled:
    """Somebody of whom every table about people holds a row, as far as it can."""
    person = enrol(made, name)
    put_on_phone(made, person, MadeKey(f"{name}'s phone"))
    came_in(made, person, made.now)
    address, hashing = f"{name.lower().replace(' ', '.')}@linden.example", made.runtime.hashing
    until = made.now + timedelta(minutes=5)
    start = joining.Start(made.everyone, made.hq)
    way_in = joining.Joining(address, True, name, start)
    invited = joining.Invited(hashing.email(address), start)
    look = audit.Look(
        Actor("kim", "enrolment_admin"), "list", ("name",), "badge_help", "At gate 2."
    )
    with made.runtime.writing() as db:
        signin.open_session(
            db, identity=person.refs.identity, now=made.now, life=timedelta(hours=1)
        )
        codes.carry(db, person.refs.identity, now=made.now)
        codes.mail_code(db, address, "Linden Works", hashing, now=made.now)
        joining.begin(db, token_hash(name), way_in, until=until)
        joining.invite(db, invited, token_hash(address), until=until, now=made.now)
        line = (address, start, None)
        pasted.add(db, uuid4(), Deed.INVITE, [line], due_at=made.now, until=until)
        audit.looked(db, [person.refs.access], look, now=made.now)
        conflicts.add(
            db,
            uuid4().bytes * 2,
            made.main_entrance,
            made.now,
            Disputed.LET_IN,
            data_minutes=None,
            holder=person.refs.holder,
        )
        wrong = Asked(Wish.CORRECT, text=f"{name} has another last day.")
        rights.add(db, person.refs.identity, wrong, now=made.now)
        audit.append(db, SYSTEM, "test", "test", now=made.now)
    return person


def letters(store: Store) -> list[Waiting]:
    """The messages that wait to be mailed, oldest first."""
    with store.reading() as db:
        return list(reversed(outbox.newest(db, now=NOON - timedelta(days=1000), limit=1000)))


def publish(
    made: Building, *texts: Notice, runtime: Runtime | None = None, marked: Level = Level.PATCH
) -> Edition | None:
    """Publish these texts instead of the shipped ones; `runtime` may have other settings."""
    rt = runtime or made.runtime
    draft = rt.draft(texts or rt.shipped_notices(), AUTHOR, marked)
    with made.runtime.writing() as db:
        return notices.publish(db, draft, by=PUBLISHER, now=made.now, lead=LEAD)


def see_to_consents(made: Building) -> None:
    """What the hourly job does to consents."""
    jobs.see_to_consents(made.runtime)


def with_limits(made: Building, **limits: int) -> Runtime:
    """The same building with other lengths of keeping in its settings."""
    settings = replace(made.runtime.settings, limits=Limits(**limits))
    return replace(made.runtime, settings=settings)


def find(store: Store, needle: str) -> list[str]:
    """Where a text stands in the whole database, as `table.column`; in bytes as well as in text."""
    from sqlalchemy import select

    from checkin.storage.tables import metadata

    found = set()
    with looking_in(), store.reading() as db:
        for table in metadata.sorted_tables:
            for row in db.execute(select(table)):
                for column, value in zip(table.columns, row, strict=True):
                    text = value if isinstance(value, str | bytes) else str(value)
                    wanted = needle if isinstance(text, str) else needle.encode()
                    if wanted.lower() in text.lower():  # type: ignore[operator]
                        found.add(f"{table.name}.{column.name}")
    return sorted(found)


def _places(db: Db, made: Building) -> None:
    sites.add_site(db, made.hq, "hq", "Headquarters", "Europe/Berlin")
    sites.add_site(db, made.lab, "lab", "Laboratory", "Europe/Berlin")
    for door, site, title, way in (
        (made.main_entrance, made.hq, "Main entrance", DoorWay.EITHER),
        (made.courtyard, made.hq, "Courtyard", DoorWay.IN),
        (made.loading_bay, made.hq, "Loading bay", DoorWay.OUT),
        (made.lab_entrance, made.lab, "Lab entrance", DoorWay.EITHER),
    ):
        sites.add_door(db, door, site, title, way)
    headquarters = dict.fromkeys((made.main_entrance, made.courtyard, made.loading_bay), ALL_HOURS)
    for profile, title, opens in (
        (made.everyone, "Everyone", headquarters),
        (made.lab_team, "Lab team", {**headquarters, made.lab_entrance: ALL_HOURS}),
    ):
        sites.add_profile(db, sites.Profile(profile, title, None, None), opens)
    sites.set_profiles(db, made.hq, joining=made.everyone, day_passes=made.everyone)
    sites.desk_opened(db, made.hq, now=made.now)
    _kiosk(db, made)


def _kiosk(db: Db, made: Building) -> None:
    code = UUID(int=1).bytes
    kiosks.add(db, made.kiosk, made.main_entrance, "Lobby tablet", InputMode.SCANNER)
    kiosks.set_code(db, made.kiosk, code, until=made.now + timedelta(minutes=10))
    kiosks.pair(db, code, made.kiosk_hash, title=None, keep_code=False, now=made.now)
