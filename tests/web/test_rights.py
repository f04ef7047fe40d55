"""Objecting in one press, asking for a correction, and reading the answer."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from checkin.core.audit import Actor
from checkin.core.rights import MOST_WAITING, Outcome
from checkin.services import rights
from checkin.services.letters import Mailing
from checkin.services.rights import Answer
from checkin.storage.tables import rights_request
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

ADDRESS = "ada.lindqvist@linden.example"
USE = "Object: Know roughly how full the building is"


@pytest.fixture
def visitor(building: Building) -> Visitor:
    world.enrol(building)
    signed_in = Visitor(building)
    signed_in.sign_in(ADDRESS)
    signed_in.open("/me/data")
    signed_in.follow("Object, or ask for something")
    return signed_in


def only_request(building: Building) -> UUID:
    with building.runtime.reading() as db:
        found: UUID = db.execute(select(rights_request.c.id)).scalar_one()
    return found


def answer(building: Building) -> None:
    said = Answer(Outcome.DONE, "Nothing of you is in the counts.", building.now)
    mailing = Mailing("Linden Works", "https://checkin.example/me/requests")
    with building.runtime.writing() as db:
        rights.answer(db, only_request(building), said, Actor("dana", "dpo"), mailing)


def test_one_press_objects_and_says_until_when_the_answer_comes(visitor: Visitor) -> None:
    visitor.press(USE)

    assert "Your objection is on its way." in visitor.words
    assert "An objection To this use Know roughly how full the building is" in visitor.words
    assert "Asked on 23 Nov 2026 Answer by 23 Dec 2026" in visitor.words
    assert "You objected; the answer is on its way." in visitor.words
    assert USE not in [label for form in visitor.forms() for label, *_ in form.buttons]
    assert "A request of yours is answered by 23 Dec 2026." in visitor.open("/me").text


def test_a_correction_is_asked_for_in_words(visitor: Visitor) -> None:
    visitor.press("Send", what="My last day is wrong: it is in March.")

    assert "Your request is on its way." in visitor.words
    assert "You wrote My last day is wrong: it is in March." in visitor.words


def test_a_correction_that_says_nothing_is_asked_for_again(visitor: Visitor) -> None:
    page = visitor.press("Send", what="Wrong.")

    assert page.status_code == 400
    assert "Write at least 10 characters" in visitor.words
    assert "You haven't asked for anything yet." in visitor.words


def test_a_use_that_rests_on_consent_cant_be_objected_to(visitor: Visitor) -> None:
    form = next(form for form in visitor.forms() if form.action.endswith("/object"))

    for purpose in ("entry", "nonsense"):
        answer = visitor.client.post(form.action, data={**form.fields, "purpose": purpose})
        assert answer.status_code == 400


def test_too_many_are_refused_with_what_to_do(visitor: Visitor) -> None:
    for day in range(MOST_WAITING):
        visitor.press("Send", what=f"My last day is wrong: it is {day + 1} March.")

    page = visitor.press("Send", what="My last day is wrong.")

    assert page.status_code == 409
    assert "5 of your requests wait for an answer." in visitor.words


def test_what_waits_is_taken_back_with_one_press(building: Building, visitor: Visitor) -> None:
    visitor.press(USE)

    visitor.press("Take it back")

    assert "Taken back. Nothing of it is left." in visitor.words
    assert "You haven't asked for anything yet." in visitor.words


def test_the_answer_is_read_on_the_same_page_and_stays(
    building: Building, visitor: Visitor
) -> None:
    visitor.press(USE)
    stale = next(form for form in visitor.forms() if form.action.endswith("/take-back"))
    answer(building)

    visitor.open("/me/requests")
    assert "Answered on 23 Nov 2026" in visitor.words
    assert "Done. Nothing of you is in the counts." in visitor.words
    assert "A request of yours was answered on 23 Nov 2026." in visitor.open("/me").text

    visitor.page = visitor.client.post(stale.action, data=stale.fields, follow_redirects=True)
    assert "It was answered already" in visitor.words
    assert "Done. Nothing of you is in the counts." in visitor.words


def test_the_page_speaks_german(building: Building, visitor: Visitor) -> None:
    visitor.press(USE)

    visitor.open("/me/requests?language=de")

    assert "Ein Widerspruch Gegen diesen Zweck Ungefähr wissen, wie voll" in visitor.words
    assert "Antwort bis" in visitor.words


def test_ones_own_data_has_the_press_as_well(visitor: Visitor) -> None:
    visitor.open("/me/data")

    visitor.press(USE)

    assert visitor.path == "/me/requests"
    assert "Your objection is on its way." in visitor.words


def test_whoever_objects_may_say_why_in_their_own_lines(visitor: Visitor) -> None:
    typed: dict[str, Any] = {"why-fullness": "I come late.\r\nNobody else does."}
    visitor.press(USE, **typed)

    assert "You wrote I come late. Nobody else does." in visitor.words
    assert "I come late.\nNobody else does." in visitor.page.text


@pytest.mark.parametrize(("button", "name"), [(USE, "why-fullness"), ("Send", "what")])
def test_what_is_too_long_is_asked_for_again_and_kept(
    visitor: Visitor, button: str, name: str
) -> None:
    typed: dict[str, Any] = {name: "Wrong. " * 200}
    page = visitor.press(button, **typed)

    assert page.status_code == 400
    assert "That is too long: 1000 characters at most." in visitor.words
    assert "Wrong. Wrong." in visitor.words
    assert "You haven't asked for anything yet." in visitor.words


def test_hostile_words_stay_words(visitor: Visitor) -> None:
    visitor.press("Send", what="<script>alert(1)</script> {{ 7 * 7 }}")

    assert "<script>alert" not in visitor.page.text
    assert "{{ 7 * 7 }}" in visitor.words


def test_who_waits_longer_than_a_month_reads_whom_to_turn_to(
    building: Building, visitor: Visitor
) -> None:
    visitor.press(USE)
    assert "This answer is late." not in visitor.words

    building.clock.pass_(days=31)
    visitor.sign_in(ADDRESS)
    visitor.open("/me/requests")

    assert "This answer is late. Write to privacy@linden.example" in visitor.words
    assert "the State Data Protection Commissioner." in visitor.words

    answer(building)
    visitor.open("/me/requests")
    assert "This answer is late." not in visitor.words
