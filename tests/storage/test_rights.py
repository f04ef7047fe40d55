"""Requests as they are kept: whose they are, in which order, and each answered once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.rights import Outcome, Wish, answer_by
from checkin.storage import audit, rights
from checkin.storage.rights import Answer, Asked
from tests import world
from tests.world import Building

OBJECTION = Asked(Wish.OBJECT, Purpose.FULLNESS)
CORRECTION = Asked(Wish.CORRECT, text="My last day is wrong.")


@pytest.fixture
def ada(building: Building) -> IdentityRef:
    return world.enrol(building).refs.identity


def ask(building: Building, identity: IdentityRef, asked: Asked = OBJECTION) -> UUID:
    with building.runtime.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=building.now)
        return rights.add(db, identity, asked, now=building.now)


def answer(building: Building, request: UUID) -> bool:
    with building.runtime.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=building.now)
        said = Answer(Outcome.DONE, "It is put right.", building.now)
        return rights.answer(db, request, said)


def test_a_request_comes_back_as_it_was_made(building: Building, ada: IdentityRef) -> None:
    made = ask(building, ada, CORRECTION)

    with building.runtime.reading() as db:
        found = rights.get(db, made)

    assert found is not None
    assert (found.identity, found.asked, found.answer) == (ada, CORRECTION, None)
    assert (found.at, found.answer_by) == (building.now, answer_by(building.now))


def test_one_sees_ones_own_newest_first(building: Building, ada: IdentityRef) -> None:
    grace = world.enrol(building, "Grace Hopper").refs.identity
    ask(building, grace)
    first = ask(building, ada)
    building.clock.pass_(minutes=1)
    second = ask(building, ada, CORRECTION)

    with building.runtime.reading() as db:
        assert [one.id for one in rights.of_person(db, ada)] == [second, first]


def test_a_request_is_answered_once_and_waits_no_longer(
    building: Building, ada: IdentityRef
) -> None:
    made = ask(building, ada)

    assert (answer(building, made), answer(building, made)) == (True, False)

    with building.runtime.reading() as db:
        assert rights.waiting(db, limit=9) == []
        found = rights.get(db, made)
    assert found is not None
    assert found.answer == Answer(Outcome.DONE, "It is put right.", building.now)


def test_only_ones_own_can_be_taken_back_and_only_while_it_waits(
    building: Building, ada: IdentityRef
) -> None:
    grace = world.enrol(building, "Grace Hopper").refs.identity
    waits, answered = ask(building, ada), ask(building, ada, CORRECTION)
    answer(building, answered)

    with building.runtime.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=building.now)
        assert not rights.take_back(db, grace, waits)
        assert not rights.take_back(db, ada, answered)
        assert not rights.take_back(db, ada, uuid4())
        assert rights.take_back(db, ada, waits)
        assert rights.get(db, waits) is None


def test_what_waits_comes_by_the_day_it_is_due_and_is_counted(
    building: Building, ada: IdentityRef
) -> None:
    older = ask(building, ada)
    building.clock.pass_(days=3)
    newer = ask(building, ada, CORRECTION)

    with building.runtime.reading() as db:
        assert [one.id for one in rights.waiting(db, limit=9)] == [older, newer]
        assert [one.id for one in rights.waiting(db, limit=1)] == [older]
        due = answer_by(building.now - timedelta(days=3))
        assert rights.count_waiting(db) == 2
        assert rights.count_waiting(db, due_before=due) == 0
        assert rights.count_waiting(db, due_before=due + timedelta(seconds=1)) == 1
