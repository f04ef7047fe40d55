"""One's own sign-in: passkeys, password, and where one is signed in."""

import re
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from checkin.core.roles import Role
from checkin.storage.store import Store
from tests import world
from tests.authenticator import PRESENT, Authenticator
from tests.web.admin.clerk import Clerk, words
from tests.web.admin.test_signin import ADDRESS, PASSWORD, Newcomer, signed_in
from tests.world import Building


@pytest.fixture
def kim(building: Building) -> Newcomer:
    """A site admin whose account is set up, signed in just now."""
    newcomer = Newcomer(building)
    newcomer.finish()
    return newcomer


def options(page: TestResponse) -> str:
    """What the browser is asked for."""
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def add(browser: Clerk, device: Authenticator, title: str = "Laptop") -> TestResponse:
    answer = device.make(options(browser.get("/console/own")))
    return browser.post("/console/own/passkeys", title=title, credential=answer)


def sign_in(browser: Clerk, device: Authenticator, **fields: str) -> TestResponse:
    answer = device.sign(options(browser.get("/console/sign-in")))
    return browser.post("/console/sign-in/passkey", credential=answer, **fields)


# --- passkeys ---------------------------------------------------------------------------------


def test_a_passkey_that_was_added_signs_in_by_itself(kim: Newcomer) -> None:
    device, browser = Authenticator(), Clerk(kim.building, None)

    added = add(kim.browser, device)
    answer = sign_in(browser, device, next="/console/keys")

    assert added.status_code == 303
    assert (answer.status_code, answer.location) == (303, "/console/keys")
    assert signed_in(browser)
    assert "Laptop · added 23 Nov 2026" in words(kim.browser.get("/console/own"))


def test_the_owner_is_told_by_mail_what_has_changed(kim: Newcomer, store: Store) -> None:
    add(kim.browser, Authenticator())
    kim.browser.post("/console/own/password", password="nine loud kettles at dawn")

    letters = world.letters(store)

    assert {(one.address, one.subject) for one in letters} == {
        (ADDRESS, "A passkey was added"),
        (ADDRESS, "Your password was changed"),
    }
    assert all("ask a site admin at once" in one.body for one in letters)


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(kim: Newcomer) -> None:
    device = Authenticator()
    add(kim.browser, device)
    before = kim.browser.client.get_cookie("console")
    assert before is not None
    form = {"credential": device.sign(options(Clerk(kim.building, None).get("/console/sign-in")))}

    kim.browser.post("/console/sign-in/passkey", **form)

    after = kim.browser.client.get_cookie("console")
    assert after is not None
    assert after.value != before.value
    kim.browser.client.set_cookie("console", before.value)
    assert not signed_in(kim.browser)


def test_a_passkey_that_isn_t_known_signs_nobody_in(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)

    answer = sign_in(browser, Authenticator())

    assert answer.status_code == 403
    assert "That passkey didn't work" in words(answer)
    assert browser.post("/console/sign-in/passkey").status_code == 403
    assert not signed_in(browser)


def test_an_answer_signs_in_once(kim: Newcomer) -> None:
    device, first, second = Authenticator(), Clerk(kim.building, None), Clerk(kim.building, None)
    add(kim.browser, device)
    answer = device.sign(options(first.get("/console/sign-in")))

    statuses = [
        browser.post("/console/sign-in/passkey", credential=answer).status_code
        for browser in (first, second)
    ]

    assert statuses == [303, 403]


def test_a_device_that_doesn_t_know_its_owner_is_one_factor_alone(kim: Newcomer) -> None:
    device, browser = Authenticator(), Clerk(kim.building, None)
    add(kim.browser, device)
    device.flags = PRESENT

    assert sign_in(browser, device).status_code == 403


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x" * 41}, {"credential": "{}"}])
def test_a_passkey_that_can_t_be_taken_is_asked_for_again(
    kim: Newcomer, wrong: dict[str, str]
) -> None:
    answer = Authenticator().make(options(kim.browser.get("/console/own")))
    form = {"title": "Laptop", "credential": answer, **wrong}

    assert kim.browser.post("/console/own/passkeys", **form).status_code == 400

    assert "· added" not in words(kim.browser.get("/console/own"))


def test_a_removed_passkey_opens_nothing(kim: Newcomer) -> None:
    device, browser = Authenticator(), Clerk(kim.building, None)
    add(kim.browser, device)
    found = re.search(r"/console/own/passkeys/([0-9a-f-]+)/remove", own_page(kim.browser))
    assert found

    kim.browser.post(found[0])

    assert sign_in(browser, device).status_code == 403


def test_nobody_removes_the_passkey_of_another(kim: Newcomer, site_admin: Clerk) -> None:
    add(kim.browser, Authenticator())
    found = re.search(r"/console/own/passkeys/([0-9a-f-]+)/remove", own_page(kim.browser))
    assert found

    assert site_admin.post(found[0]).status_code == 404
    assert "Laptop" in own_page(kim.browser)


