"""Badges on phones: whoever holds the key gets the badge, for as long as nobody ends it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from checkin.core import badge as core_badge
from checkin.core import base45, cose, token
from checkin.core.audit import Actor
from checkin.core.badge import Badge, HolderKey, Kind
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.inventory import Purpose
from checkin.core.policy import EntryConsent
from checkin.core.retention import Limits
from checkin.core.scan import Direction, Scan
from checkin.core.statuslist import Status
from checkin.services import badges, consent, devices, enrolment, retention, scanning
from checkin.services.devices import DeviceKind, OnDevice
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.services.scanning import Answer
from checkin.storage import Db, status
from checkin.storage.store import Store
from checkin.storage.tables import audit_event, holder
from tests import minting, world
from tests.minting import OTHER_PHONE, PHONE, PHONE_P256, MadeKey
from tests.world import ENTRY_ALONE, Building, looking_in

KIM = Actor("kim", "enrolment_admin")


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


def renewed(building: Building, phone: MadeKey = PHONE) -> OnDevice | None:
    held = world.possession(building, phone)
    with building.runtime.writing() as db:
        return devices.renew(db, held, building.runtime.making(), now=building.now)


def held_up(building: Building, on_device: OnDevice, phone: MadeKey = PHONE) -> str:
    """The text on the phone's screen just now."""
    inner = base45.decode(on_device.text.removeprefix(core_badge.PREFIX))
    issued = token.parse(inner)
    assert isinstance(issued, token.IssuedToken)
    header = minting.proof_header(minting.tagged(inner), phone)
    claims: minting.Claims = {3: issued.claims[token.AUD], 6: int(building.now.timestamp())}
    return minting.as_text(minting.minted(header, claims, phone))


def answer(building: Building, text: str) -> Answer:
    rt = building.runtime
    trust = rt.trust
    scan = Scan(building.kiosk_hash, text, uuid4(), building.now, Direction.IN)
    shown = scanning.read_token(text, trust, now=building.now)
    with rt.scanning() as db:
        found = scanning.record_scan(db, scan, shown, trust, now=building.now)
    assert isinstance(found, Answer)
    return found


def badge_of(on_device: OnDevice) -> Badge:
    found = core_badge.inspect(on_device.text)
    assert isinstance(found, Badge)
    return found


def statuses(building: Building) -> dict[int, Status]:
    with building.runtime.reading() as db:
        return dict(status.statuses(db, 1, now=building.now) or {})


# --- putting it on a phone ----------------------------------------------------------------------


@pytest.mark.parametrize("phone", [PHONE, PHONE_P256], ids=["Ed25519", "P-256"])
def test_a_badge_on_a_phone_is_let_in(building: Building, ada: Enrolled, phone: MadeKey) -> None:
    on_device = world.put_on_phone(building, ada, phone)

    assert answer(building, held_up(building, on_device, phone)).admit


def test_it_is_bound_to_the_phones_key_and_lives_for_a_week(
    building: Building, ada: Enrolled
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)

    badge = badge_of(on_device)
    assert badge.kind is Kind.LIVE
    assert badge.holder_key == HolderKey(cose.ED25519, PHONE.public)
    assert badge.expires_at - badge.issued_at == timedelta(days=7)
    assert on_device.works_at == ("Headquarters",)


def test_the_printed_badge_stays_good_beside_it(building: Building, ada: Enrolled) -> None:
    world.put_on_phone(building, ada, PHONE)

    assert answer(building, world.text_of(building, ada)).admit
    assert statuses(building) == {}


def test_the_issuers_part_alone_opens_nothing(building: Building, ada: Enrolled) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)

    assert not answer(building, on_device.text).admit


