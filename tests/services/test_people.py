from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import NotFoundError
from checkin.core.ids import AccountId, IdentityRef
from checkin.core.policy import BadgeState
from checkin.core.roles import Role
from checkin.services import people
from checkin.services.badges import Card
from checkin.services.enrolment import Enrolled
from checkin.services.people import LIST, PRINT, RECORD, PeoplePage, Record, StopLooking
from checkin.storage import accounts, audit
from checkin.storage.audit import Look, SeenBy
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM = Actor("adm-0002", "enrolment_admin")
WHY = "Their badge doesn't scan at the courtyard."
OFFICER = "dpo@linden.example"


def look(act: str, viewer: Actor = KIM) -> Look:
    return Look(viewer, act, ("name", "badge"), "badge_help", WHY)


def page(building: Building, query: str = "", after: IdentityRef | None = None) -> PeoplePage:
    rt = building.runtime
    with rt.writing() as db:
        return people.page(db, query, after, look(LIST), rt.hashing, now=building.now)


def record(building: Building, identity: IdentityRef, viewer: Actor = KIM) -> Record | StopLooking:
    rt = building.runtime
    with rt.writing() as db:
        return people.record(db, identity, look(RECORD, viewer), rt.hashing, now=building.now)


def card(building: Building, identity: IdentityRef) -> Card | StopLooking | None:
    rt = building.runtime
    with rt.writing() as db:
        return people.card(db, identity, look(PRINT), rt.making(), now=building.now)


def looks_at(building: Building, person: Enrolled) -> list[SeenBy]:
    with building.runtime.reading() as db:
        return list(audit.looks_at(db, person.refs.access))


def add_officer(building: Building) -> None:
    officer = AccountId(uuid4())
    with building.runtime.writing() as db:
        accounts.add(db, officer, alias="adm-0009", email=OFFICER, role=Role.DPO, site=None)
        audit.append(db, KIM, "account.made", f"account:{officer}", now=building.now)


def told(building: Building) -> list[str]:
    """What the data protection officers were written."""
    letters = world.letters(building.runtime.store)
    return [one.body for one in letters if one.address == OFFICER]


# --- the list ---------------------------------------------------------------------------------


def test_everybody_on_a_page_of_the_list_can_read_who_saw_it(building: Building) -> None:
    ada, bao = world.enrol(building, "Ada Lindqvist"), world.enrol(building, "Bao Nguyen")

    page(building)

    for person in (ada, bao):
        (seen,) = looks_at(building, person)
        assert seen.look == look(LIST)


def test_whoever_isnt_on_the_page_was_not_seen(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")
    bao = world.enrol(building, "Bao Nguyen")

    found = page(building, "lindq")

    assert [person.name for person in found.people] == ["Ada Lindqvist"]
    assert looks_at(building, bao) == []


def test_a_page_has_25_people_and_the_next_begins_behind_it(building: Building) -> None:
    for number in range(27):
        world.enrol(building, f"Person {number:02}")

    first = page(building)
    rest = page(building, after=first.next_after)

    assert (len(first.people), first.people[-1].name) == (25, "Person 24")
    assert [person.name for person in rest.people] == ["Person 25", "Person 26"]
    assert rest.next_after is None


def test_a_last_page_of_exactly_25_says_that_it_is_the_last(building: Building) -> None:
    for number in range(25):
        world.enrol(building, f"Person {number:02}")

    assert page(building).next_after is None


def test_an_address_finds_its_owner_and_a_part_of_it_nobody(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")

    assert len(page(building, "ADA.lindqvist@linden.example").people) == 1
    assert page(building, "ada.lindqvist@").people == ()


@pytest.mark.parametrize("query", ["%", "_", "nobody", "'; drop table identity; --"])
def test_what_nobody_is_called_finds_nobody(building: Building, query: str) -> None:
    world.enrol(building)

    assert page(building, query).people == ()


def test_after_ten_pages_a_day_the_officers_are_told_once(building: Building) -> None:
    add_officer(building)
    for _ in range(10):
        page(building)
    assert told(building) == []

    page(building)
    page(building)

    (letter,) = told(building)
    assert KIM.alias in letter
    assert "10 pages" in letter


# --- one record -------------------------------------------------------------------------------


def test_an_opened_record_shows_badge_doors_and_choices_and_no_more(building: Building) -> None:
    ada = world.enrol(building)

    found = record(building, ada.refs.identity)

    assert isinstance(found, Record)
    assert found.person.name == "Ada Lindqvist"
    assert [door.door for door in found.opens] == ["Courtyard", "Loading bay", "Main entrance"]
    assert all(choice.given for choice in found.choices)
    assert {*Record.__dataclass_fields__} == {"person", "opens", "choices", "last_day"}
    assert "email" not in type(found.person).__dataclass_fields__


def test_its_owner_can_read_who_opened_a_record_and_why(building: Building) -> None:
    ada = world.enrol(building)

    record(building, ada.refs.identity)
    record(building, ada.refs.identity)

    assert [seen.look for seen in looks_at(building, ada)] == [look(RECORD)] * 2


def test_a_record_that_isnt_there_leaves_nothing(building: Building, store: Store) -> None:
    before = world.rows(store)

    with pytest.raises(NotFoundError):
        record(building, IdentityRef(uuid4()))

    assert world.rows(store) == before


def test_the_sixth_persons_record_of_a_day_stays_shut(building: Building) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(6)]

    for person in crowd[:5]:
        assert isinstance(record(building, person.refs.identity), Record)

    assert isinstance(record(building, crowd[5].refs.identity), StopLooking)
    assert looks_at(building, crowd[5]) == []
    assert isinstance(record(building, crowd[0].refs.identity), Record)


def test_of_many_records_opened_at_once_no_more_than_five_open(building: Building) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(8)]
    begin = Barrier(len(crowd))

    def opened(person: Enrolled) -> bool:
        begin.wait()
        return isinstance(record(building, person.refs.identity), Record)

    with ThreadPoolExecutor(len(crowd)) as tabs:
        done = list(tabs.map(opened, crowd))

    assert done.count(True) == 5
    assert [bool(looks_at(building, person)) for person in crowd] == done