def test_a_passkey_proves_who_one_is_before_an_act_that_matters_most(kim: Newcomer) -> None:
    device, browser = Authenticator(), kim.browser
    add(browser, device)
    kim.building.clock.pass_(minutes=16)
    asked = browser.get("/console/confirm?next=/console/keys")

    refused = browser.post("/console/confirm/passkey", credential="{}")
    form = {"credential": device.sign(options(asked)), "next": "/console/keys"}
    proved = browser.post("/console/confirm/passkey", **form)

    assert refused.status_code == 403
    assert (proved.status_code, proved.location) == (303, "/console/keys")
    assert browser.post("/console/keys/new", purpose="day").location == "/console/keys"


def test_a_passkey_of_another_account_proves_nothing(kim: Newcomer, site_admin: Clerk) -> None:
    theirs = Authenticator()
    add(site_admin, theirs)
    add(kim.browser, Authenticator())
    asked = kim.browser.get("/console/confirm")

    answer = kim.browser.post("/console/confirm/passkey", credential=theirs.sign(options(asked)))

    assert answer.status_code == 403


def test_where_the_address_is_a_number_there_are_no_passkeys(store: Store, tmp_path: Path) -> None:
    made = world.building(store, tmp_path, base_url="http://127.0.0.1:8000")
    admin = Clerk(made, Role.SITE_ADMIN)

    assert "data-options" not in admin.get("/console/own").text
    assert "bare number" in words(admin.get("/console/own"))
    stranger = Clerk(made, None)
    assert "data-options" not in stranger.get("/console/sign-in").text
    assert stranger.post("/console/sign-in/passkey", credential="{}").status_code == 403
    assert admin.post("/console/own/passkeys", title="x", credential="{}").status_code == 400


# --- password and phone -----------------------------------------------------------------------


def test_another_password_signs_out_everywhere_but_here(kim: Newcomer) -> None:
    elsewhere, later = Clerk(kim.building, None), Clerk(kim.building, None)
    kim.sign_in(elsewhere)

    answer = kim.browser.post("/console/own/password", password="nine loud kettles at dawn")

    assert answer.status_code == 303
    assert signed_in(kim.browser)
    assert not signed_in(elsewhere)
    kim.building.clock.pass_(minutes=2)
    assert kim.sign_in(later, password=PASSWORD).status_code == 403
    assert kim.sign_in(later, password="nine loud kettles at dawn").status_code == 303


def test_a_weak_password_changes_nothing(kim: Newcomer) -> None:
    answer = kim.browser.post("/console/own/password", password="password123")

    assert answer.status_code == 400
    assert "easy to guess" in words(answer)
    assert "password123" not in answer.text


def test_starting_over_ends_everything_and_mails_a_link(kim: Newcomer, store: Store) -> None:
    device, browser = Authenticator(), Clerk(kim.building, None)
    add(kim.browser, device)

    kim.browser.post("/console/own/start-over")

    assert not signed_in(kim.browser)
    assert sign_in(browser, device).status_code == 403
    assert {letter.address for letter in world.letters(store)} == {ADDRESS}
    assert "Set up your console account" in [one.subject for one in world.letters(store)]


def test_a_session_that_proved_itself_long_ago_is_shown_the_way_and_no_forms(
    kim: Newcomer,
) -> None:
    kim.building.clock.pass_(minutes=16)

    page = kim.browser.get("/console/own")

    assert "Show that it is you" in words(page)
    assert "Change the password" not in words(page)


# --- where one is signed in -------------------------------------------------------------------


def test_one_sees_where_one_is_signed_in_and_ends_it(kim: Newcomer) -> None:
    elsewhere = Clerk(kim.building, None)
    kim.building.clock.pass_(minutes=1)
    kim.sign_in(elsewhere)
    page = kim.browser.get("/console/own")
    keys = re.findall(r'name="key" value="([0-9a-f]+)"', page.text)
    assert len(keys) == 1
    assert "This browser" in words(page)

    kim.browser.post("/console/own/sign-ins/end", key=keys[0])

    assert signed_in(kim.browser)
    assert not signed_in(elsewhere)


def test_one_ends_every_sign_in_but_this_one(kim: Newcomer) -> None:
    elsewhere = Clerk(kim.building, None)
    kim.sign_in(elsewhere)

    kim.browser.post("/console/own/sign-ins/end")

    assert signed_in(kim.browser)
    assert not signed_in(elsewhere)


def test_nobody_ends_the_sign_in_of_another(kim: Newcomer, site_admin: Clerk) -> None:
    elsewhere = Clerk(kim.building, None)
    kim.sign_in(elsewhere)
    (key,) = re.findall(r'name="key" value="([0-9a-f]+)"', own_page(kim.browser))

    for wrong in (key, "x", "é" * 64, "0" * 64):
        assert site_admin.post("/console/own/sign-ins/end", key=wrong).status_code == 404

    assert signed_in(elsewhere)


def own_page(browser: Clerk) -> str:
    return browser.get("/console/own").text