def test_a_proof_for_another_building_or_of_another_time_shows_nothing(building: Building) -> None:
    rt, now = building.runtime, building.now
    nonce = devices.challenge(rt.hashing, now=now)
    elsewhere = minting.possession(PHONE, nonce, aud="ELSEWHERE")
    good = minting.possession(PHONE, nonce)

    late = now + timedelta(minutes=3)

    def shown(proof: bytes, at: datetime = now) -> bool:
        key = HolderKey(PHONE.alg, PHONE.public)
        return devices.shown(proof, key, rt.keyring, rt.making(), now=at) is not None

    assert shown(good)
    assert not shown(elsewhere)
    assert not shown(good, late)
    assert not shown(b"")


def test_a_proof_sent_again_changes_nothing(
    building: Building, ada: Enrolled, store: Store
) -> None:
    first = world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(hours=21)
    held, making = world.possession(building, PHONE), building.runtime.making()
    with store.writing() as db:
        second = devices.renew(db, held, making, now=building.now)
    before = world.rows(store)

    with store.writing() as db:
        again = devices.renew(db, held, making, now=building.now)

    assert again == second != first
    assert world.rows(store) == before


def test_a_key_that_is_known_is_not_taken_again(building: Building, ada: Enrolled) -> None:
    world.put_on_phone(building, ada, PHONE)
    grace = world.enrol(building, "Grace Hopper")

    with pytest.raises(ConflictError, match="known already"):
        world.put_on_phone(building, grace, PHONE)


def test_the_same_phone_anew_replaces_what_it_carried(building: Building, ada: Enrolled) -> None:
    before = world.put_on_phone(building, ada, PHONE)
    held = world.possession(building, OTHER_PHONE)

    with building.runtime.writing() as db:
        devices.enrol(
            db,
            ada.refs.holder,
            held,
            DeviceKind.ANDROID,
            building.runtime.making(),
            now=building.now,
            instead_of=before.device,
        )

    place = badge_of(before).status
    assert place is not None
    assert statuses(building) == {place.index: Status.INVALID}
    assert not answer(building, held_up(building, before)).admit
    assert renewed(building, PHONE) is None
    with building.runtime.reading() as db:
        [only] = devices.of_holder(db, ada.refs.holder)
    assert only.key.public == OTHER_PHONE.public


def test_somebody_elses_phone_is_never_replaced(building: Building, ada: Enrolled) -> None:
    graces = world.put_on_phone(building, world.enrol(building, "Grace Hopper"), PHONE)
    held = world.possession(building, OTHER_PHONE)

    with building.runtime.writing() as db:
        devices.enrol(
            db,
            ada.refs.holder,
            held,
            DeviceKind.ANDROID,
            building.runtime.making(),
            now=building.now,
            instead_of=graces.device,
        )

    assert answer(building, held_up(building, graces)).admit


def test_a_badge_is_on_five_phones_at_most(building: Building, ada: Enrolled) -> None:
    for number in range(devices.MOST):
        world.put_on_phone(building, ada, MadeKey(f"phone {number}"))

    with pytest.raises(ConflictError, match="on 5 devices already"):
        world.put_on_phone(building, ada, PHONE)


def test_whose_badge_was_switched_off_gets_none_on_a_phone(
    building: Building, ada: Enrolled
) -> None:
    with building.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, KIM, "lost", now=building.now)

    with pytest.raises(ConflictError, match="switched off"):
        world.put_on_phone(building, ada, PHONE)


def test_whoever_has_no_address_gets_no_mail_about_a_phone(
    building: Building, ada: Enrolled, store: Store
) -> None:
    rt, now = building.runtime, building.now
    on_paper = NewPerson(None, "Grace Hopper", "en", building.hq, (building.everyone,), ENTRY_ALONE)
    with store.writing() as db:
        grace = enrolment.enrol(db, on_paper, world.SHOWN, rt.making(), now=now)

        for person in (ada, grace):
            devices.tell(db, person.refs.holder, "Linden Works", "https://check.in", now=now)

    assert [letter.address for letter in world.letters(store)] == ["ada.lindqvist@linden.example"]


# --- fetching the next --------------------------------------------------------------------------


