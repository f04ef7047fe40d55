"""The data protection officer's side of requests: what waits, and an answer to each."""

import re

import pytest

from checkin.core.inventory import Purpose
from checkin.core.rights import Wish
from checkin.core.roles import Role
from checkin.services import rights
from checkin.services.enrolment import Enrolled
from checkin.services.rights import Asked
from checkin.services.signin import Person
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

SAID = "Your last day is corrected to 31 March."


@pytest.fixture
def dpo(building: Building) -> Clerk:
    return Clerk(building, Role.DPO)


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building)


def ask(building: Building, enrolled: Enrolled, asked: Asked) -> None:
    refs = enrolled.refs
    person = Person(refs.identity, refs.consent, refs.holder, refs.access, "en")
    with building.runtime.writing() as db:
        rights.ask(db, person, asked, now=building.now)


def correction(building: Building, ada: Enrolled) -> None:
    ask(building, ada, Asked(Wish.CORRECT, text="My last day is wrong."))


def first(dpo: Clerk) -> str:
    found = re.search(r'href="(/console/requests/[^"]+)"', dpo.get("/console/requests").text)
    assert found
    return found[1]


def test_without_requests_the_page_says_so(dpo: Clerk) -> None:
    assert "Nothing to answer" in words(dpo.get("/console/requests"))
    assert "Requests to answer" not in words(dpo.get("/console"))


def test_the_list_names_nobody_and_marks_what_is_overdue(
    building: Building, dpo: Clerk, ada: Enrolled
) -> None:
    correction(building, ada)

    page = dpo.get("/console/requests")

    assert "Something to put right 23 Nov 2026 23 Dec 2026" in words(page)
    assert "Overdue" not in words(page)
    assert "Ada" not in page.text
    assert "1 request to object or to put something right." in words(dpo.get("/console"))
    assert "1 overdue" not in words(dpo.get("/console"))


def test_a_month_later_it_is_overdue(building: Building, ada: Enrolled) -> None:
    correction(building, ada)
    building.clock.pass_(days=30, hours=11)
    assert "Overdue" not in words(Clerk(building, Role.DPO).get("/console/requests"))

    building.clock.pass_(hours=1)
    dpo = Clerk(building, Role.DPO)

    assert "Overdue" in words(dpo.get("/console/requests"))
    assert "1 overdue" in words(dpo.get("/console"))


def test_opening_one_shows_what_it_needs_and_is_seen_by_who_asked(
    building: Building, store: Store, dpo: Clerk, ada: Enrolled
) -> None:
    correction(building, ada)

    page = dpo.get(first(dpo))

    assert "Who Ada Lindqvist They wrote My last day is wrong." in words(page)
    assert world.rows(store)["access_event"] == 1


def test_an_objection_is_opened_without_a_name(
    building: Building, dpo: Clerk, ada: Enrolled
) -> None:
    ask(building, ada, Asked(Wish.OBJECT, Purpose.FULLNESS))

    page = dpo.get(first(dpo))

    assert "Against Know roughly how full the building is" in words(page)
    assert "Ada" not in page.text


def test_an_answer_is_given_once(building: Building, dpo: Clerk, ada: Enrolled) -> None:
    correction(building, ada)
    at = first(dpo)

    answer = dpo.post(at, outcome="done", answer=SAID)

    assert answer.location == "/console/requests"
    assert "Nothing to answer" in words(dpo.get("/console/requests"))
    assert dpo.post(at, outcome="done", answer=SAID).status_code == 404
    assert dpo.get(at).status_code == 404


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (("done", "Too short."), "Type at least 20 characters."),
        (("", SAID), "Choose one of the list."),
    ],
)
def test_an_answer_that_isnt_one_is_asked_for_again(
    building: Building, dpo: Clerk, ada: Enrolled, given: tuple[str, str], problem: str
) -> None:
    correction(building, ada)

    outcome, said = given
    page = dpo.post(first(dpo), outcome=outcome, answer=said)

    assert page.status_code == 400
    assert problem in words(page)
    assert said in page.text
