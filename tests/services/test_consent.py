from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.inventory import Erase, Purpose, Subject
from checkin.services import consent
from checkin.services.consent import Receipt
from checkin.services.enrolment import Enrolled
from checkin.storage import inventory, tables
from checkin.storage.store import Store
from tests import world
from tests.world import BOTH, ENTRY_ALONE, SHOWN, Building, looking_in

MONTHS_3 = timedelta(days=90)


def take_back(building: Building, person: Enrolled, *purposes: Purpose) -> Receipt | None:
    with building.runtime.writing() as db:
        return consent.withdraw(
            db, person.refs.identity, purposes, building.runtime.hashing, now=building.now
        )


def give(building: Building, person: Enrolled, *purposes: Purpose) -> None:
    with building.runtime.writing() as db:
        consent.give(
            db,
            person.refs.identity,
            purposes,
            SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=MONTHS_3,
        )


def remembers(building: Building, person: Enrolled) -> bool:
    """What the door knows of the person's wish to keep entries."""
    wanted = select(tables.holder.c.history).where(tables.holder.c.ref == person.refs.holder)
    with looking_in(), building.runtime.reading() as db:
        return bool(db.execute(wanted).scalar_one())


# --- saying yes to more -------------------------------------------------------------------------


def test_history_can_be_said_yes_to_later_and_the_door_knows(building: Building) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)

    give(building, ada, Purpose.HISTORY)

    assert remembers(building, ada)
    with building.runtime.reading() as db:
        _, history = consent.choices(db, ada.refs.identity)
    assert (history.given, history.since) == (True, building.now)
    assert history.until == building.now + MONTHS_3
    assert history.shown == SHOWN


def test_nobody_says_yes_twice(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    before = world.rows(store)

    with pytest.raises(ConflictError, match="already"):
        give(building, ada, Purpose.HISTORY)

    assert world.rows(store) == before


def test_a_yes_in_the_second_of_a_no_waits_for_the_next(building: Building) -> None:
    ada = world.enrol(building)
    take_back(building, ada, Purpose.HISTORY)

    with pytest.raises(ConflictError, match="a moment ago"):
        give(building, ada, Purpose.HISTORY)
    building.clock.pass_(seconds=1)
    give(building, ada, Purpose.HISTORY)

    assert remembers(building, ada)


# --- taking back --------------------------------------------------------------------------------


def test_taking_back_without_saying_what_is_never_everything(building: Building) -> None:
    ada = world.enrol(building)

    with pytest.raises(ValueError, match="which"):
        take_back(building, ada)

    with building.runtime.reading() as db:
        assert all(choice.given for choice in consent.choices(db, ada.refs.identity))


def test_what_is_not_in_force_is_not_taken_back_and_nothing_is_written(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)
    before = world.rows(store)

    assert take_back(building, ada, Purpose.HISTORY) is None
    assert world.rows(store) == before


def test_taking_back_entries_deletes_them_at_once_and_leaves_the_badge(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)

    receipt = take_back(building, ada, Purpose.HISTORY)

    assert receipt is not None
    assert receipt.ended == (Purpose.HISTORY,)
    assert receipt.erased == {"entry": 1, "weekly_ref": 1, "conflict": 0}
    assert not receipt.left
    assert not remembers(building, ada)
    left = world.rows(store)
    assert "entry" not in left
    assert "weekly_ref" not in left
    assert left["badge"] == left["identity"] == 1


def test_taking_back_the_badge_leaves_evidence_and_marks_and_nothing_else(
    building: Building, store: Store
) -> None:
    before = world.rows(store)
    ada = world.everything_about(building, "Ada Lindqvist")

    receipt = take_back(building, ada, Purpose.ENTRY)

    assert receipt is not None
    assert receipt.left
    assert receipt.ended == (Purpose.ENTRY, Purpose.HISTORY)
    left = {name: rows - before.get(name, 0) for name, rows in world.rows(store).items()}
    assert {name for name, rows in left.items() if rows} == {
        "consent_event",
        "access_event",
        "audit_event",
        "receipt_code",
        "erasure_mark",
        "ended_badge",
        "status_list",
        "status_slot",
        # of nobody: a count, an answer to a scan, and a scan in dispute
        "kiosk_count",
        "scan_answer",
        "conflict",
    }


def test_after_it_no_name_address_or_reference_of_the_person_is_left(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building, "Ada Lindqvist")
    world.came_in(building, ada, building.now)

    take_back(building, ada, Purpose.ENTRY)

    assert world.find(store, "lindqvist") == []
    for ref in (ada.refs.identity, ada.refs.holder):
        assert world.find(store, str(ref)) == []
    assert world.find(store, str(ada.refs.consent)) == [
        "audit_event.object",
        "consent_event.record",
        "receipt_code.record",
    ]


def test_taking_back_does_to_each_column_what_it_declares(building: Building, store: Store) -> None:
    """Whatever is declared to go with its row is gone; what is kept says so."""
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)

    take_back(building, ada, Purpose.ENTRY)

    remaining = set(world.rows(store))
    for table in inventory.tables():
        of_people = {
            column.privacy.erase
            for column in table.columns
            if column.privacy.subject is Subject.EMPLOYEE
        }
        if of_people and table.name in remaining:
            assert of_people == {Erase.KEEP}, table.name


def test_evidence_says_since_when_it_is_only_that(building: Building, store: Store) -> None:
    ada = world.enrol(building)

    take_back(building, ada, Purpose.ENTRY)

    ended = select(tables.consent_event.c.ended_at, tables.consent_event.c.record)
    with looking_in(), store.reading() as db:
        assert set(db.execute(ended)) == {(building.now, ada.refs.consent)}


def test_whoever_leaves_is_handed_who_looked(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    receipt = take_back(building, ada, Purpose.ENTRY)

    assert receipt is not None
    assert [one.look.viewer.alias for one in receipt.looks] == ["kim"]


def test_an_enrolment_ends_once(building: Building) -> None:
    ada = world.enrol(building)
    take_back(building, ada, Purpose.ENTRY)

    with pytest.raises(NotFoundError):
        take_back(building, ada, Purpose.ENTRY)


def test_of_two_who_press_at_once_one_gets_the_receipt(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    before = world.rows(store)["consent_event"]

    def press(_: int) -> Receipt | None:
        try:
            return take_back(building, ada, Purpose.ENTRY)
        except (NotFoundError, ConflictError):
            return None

    with ThreadPoolExecutor(2) as both:
        receipts = list(both.map(press, range(2)))

    assert sum(receipt is not None for receipt in receipts) == 1
    taken_back_and_erased = 2 * len(BOTH)
    assert world.rows(store)["consent_event"] == before + taken_back_and_erased
