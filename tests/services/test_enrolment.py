from datetime import datetime, timedelta

import pytest

from checkin.core.audit import Actor
from checkin.core.consent import By, Method
from checkin.core.errors import ConflictError
from checkin.core.inventory import Purpose
from checkin.services import badges, consent, enrolment
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.storage import consents, people, roster
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
        (shown,) = roster.page(db, "", None, 25)
    assert shown.identity == ada.refs.identity
    assert not shown.history


# --- when it ends, and without an address --------------------------------------------------------


def test_a_badge_with_a_last_day_opens_nothing_after_it_and_then_everything_is_erased(
    building: Building, store: Store
) -> None:
    enrolled = until(building, building.now + timedelta(days=30))
    building.clock.pass_(days=30)

    with store.reading() as db:
        (shown,) = roster.page(db, "", None, 25)
    with store.writing() as db:
        ended = [enrolment.end_over(db, building.runtime.hashing, now=building.now) for _ in "ab"]

    assert shown.ends_at == building.now
    assert ended == [1, 0]
    assert "identity" not in world.rows(store)
    with store.reading() as db:
        acts = consents.history(db, enrolled.refs.consent)
    assert Method.LEAVER in {act.method for act in acts}


def test_a_yes_with_a_code_on_paper_needs_no_address_and_says_how_it_was_given(
    building: Building, store: Store
) -> None:
    enrolled = [world.enrol(building, "Grace Hopper", on_paper=True) for _ in range(2)]

    for each in enrolled:
        with store.reading() as db:
            acts = consents.history(db, each.refs.consent)
            assert people.get(db, each.refs.identity).email is None
        assert {(act.by, act.method, act.assisted_by) for act in acts} == {
            (By.SUBJECT, Method.ASSISTED_CODE, "adm-de5c")
        }


def test_whoever_has_no_address_takes_everything_back_like_anybody(
    building: Building, store: Store
) -> None:
    before = world.rows(store)
    enrolled = world.enrol(building, on_paper=True)
    everything = [Purpose.ENTRY]

    with store.writing() as db:
        receipt = consent.withdraw(
            db, enrolled.refs.identity, everything, building.runtime.hashing, now=building.now
        )

    assert receipt is not None
    assert receipt.left
    assert not {"identity", "holder", "badge", "subject_link"} & (
        world.rows(store).keys() - before.keys()
    )


def until(building: Building, ends_at: datetime) -> Enrolled:
    """Somebody who says yes for a time that is known beforehand."""
    person = NewPerson(
        "grace@linden.example",
        "Grace Hopper",
        "en",
        building.hq,
        (building.everyone,),
        BOTH,
        ends_at,
    )
    with building.runtime.writing() as db:
        making = building.runtime.making()
        return enrolment.enrol(db, person, world.SHOWN, making, now=building.now)
