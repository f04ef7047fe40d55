from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Role
from checkin.services import accounts, signin
from checkin.services.accounts import Attempt
from checkin.services.signin import Account
from checkin.storage import accounts as rows
from checkin.storage import audit
from checkin.storage.store import Store
from tests import world
from tests.world import NOON, Building

EVE = Actor("adm-0001", "site_admin")
ADDRESS = "kim@linden.example"
DESK = "203.0.113.7"
HOUR = timedelta(hours=1)


def invited(
    building: Building,
    email: str = ADDRESS,
    role: Role = Role.RECEPTION,
    site: SiteId | None = None,
) -> str:
    """Invite somebody; the token of the link that was mailed."""
    rt = building.runtime
    building.clock.pass_(seconds=1)
    with rt.writing() as db:
        accounts.invite(
            db,
            email,
            role,
            site,
            rt.hashing,
            link_to=lambda token: f"https://linden.example/console/setup/{token}",
            organisation="Linden Works",
            actor=EVE,
            now=building.now,
        )
    return token_mailed(building)


def token_mailed(building: Building) -> str:
    """The token in the newest message."""
    body = world.letters(building.runtime.store)[-1].body
    return body.partition("/console/setup/")[2].split()[0]


def set_up(building: Building, token: str, step: int = 1) -> AccountId:
    """Choose a password and prove the second factor."""
    rt = building.runtime
    with rt.writing() as db:
        accounts.choose_password(db, token, "kept", rt.hashing, now=building.now)
        return accounts.finish_setup(db, token, "sealed", step, rt.hashing, now=building.now)


def attempt(building: Building, email: str = ADDRESS, client: str = DESK) -> Attempt | datetime:
    rt = building.runtime
    with rt.writing() as db:
        return accounts.attempt(db, email, client, rt.hashing, now=building.now)


def sign_in(
    building: Building, tried: Attempt | datetime, *, right: bool = True, step: int | None = 2
) -> str | None:
    assert isinstance(tried, Attempt)
    rt = building.runtime
    with rt.writing() as db:
        return accounts.sign_in(
            db,
            tried,
            password_right=right,
            step=step,
            hashing=rt.hashing,
            life=HOUR,
            now=building.now,
        )


def account_of(building: Building, secret: str) -> Account | None:
    with building.runtime.reading() as db:
        return signin.account_of(db, secret, now=building.now)


# --- inviting and ending ----------------------------------------------------------------------


def test_the_first_account_is_a_site_admin(building: Building) -> None:
    rt = building.runtime
    with rt.writing() as db:
        token = accounts.first_account(db, ADDRESS, rt.hashing, now=building.now)
        found = accounts.in_setup(db, token, rt.hashing, now=building.now)

    assert found is not None
    assert (found.email, found.role) == (ADDRESS, Role.SITE_ADMIN)


def test_there_is_one_first_account(building: Building) -> None:
    invited(building)

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        accounts.first_account(db, "new@linden.example", building.runtime.hashing, now=NOON)


def test_nobody_has_two_roles(building: Building) -> None:
    invited(building, role=Role.RECEPTION)

    with pytest.raises(ConflictError, match="Nobody has two roles"):
        invited(building, role=Role.SITE_ADMIN)


def test_an_alias_says_nothing_about_its_owner(building: Building) -> None:
    invited(building)

    with building.runtime.reading() as db:
        (account,) = accounts.listed(db)
    assert account.alias.startswith("adm-")
    assert "kim" not in account.alias


def test_a_link_is_mailed_and_kept_as_a_hash_alone(building: Building, store: Store) -> None:
    token = invited(building)

    assert {
        where for where in world.find(store, token) if not where.startswith("mail_queue")
    } == set()


def test_an_account_that_ended_is_signed_out_and_keeps_no_secret(building: Building) -> None:
    kim = set_up(building, invited(building))
    secret = sign_in(building, attempt(building))
    assert secret is not None

    with building.runtime.writing() as db:
        accounts.end(db, kim, by=somebody(), now=building.now)

    assert account_of(building, secret) is None
    tried = attempt(building)
    assert isinstance(tried, Attempt)
    assert tried.kept is None


