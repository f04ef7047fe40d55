"""Looking after doors and kiosks: what a site admin does in the console, and what happens there."""

import time
from dataclasses import replace
from threading import BoundedSemaphore

import pytest
from playwright.sync_api import Route, expect

from checkin.core.audit import SYSTEM
from checkin.core.roles import Role
from checkin.services import accounts, signin
from checkin.storage import audit
from checkin.storage import kiosks as rows
from checkin.storage.kiosks import Health
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.pages import Kiosk
from tests.journeys.people import Colleague
from tests.world import Building, enrol, text_of

CLOSED = "This door is closed."
WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")


@pytest.fixture
def admin(building: Building, visiting: Visiting) -> Colleague:
    colleague = Colleague(visiting(), building, Role.SITE_ADMIN)
    colleague.set_up()
    return colleague


def hear(building: Building, health: Health = WELL) -> None:
    with building.runtime.writing() as db:
        rows.heard(db, building.kiosk, health, now=building.now)


def sign_out(building: Building) -> None:
    """End all sessions of the only account, as when it gets another role."""
    with building.runtime.writing() as db:
        [account] = accounts.listed(db)
        signin.close_all_sessions(db, account.id)
        audit.append(db, SYSTEM, "account.role", f"account:{account.id}", now=building.now)


def test_a_door_is_locked_and_opened_again(
    building: Building, admin: Colleague, kiosk: Kiosk
) -> None:
    ada, grace = enrol(building), enrol(building, "Grace Okafor")
    admin.tab.goto("/console/doors")
    admin.tab.get_by_role("link", name="Main entrance").first.click()

    admin.tab.get_by_label("Locked").check()
    admin.tab.get_by_role("button", name="Change it now").click()
    expect(admin.tab.get_by_text("Chosen by adm-")).to_be_visible()
    kiosk.scan(text_of(building, ada))
    kiosk.says(CLOSED)

    admin.tab.get_by_label("Normal").check()
    admin.tab.get_by_role("button", name="Change it now").click()
    kiosk.is_quiet()
    kiosk.scan(text_of(building, grace))
    kiosk.says("Welcome")


def test_a_kiosk_is_shut_out(building: Building, admin: Colleague, kiosk: Kiosk) -> None:
    kiosk.visitor.excuse("40[13]")
    admin.tab.goto("/console/kiosks")
    admin.tab.locator("#kiosk-health table").get_by_role("link", name="Lobby").click()

    admin.tab.get_by_role("button", name="Shut this kiosk out").click()
    kiosk.scan(text_of(building, enrol(building)))

    expect(kiosk.tab.get_by_role("heading", name="This screen isn't set up yet.")).to_be_visible()
    expect(admin.tab.get_by_role("cell", name="Shut out")).to_be_visible()


# --- a page that stays current ----------------------------------------------------------------


def test_the_page_of_kiosks_stays_current_by_itself(building: Building, admin: Colleague) -> None:
    hear(building)
    admin.tab.goto("/console/kiosks")
    expect(admin.tab.get_by_role("cell", name="Working")).to_be_visible()
    admin.tab.evaluate("window.still_here = true")

    hear(building, replace(WELL, queued=7))

    expect(admin.tab.get_by_role("cell", name="7 scans")).to_be_visible()
    expect(admin.tab.get_by_role("cell", name="Needs a look")).to_be_visible()
    assert admin.tab.evaluate("window.still_here")


def test_the_page_stays_current_however_late_its_scripts_come(
    building: Building, admin: Colleague
) -> None:
    def dawdle(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    admin.tab.route("**/htmx/hx-*.js", dawdle)
    with admin.tab.expect_request("**/console/kiosks/live", timeout=10_000):
        admin.tab.goto("/console/kiosks")


def test_without_a_stream_the_page_asks_again(
    building: Building, server: Server, admin: Colleague
) -> None:
    admin.visitor.excuse("503")
    full = server.app.extensions["streams"] = BoundedSemaphore(1)
    assert full.acquire(blocking=False)
    admin.tab.clock.install()
    admin.tab.goto("/console/kiosks")
    hear(building, replace(WELL, queued=7))

    admin.tab.clock.fast_forward(45_000)

    expect(admin.tab.get_by_role("cell", name="7 scans")).to_be_visible()


def test_a_role_that_is_taken_away_leaves_the_page_at_once(
    building: Building, admin: Colleague
) -> None:
    hear(building)
    admin.tab.goto("/console/kiosks")
    expect(admin.tab.get_by_role("cell", name="Working")).to_be_visible()
    hear(building, replace(WELL, queued=7))
    expect(admin.tab.get_by_role("cell", name="7 scans")).to_be_visible()  # the stream has begun

    sign_out(building)

    expect(admin.tab.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_role_that_is_taken_away_before_the_stream_begins_leaves_the_page_too(
    building: Building, admin: Colleague
) -> None:
    admin.visitor.excuse("401")

    def sign_out_first(route: Route) -> None:
        sign_out(building)
        route.continue_()

    admin.tab.route("**/console/kiosks/live", sign_out_first)
    admin.tab.goto("/console/kiosks")

    expect(admin.tab.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_what_a_change_would_do_is_said_without_a_new_page(admin: Colleague) -> None:
    admin.tab.goto("/console/doors")
    admin.tab.get_by_role("link", name="Lab team").click()
    admin.tab.get_by_label("Monday: from").fill("06:00")
    admin.tab.wait_for_load_state()
    admin.tab.evaluate("window.still_here = true")

    admin.tab.get_by_role("button", name="What happens if I save this?").click()

    expect(admin.tab.get_by_role("heading", name="If you save this")).to_be_in_viewport()
    expect(admin.tab.get_by_role("cell", name="Mon 00:00-06:00").first).to_be_visible()
    assert admin.tab.evaluate("window.still_here")
    expect(admin.tab.get_by_label("Monday: from")).to_have_value("06:00")
