"""Signing in: a secret in the browser, its hash in a row, and an end to both."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.services import signin
from checkin.storage import tables
from tests.world import Building, enrol, looking_in

LIFE = timedelta(hours=12)
REASON = "The badge doesn't scan at gate 2"


@pytest.fixture
def world(building: Building) -> Building:
    return building


def signed_in(world: Building) -> tuple[str, signin.Person]:
    refs = enrol(world).refs
    with world.runtime.writing() as db:
        token = signin.open_session(db, identity=refs.identity, now=world.now, life=LIFE)
        person = signin.person_of(db, token, now=world.now)
    assert person is not None
    assert person.identity == refs.identity
    return token, person


def test_the_secret_itself_is_kept_nowhere(world: Building) -> None:
    token, _ = signed_in(world)

    with looking_in(), world.runtime.reading() as db:
        [row] = db.execute(select(tables.session)).all()

    assert row.token_hash == signin.token_hash(token)
    assert token not in repr(row)


def test_a_sign_in_ends_by_itself_and_by_signing_out_there_alone(world: Building) -> None:
    token, person = signed_in(world)

    with world.runtime.writing() as db:
        other = signin.open_session(db, identity=person.identity, now=world.now, life=LIFE)
        assert signin.person_of(db, token, now=world.now + LIFE) is None
        signin.close_session(db, token)
        assert signin.person_of(db, token, now=world.now) is None
        assert signin.person_of(db, other, now=world.now) is not None


def test_a_person_s_secret_opens_no_console(world: Building) -> None:
    token, _ = signed_in(world)

    with world.runtime.reading() as db:
        assert signin.account_of(db, token, now=world.now) is None
        assert signin.person_of(db, "guessed", now=world.now) is None


@pytest.mark.parametrize(
    ("code", "reason"), [("attendance", REASON), ("badge_help", "too short"), ("", REASON)]
)
def test_a_reason_is_one_of_the_list_and_says_something(
    world: Building, code: str, reason: str
) -> None:
    token, _ = signed_in(world)

    with world.runtime.writing() as db, pytest.raises(ValueError, match="20 characters"):
        signin.give_reason(db, token, code, reason)


def test_no_reason_is_about_attendance_or_performance() -> None:
    assert not {"attendance", "lateness", "performance", "manager_request"} & set(signin.REASONS)
