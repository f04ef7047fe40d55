from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.services import accounts
from checkin.services.factors import Attempt
from checkin.services.signin import Account
from checkin.storage.store import Store
from tests import world
from tests.services.colleague import (
    ADDRESS,
    EVE,
    account_of,
    attempt,
    invited,
    set_up,
    sign_in,
    token_mailed,
)
from tests.world import NOON, Building

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


def told_officers(building: Building) -> list[tuple[str, str]]:
    """To whom it was said that an account sees people or the log, and the first line."""
    letters = world.letters(building.runtime.store)
    about = [one for one in letters if one.subject == "An account that sees people or the log"]
    return [(one.address, one.body.splitlines()[0]) for one in about]


def test_the_officer_is_told_of_each_account_that_gets_to_see_people_or_the_log(
    building: Building,
) -> None:
    """A site admin could invite a second address of their own: somebody else learns of it."""
    set_up(building, invited(building, "dpo@linden.example", Role.DPO))
    for role in Role:
        invited(building, f"{role.value}@elsewhere.example", role)

    assert [line for to, line in told_officers(building) if to == "dpo@linden.example"] == [
        f"adm-0001 (site_admin) invited {role}@elsewhere.example as {role}."
        for role in ("enrolment_admin", "dpo", "auditor")
    ]


def test_the_officer_is_told_when_a_role_that_sees_is_changed_begun_anew_or_ended(
    building: Building,
) -> None:
    dpo = set_up(building, invited(building, "dpo@linden.example", Role.DPO))
    kim = set_up(building, invited(building, role=Role.RECEPTION))
    rt, said = building.runtime, len(told_officers(building))
    with rt.writing() as db:
        accounts.change_role(db, kim, Role.AUDITOR, None, by=somebody(), now=building.now)
        accounts.renew_setup(
            db,
            kim,
            rt.hashing,
            link_to=str,
            organisation="Linden Works",
            actor=EVE,
            now=building.now,
        )
        accounts.end(db, kim, by=somebody(), now=building.now)
        accounts.change_role(db, dpo, Role.WARDEN, None, by=somebody(), now=building.now)

    lines = [line.partition(") ")[2] for _, line in told_officers(building)[said:]]
    assert sorted(lines) == [
        "ended the account of kim@linden.example.",
        "let kim@linden.example start over.",
        "made dpo@linden.example, who was dpo, warden.",
        "made kim@linden.example, who was reception, auditor.",
    ]


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
    own = Account(kim, "adm-0002", Role.SITE_ADMIN, None, None, building.now, None, None)

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        accounts.end(db, kim, by=own, now=building.now)


def test_of_two_site_admins_who_end_each_other_one_remains(building: Building) -> None:
    kim = set_up(building, invited(building, role=Role.SITE_ADMIN))
    lou = set_up(building, invited(building, "lou@linden.example", Role.SITE_ADMIN))
    as_kim, as_lou = (
        Account(each, alias, Role.SITE_ADMIN, None, None, building.now, None, None)
        for each, alias in ((kim, "adm-0002"), (lou, "adm-0003"))
    )
    begin = Barrier(2)

    def take_away(by: Account, whom: AccountId) -> bool:
        begin.wait()
        try:
            with building.runtime.writing() as db:
                accounts.change_role(db, whom, Role.AUDITOR, None, by=by, now=building.now)
        except (ConflictError, UnavailableError):
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(take_away, (as_kim, as_lou), (lou, kim)))

    assert sorted(done) == [False, True]
    with building.runtime.reading() as db:
        roles = [one.role for one in accounts.listed(db)]
    assert roles.count(Role.SITE_ADMIN) == 1


def test_the_last_site_admin_is_not_ended_by_a_session_from_before(building: Building) -> None:
    kim = set_up(building, invited(building, role=Role.SITE_ADMIN))

    with pytest.raises(ConflictError, match="last site admin"), building.runtime.writing() as db:
        accounts.end(db, kim, by=somebody(), now=building.now)


def test_of_two_invitations_of_one_address_at_once_only_one_is_kept(building: Building) -> None:
    begin = Barrier(2)

    def invite(role: Role) -> bool:
        begin.wait()
        try:
            invited(building, role=role)
        except (ConflictError, UnavailableError):
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(invite, (Role.AUDITOR, Role.DPO)))

    assert sorted(done) == [False, True]
    assert world.rows(building.runtime.store)["account"] == 1


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


def somebody() -> Account:
    """A site admin who isn't Kim."""
    return Account(AccountId(uuid4()), "adm-0001", Role.SITE_ADMIN, None, None, NOON, None, None)
