"""Late scans on a real database: each once, in any order, judged by what held when it was taken."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from checkin.core import base45
from checkin.core.audit import SYSTEM
from checkin.core.badge import PREFIX
from checkin.core.ids import DoorId, HolderRef, KioskId
from checkin.core.inventory import Purpose
from checkin.core.late import Disputed
from checkin.core.policy import Posture, Say
from checkin.core.scan import Direction, Scan
from checkin.core.site import InputMode
from checkin.services import badges, consent, devices, late, retention, scanning
from checkin.services.devices import OnDevice
from checkin.services.late import Answered, LateScan, Outcome
from checkin.services.scanning import Unanswered
from checkin.services.signin import token_hash
from checkin.storage import audit, conflicts, kiosks, sites, tables
from checkin.storage.conflicts import Conflict
from tests import minting
from tests.minting import PHONE
from tests.phones import phone_of
from tests.services.test_scanning import counts, day_pass, said, scan, traces
from tests.world import (
    ENTRY_ALONE,
    NOON,
    Building,
    contents,
    enrol,
    looking_in,
    possession,
    put_on_phone,
    text_of,
)

LET_IN = Answered(True, Say.WELCOME)
TURNED_AWAY = Answered(False, Say.USE_DESK)


@pytest.fixture
def world(building: Building) -> Building:
    with building.runtime.writing() as db:
        late.keep_rules(db, now=building.now)
    return building


def taken(
    world: Building,
    token: str,
    answered: Answered = LET_IN,
    *,
    ago: timedelta = timedelta(hours=2),
    direction: Direction = Direction.IN,
    kiosk: bytes | None = None,
) -> LateScan:
    """A scan that a kiosk without a connection answered a while ago."""
    at = world.now - ago
    sent = Scan(kiosk or world.kiosk_hash, token, uuid4(), at, direction)
    return LateScan(sent, answered, at - timedelta(minutes=30))


def tell(world: Building, told: LateScan) -> Outcome | Unanswered:
    rt = world.runtime
    trust = rt.trust
    shown = scanning.read_token(told.scan.token, trust, now=min(told.scan.taken_at, world.now))
    with rt.writing() as db:
        return late.take_late(db, told, shown, trust, rt.settings.limits, now=world.now)


def disputes(world: Building) -> Sequence[Conflict]:
    with world.runtime.reading() as db:
        return conflicts.newest(db, limit=100)


def owners(world: Building) -> Sequence[HolderRef | None]:
    """Who may read of each conflict among what is known of them."""
    with looking_in(), world.runtime.reading() as db:
        return db.scalars(select(tables.conflict.c.holder)).all()


def minutes(world: Building) -> list[datetime]:
    with looking_in(), world.runtime.reading() as db:
        return sorted(db.scalars(select(tables.entry.c.minute)))


def change(world: Building, door: DoorId, posture: Posture) -> None:
    """Let the door do something else from now on, and let that be noticed."""
    with world.runtime.writing() as db:
        sites.set_posture(db, door, posture)
        late.keep_rules(db, now=world.now)
        audit.append(db, SYSTEM, "test", "test", now=world.now)


def second_kiosk(world: Building) -> bytes:
    with world.runtime.writing() as db:
        kiosks.add(db, KioskId(uuid4()), world.courtyard, "Courtyard", InputMode.SCANNER)
        hashed = token_hash("the courtyard's own secret")
        kiosk = next(one for one, _ in kiosks.every(db) if one.title == "Courtyard")
        kiosks.set_code(db, kiosk.id, b"c" * 32, until=world.now + timedelta(minutes=1))
        kiosks.pair(db, b"c" * 32, hashed, title=None, keep_code=False, now=world.now)
        audit.append(db, SYSTEM, "test", "test", now=world.now)
    return hashed


def shown_on_phone(world: Building, carried: OnDevice) -> str:
    """What the screen of a phone shows now."""
    issued = base45.decode(carried.text[len(PREFIX) :])
    return minting.as_text(minting.live(PHONE, issued, iat=int(world.now.timestamp()), aud="hq"))


# --- once, in any order -----------------------------------------------------------------------


def test_an_admission_counts_in_its_own_hour_and_is_kept_to_its_minute(world: Building) -> None:
    ada = enrol(world)
    world.clock.pass_(days=1)
    told = taken(world, text_of(world, ada), ago=timedelta(hours=3))

    assert tell(world, told) is Outcome.STORED

    assert minutes(world) == [told.scan.taken_at.replace(second=0, microsecond=0)]
    assert counts(world) == (1, 0, 0)


def test_an_hour_that_is_closed_is_no_longer_added_to_and_the_entry_is_kept(
    world: Building,
) -> None:
    ada = enrol(world)
    world.clock.pass_(days=3)
    in_time, too_late = (
        taken(world, text_of(world, ada), ago=timedelta(hours=hours)) for hours in (24, 25)
    )

    assert [tell(world, one) for one in (in_time, too_late)] == [Outcome.STORED] * 2

    assert counts(world) == (1, 0, 0)
    assert len(minutes(world)) == 2


def test_without_history_it_is_only_counted(world: Building) -> None:
    ben = enrol(world, purposes=ENTRY_ALONE)
    world.clock.pass_(days=1)

    assert tell(world, taken(world, text_of(world, ben))) is Outcome.STORED

    assert traces(world) == {"scan_answer": 1, "kiosk_count": 1}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_and_how_often_it_is_told_make_no_difference(world: Building, seed: int) -> None:
    people = [enrol(world, f"Person {number}") for number in range(6)]
    world.clock.pass_(days=1)
    told = [
        taken(world, text_of(world, one), ago=timedelta(hours=n)) for n, one in enumerate(people)
    ]
    sent = [*told, *told]
    random.Random(seed).shuffle(sent)

    outcomes = [tell(world, one) for one in sent]

    assert sorted(outcomes) == [Outcome.KNOWN] * 6 + [Outcome.STORED] * 6
    assert len(minutes(world)) == 6
    assert counts(world) == (6, 0, 0)


def test_a_scan_that_the_server_answered_as_well_is_known(world: Building) -> None:
    ada = enrol(world)
    told = taken(world, text_of(world, ada), ago=timedelta(0))
    scan(world, told.scan.token, nonce=told.scan.nonce)
    world.clock.pass_(minutes=5)

    assert tell(world, told) is Outcome.KNOWN

    assert counts(world) == (1, 0, 0)
    assert disputes(world) == []


def test_an_answer_that_was_lost_and_differs_is_a_conflict_once(world: Building) -> None:
    ada = enrol(world)
    with world.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, SYSTEM, "badge_help", now=world.now)
    told = taken(world, text_of(world, ada), ago=timedelta(0))
    scan(world, told.scan.token, nonce=told.scan.nonce)
    world.clock.pass_(minutes=5)

    assert [tell(world, told), tell(world, told)] == [Outcome.DIFFERS, Outcome.KNOWN]

    assert [one.reason for one in disputes(world)] == [Disputed.LET_IN]


def test_leaving_late_is_counted_and_names_nobody(world: Building) -> None:
    ada = enrol(world)
    world.clock.pass_(days=1)
    goodbye = Answered(True, Say.GOODBYE)

    told = taken(world, text_of(world, ada), goodbye, direction=Direction.OUT)

    assert tell(world, told) is Outcome.STORED
    assert counts(world) == (0, 1, 0)
    assert minutes(world) == []


# --- by what held then ------------------------------------------------------------------------


def test_a_badge_that_was_switched_off_afterwards_was_good_then(world: Building) -> None:
    ada = enrol(world)
    text = text_of(world, ada)
    world.clock.pass_(days=1)
    with world.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, SYSTEM, "badge_help", now=world.now)
    world.clock.pass_(hours=1)

    before = taken(world, text, ago=timedelta(hours=2))
    after = taken(world, text, ago=timedelta(minutes=30))

    assert tell(world, before) is Outcome.STORED
    assert tell(world, after) is Outcome.DIFFERS
    (dispute,) = disputes(world)
    assert (dispute.reason, dispute.door, dispute.data_minutes) == (
        Disputed.LET_IN,
        "Main entrance",
        30,
    )
    assert owners(world) == [ada.refs.holder]
    assert counts(world) == (2, 0, 0)  # both did come in


def test_a_door_that_was_locked_afterwards_was_open_then(world: Building) -> None:
    ada = enrol(world)
    world.clock.pass_(days=1)
    change(world, world.main_entrance, Posture.LOCKED)
    world.clock.pass_(hours=1)
    change(world, world.main_entrance, Posture.NORMAL)
    world.clock.pass_(hours=1)
    text = text_of(world, ada)

    before = taken(world, text, ago=timedelta(hours=3))
    while_locked = taken(world, text, ago=timedelta(minutes=90))
    since = taken(world, text, ago=timedelta(minutes=10))

    assert [tell(world, one) for one in (before, while_locked, since)] == [
        Outcome.STORED,
        Outcome.DIFFERS,
        Outcome.STORED,
    ]


def test_a_badge_that_the_kiosk_turned_away_too_soon_is_a_conflict(world: Building) -> None:
    ada = enrol(world)
    world.clock.pass_(days=1)

    assert tell(world, taken(world, text_of(world, ada), TURNED_AWAY)) is Outcome.DIFFERS

    assert [one.reason for one in disputes(world)] == [Disputed.TURNED_AWAY]
    assert minutes(world) == []


def test_a_kiosk_that_could_not_tell_disagrees_with_nobody(world: Building) -> None:
    ada = enrol(world)
    world.clock.pass_(days=1)
    blind = Answered(False, Say.NO_DATA)

    assert tell(world, taken(world, text_of(world, ada), blind)) is Outcome.STORED
    assert disputes(world) == []


def test_a_day_pass_is_judged_by_its_own_day(world: Building) -> None:
    text = day_pass(world)
    world.clock.pass_(days=1)

    assert tell(world, taken(world, text, ago=timedelta(hours=20))) is Outcome.STORED
    assert tell(world, taken(world, text, ago=timedelta(hours=1))) is Outcome.DIFFERS


@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_day_pass_shows_that_the_other_way_in_works(world: Building, order: int) -> None:
    text = day_pass(world)
    told = [taken(world, text, ago=-timedelta(minutes=minutes)) for minutes in (10, 95, 130, 150)]
    world.clock.pass_(hours=3)

    for one in told[::order]:
        assert tell(world, one) is Outcome.STORED

    with world.runtime.reading() as db:
        site = sites.site(db, world.hq)
    assert site is not None
    assert site.alternative_at == NOON + timedelta(hours=2)


def test_a_genuine_badge_that_nobody_issued_here_is_a_conflict(world: Building) -> None:
    text = day_pass(world)
    with world.runtime.writing() as db:
        db.execute(tables.day_pass.delete())
        audit.append(db, SYSTEM, "test", "test", now=world.now)
    world.clock.pass_(hours=2)

    assert tell(world, taken(world, text)) is Outcome.DIFFERS

    assert [one.reason for one in disputes(world)] == [Disputed.UNKNOWN_BADGE]
    assert owners(world) == [None]


def test_the_same_moment_of_a_phone_at_two_doors_is_a_conflict(world: Building) -> None:
    ada = enrol(world)
    text = phone_of(world, ada).shows(world.now)
    there = second_kiosk(world)
    with world.runtime.writing() as db:
        late.keep_rules(db, now=world.now)
    here, elsewhere = (
        taken(world, text, ago=timedelta(0)),
        taken(world, text, ago=timedelta(0), kiosk=there),
    )
    world.clock.pass_(hours=5)

    assert [tell(world, here), tell(world, elsewhere)] == [Outcome.STORED, Outcome.DIFFERS]

    assert [one.reason for one in disputes(world)] == [Disputed.SHOWN_TWICE]


def test_the_same_moment_of_a_phone_first_with_the_server_is_a_conflict_too(
    world: Building,
) -> None:
    ada = enrol(world)
    there = second_kiosk(world)
    with world.runtime.writing() as db:
        late.keep_rules(db, now=world.now)
    text = phone_of(world, ada).shows(world.now)
    assert said(scan(world, text)) is Say.WELCOME
    world.clock.pass_(seconds=15)
    elsewhere = taken(world, text, ago=timedelta(0), kiosk=there)
    world.clock.pass_(days=6)
    with world.runtime.writing() as db:
        retention.run_batch(db, world.runtime.settings.limits, now=world.now, limit=1000)

    assert tell(world, elsewhere) is Outcome.DIFFERS

    (dispute,) = disputes(world)
    assert (dispute.reason, dispute.door) == (Disputed.SHOWN_TWICE, "Courtyard")


def test_the_mark_of_a_proof_says_neither_whose_it_is_nor_when_it_was_used(
    world: Building,
) -> None:
    text = phone_of(world, enrol(world, purposes=ENTRY_ALONE)).shows(world.now)
    world.clock.pass_(seconds=7)
    assert said(scan(world, text)) is Say.WELCOME

    with world.runtime.reading() as db:
        (mark,) = db.execute(select(tables.marker)).all()

    proof = base45.decode(text.removeprefix(PREFIX))[-64:-32]
    assert mark.use_hash == world.runtime.hashing.proof(proof)
    assert mark.until == NOON + timedelta(days=7, hours=1)


def test_a_phone_is_known_after_its_badge_was_renewed_since(world: Building) -> None:
    ada = enrol(world)
    text = shown_on_phone(world, put_on_phone(world, ada, PHONE))
    told = taken(world, text, ago=timedelta(0))
    for _ in range(3):
        world.clock.pass_(days=1)
        with world.runtime.writing() as db:
            renewed = devices.renew(
                db, possession(world, PHONE), world.runtime.making(), now=world.now
            )
        assert renewed is not None

    assert tell(world, told) is Outcome.STORED
    assert minutes(world) == [told.scan.taken_at.replace(second=0, microsecond=0)]


# --- what leaves nothing ----------------------------------------------------------------------


def test_nothing_stays_of_somebody_who_took_their_yes_back(world: Building) -> None:
    ada = enrol(world)
    text = text_of(world, ada)
    live = shown_on_phone(world, put_on_phone(world, ada, PHONE))
    told = [
        taken(world, text, ago=timedelta(0)),
        taken(world, live, ago=timedelta(0)),
        taken(world, text, ago=-timedelta(hours=2)),
    ]
    world.clock.pass_(hours=3)
    with world.runtime.writing() as db:
        consent.withdraw(
            db, ada.refs.identity, [Purpose.ENTRY], world.runtime.hashing, now=world.now
        )
    before = contents(world.runtime.store)

    outcomes = [tell(world, one) for one in told]

    assert outcomes == [Outcome.DROPPED] * 3
    assert contents(world.runtime.store) == before


def test_a_dispute_leads_to_nobody_who_does_not_let_entries_be_kept(world: Building) -> None:
    ben = enrol(world, purposes=ENTRY_ALONE)
    with world.runtime.writing() as db:
        badges.revoke(db, ben.badge.id, SYSTEM, "badge_help", now=world.now)
    world.clock.pass_(hours=3)

    assert tell(world, taken(world, text_of(world, ben))) is Outcome.DIFFERS

    assert owners(world) == [None]


@pytest.mark.parametrize("ago", [timedelta(days=7, minutes=1), -timedelta(minutes=3)])
def test_what_is_too_old_or_from_the_future_is_dropped(world: Building, ago: timedelta) -> None:
    ada = enrol(world)
    world.clock.pass_(days=8)

    assert tell(world, taken(world, text_of(world, ada), ago=ago)) is Outcome.DROPPED
    assert traces(world) == {}


def test_a_typed_code_cannot_have_been_answered_alone(world: Building) -> None:
    ada = enrol(world)
    code = badges.short_code(ada.badge, world.runtime.hashing)

    assert tell(world, taken(world, code)) is Outcome.DROPPED
    assert traces(world) == {}


def test_only_a_kiosk_of_ours_is_believed(world: Building) -> None:
    ada = enrol(world)
    text = text_of(world, ada)
    stranger = taken(world, text, kiosk=b"somebody else's", ago=timedelta(0))

    assert tell(world, stranger) is Unanswered.NOT_PAIRED

    with world.runtime.writing() as db:
        kiosks.revoke(db, world.kiosk, now=world.now)
        audit.append(db, SYSTEM, "test", "test", now=world.now)
    assert tell(world, taken(world, text, ago=timedelta(0))) is Unanswered.REVOKED
