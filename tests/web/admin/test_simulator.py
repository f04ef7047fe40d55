"""What would the door say? Asked by a site admin about anybody, by an enrolment admin about one."""

import pytest

from checkin.core.badge import BadgeFault, Kind
from checkin.core.policy import Reason
from checkin.services.simulator import State
from checkin.storage.store import Store
from checkin.web.admin import ladder
from checkin.web.admin.words import KINDS, STATES
from tests import world
from tests.web.admin.clerk import WHY, Clerk, words
from tests.world import Building

PAGE = "/console/what-if"


def situation(building: Building, **changes: object) -> dict[str, object]:
    asked = {
        "door": building.courtyard,
        "direction": "in",
        "at": "2026-11-23T13:00",
        "kind": "printed",
        "state": "good",
        "profiles": building.everyone,
    }
    return {**asked, **changes}


# --- the rules --------------------------------------------------------------------------------


def test_every_reason_belongs_to_a_rule() -> None:
    for reason in [*Reason, *BadgeFault]:
        assert ladder.rule_of(reason) in ladder.RULES


def test_everything_that_can_be_asked_has_words() -> None:
    assert set(KINDS) == {kind.value for kind in Kind}
    assert set(STATES) == {state.value for state in State}


# --- without a person -------------------------------------------------------------------------


def test_the_page_begins_with_now_by_the_doors_clock(site_admin: Clerk) -> None:
    page = site_admin.get(PAGE)

    assert 'value="2026-11-23T13:00"' in page.text
    assert "Nothing is scanned" in words(page)


def test_an_answer_comes_with_the_rule_that_decided(building: Building, site_admin: Clerk) -> None:
    page = words(site_admin.post(PAGE, **situation(building, profiles=building.lab_team,
                                                   door=building.lab_entrance)))  # fmt: skip
    assert "The door lets this in" in page
    assert "Rule 10 decides." in page

    page = words(site_admin.post(PAGE, **situation(building, state="revoked")))

    assert "The door says no The badge was switched off" in page
    assert "The kiosk says: Please go to the front desk." in page
    assert "Rule 5 decides." in page
    assert "isn't voided. Says no" in page
    assert "yes to carrying it. Not asked" in page


def test_what_was_asked_stays(building: Building, site_admin: Clerk) -> None:
    page = site_admin.post(PAGE, **situation(building, state="paused")).text

    assert '<option value="paused" selected>' in page
    assert f'value="{building.everyone}" checked' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"door": "x"}, "Choose one of the list"),
        ({"door": "00000000-0000-4000-8000-000000000000"}, "Choose one of the list"),
        ({"direction": "out"}, "that way"),
        ({"at": "noon"}, "Choose a day and a time"),
        ({"at": "0001-01-01T00:00"}, "Choose a day and a time"),
        ({"kind": "day", "state": "paused"}, "A day pass has no holder"),
    ],
)
def test_what_cant_be_asked_is_said(
    building: Building, site_admin: Clerk, changes: dict[str, object], said: str
) -> None:
    answer = site_admin.post(PAGE, **situation(building, **changes))

    assert answer.status_code == 400
    assert said in words(answer)


def test_a_profile_has_to_be_an_identifier(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(PAGE, **situation(building, profiles="x"))

    assert answer.status_code == 400


def test_an_empty_house_says_what_comes_first(empty_admin: Clerk) -> None:
    assert "First there has to be a door" in words(empty_admin.get(PAGE))


# --- with a person ----------------------------------------------------------------------------


def test_somebodys_badge_is_asked_about_and_they_can_read_it(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    ada = world.enrol(building)
    record = f"{PAGE}/{ada.refs.identity}"
    assert f'href="{record}"' in enrolment_admin.get(f"/console/people/{ada.refs.identity}").text
    before = world.rows(store)["access_event"]

    assert "About the badge of Ada Lindqvist" in words(enrolment_admin.get(record))
    page = words(enrolment_admin.post(record, **situation(building)))

    assert "The door lets this in" in page
    assert world.rows(store)["access_event"] == before + 2
    assert world.find(store, WHY) == ["access_event.reason", "session.reason"]


def test_what_cant_be_asked_about_somebody_is_said(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    answer = enrolment_admin.post(f"{PAGE}/{ada.refs.identity}", **situation(building, at="noon"))

    assert answer.status_code == 400
    assert "Choose a day and a time" in words(answer)


def test_somebody_without_a_badge_is_said_to_have_none(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    from sqlalchemy import delete

    from checkin.core.audit import SYSTEM
    from checkin.storage import audit
    from checkin.storage.tables import badge

    ada = world.enrol(building)
    with store.writing() as db:
        db.execute(delete(badge))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    page = words(enrolment_admin.post(f"{PAGE}/{ada.refs.identity}", **situation(building)))

    assert "There is no badge to ask about" in page


def test_after_five_records_a_day_it_stops(building: Building, enrolment_admin: Clerk) -> None:
    persons = [world.enrol(building, f"Person {number}") for number in range(6)]

    answers = [enrolment_admin.get(f"{PAGE}/{each.refs.identity}") for each in persons]

    assert [answer.status_code for answer in answers] == [200] * 5 + [403]