def test_a_fresh_badge_is_fetched_again_unchanged(building: Building, ada: Enrolled) -> None:
    first = world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(hours=19)

    assert renewed(building) == first


def test_a_renewed_badge_has_a_new_number_in_its_old_place(
    building: Building, ada: Enrolled
) -> None:
    first = badge_of(world.put_on_phone(building, ada, PHONE))
    building.clock.pass_(hours=21)

    again = renewed(building)

    assert again is not None
    second = badge_of(again)
    assert second.cti != first.cti
    assert second.status == first.status
    assert second.expires_at == first.expires_at + timedelta(hours=21)


def test_the_badge_before_stays_good_while_it_lives(building: Building, ada: Enrolled) -> None:
    first = world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(hours=21)
    renewed(building)

    assert answer(building, held_up(building, first)).admit

    building.clock.pass_(days=7)
    assert not answer(building, held_up(building, first)).admit


def test_no_more_than_two_badges_of_a_phone_are_ever_kept(
    building: Building, ada: Enrolled, store: Store
) -> None:
    world.put_on_phone(building, ada, PHONE)
    for _ in range(4):
        building.clock.pass_(days=1)
        renewed(building)

        assert world.rows(store)["badge"] == 1 + 2


def test_what_is_good_in_another_list_can_still_be_switched_off(
    building: Building, ada: Enrolled
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    place = badge_of(on_device).status
    building.runtime.keyring.new(core_badge.KeyPurpose.BADGE, now=building.now, at_once=True)
    for _ in range(3):
        building.clock.pass_(days=1)
        renewed(building)

    with building.runtime.writing() as db:
        devices.end(db, ada.refs.holder, on_device.device, now=building.now)

    assert place is not None
    assert statuses(building) == {place.index: Status.INVALID}


def test_badges_that_ran_out_on_phones_of_the_past_go_with_the_next_phone(
    building: Building, ada: Enrolled, store: Store
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    with store.writing() as db:
        devices.end(db, ada.refs.holder, on_device.device, now=building.now)
    building.clock.pass_(days=8)

    world.put_on_phone(building, ada, OTHER_PHONE)

    assert world.rows(store)["badge"] == 1 + 1


def test_after_fifteen_days_away_the_phones_key_is_enough(
    building: Building, ada: Enrolled
) -> None:
    world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(days=15)

    again = renewed(building)

    assert again is not None
    assert answer(building, held_up(building, again)).admit


def test_another_key_fetches_nothing(building: Building, ada: Enrolled) -> None:
    world.put_on_phone(building, ada, PHONE)

    assert renewed(building, OTHER_PHONE) is None


def test_a_phone_that_changed_its_doors_gets_a_badge_for_them_at_once(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building, profiles=(building.lab_team,))
    first = world.put_on_phone(building, ada, PHONE)
    with store.writing() as db:
        _move(db, ada, building)

    again = renewed(building)

    assert again is not None
    assert badge_of(first).aud == "LINDEN"
    assert badge_of(again).aud == "hq"


@looking_in()
def _move(db: Db, person: Enrolled, building: Building) -> None:
    from checkin.storage.tables import holder_profile

    db.execute(
        update(holder_profile)
        .where(holder_profile.c.holder == person.refs.holder)
        .values(profile=building.everyone)
        .execution_options(unaudited=True)
    )


def test_a_new_key_of_the_building_begins_a_new_place(building: Building, ada: Enrolled) -> None:
    first = badge_of(world.put_on_phone(building, ada, PHONE))
    building.runtime.keyring.new(core_badge.KeyPurpose.BADGE, now=building.now, at_once=True)
    building.clock.pass_(minutes=1)

    again = renewed(building)

    assert again is not None
    second = badge_of(again)
    assert second.kid != first.kid
    assert second.status != first.status
    assert second.status is not None
    assert second.status.uri.endswith("/s/2")


def test_renewals_leave_nothing_in_the_log_that_tells_whose_they_were(
    building: Building, ada: Enrolled, store: Store
) -> None:
    world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(days=1)

    renewed(building)

    with looking_in(), store.reading() as db:
        objects = db.scalars(select(audit_event.c.object).where(audit_event.c.act == "badge.renew"))
        assert objects.all() == ["badge:live"]


def test_too_many_requests_from_one_address_have_to_wait(building: Building) -> None:
    with building.runtime.writing() as db:
        waits = [
            devices.pace(db, "192.0.2.1", building.runtime.hashing, now=building.now)
            for _ in range(601)
        ]
        elsewhere = devices.pace(db, "192.0.2.2", building.runtime.hashing, now=building.now)

    assert waits[:600] == [None] * 600
    assert waits[600] == building.now + timedelta(seconds=1)
    assert elsewhere is None


# --- ending -------------------------------------------------------------------------------------


def test_a_phone_that_is_ended_shows_in_the_list_at_once_and_fetches_nothing_more(
    building: Building, ada: Enrolled
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    place = badge_of(on_device).status

    with building.runtime.writing() as db:
        devices.end(db, ada.refs.holder, on_device.device, now=building.now)

    assert place is not None
    assert statuses(building) == {place.index: Status.INVALID}
    assert renewed(building) is None
    assert not answer(building, held_up(building, on_device)).admit
    assert answer(building, world.text_of(building, ada)).admit


def test_nobody_ends_the_phone_of_somebody_else(building: Building, ada: Enrolled) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    grace = world.enrol(building, "Grace Hopper")

    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        devices.end(db, grace.refs.holder, on_device.device, now=building.now)

    assert renewed(building) is not None


def test_signing_out_twice_ends_a_phone_once(
    building: Building, ada: Enrolled, store: Store
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)

    for _ in range(2):
        with store.writing() as db:
            devices.sign_out(db, on_device.device, now=building.now)

    with looking_in(), store.reading() as db:
        acts = db.scalars(select(audit_event.c.act)).all()
    assert acts.count("device.end") == 1


def test_switching_a_badge_off_switches_its_holders_phones_off(
    building: Building, ada: Enrolled
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)

    with building.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, KIM, "lost", now=building.now)

    assert not answer(building, held_up(building, on_device)).admit
    assert renewed(building) is None


def test_pausing_shows_in_the_list_at_once_and_ends_with_the_pause(
    building: Building, ada: Enrolled, store: Store
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    place = badge_of(on_device).status
    assert place is not None

    for entry, said in (
        (EntryConsent.SUSPENDED, Status.SUSPENDED),
        (EntryConsent.IN_FORCE, None),
    ):
        with store.writing() as db:
            db.execute(update(holder).values(entry=entry).execution_options(unaudited=True))
        again = renewed(building)
        assert statuses(building).get(place.index) == said
        assert again is not None
        assert again.paused is (said is not None)


def test_taking_the_badge_back_erases_phones_and_what_they_carried(
    building: Building, ada: Enrolled, store: Store
) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    place = badge_of(on_device).status

    with building.runtime.writing() as db:
        receipt = consent.withdraw(
            db, ada.refs.identity, [Purpose.ENTRY], building.runtime.hashing, now=building.now
        )

    assert receipt is not None
    assert receipt.erased["device"] == 1
    assert receipt.erased["badge"] == 2
    assert not {"device", "badge"} & set(world.rows(store))
    assert place is not None
    assert statuses(building)[place.index] is Status.INVALID
    assert renewed(building) is None


def test_a_phone_that_fetches_nothing_for_ninety_days_is_forgotten(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)
    world.put_on_phone(building, ada, PHONE)
    building.clock.pass_(days=89)
    assert not _due(building)
    building.clock.pass_(days=2)

    with store.writing() as db:
        retention.run_batch(db, Limits(), now=building.now)

    assert "device" not in world.rows(store)
    assert world.rows(store)["badge"] == 1


def _due(building: Building) -> bool:
    with building.runtime.reading() as db:
        return "device" in {one.table for one in retention.due(db, Limits(), now=building.now)}
