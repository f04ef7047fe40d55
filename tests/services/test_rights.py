"""Objecting, asking for corrections, and the answers; who may read what of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from checkin.core.audit import Actor
from checkin.core.consent import State
from checkin.core.errors import NotFoundError
from checkin.core.inventory import Purpose
from checkin.core.retention import Limits
from checkin.core.rights import MOST_WAITING, Outcome, Wish
from checkin.services import consent, retention, rights, standing
from checkin.services.enrolment import Enrolled
from checkin.services.letters import Mailing
from checkin.services.rights import Answer, Asked
from checkin.services.signin import Person
from checkin.storage import Db
from checkin.storage import rights as stored
from checkin.storage.store import Store
from checkin.storage.tables import access_event, audit_event
from tests import world
from tests.world import Building, looking_in

DANA = Actor("adm-dana", "dpo")
MAILING = Mailing("Linden Works", "https://checkin.example/me/requests")
OBJECTION = Asked(Wish.OBJECT, Purpose.FULLNESS)
CORRECTION = Asked(Wish.CORRECT, text="My last day is wrong.")


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building)


def person(enrolled: Enrolled) -> Person:
    refs = enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, "en")


def ask(building: Building, enrolled: Enrolled, asked: Asked = OBJECTION) -> bool:
    with building.runtime.writing() as db:
        return rights.ask(db, person(enrolled), asked, now=building.now)


def requests(building: Building, enrolled: Enrolled) -> list[rights.Request]:
    with building.runtime.reading() as db:
        return list(rights.of_person(db, person(enrolled)))


def answer(building: Building, request: UUID) -> None:
    said = Answer(Outcome.REFUSED, "The day stands in your contract.", building.now)
    with building.runtime.writing() as db:
        rights.answer(db, request, said, DANA, MAILING)


def test_one_can_object_to_what_rests_on_an_interest_and_is_stored() -> None:
    assert set(rights.objectionable()) == {Purpose.LOGIN, Purpose.FULLNESS}


def test_an_objection_pressed_twice_is_one(building: Building, ada: Enrolled) -> None:
    assert ask(building, ada)
    assert ask(building, ada)

    assert [one.asked for one in requests(building, ada)] == [OBJECTION]


def test_a_correction_sent_twice_is_one_and_other_words_are_another(
    building: Building, ada: Enrolled
) -> None:
    other = Asked(Wish.CORRECT, text="My profile is wrong.")
    for asked in (CORRECTION, CORRECTION, other):
        assert ask(building, ada, asked)

    assert {one.asked.text for one in requests(building, ada)} == {CORRECTION.text, other.text}
    assert len(requests(building, ada)) == 2


def test_presses_at_the_same_moment_make_one_objection(building: Building, ada: Enrolled) -> None:
    begin = Barrier(8)

    def press(_number: int) -> bool:
        begin.wait()
        return ask(building, ada)

    with ThreadPoolExecutor(8) as fingers:
        assert all(fingers.map(press, range(8)))

    assert [one.asked for one in requests(building, ada)] == [OBJECTION]


def test_what_is_asked_while_everything_is_taken_back_is_gone_as_well(
    building: Building, store: Store, ada: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = Thread(target=lambda: world.take_back(building, ada))
    add = stored.add

    def slow(db: Db, *given: Any, **named: Any) -> UUID:
        leaving.start()
        leaving.join(1)
        return add(db, *given, **named)

    monkeypatch.setattr(stored, "add", slow)

    ask(building, ada)

    leaving.join(20)
    assert not leaving.is_alive()
    assert {"rights_request", "identity"}.isdisjoint(world.rows(store))
    with pytest.raises(NotFoundError):
        ask(building, ada)


def test_an_objection_to_something_else_is_another(building: Building, ada: Enrolled) -> None:
    ask(building, ada)
    ask(building, ada, Asked(Wish.OBJECT, Purpose.LOGIN))

    assert len(requests(building, ada)) == 2


def test_no_more_wait_than_can_be_answered(building: Building, ada: Enrolled) -> None:
    grace = world.enrol(building, "Grace Hopper")
    wishes = [Asked(Wish.CORRECT, text=f"Day {day} is wrong.") for day in range(MOST_WAITING + 1)]
    kept = [ask(building, ada, wish) for wish in wishes]

    assert kept == [True] * MOST_WAITING + [False]
    assert len(requests(building, ada)) == MOST_WAITING
    assert ask(building, grace, CORRECTION)


def test_somebody_who_paused_everything_can_ask(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        standing.pause(db, ada.refs.identity, building.runtime.hashing, now=building.now)

    assert ask(building, ada)


def test_somebody_whose_yes_is_suspended_until_they_answer_to_a_new_text_can_ask(
    building: Building, ada: Enrolled
) -> None:
    world.publish(building, runtime=world.with_limits(building, consent_valid_months=6))
    world.see_to_consents(building)
    building.clock.pass_(days=14)
    world.see_to_consents(building)
    with building.runtime.reading() as db:
        states = {one.state for one in consent.choices(db, ada.refs.identity)}
    assert State.SUSPENDED in states

    assert ask(building, ada)


def test_a_request_is_taken_back_and_leaves_nothing(
    building: Building, store: Store, ada: Enrolled
) -> None:
    ask(building, ada, CORRECTION)
    (one,) = requests(building, ada)

    with building.runtime.writing() as db:
        rights.take_back(db, person(ada), one.id, now=building.now)
    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        rights.take_back(db, person(ada), one.id, now=building.now)

    assert world.find(store, "last day") == []


def test_the_list_names_nobody_and_a_look_is_written_down_when_one_is_opened(
    building: Building, store: Store, ada: Enrolled
) -> None:
    ask(building, ada, CORRECTION)
    with building.runtime.reading() as db:
        (listed,) = rights.waiting(db)
        assert rights.count(db, now=building.now) == (1, 0)
        assert rights.count(db, now=building.now + timedelta(days=31)) == (1, 1)
    assert "checkin_requests_overdue 0\n" in rights.exposition(0)
    assert "checkin_requests_overdue 10\n" in rights.exposition(1)
    assert not hasattr(listed, "identity")

    with building.runtime.writing() as db:
        opened = rights.open_one(db, listed.id, DANA, now=building.now)

    assert (opened.name, opened.request.asked) == ("Ada Lindqvist", CORRECTION)
    with looking_in(), store.reading() as db:
        seen = db.execute(select(access_event)).one()
    assert (seen.subject, seen.viewer, seen.act) == (ada.refs.access, DANA.alias, "request")
    assert (seen.categories, seen.reason_code) == ("name,request", "rights_request")


def test_whoever_objects_isnt_named(building: Building, ada: Enrolled) -> None:
    ask(building, ada)
    (one,) = requests(building, ada)

    with building.runtime.writing() as db:
        opened = rights.open_one(db, one.id, DANA, now=building.now)

    assert opened.name is None


def test_an_answer_is_read_and_its_message_says_nothing_of_it(
    building: Building, store: Store, ada: Enrolled
) -> None:
    ask(building, ada, CORRECTION)
    (one,) = requests(building, ada)

    answer(building, one.id)

    (answered,) = requests(building, ada)
    assert answered.answer == Answer(
        Outcome.REFUSED, "The day stands in your contract.", building.now
    )
    (letter,) = world.letters(store)
    assert letter.address == "ada.lindqvist@linden.example"
    assert MAILING.link in letter.body
    assert "contract" not in letter.body + letter.subject
    with looking_in(), store.reading() as db:
        acts = db.execute(select(audit_event.c.act, audit_event.c.object)).all()
    assert ("rights.refused", f"request:{one.id}") in acts


def test_a_request_is_answered_once(building: Building, ada: Enrolled) -> None:
    ask(building, ada)
    (one,) = requests(building, ada)
    answer(building, one.id)

    with pytest.raises(NotFoundError):
        answer(building, one.id)
    for gone in (one.id, uuid4()):
        with pytest.raises(NotFoundError), building.runtime.writing() as db:
            rights.answer(db, gone, Answer(Outcome.DONE, "Done.", building.now), DANA, MAILING)
    for gone in (one.id, uuid4()):
        with pytest.raises(NotFoundError), building.runtime.writing() as db:
            rights.open_one(db, gone, DANA, now=building.now)


def test_a_request_stays_until_it_is_answered_and_as_long_as_is_said_after(
    building: Building, store: Store, ada: Enrolled
) -> None:
    def let_go() -> None:
        with building.runtime.writing() as db:
            retention.run_batch(db, Limits(), now=building.now)

    ask(building, ada)
    building.clock.pass_(days=400)
    let_go()
    (one,) = requests(building, ada)

    answer(building, one.id)
    building.clock.pass_(days=359)
    let_go()
    assert requests(building, ada)
    building.clock.pass_(days=1)
    let_go()
    assert not requests(building, ada)


def test_who_has_no_address_is_answered_on_their_pages_alone(
    building: Building, store: Store
) -> None:
    grace = world.enrol(building, "Grace Hopper", on_paper=True)
    ask(building, grace)
    (one,) = requests(building, grace)

    answer(building, one.id)

    assert world.letters(store) == []
    assert requests(building, grace)[0].answer


def test_the_news_are_the_answer_for_two_weeks_else_what_is_due_next(
    building: Building, ada: Enrolled
) -> None:
    def news() -> rights.Request | None:
        with building.runtime.reading() as db:
            return rights.news(db, person(ada), now=building.now)

    assert news() is None
    ask(building, ada)
    building.clock.pass_(days=1)
    ask(building, ada, CORRECTION)
    objection = requests(building, ada)[1]
    assert news() == objection

    answer(building, objection.id)
    told = news()
    assert told
    assert told.answer
    building.clock.pass_(days=15)
    told = news()
    assert told
    assert told.asked == CORRECTION


def test_whoever_takes_part_no_more_leaves_no_request(
    building: Building, store: Store, ada: Enrolled
) -> None:
    ask(building, ada, CORRECTION)

    receipt = world.take_back(building, ada)

    assert receipt is not None
    assert receipt.erased["rights_request"] == 1
    assert "rights_request" not in world.rows(store)
