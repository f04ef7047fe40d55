"""What is written down: an act once, a look once for each person, each with its commitment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from checkin.core.audit import SELF, SYSTEM, Actor, Canonical, Kind, commitment
from checkin.core.ids import AccessRef
from checkin.storage import audit, tables
from checkin.storage.audit import Look, Wanted
from checkin.storage.store import Store
from tests.world import looking_in

NOW = datetime(2026, 11, 23, 12, 0, 31, 999, tzinfo=UTC)
CLERK = Actor("adm-7f3c", "enrolment_admin")
LOOK = Look(CLERK, "list", ("name", "badge"), "badge_help", "The badge doesn't scan at gate 2")


def test_an_act_is_written_with_a_commitment_that_its_row_proves(store: Store) -> None:
    with looking_in(), store.writing() as db:
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
        seen = [audit.looks_at(db, person) for person in people]
        salts = set(db.execute(select(tables.access_event.c.salt)).scalars())

    assert [[(one.at, one.look) for one in looks] for looks in seen] == [
        [(NOW.replace(second=0, microsecond=0), LOOK)]
    ] * 3
    assert len(salts) == 3


def test_looking_at_nobody_writes_nothing(store: Store) -> None:
    with looking_in(), store.writing() as db:
        audit.looked(db, [], LOOK, now=NOW)
        assert db.execute(select(tables.access_event)).first() is None


# --- reading it -------------------------------------------------------------------------------


def acts(store: Store, wanted: Wanted, before: UUID | None = None, limit: int = 100) -> list[str]:
    with store.reading() as db:
        return [one.act for one in audit.acts(db, wanted, before=before, limit=limit)]


@pytest.fixture
def written(store: Store) -> Store:
    """Four acts of three actors, a minute apart, and one of a person about themselves."""
    auditor = Actor("adm-0a0a", "auditor")
    with store.writing() as db:
        for minute, (actor, act) in enumerate(
            (
                (CLERK, "badge.revoke"),
                (SELF, "consent.give"),
                (SYSTEM, "retention.ran"),
                (CLERK, "badge_x.print"),
                (auditor, "log.read"),
            )
        ):
            audit.append(db, actor, act, "thing:1", now=NOW + timedelta(minutes=minute))
    return store


def test_acts_come_newest_first_and_what_people_do_about_themselves_is_theirs(
    written: Store,
) -> None:
    assert acts(written, Wanted()) == [
        *("log.read", "badge_x.print"),
        *("retention.ran", "badge.revoke"),
    ]


def test_acts_go_on_from_the_one_before(written: Store) -> None:
    with written.reading() as db:
        first = audit.acts(db, Wanted(), before=None, limit=2)

    assert acts(written, Wanted(), before=first[-1].id) == ["retention.ran", "badge.revoke"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(families=frozenset({"badge"})), ["badge.revoke"]),
        (Wanted(families=frozenset({"badge", "log"})), ["log.read", "badge.revoke"]),
        (Wanted(but_families=frozenset({"badge", "log"})), ["badge_x.print", "retention.ran"]),
        (Wanted(role="system"), ["retention.ran"]),
        (Wanted(alias="adm-7f3c"), ["badge_x.print", "badge.revoke"]),
        (Wanted(since=NOW + timedelta(minutes=3)), ["log.read"]),
        (Wanted(families=frozenset({"log"}), role="system"), []),
    ],
)
def test_acts_are_found_by_what_they_are_whose_and_when(
    written: Store, wanted: Wanted, expected: list[str]
) -> None:
    assert acts(written, wanted) == expected


def test_looks_are_counted_by_minute_viewer_and_reason_and_name_nobody(store: Store) -> None:
    people = [AccessRef(uuid4()) for _ in range(3)]
    later = NOW + timedelta(minutes=2)
    with store.writing() as db:
        audit.looked(db, people, LOOK, now=NOW)
        audit.looked(db, people[:1], replace(LOOK, act="record"), now=later)
        found = audit.glances(db, NOW - timedelta(hours=1), NOW + timedelta(hours=1))
        none = audit.glances(db, NOW - timedelta(hours=1), NOW.replace(second=0, microsecond=0))

    assert [(one.act, one.records, one.viewer) for one in found] == [
        ("record", 1, CLERK),
        ("list", 3, CLERK),
    ]
    assert none == []


def test_the_looks_before_and_after_a_day_are_found(store: Store) -> None:
    with store.writing() as db:
        for days in (0, 3, 5):
            audit.looked(db, [AccessRef(uuid4())], LOOK, now=NOW + timedelta(days=days))
        minute = NOW.replace(second=0, microsecond=0)

        assert audit.last_look(db, before=minute) is None
        assert audit.last_look(db, before=NOW + timedelta(days=4)) == minute + timedelta(days=3)
        assert audit.next_look(db, since=NOW + timedelta(days=4)) == minute + timedelta(days=5)
        assert audit.next_look(db, since=NOW + timedelta(days=6)) is None
