from datetime import datetime, timedelta

import pytest

from checkin.services.factors import Attempt
from checkin.storage import accounts as rows
from checkin.storage import audit
from checkin.storage.store import Store
from tests import world
from tests.services.colleague import (
    DESK,
    EVE,
    account_of,
    attempt,
    invited,
    set_up,
    sign_in,
)
from tests.world import Building


def test_both_factors_sign_in_and_it_is_written_down(building: Building, store: Store) -> None:
    kim = set_up(building, invited(building))

    secret = sign_in(building, attempt(building))

    assert secret is not None
    found = account_of(building, secret)
    assert found is not None
    assert found.id == kim
    assert world.find(store, "account.signed_in") == ["audit_event.act"]


@pytest.mark.parametrize(("right", "step"), [(False, 2), (True, None), (False, None)])
def test_one_factor_is_not_enough(building: Building, right: bool, step: int | None) -> None:
    set_up(building, invited(building))

    assert sign_in(building, attempt(building), right=right, step=step) is None


def test_a_code_works_once(building: Building) -> None:
    set_up(building, invited(building), step=5)

    assert sign_in(building, attempt(building), step=5) is None
    assert sign_in(building, attempt(building), step=6) is not None
    assert sign_in(building, attempt(building), step=6) is None
    assert sign_in(building, attempt(building), step=4) is None


def test_a_code_that_comes_again_is_written_down(building: Building, store: Store) -> None:
    set_up(building, invited(building), step=5)

    sign_in(building, attempt(building), step=5)

    assert world.find(store, "account.code_used_twice") == ["audit_event.act"]


def test_what_changed_between_the_factors_signs_nobody_in(building: Building) -> None:
    kim = set_up(building, invited(building))
    tried = attempt(building)
    with building.runtime.writing() as db:
        rows.set_password(db, kim, "another")
        audit.append(db, EVE, "account.password", f"account:{kim}", now=building.now)

    assert sign_in(building, tried) is None


def test_an_unknown_address_is_tried_like_a_known_one(building: Building) -> None:
    set_up(building, invited(building))

    known = [isinstance(attempt(building), Attempt) for _ in range(12)]
    unknown = [
        isinstance(attempt(building, "nobody@linden.example", "203.0.113.99"), Attempt)
        for _ in range(12)
    ]

    assert known == unknown
    assert not all(known)


def test_guessing_from_one_address_is_slowed_down_whatever_it_tries(building: Building) -> None:
    tried = [attempt(building, f"kim{number}@linden.example") for number in range(9)]

    assert [isinstance(one, Attempt) for one in tried] == [True] * 8 + [False]


def test_guessing_at_one_account_is_slowed_down_wherever_it_comes_from(building: Building) -> None:
    tried = [attempt(building, client=f"203.0.113.{number}") for number in range(9)]

    assert [isinstance(one, Attempt) for one in tried] == [True] * 8 + [False]


def test_nobody_waits_longer_than_five_minutes(building: Building) -> None:
    set_up(building, invited(building))
    waits = []
    for _ in range(200):
        again = attempt(building)
        if isinstance(again, datetime):
            waits.append(again - building.now)
        building.clock.pass_(seconds=20)

    assert timedelta(minutes=1) < max(waits) <= timedelta(minutes=5)
    building.clock.pass_(minutes=5)
    assert sign_in(building, attempt(building)) is not None


def test_others_tries_dont_lock_out_somebody_who_signed_in_from_there_today(
    building: Building,
) -> None:
    set_up(building, invited(building))
    assert sign_in(building, attempt(building), step=2) is not None
    building.clock.pass_(hours=2)
    for number in range(20):
        attempt(building, client=f"198.51.100.{number}")

    assert sign_in(building, attempt(building), step=3) is not None


def test_the_throttle_names_no_address(building: Building, store: Store) -> None:
    attempt(building, "nobody@linden.example")

    assert world.find(store, "nobody@linden.example") == []
    assert world.find(store, DESK) == []
