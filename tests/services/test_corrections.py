"""Corrections that people make themselves."""

import pytest
from sqlalchemy import select

from checkin.core.audit import SELF
from checkin.services import codes, corrections
from checkin.services.codes import Asking, TooManyTries
from checkin.services.enrolment import Enrolled
from checkin.services.outbox import Waiting
from checkin.services.signin import Person
from checkin.storage import people
from checkin.storage.store import Store
from checkin.storage.tables import audit_event
from tests import world
from tests.world import Building, looking_in

OLD, NEW = "ada.lindqvist@linden.example", "ada.berg@linden.example"
DOMAINS = ("linden.example",)


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building)


def person(enrolled: Enrolled) -> Person:
    refs = enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, "en")


def ask(building: Building, email: str) -> TooManyTries | None:
    rt = building.runtime
    with rt.writing() as db:
        return corrections.ask_to_readdress(
            db, Asking(email, "192.0.2.1"), "Linden Works", DOMAINS, rt.hashing, now=building.now
        )


def readdress(
    building: Building, enrolled: Enrolled, email: str, typed: str
) -> bool | TooManyTries:
    rt = building.runtime
    with rt.writing() as db:
        return corrections.readdress(
            db,
            person(enrolled),
            Asking(email, "192.0.2.1"),
            typed,
            rt.hashing,
            organisation="Linden Works",
            now=building.now,
        )


def letters(building: Building, address: str) -> list[Waiting]:
    return [one for one in world.letters(building.runtime.store) if one.address == address]


def mailed_code(building: Building, address: str) -> str:
    return letters(building, address)[-1].body.split("code is ")[1][:8]


def named(building: Building, enrolled: Enrolled) -> people.Named:
    with building.runtime.reading() as db:
        return people.get(db, enrolled.refs.identity)


def test_another_name_is_kept_and_who_changed_it(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        corrections.rename(db, person(ada), "Ada Berg", now=building.now)

    assert named(building, ada).name == "Ada Berg"
    with looking_in(), building.runtime.reading() as db:
        acts = db.execute(select(audit_event.c.act, audit_event.c.actor)).all()
    assert ("person.rename", SELF.alias) in acts


def test_the_new_address_is_proved_and_the_old_one_told(
    building: Building, ada: Enrolled, store: Store
) -> None:
    ask(building, NEW)
    assert named(building, ada).email == OLD

    assert readdress(building, ada, NEW, mailed_code(building, NEW)) is True

    assert named(building, ada).email == NEW
    told = letters(building, OLD)
    assert "another address" in told[-1].subject
    assert NEW not in told[-1].body


def test_a_wrong_code_changes_nothing(building: Building, ada: Enrolled) -> None:
    ask(building, NEW)

    assert readdress(building, ada, NEW, "00000000") is False

    assert named(building, ada).email == OLD


@pytest.mark.parametrize("taken", ["ada@elsewhere.example", "grace.hopper@linden.example"])
def test_an_address_that_cannot_be_used_is_mailed_nothing_and_looks_the_same(
    building: Building, ada: Enrolled, taken: str
) -> None:
    world.enrol(building, "Grace Hopper")

    assert ask(building, taken) is None

    assert letters(building, taken) == []
    assert readdress(building, ada, taken, "00000000") is False
    assert named(building, ada).email == OLD


def test_an_address_that_somebody_took_meanwhile_stays_theirs(
    building: Building, ada: Enrolled
) -> None:
    ask(building, NEW)
    code = mailed_code(building, NEW)
    world.enrol(building, "Ada Berg")

    assert readdress(building, ada, NEW, code) is False

    assert named(building, ada).email == OLD


def test_whoever_joined_on_paper_can_give_an_address(building: Building) -> None:
    sam = world.enrol(building, "Sam Osei", on_paper=True)
    ask(building, NEW)

    assert readdress(building, sam, NEW, mailed_code(building, NEW)) is True

    assert named(building, sam).email == NEW


def test_asking_and_typing_too_often_has_to_wait(building: Building, ada: Enrolled) -> None:
    while ask(building, NEW) is None:
        pass
    with building.runtime.writing() as db:
        while (
            codes.pace_typing(db, "192.0.2.1", building.runtime.hashing, now=building.now) is None
        ):
            pass

    assert isinstance(ask(building, NEW), TooManyTries)
    assert isinstance(readdress(building, ada, NEW, "00000000"), TooManyTries)
