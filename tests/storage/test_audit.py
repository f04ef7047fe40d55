"""What is written down: an act once, a look once for each person, each with its commitment."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from checkin.core.audit import Actor, Canonical, Kind, commitment
from checkin.core.ids import AccessRef
from checkin.storage import audit, tables
from checkin.storage.audit import Look
from checkin.storage.store import Store

NOW = datetime(2026, 11, 23, 12, 0, 31, 999, tzinfo=UTC)
CLERK = Actor("adm-7f3c", "enrolment_admin")
LOOK = Look(CLERK, "list", ("name", "badge"), "badge_help", "The badge doesn't scan at gate 2")


def test_an_act_is_written_with_a_commitment_that_its_row_proves(store: Store) -> None:
    with store.writing() as db:
        audit.append(db, CLERK, "badge.revoke", "badge:1", now=NOW, reason="badge_help", amount="3")
        row = db.execute(select(tables.audit_event)).one()

    body: dict[str, Canonical] = {
        "v": 1,
        "id": str(row.id),
        "t": "2026-11-23T12:00:31Z",
        "actor": "adm-7f3c",
        "role": "enrolment_admin",
        "act": "badge.revoke",
        "obj": "badge:1",
        "reason": "badge_help",
        "n": "3",
    }
    assert row.commitment == commitment(Kind.AUDIT, body, row.salt)
    assert row.at == NOW.replace(microsecond=0)


def test_a_look_at_a_list_is_one_event_for_each_person_to_the_minute(store: Store) -> None:
    people = [AccessRef(uuid4()) for _ in range(3)]
    with store.writing() as db:
        audit.looked(db, people, LOOK, now=NOW)

    with store.reading() as db:
        seen = [audit.looks_at(db, person, limit=10) for person in people]
        salts = set(db.execute(select(tables.access_event.c.salt)).scalars())

    assert [[(one.at, one.look) for one in looks] for looks in seen] == [
        [(NOW.replace(second=0, microsecond=0), LOOK)]
    ] * 3
    assert len(salts) == 3


def test_looking_at_nobody_writes_nothing(store: Store) -> None:
    with store.writing() as db:
        audit.looked(db, [], LOOK, now=NOW)
        assert db.execute(select(tables.access_event)).first() is None
