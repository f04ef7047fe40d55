"""Console accounts, as a site admin looks after them."""

import pytest

from checkin.core.roles import Role
from checkin.services import accounts
from checkin.services.accounts import Account
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

NEW = "new@linden.example"


def invite(clerk: Clerk, **changes: object) -> int:
    form = {"email": NEW, "role": "reception", "site": clerk.building.hq, **changes}
    return clerk.post("/console/accounts/invite", **form).status_code


def found(building: Building, email: str = NEW) -> Account | None:
    with building.runtime.reading() as db:
        return next((one for one in accounts.listed(db) if one.email == email), None)


def test_an_invited_account_has_one_role_at_one_site(
    building: Building, site_admin: Clerk, store: Store
) -> None:
    assert invite(site_admin) == 303

    account = found(building)
    assert account is not None
    assert (account.role, account.site) == (Role.RECEPTION, building.hq)
    (letter,) = world.letters(store)
    assert letter.address == NEW
    assert "http://localhost:8000/console/setup/" in letter.body
    page = words(site_admin.get("/console/accounts"))
    assert f"{NEW} {account.alias} Front desk Headquarters Waits to be set up" in page


def test_the_mailed_link_leads_to_the_settings_address_whatever_the_request_says(
    site_admin: Clerk, store: Store
) -> None:
    form = {"email": NEW, "role": "dpo", "site": "", "csrf_token": site_admin.form_token()}
    browser, elsewhere = site_admin.client, "evil.example"
    for cookie in list((browser._cookies or {}).values()):
        browser.set_cookie(cookie.key, cookie.value, domain=elsewhere)

    browser.post("/console/accounts/invite", data=form, headers={"Host": elsewhere})

    (letter,) = world.letters(store)
    assert "http://localhost:8000/console/setup/" in letter.body
    assert elsewhere not in letter.body


def test_an_account_without_a_site_looks_after_all_of_them(
    building: Building, site_admin: Clerk
) -> None:
    invite(site_admin, site="")

    account = found(building)
    assert account is not None
    assert account.site is None


@pytest.mark.parametrize(
    "wrong", [{"email": "no address"}, {"email": ""}, {"role": "manager"}, {"site": "x"}]
)
def test_an_invitation_that_cant_be_read_is_asked_again(
    building: Building, site_admin: Clerk, wrong: dict[str, str]
) -> None:
    assert invite(site_admin, **wrong) == 400
    assert found(building) is None


def test_an_address_has_one_account(building: Building, site_admin: Clerk) -> None:
    invite(site_admin)

    assert invite(site_admin, role="auditor") == 409
    account = found(building)
    assert account is not None
    assert account.role is Role.RECEPTION


def test_ending_and_starting_over_are_for_the_accounts_of_others(
    building: Building, site_admin: Clerk
) -> None:
    own = f"/console/accounts/{site_admin.account}"

    assert site_admin.get(own).status_code == 404
    assert site_admin.post(f"{own}/end").status_code == 409
    assert "(you)" in words(site_admin.get("/console/accounts"))


def test_an_ended_account_shows_as_ended_and_can_be_opened_no_more(
    building: Building, site_admin: Clerk
) -> None:
    invite(site_admin)
    account = found(building)
    assert account is not None
    page = f"/console/accounts/{account.id}"
    assert "It is signed out everywhere" in words(site_admin.get(page))

    site_admin.post(f"{page}/end")

    assert f"{NEW} {account.alias} Front desk Headquarters Ended" in words(
        site_admin.get("/console/accounts")
    )
    assert site_admin.get(page).status_code == 404
    assert site_admin.post(f"{page}/renew").status_code == 404


def test_starting_over_mails_a_new_link_and_signs_out(
    building: Building, site_admin: Clerk, store: Store
) -> None:
    desk = Clerk(building, Role.RECEPTION)

    answer = site_admin.post(f"/console/accounts/{desk.account}/renew")

    assert answer.status_code == 303
    assert desk.get("/console").status_code == 303
    assert [letter.address for letter in world.letters(store)] == [f"{desk.alias}@linden.example"]


def test_an_account_gets_another_role_and_place(building: Building, site_admin: Clerk) -> None:
    desk = Clerk(building, Role.RECEPTION)
    page = f"/console/accounts/{desk.account}"
    assert "Signed in in one browser now" in words(site_admin.get(page))

    answer = site_admin.post(f"{page}/role", role="dpo", site=str(building.lab))

    assert (answer.status_code, answer.location) == (303, page)
    account = found(building, f"{desk.alias}@linden.example")
    assert account is not None
    assert (account.role, account.site) == (Role.DPO, building.lab)
    assert "It is signed in nowhere now." in words(site_admin.get(page))


@pytest.mark.parametrize("wrong", [{"role": "manager"}, {"site": "x"}])
def test_a_role_that_can_t_be_read_changes_nothing(
    building: Building, site_admin: Clerk, wrong: dict[str, str]
) -> None:
    desk = Clerk(building, Role.RECEPTION)
    form = {"role": "dpo", "site": "", **wrong}

    assert site_admin.post(f"/console/accounts/{desk.account}/role", **form).status_code == 400

    assert desk.get("/console/desk").status_code == 200


def test_nobody_changes_their_own_role_nor_sends_anybody_to_a_place_that_isn_t_there(
    building: Building, site_admin: Clerk
) -> None:
    desk, form = Clerk(building, Role.RECEPTION), {"role": "dpo", "site": ""}
    own = f"/console/accounts/{site_admin.account}/role"
    nowhere = {**form, "site": str(building.kiosk)}

    assert site_admin.post(own, **form).status_code == 409
    elsewhere = site_admin.post(f"/console/accounts/{desk.account}/role", **nowhere)

    assert elsewhere.status_code == 404
    assert desk.get("/console/desk").status_code == 200


def test_an_account_is_signed_out_everywhere_and_may_come_back(
    building: Building, site_admin: Clerk
) -> None:
    desk = Clerk(building, Role.RECEPTION)

    site_admin.post(f"/console/accounts/{desk.account}/sign-out")

    assert desk.get("/console/desk").status_code == 303
    account = found(building, f"{desk.alias}@linden.example")
    assert account is not None
    assert account.ended_at is None


def test_a_link_that_ran_out_shows(building: Building, site_admin: Clerk) -> None:
    invite(site_admin)
    building.clock.pass_(hours=73)
    another = Clerk(building, Role.SITE_ADMIN)

    assert "Its link ran out" in words(another.get("/console/accounts"))
