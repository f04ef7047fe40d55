import pytest

from checkin.core.audit import Actor
from checkin.core.inventory import Purpose
from checkin.services import badges, enrolment, leaving
from checkin.services.codes import TooManyTries
from checkin.services.consent import Receipt
from checkin.services.enrolment import Enrolled
from checkin.services.leaving import Ended, Found, InForce, UnknownCode
from checkin.storage.store import Store
from tests import world
from tests.world import ENTRY_ALONE, Building

DESK = Actor("adm-desk", "reception")


def code_of(building: Building, person: Enrolled) -> str:
    """The code on somebody's receipt."""
    return building.runtime.hashing.receipt_code(person.refs.consent)


def take_back(building: Building, code: str, *purposes: Purpose) -> Receipt | Found:
    with building.runtime.writing() as db:
        return leaving.take_back(
            db, code, purposes, "here", building.runtime.hashing, now=building.now
        )


def look_up(building: Building, code: str) -> Found:
    with building.runtime.writing() as db:
        return leaving.look_up(db, code, "here", building.runtime.hashing, now=building.now)


def at_desk(building: Building, code: str, *purposes: Purpose) -> Receipt | Found:
    with building.runtime.writing() as db:
        return leaving.take_back_at_desk(
            db, code, purposes, "desk", building.runtime.hashing, by=DESK, now=building.now
        )


def test_the_code_on_a_receipt_is_found_from_the_yes_on_and_is_another_for_each_person(
    building: Building,
) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    assert code_of(building, ada) != code_of(building, grace)
    assert isinstance(look_up(building, code_of(building, ada)), InForce)


def test_with_the_code_everything_is_taken_back_without_signing_in(
    building: Building, store: Store
) -> None:
    code = code_of(building, world.enrol(building))

    receipt = take_back(building, f"{code[:5].lower()} {code[5:]}", Purpose.ENTRY)

    assert isinstance(receipt, Receipt)
    assert receipt.left
    assert receipt.code == code
    assert "identity" not in world.rows(store)


def test_with_the_code_entries_alone_can_be_taken_back(building: Building) -> None:
    code = code_of(building, world.enrol(building))

    receipt = take_back(building, code, Purpose.HISTORY)

    assert isinstance(receipt, Receipt)
    assert not receipt.left
    found = look_up(building, code)
    assert isinstance(found, InForce)
    assert [one.given for one in found.choices] == [True, False]


def test_taking_back_works_while_the_badge_is_switched_off(building: Building) -> None:
    ada = world.enrol(building)
    code = code_of(building, ada)
    with building.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, DESK, "lost", now=building.now)

    assert isinstance(take_back(building, code, Purpose.ENTRY), Receipt)


def test_taking_back_without_saying_what_is_never_everything(building: Building) -> None:
    code = code_of(building, world.enrol(building))

    with pytest.raises(ValueError, match="which"):
        take_back(building, code)

    assert isinstance(look_up(building, code), InForce)


def test_what_is_not_in_force_is_said_and_nothing_changes(building: Building, store: Store) -> None:
    code = code_of(building, world.enrol(building, purposes=ENTRY_ALONE))
    before = world.rows(store)

    assert isinstance(take_back(building, code, Purpose.HISTORY), InForce)

    assert world.rows(store) | {"throttle": 0} == before | {"throttle": 0}


def test_afterwards_the_code_shows_the_receipt_for_thirty_days(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    code = code_of(building, ada)
    receipt = take_back(building, code, Purpose.ENTRY)
    assert isinstance(receipt, Receipt)

    building.clock.pass_(days=29)
    shown = look_up(building, code)
    building.clock.pass_(days=1)

    assert isinstance(shown, Ended)
    assert shown.at == receipt.at
    assert shown.erased == {table: rows for table, rows in receipt.erased.items() if rows}
    assert (
        shown.stayed
        == receipt.stayed
        == {
            "consent_event": 6,
            "access_event": 1,
            "audit_event": 2,
        }
    )
    assert isinstance(look_up(building, code), UnknownCode)


def test_it_is_taken_back_once(building: Building) -> None:
    code = code_of(building, world.enrol(building))
    take_back(building, code, Purpose.ENTRY)

    assert isinstance(take_back(building, code, Purpose.ENTRY), Ended)


def test_whoever_never_saw_a_code_gets_one_with_the_receipt(building: Building) -> None:
    """A leaver's receipt can be handed over, and shows by its code what was erased."""
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        receipt = enrolment.end(
            db, ada.refs.identity, DESK, "left", building.runtime.hashing, now=building.now
        )
    assert receipt is not None
    assert receipt.code is not None

    assert isinstance(look_up(building, receipt.code), Ended)


@pytest.mark.parametrize("typed", ["", "nonsense", "0000000000", "ÄÄÄÄÄÄÄÄÄÄ"])
def test_an_unknown_code_is_told_as_one_that_has_run_out(building: Building, typed: str) -> None:
    assert isinstance(look_up(building, typed), UnknownCode)
    assert isinstance(take_back(building, typed, Purpose.ENTRY), UnknownCode)


def test_whoever_guesses_has_to_wait(building: Building) -> None:
    code = code_of(building, world.enrol(building))
    for _ in range(20):
        assert isinstance(look_up(building, "0000000000"), UnknownCode)

    assert isinstance(take_back(building, code, Purpose.ENTRY), TooManyTries)
    building.clock.pass_(minutes=5)
    assert isinstance(take_back(building, code, Purpose.ENTRY), Receipt)


def test_at_the_desk_a_badge_is_enough_and_the_desk_is_written_down(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    badge = building.runtime.hashing.short_code(ada.badge.id.bytes)

    receipt = at_desk(building, badge, Purpose.ENTRY)

    assert isinstance(receipt, Receipt)
    assert receipt.left
    assert "audit_event.actor" in world.find(store, DESK.alias)


def test_at_the_desk_the_code_of_a_receipt_works_too(building: Building) -> None:
    code = code_of(building, world.enrol(building))

    assert isinstance(at_desk(building, code, Purpose.HISTORY), Receipt)
    assert isinstance(at_desk(building, code, Purpose.ENTRY), Receipt)
    assert isinstance(at_desk(building, "0000000000", Purpose.ENTRY), UnknownCode)