def test_printing_a_badge_counts_as_opening_its_record(building: Building) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(6)]

    for person in crowd[:5]:
        assert isinstance(card(building, person.refs.identity), Card)

    assert isinstance(card(building, crowd[5].refs.identity), StopLooking)
    assert isinstance(record(building, crowd[5].refs.identity), StopLooking)


def test_the_officers_are_told_of_the_sixth_record_once_a_day(building: Building) -> None:
    add_officer(building)
    crowd = [world.enrol(building, f"Person {number}") for number in range(7)]
    for person in crowd:
        record(building, person.refs.identity)

    (letter,) = told(building)

    assert "more than 5" in letter
    assert not any(f"Person {number}" in letter for number in range(7))


def test_too_many_records_are_written_down_where_nobody_is_told(
    building: Building, store: Store
) -> None:
    for number in range(7):
        record(building, world.enrol(building, f"Person {number}").refs.identity)

    assert told(building) == []
    assert world.find(store, "looks.many") == ["audit_event.act"]


def test_another_day_and_another_admin_count_for_themselves(building: Building) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(6)]
    for person in crowd[:5]:
        record(building, person.refs.identity)

    lee = Actor("adm-0004", "enrolment_admin")
    assert isinstance(record(building, crowd[5].refs.identity, lee), Record)
    building.clock.pass_(days=1)
    assert isinstance(record(building, crowd[5].refs.identity), Record)


# --- helping with the badge -------------------------------------------------------------------


def test_a_card_is_the_same_badge_again(building: Building, store: Store) -> None:
    ada = world.enrol(building)

    found = card(building, ada.refs.identity)

    assert isinstance(found, Card)
    assert found.text == world.text_of(building, ada)
    assert [seen.look for seen in looks_at(building, ada)] == [look(PRINT)]
    assert world.find(store, "badge.print") == ["audit_event.act"]


def test_a_badge_that_was_switched_off_or_ran_out_isnt_printed(building: Building) -> None:
    ada = world.enrol(building, "Ada Lindqvist")
    bao = world.enrol(building, "Bao Nguyen", now=building.now - timedelta(days=91))

    with building.runtime.writing() as db:
        assert people.switch_off(db, ada.refs.identity, KIM, "lost", now=building.now)

    assert card(building, ada.refs.identity) is None
    assert card(building, bao.refs.identity) is None


def test_a_badge_is_switched_off_once_and_the_reason_is_written_down(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)

    with building.runtime.writing() as db:
        first = people.switch_off(db, ada.refs.identity, KIM, "stolen", now=building.now)
        again = people.switch_off(db, ada.refs.identity, KIM, "stolen", now=building.now)

    assert (first, again) == (True, False)
    assert world.find(store, "stolen") == ["audit_event.reason"]


def test_a_new_badge_takes_the_place_of_the_old_one(building: Building) -> None:
    ada = world.enrol(building)
    old = world.text_of(building, ada)

    with building.runtime.writing() as db:
        people.reissue(db, ada.refs.identity, KIM, building.runtime.making(), now=building.now)

    found = record(building, ada.refs.identity)
    assert isinstance(found, Record)
    assert found.person.badge is not None
    assert found.person.badge.state is BadgeState.GOOD
    fresh = card(building, ada.refs.identity)
    assert isinstance(fresh, Card)
    assert fresh.text != old


def test_looking_is_written_down_to_the_minute(building: Building) -> None:
    ada = world.enrol(building)
    building.clock.pass_(seconds=42)

    record(building, ada.refs.identity)

    (seen,) = looks_at(building, ada)
    assert seen.at == building.now - timedelta(seconds=42)
