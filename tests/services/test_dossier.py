from datetime import UTC, datetime, timedelta

from checkin.core.audit import SYSTEM, Actor
from checkin.core.retention import Limits
from checkin.services import dossier
from checkin.services.enrolment import Enrolled
from checkin.services.signin import Person
from checkin.storage import audit
from checkin.storage.audit import Look
from checkin.storage.store import Store
from tests import world
from tests.world import Building

LIMITS = Limits()
LIST = ("name", "badge")


def person(enrolled: Enrolled) -> Person:
    refs = enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, "en")


def look(
    building: Building,
    enrolled: Enrolled,
    at: datetime,
    *,
    alias: str = "kim",
    role: str = "enrolment_admin",
    act: str = "list",
    reason: str = "People need help at gate 2.",
) -> None:
    seen = Look(Actor(alias, role), act, LIST, "badge_help", reason)
    with building.runtime.writing() as db:
        audit.looked(db, [enrolled.refs.access], seen, now=at)
        audit.append(db, SYSTEM, "test", "test", now=at)


def looks(building: Building, enrolled: Enrolled) -> list[dossier.Looks]:
    with building.runtime.reading() as db:
        return list(dossier.looks(db, person(enrolled), LIMITS))


def test_the_overview_counts_and_lists_nothing(building: Building, store: Store) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    with store.reading() as db:
        seen = dossier.overview(db, person(ada), building.runtime.hashing, now=building.now)

    assert (seen.name, seen.entries, seen.looks) == ("Ada Lindqvist", 1, 1)
    assert seen.badge is not None
    assert [choice.given for choice in seen.choices] == [True, True]


def test_each_entry_says_when_it_is_deleted_in_the_sites_time(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)

    with store.reading() as db:
        (entry,) = dossier.own_entries(db, person(ada), LIMITS)

    assert entry.at.strftime("%H:%M %Z") == "13:00 CET"
    assert entry.deleted_on == (building.now + timedelta(days=30)).date()


def test_lists_of_one_day_and_role_are_told_together(building: Building) -> None:
    ada = world.enrol(building)
    look(building, ada, building.now)
    look(
        building, ada, building.now - timedelta(hours=1), alias="lou", reason="Another reason here."
    )
    look(building, ada, building.now - timedelta(hours=2), role="reception", alias="max")
    look(building, ada, building.now - timedelta(days=1))

    told = looks(building, ada)

    assert [(one.role, one.times, one.viewers) for one in told] == [
        ("enrolment_admin", 2, ("kim", "lou")),
        ("reception", 1, ("max",)),
        ("enrolment_admin", 1, ("kim",)),
    ]
    assert [text for _, text in told[0].reasons] == [
        "People need help at gate 2.",
        "Another reason here.",
    ]


def test_an_opened_record_always_stands_alone(building: Building) -> None:
    ada = world.enrol(building)
    for minutes in range(3):
        look(building, ada, building.now - timedelta(minutes=minutes), act="record")
    look(building, ada, building.now - timedelta(minutes=9))

    told = looks(building, ada)

    assert [(one.act, one.times, one.listed) for one in told] == [
        ("record", 1, False),
        ("record", 1, False),
        ("record", 1, False),
        ("list", 1, True),
    ]


def test_a_day_of_looks_is_one_of_the_sites(building: Building) -> None:
    ada = world.enrol(building)
    look(building, ada, datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    look(building, ada, datetime(2026, 11, 22, 23, 1, tzinfo=UTC))

    told = looks(building, ada)

    assert [one.at.strftime("%d %H:%M") for one in told] == ["23 00:01", "22 23:59"]


def test_a_look_says_when_it_is_deleted(building: Building) -> None:
    ada = world.enrol(building)
    look(building, ada, building.now)

    (told,) = looks(building, ada)

    assert told.deleted_on == (building.now + timedelta(days=360)).date()
