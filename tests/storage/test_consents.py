from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from checkin.core import consent
from checkin.core.audit import SYSTEM, Kind, commitment
from checkin.core.consent import STANDING, Act, By
from checkin.core.ids import ConsentRef, HolderRef
from checkin.core.inventory import Purpose
from checkin.services import standing
from checkin.storage import audit, consents
from checkin.storage.store import Store
from checkin.storage.tables import consent_event
from tests import world
from tests.world import SHOWN, Building, looking_in


def hint(_salt: bytes) -> bytes:
    return b"h" * 32


def record() -> ConsentRef:
    return ConsentRef(uuid4())


def test_acts_are_read_as_they_were_written_and_in_order(building: Building, store: Store) -> None:
    mine = record()
    given = consent.give((), world.BOTH, SHOWN, now=building.now, valid_for=timedelta(days=360))
    ending = consent.end(given, Purpose.HISTORY, Act.WITHDRAW, by=By.SUBJECT, now=building.now)
    assert ending is not None

    with store.writing() as db:
        consents.add(db, mine, given, hint)
        consents.add(db, mine, ending.events, hint)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with looking_in(), store.reading() as db:
        assert consents.history(db, mine) == [*given, *ending.events]
        assert consents.history(db, record()) == []
        numbers = db.scalars(select(consent_event.c.seq).where(consent_event.c.record == mine))
        assert sorted(numbers) == [1, 2, 3]


def test_consents_to_a_purpose_are_found_whatever_else_is_paused(
    building: Building, store: Store
) -> None:
    ada, ben = world.enrol(building), world.enrol(building, "Ben Okafor")
    world.enrol(building, "Carla Reyes", purposes=world.ENTRY_ALONE)
    with store.writing() as db:
        standing.pause(db, ben.refs.identity, building.runtime.hashing, now=building.now)

    with store.reading() as db:
        found = consents.for_purpose(db, Purpose.HISTORY, STANDING, limit=9)
        assert {one.identity for one in found} == {ada.refs.identity, ben.refs.identity}
        assert len(consents.for_purpose(db, Purpose.ENTRY, STANDING, limit=2)) == 2
    world.take_back(building, ada, Purpose.HISTORY)
    with store.reading() as db:
        found = consents.for_purpose(db, Purpose.HISTORY, STANDING, limit=9)
        assert [one.identity for one in found] == [ben.refs.identity]


def test_acts_are_found_by_whoever_holds_the_badge(building: Building, store: Store) -> None:
    ada, ben = world.enrol(building), world.enrol(building, "Ben Okafor")

    with store.reading() as db:
        of_ada = consents.of_holder(db, ada.refs.holder)

        assert of_ada == consents.history(db, ada.refs.consent)
        assert of_ada
        assert consents.of_holder(db, HolderRef(uuid4())) == []
    world.take_back(building, ben)
    with store.reading() as db:
        assert consents.of_holder(db, ben.refs.holder) == []


@pytest.mark.parametrize(
    ("on_paper", "how"),
    [
        (False, {"method": "web_box_button"}),
        (True, {"method": "assisted_code", "assisted_by": "adm-de5c"}),
    ],
)
def test_each_act_is_committed_to_under_a_salt_of_its_own(
    building: Building, store: Store, on_paper: bool, how: dict[str, str]
) -> None:
    ada = world.enrol(building, on_paper=on_paper)

    with looking_in(), store.reading() as db:
        rows = list(db.execute(select(consent_event)))

    assert len({row.salt for row in rows}) == len(rows) == 2
    for row in rows:
        body = {
            "v": 1,
            "id": str(row.event_id),
            "t": row.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "record": str(ada.refs.consent),
            "seq": row.seq,
            "purpose": row.purpose.value,
            "state": "given",
            "act": "give",
            "by": "subject",
            **how,
            "until": row.valid_until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "notice": SHOWN.notice,
            "language": SHOWN.language,
            "notice_digest": SHOWN.notice_digest,
            "inventory_digest": SHOWN.inventory_digest,
            "form_digest": SHOWN.form_digest,
        }
        assert row.commitment == commitment(Kind.CONSENT, body, row.salt)


def test_a_claim_by_a_named_person_can_be_checked_and_no_address_read(
    building: Building, store: Store
) -> None:
    world.enrol(building)
    hashing = building.runtime.hashing

    with looking_in(), store.reading() as db:
        rows = list(db.execute(select(consent_event.c.hint_salt, consent_event.c.hint)))

    assert len({row.hint for row in rows}) == len(rows)
    for row in rows:
        assert row.hint == hashing.hint(row.hint_salt, "Ada.Lindqvist@linden.example")
        assert row.hint != hashing.hint(row.hint_salt, "grace.hopper@linden.example")


def test_a_closed_record_says_since_when(building: Building, store: Store) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    with store.writing() as db:
        consents.close(db, ada.refs.consent, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with looking_in(), store.reading() as db:
        ended = {
            row.record: row.ended_at
            for row in db.execute(select(consent_event.c.record, consent_event.c.ended_at))
        }
    assert ended == {ada.refs.consent: building.now, grace.refs.consent: None}


def test_the_hint_of_another_text_is_kept_with_its_act(building: Building, store: Store) -> None:
    mine = record()
    shown = replace(SHOWN, language="de")
    acts = consent.give((), [Purpose.ENTRY], shown, now=building.now, valid_for=timedelta(days=1))

    with store.writing() as db:
        consents.add(db, mine, acts, partial(building.runtime.hashing.hint, address="a@b.example"))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with store.reading() as db:
        (kept,) = consents.history(db, mine)
    assert kept.shown == shown
