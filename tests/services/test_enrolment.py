from datetime import timedelta

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError
from checkin.core.inventory import Purpose
from checkin.services import badges, consent, enrolment
from checkin.storage import consents, people
from checkin.storage.store import Store
from tests import world
from tests.world import BOTH, ENTRY_ALONE, Building

KIM = Actor("kim", "enrolment_admin")


def test_whoever_says_yes_gets_a_badge_and_a_record_of_it(building: Building, store: Store) -> None:
    ada = world.enrol(building, purposes=BOTH)

    with store.reading() as db:
        given = consent.choices(db, ada.refs.identity)
        badge = badges.mine(db, ada.refs.holder, building.runtime.hashing, now=building.now)
    assert [(choice.purpose, choice.given) for choice in given] == [
        (Purpose.ENTRY, True),
        (Purpose.HISTORY, True),
    ]
    assert badge is not None
    assert badge.good
    assert badge.held.expires_at == building.now + badges.LIFE


def test_without_a_yes_to_the_badge_nobody_is_enrolled(building: Building, store: Store) -> None:
    before = world.rows(store)

    with pytest.raises(ConflictError):
        world.enrol(building, purposes=frozenset({Purpose.HISTORY}))

    assert world.rows(store) == before


def test_an_address_is_enrolled_once(building: Building, store: Store) -> None:
    world.enrol(building)
    before = world.rows(store)

    with pytest.raises(ConflictError, match="has a badge already"):
        world.enrol(building)

    assert world.rows(store) == before


def test_a_person_is_known_by_another_reference_in_each_domain(building: Building) -> None:
    refs = world.enrol(building).refs

    assert len({refs.identity, refs.consent, refs.holder, refs.access}) == 4


def test_a_second_invitation_is_silently_the_first(building: Building, store: Store) -> None:
    first = invite(building, "grace@elsewhere.example")
    before = world.rows(store)

    second = invite(building, "Grace@elsewhere.example")

    assert first is not None
    assert second is None
    assert world.rows(store) == before


def test_whoever_takes_part_is_not_invited(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")

    assert invite(building, "ada.lindqvist@linden.example") is None


def test_an_address_can_be_invited_again_when_its_invitation_has_run_out(
    building: Building,
) -> None:
    invite(building, "grace@elsewhere.example")

    building.clock.pass_(days=14)

    assert invite(building, "grace@elsewhere.example") is not None


def test_an_invitation_keeps_no_address(building: Building, store: Store) -> None:
    invite(building, "grace@elsewhere.example")

    assert not world.find(store, "grace")


def test_a_mailed_invitation_holds_the_link_and_says_that_nobody_has_to(
    building: Building, store: Store
) -> None:
    made = invite(building, "grace@elsewhere.example")
    assert made is not None

    with store.writing() as db:
        enrolment.send_invitation(
            db, made, "http://localhost/join/i/x", "Linden Works", now=building.now
        )

    (letter,) = world.letters(store)
    assert letter.address == "grace@elsewhere.example"
    assert "http://localhost/join/i/x" in letter.body
    assert "14 days" in letter.body
    assert "You don't have to" in letter.body


def test_a_leaver_is_erased_by_the_same_path_as_whoever_takes_everything_back(
    building: Building, store: Store
) -> None:
    before = world.rows(store)
    ada = world.enrol(building)

    with store.writing() as db:
        receipt = enrolment.end(
            db, ada.refs.identity, KIM, "left", building.runtime.hashing, now=building.now
        )

    assert receipt is not None
    assert receipt.left
    remaining = {name: rows - before.get(name, 0) for name, rows in world.rows(store).items()}
    assert {name for name, rows in remaining.items() if rows} == {
        "consent_event",
        "receipt_code",
        "erasure_mark",
        "ended_badge",
        "status_list",
        "status_slot",
        "audit_event",
    }


def test_whoever_joins_again_begins_a_new_record(building: Building, store: Store) -> None:
    first = world.enrol(building)
    with store.writing() as db:
        consent.withdraw(
            db,
            first.refs.identity,
            [Purpose.ENTRY],
            building.runtime.hashing,
            now=building.now,
        )

    second = world.enrol(building, now=building.now + timedelta(days=1))

    ours = {first.refs.identity, first.refs.consent, first.refs.holder, first.refs.access}
    assert not ours & {second.refs.identity, second.refs.consent, second.refs.holder}
    with store.reading() as db:
        assert len(consents.history(db, second.refs.consent)) == 2


def test_entry_alone_keeps_no_history(building: Building, store: Store) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)

    with store.reading() as db:
        (shown,) = people.page(db, "", None, 25)
    assert shown.identity == ada.refs.identity
    assert not shown.history


def invite(building: Building, email: str) -> enrolment.Invitation | None:
    with building.runtime.writing() as db:
        return enrolment.invite(
            db,
            email,
            building.everyone,
            building.hq,
            building.runtime.hashing,
            by=KIM,
            now=building.now,
        )
