from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete

from checkin.core.ids import ConsentRef
from checkin.services.enrolment import Enrolled
from checkin.storage import receipt_codes
from checkin.storage.receipt_codes import Ended
from checkin.storage.store import Store
from checkin.storage.tables import receipt_code
from tests import world
from tests.world import NOON, Building, looking_in

HASH = b"\x01" * 32
MONTH = timedelta(days=30)


def without_code(building: Building, name: str = "Ada Lindqvist") -> Enrolled:
    """Somebody who said yes before a code was made with it."""
    person = world.enrol(building, name)
    with looking_in(), building.runtime.store.writing() as db:
        db.execute(delete(receipt_code).where(receipt_code.c.record == person.refs.consent))
    return person


def test_a_code_stands_for_whoever_takes_part(building: Building, store: Store) -> None:
    ada = without_code(building)
    with store.writing() as db:
        receipt_codes.keep(db, HASH, ada.refs.consent)
        receipt_codes.keep(db, HASH, ada.refs.consent)
        found = receipt_codes.standing(db, HASH, now=NOON)

    assert found is not None
    assert (found.record, found.identity, found.ended) == (
        ada.refs.consent,
        ada.refs.identity,
        None,
    )


def test_whoever_takes_part_without_a_code_is_found_and_nobody_else(
    building: Building, store: Store
) -> None:
    grace = without_code(building, "Grace Hopper")
    world.take_back(building, without_code(building, "Alan Turing"))
    world.enrol(building, "Ada Lindqvist")
    early = {without_code(building, name).refs.consent for name in ("Edith Clarke", "Bob Kahn")}

    with store.reading() as db:
        assert set(receipt_codes.missing(db, limit=9)) == early | {grace.refs.consent}
        assert len(receipt_codes.missing(db, limit=2)) == 2


def test_an_unknown_code_stands_for_nobody(store: Store) -> None:
    with store.reading() as db:
        assert receipt_codes.standing(db, HASH, now=NOON) is None


def test_a_code_whose_record_ended_shows_it_until_it_runs_out(
    building: Building, store: Store
) -> None:
    ada = without_code(building)
    rows, left = {"entry": 3, "badge": 1}, {"consent_event": 4}
    ended = Ended(ada.refs.consent, NOON, NOON + MONTH, rows, left)
    with store.writing() as db:
        receipt_codes.end(db, HASH, ended)
        found = receipt_codes.standing(db, HASH, now=NOON)
        late = receipt_codes.standing(db, HASH, now=NOON + MONTH)

    assert found is not None
    assert found.ended == ended
    assert late is None


def test_rows_that_stay_are_counted_for_this_person_alone(building: Building, store: Store) -> None:
    world.everything_about(building, "Grace Hopper")
    ada = world.everything_about(building, "Ada Lindqvist")

    with store.reading() as db:
        stayed = receipt_codes.left_behind(db, ada.refs.consent, ada.refs.access)
        nothing = receipt_codes.left_behind(db, ConsentRef(uuid4()), ada.refs.access)

    assert stayed == {"consent_event": 2, "access_event": 1, "audit_event": 1}
    assert nothing == {"consent_event": 0, "access_event": 1, "audit_event": 0}