def test_nobody_ends_their_own_account(building: Building) -> None:
    kim = set_up(building, invited(building, role=Role.SITE_ADMIN))
    own = Account(kim, "adm-0002", Role.SITE_ADMIN, None, None, None, None)

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        accounts.end(db, kim, by=own, now=building.now)


def test_an_ended_account_is_invited_again_into_another_role(building: Building) -> None:
    kim = set_up(building, invited(building))
    with building.runtime.writing() as db:
        accounts.end(db, kim, by=somebody(), now=building.now)

    again = set_up(building, invited(building, role=Role.AUDITOR))

    assert again == kim
    with building.runtime.reading() as db:
        (account,) = accounts.listed(db)
    assert (account.role, account.ended_at) == (Role.AUDITOR, None)


def test_a_new_link_ends_what_the_account_signed_in_with(building: Building) -> None:
    rt, first = building.runtime, invited(building)
    kim = set_up(building, first)
    secret = sign_in(building, attempt(building))
    assert secret is not None
    building.clock.pass_(seconds=1)

    with rt.writing() as db:
        accounts.renew_setup(
            db,
            kim,
            rt.hashing,
            link_to=lambda token: f"https://linden.example/console/setup/{token}",
            organisation="Linden Works",
            actor=EVE,
            now=building.now,
        )

    assert account_of(building, secret) is None
    tried = attempt(building)
    assert isinstance(tried, Attempt)
    assert tried.kept is None
    assert set_up(building, token_mailed(building), step=3) == kim


def test_a_link_made_at_the_machine_itself_works_once(building: Building) -> None:
    rt = building.runtime
    kim = set_up(building, invited(building))
    with rt.writing() as db:
        token = accounts.setup_again(db, ADDRESS, rt.hashing, now=building.now)

    assert set_up(building, token) == kim
    with pytest.raises(NotFoundError), rt.writing() as db:
        accounts.choose_password(db, token, "kept", rt.hashing, now=building.now)


def test_there_is_no_link_for_an_account_that_isnt_there(building: Building) -> None:
    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        accounts.setup_again(db, "nobody@linden.example", building.runtime.hashing, now=NOON)


# --- setting up -------------------------------------------------------------------------------


def test_an_account_cant_sign_in_before_its_first_right_code(building: Building) -> None:
    rt, token = building.runtime, invited(building)
    with rt.writing() as db:
        accounts.choose_password(db, token, "kept", rt.hashing, now=building.now)

    tried = attempt(building)

    assert isinstance(tried, Attempt)
    assert tried.kept is None


def test_the_second_factor_comes_after_the_password(building: Building) -> None:
    rt, token = building.runtime, invited(building)

    with pytest.raises(ConflictError), rt.writing() as db:
        accounts.finish_setup(db, token, "sealed", 1, rt.hashing, now=building.now)


def test_a_link_works_once(building: Building) -> None:
    token = invited(building)
    set_up(building, token)

    with pytest.raises(NotFoundError):
        set_up(building, token)


def test_a_link_runs_out(building: Building) -> None:
    token = invited(building)
    building.clock.pass_(hours=73)

    with building.runtime.reading() as db:
        assert accounts.in_setup(db, token, building.runtime.hashing, now=building.now) is None


@pytest.mark.parametrize("token", ["", "no such token", "täuschend", "x" * 500])
def test_a_link_that_was_never_made_sets_nothing_up(building: Building, token: str) -> None:
    with building.runtime.reading() as db:
        assert accounts.in_setup(db, token, building.runtime.hashing, now=building.now) is None


# --- signing in -------------------------------------------------------------------------------


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


def somebody() -> Account:
    """A site admin who isn't Kim."""
    return Account(AccountId(uuid4()), "adm-0001", Role.SITE_ADMIN, None, None, None, None)
