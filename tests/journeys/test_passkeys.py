"""A passkey in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from checkin.core.roles import Role
from tests.journeys.conftest import Visiting
from tests.journeys.passkeys import add_passkey, give_device
from tests.journeys.people import Colleague
from tests.world import Building


@pytest.fixture
def admin(building: Building, visiting: Visiting) -> Colleague:
    colleague = Colleague(visiting(), building, Role.SITE_ADMIN)
    colleague.set_up()
    return colleague


def test_a_passkey_is_added_and_signs_in_by_itself(admin: Colleague) -> None:
    tab = admin.tab
    add_passkey(tab)
    tab.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(tab).to_have_url(re.compile("/console/sign-in"))

    tab.get_by_role("button", name="Sign in with a passkey").click()

    expect(tab.get_by_role("navigation", name="Console").first).to_be_attached()
    expect(tab).to_have_url(re.compile("/console$"))


def test_a_device_that_refuses_says_so_and_the_other_way_stays(admin: Colleague) -> None:
    tab = admin.tab
    give_device(tab, isUserVerified=False)
    tab.goto("/console/own")
    tab.get_by_label("What do you call it?").fill("Laptop")

    tab.get_by_role("button", name="Add a passkey").click()

    expect(tab.get_by_role("alert")).to_contain_text("That was stopped or took too long.")
    expect(tab.get_by_role("button", name="Add a passkey")).to_be_enabled()


def test_without_scripts_password_and_code_are_offered_alone(
    building: Building, visiting: Visiting
) -> None:
    tab = visiting(java_script_enabled=False).tab

    tab.goto("/console/sign-in")

    expect(tab.get_by_label("Password")).to_be_visible()
    expect(tab.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
