import re
from datetime import datetime, timedelta

import pytest

from checkin.services import codes
from checkin.services.codes import Asking, TooManyTries
from checkin.services.enrolment import Enrolled
from checkin.services.throttle import Pace
from checkin.storage.people import Named
from checkin.storage.store import Store
from tests import world
from tests.world import Building

ADA = "ada.lindqvist@linden.example"
STRANGER = "nobody@linden.example"


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


def ask(building: Building, email: str = ADA, client: str = "10.0.0.1") -> TooManyTries | None:
    with building.runtime.writing() as db:
        return codes.ask_to_sign_in(
            db,
            Asking(email, client),
            "Linden Works",
            building.runtime.hashing,
            now=building.now,
        )


def type_(building: Building, typed: str, email: str = ADA) -> Named | TooManyTries | None:
    with building.runtime.writing() as db:
        asking = Asking(email, "10.0.0.1")
        return codes.sign_in(db, asking, typed, building.runtime.hashing, now=building.now)


def mailed(store: Store) -> str:
    found = re.search(r"\d{8}", world.letters(store)[-1].body)
    assert found
    return found[0]


def test_the_mailed_code_signs_in_once(building: Building, store: Store, ada: Enrolled) -> None:
    ask(building)
    code = mailed(store)

    first, second = type_(building, code), type_(building, code)

    assert isinstance(first, Named)
    assert first.refs == ada.refs
    assert second is None


@pytest.mark.parametrize("written", ["{0} ", " {0}", "{1} {2}"])
@pytest.mark.usefixtures("ada")
def test_spaces_in_a_typed_code_do_not_matter(
    building: Building, store: Store, written: str
) -> None:
    ask(building)
    code = mailed(store)

    assert type_(building, written.format(code, code[:3], code[3:])) is not None


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "１２３４５６", "0" * 1000])
@pytest.mark.usefixtures("ada")
def test_what_is_no_code_signs_nobody_in(building: Building, typed: str) -> None:
    ask(building)

    assert type_(building, typed) is None


@pytest.mark.usefixtures("ada")
def test_after_five_wrong_tries_the_right_code_is_worth_nothing(
    building: Building, store: Store
) -> None:
    ask(building)
    code = mailed(store)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _ in range(5):
        assert type_(building, wrong) is None

    assert type_(building, code) is None


@pytest.mark.usefixtures("ada")
def test_a_code_is_good_for_a_quarter_of_an_hour(building: Building, store: Store) -> None:
    ask(building)
    code = mailed(store)
    building.clock.pass_(minutes=15)

    assert type_(building, code) is None


@pytest.mark.usefixtures("ada")
def test_the_owner_of_an_address_gets_a_new_code_after_somebody_elses_tries(
    building: Building, store: Store
) -> None:
    ask(building, client="10.6.6.6")
    for _ in range(5):
        type_(building, "00000000")
    building.clock.pass_(seconds=1)

    ask(building)

    assert type_(building, mailed(store)) is not None


@pytest.mark.usefixtures("ada")
def test_an_unknown_address_gets_no_mail_and_leaves_the_same_rows(
    building: Building, store: Store
) -> None:
    ask(building, STRANGER)
    of_a_stranger = world.rows(store)
    assert world.letters(store) == []

    ask(building, ADA)

    grown = {
        name: rows - of_a_stranger.get(name, 0)
        for name, rows in world.rows(store).items()
        if rows != of_a_stranger.get(name, 0)
    }
    assert grown == {"mailed_code": 1, "throttle": 2, "mail_queue": 1}


def test_no_code_fits_an_unknown_address(building: Building) -> None:
    ask(building, STRANGER)

    assert type_(building, "00000000", STRANGER) is None


@pytest.mark.usefixtures("ada")
def test_whoever_asks_too_often_waits_minutes_and_never_hours(building: Building) -> None:
    for _ in range(5):
        assert ask(building) is None

    slow = ask(building)
    waits: list[float] = []
    while isinstance(slow, TooManyTries) and len(waits) < 12:
        waits.append((slow.again - building.now).total_seconds() / 60)
        building.clock.at = slow.again
        ask(building)
        slow = ask(building)

    assert waits[0] == 1
    assert max(waits) <= 15


@pytest.mark.usefixtures("ada")
def test_one_who_asks_too_often_does_not_slow_down_another(building: Building) -> None:
    for _ in range(6):
        ask(building, client="10.6.6.6")

    assert ask(building, client="10.0.0.1") is None


def test_typing_is_slowed_down_as_well(building: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    minute = timedelta(minutes=1)
    monkeypatch.setattr(codes, "_FROM_THERE", Pace(free=9, first_wait=minute, longest_wait=minute))

    answers = [type_(building, "00000000", STRANGER) for _ in range(10)]

    assert answers[:9] == [None] * 9
    assert isinstance(answers[9], TooManyTries)


@pytest.mark.usefixtures("ada")
def test_a_code_is_kept_as_a_hash_and_its_mail_for_a_quarter_of_an_hour(
    building: Building, store: Store
) -> None:
    ask(building)

    assert set(world.find(store, mailed(store))) <= {"mail_queue.body", "mail_queue.subject"}
    (letter,) = world.letters(store)
    assert letter.until == building.now + codes.LIFE


def test_a_carried_code_opens_the_pages_of_its_person_once(
    building: Building, ada: Enrolled
) -> None:
    with building.runtime.writing() as db:
        code = codes.carry(db, ada.refs.identity, now=building.now)

    carried = [carry_over(building, code, building.now) for _ in range(2)]

    assert carried == [ada.refs.identity, None]


def test_a_carried_code_is_good_for_five_minutes(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        code = codes.carry(db, ada.refs.identity, now=building.now)

    assert carry_over(building, code, building.clock.pass_(minutes=5)) is None


def carry_over(building: Building, code: str, now: datetime) -> object:
    with building.runtime.writing() as db:
        return codes.carried(db, code, now=now)
