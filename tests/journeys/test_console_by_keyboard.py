"""The console's main acts with a keyboard alone, role by role."""

import re

import pytest
from playwright.sync_api import Page, expect

from checkin.core.policy import Posture
from checkin.core.roles import Role
from checkin.services import sites
from tests.journeys.conftest import Visiting
from tests.journeys.keyboard import choose, follow, press, reach, type_into
from tests.journeys.people import PASSWORD, Colleague, publish_notice
from tests.world import Building, enrol, text_of


@pytest.fixture(autouse=True)
def notice(building: Building) -> None:
    publish_notice(building)


def colleague(building: Building, visiting: Visiting, role: Role) -> Colleague:
    """Somebody of this role, signed in."""
    made = Colleague(visiting(), building, role)
    made.set_up()
    return made


def says(tab: Page, words: str) -> None:
    """Wait until the page says so, where those who hear it are told."""
    expect(tab.get_by_role("status").first).to_contain_text(words)


def test_signing_in_and_skipping_to_the_content(building: Building, visiting: Visiting) -> None:
    admin = colleague(building, visiting, Role.SITE_ADMIN)
    tab = admin.tab
    press(tab.get_by_role("button", name="Sign out", exact=True))
    expect(tab).to_have_url(re.compile("/console/sign-in"))
    type_into(tab.get_by_label("Work e-mail"), admin.address)
    type_into(tab.get_by_label("Password"), PASSWORD)
    reach(tab.get_by_label("Code from your authenticator app"))
    tab.keyboard.type(admin.one_time_code(half_minutes_ahead=1))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("What needs you now")

    press(tab.get_by_role("link", name="Skip to the content"))
    tab.keyboard.press("Tab")

    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_door_is_locked_and_opened_again(building: Building, visiting: Visiting) -> None:
    tab = colleague(building, visiting, Role.SITE_ADMIN).tab
    follow(tab, "Doors")
    press(tab.get_by_role("link", name="Main entrance", exact=True))
    postures = tab.get_by_role("group", name="What the door does now")

    for word in ("Locked", "Normal"):
        choose(postures, postures.get_by_role("radio", name=word))
        press(tab.get_by_role("button", name="Change it now"))
        says(tab, word.lower())

    with building.runtime.reading() as db:
        (door,) = (
            door
            for place in sites.places(db)
            for door in place.doors
            if door.id == building.main_entrance
        )
    assert door.posture is Posture.NORMAL


def test_a_kiosk_is_paired_anew_and_shut_out(building: Building, visiting: Visiting) -> None:
    tab = colleague(building, visiting, Role.SITE_ADMIN).tab
    follow(tab, "Kiosks")
    press(tab.get_by_role("link", name="Lobby tablet"))
    press(tab.get_by_role("button", name="Show a pairing code"))
    expect(tab.locator("#pairing-code")).to_be_visible()
    follow(tab, "Kiosks")
    press(tab.get_by_role("link", name="Lobby tablet"))

    press(tab.get_by_role("button", name="Shut this kiosk out"))

    expect(tab.get_by_text("Shut out").first).to_be_visible()


def test_a_colleague_is_invited_and_their_role_changed(
    building: Building, visiting: Visiting
) -> None:
    tab = colleague(building, visiting, Role.SITE_ADMIN).tab
    follow(tab, "Accounts")
    type_into(tab.get_by_label("Work e-mail"), "new@linden.example")
    tab.keyboard.press("Enter")
    says(tab, "A link to set up the account is on its way to new@linden.example.")
    press(tab.get_by_role("link", name="new@linden.example"))
    reach(tab.get_by_label("What are they to do?"))
    tab.keyboard.type("Audit")

    press(tab.get_by_role("button", name="Change the role"))

    says(tab, "The role is changed")
    expect(tab.locator(".lead")).to_contain_text("Auditor")


def test_somebody_is_found_and_their_badge_switched_off(
    building: Building, visiting: Visiting
) -> None:
    enrol(building)
    tab = colleague(building, visiting, Role.ENROLMENT_ADMIN).tab
    follow(tab, "People with a badge")
    reach(tab.get_by_label("Why do you need to look?"))
    tab.keyboard.type("Ada lost her badge on the train")
    press(tab.get_by_role("button", name="Go on"))
    type_into(tab.get_by_role("search").get_by_role("searchbox"), "lindq")
    tab.keyboard.press("Enter")
    press(tab.get_by_role("link", name="Ada Lindqvist"))

    press(tab.get_by_role("button", name="Switch off"))

    expect(tab.get_by_text("Switched off").first).to_be_visible()


def test_the_log_is_filtered_and_taken_along(building: Building, visiting: Visiting) -> None:
    tab = colleague(building, visiting, Role.AUDITOR).tab
    follow(tab, "Who did what")
    press(tab.get_by_role("navigation", name="What").get_by_role("link", name="Keys and notices"))
    expect(tab).to_have_url(re.compile(r"/console/log\?kind=keys$"))
    expect(tab.get_by_role("row", name="Published a notice").first).to_be_visible()
    reach(tab.get_by_role("button", name="CSV, for a spreadsheet"))

    with tab.expect_download() as taken:
        tab.keyboard.press("Enter")

    assert taken.value.suggested_filename.startswith("checkin-log-")


def test_the_menu_of_a_narrow_screen_opens_and_leads_on(
    building: Building, visiting: Visiting
) -> None:
    tab = colleague(building, visiting, Role.RECEPTION).tab
    tab.set_viewport_size({"width": 390, "height": 844})

    press(tab.locator("summary", has_text="Menu"))
    press(tab.locator(".menu").get_by_role("link", name="Help somebody"))
    press(tab.get_by_role("button", name="Show a pass"))

    expect(tab.locator("#short-code")).to_be_visible()


def test_a_badge_is_checked_at_the_desk(building: Building, visiting: Visiting) -> None:
    badge = text_of(building, enrol(building))
    tab = colleague(building, visiting, Role.RECEPTION).tab
    follow(tab, "Help somebody")

    reach(tab.get_by_role("textbox").first)
    tab.keyboard.type(badge)
    tab.keyboard.press("Enter")

    expect(tab.get_by_text("The door lets this in").first).to_be_visible()
