"""The screen at a door as people meet it: camera, scanner, typed code, and what it never does."""

import re

import pytest
from playwright.sync_api import Browser, Worker, expect

from checkin.core.audit import SYSTEM
from checkin.services import badges, kiosks
from checkin.services.enrolment import Enrolled
from tests.journeys import film
from tests.journeys.conftest import Filming, Visiting
from tests.journeys.house import Server
from tests.journeys.pages import Kiosk, pairing_code
from tests.world import Building, enrol, rows, text_of

WELCOME = "Welcome"
USE_DESK = "Please go to the front desk."
READY = "Hold your badge to the scanner."
BLIND = "This screen can't check badges right now."
NOT_SET_UP = "This screen isn't set up yet."


def entries(building: Building) -> int:
    """How many entries were written down."""
    return rows(building.runtime.store).get("entry", 0)


def code_of(building: Building, person: Enrolled) -> str:
    """The short code on somebody's badge."""
    return badges.short_code(person.badge, building.runtime.hashing)


# --- setting up ---------------------------------------------------------------------------------


def test_a_screen_is_set_up_by_typing_a_code(building: Building, visiting: Visiting) -> None:
    visitor = visiting()
    visitor.excuse("401")  # it asks the server whether it is set up
    kiosk = Kiosk(visitor)
    kiosk.open()
    expect(kiosk.tab.get_by_role("heading", name=NOT_SET_UP)).to_be_visible()

    kiosk.pair(pairing_code(building), "Lobby tablet")

    expect(kiosk.sentence).to_have_text(READY)
    expect(kiosk.tab.locator("#door")).to_have_text("Main entrance")
    expect(kiosk.tab.locator("#mode-text")).to_have_text("Checked with the server")


def test_whoever_sets_a_screen_up_sees_how_the_device_is(
    empty_room: Browser, visiting: Visiting
) -> None:
    visitor = visiting(empty_room)
    visitor.excuse("401")
    kiosk = Kiosk(visitor)
    kiosk.open()
    found = kiosk.tab.locator("#startup-findings div")

    for thing in ("Server✓ Answers", "Secure connection✓ Yes", "Camera✓ Found", "Clock"):
        expect(found.filter(has_text=thing)).to_have_count(1)
    expect(found.filter(has_text="Sound")).to_contain_text("Off until the screen is touched")
    kiosk.tab.get_by_label("One-time code").click()

    expect(found.filter(has_text="Sound")).to_contain_text("Yes")  # and at once, without a reload


def test_a_wrong_code_sets_nothing_up(visiting: Visiting) -> None:
    visitor = visiting()
    visitor.excuse("401|404")
    kiosk = Kiosk(visitor)
    kiosk.open()

    kiosk.pair("AAAAA-AAAAA", "Lobby tablet")

    expect(kiosk.tab.get_by_role("alert")).to_contain_text("That code isn't right")
    assert visitor.context.cookies() == []


def test_a_screen_that_was_switched_off_wipes_itself(building: Building, kiosk: Kiosk) -> None:
    kiosk.visitor.excuse("40[13]")
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    kiosk.scan(text_of(building, enrol(building)))

    expect(kiosk.tab.get_by_role("heading", name=NOT_SET_UP)).to_be_visible()
    expect(kiosk.tab.get_by_role("alert")).to_contain_text("was switched off in the console")
    kept = "Promise.all([caches.keys(), localStorage.length, indexedDB.databases()])"
    assert kiosk.tab.evaluate(kept) == [[], 0, []]
    assert kiosk.visitor.context.cookies() == []
    assert entries(building) == 0


# --- the camera ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", ["STRAIGHT", "TILTED", "BLURRED", "DARK"])
def test_a_badge_held_before_the_camera_is_let_in(
    building: Building, filming: Filming, visiting: Visiting, scene: str
) -> None:
    badge = film.badge(text_of(building, enrol(building)))
    kiosk = Kiosk.paired(visiting(filming(getattr(film, scene), badge)), building)

    kiosk.film()

    kiosk.says(WELCOME)
    kiosk.is_quiet()
    assert entries(building) == 1
    assert len(kiosk.scans()) == 1


def test_of_two_badges_in_view_none_is_chosen(
    building: Building, filming: Filming, visiting: Visiting
) -> None:
    names = ("Ada Lindqvist", "Grace Okafor")
    both = [film.badge(text_of(building, enrol(building, name))) for name in names]
    kiosk = Kiosk.paired(visiting(filming(film.SIDE_BY_SIDE, *both)), building)

    kiosk.film()

    expect(kiosk.sentence).to_have_text("One badge at a time, please.")
    kiosk.watches(pictures=30)
    assert kiosk.scans() == []


def test_nobody_in_view_is_nobody_asked_about(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(empty_room), building)

    kiosk.film()

    kiosk.watches(pictures=30)
    expect(kiosk.sentence).to_have_text("Hold your badge up to the camera.")
    assert kiosk.scans() == []


def decoders(kiosk: Kiosk) -> list[Worker]:
    """The threads that read pictures."""
    return [worker for worker in kiosk.tab.workers if worker.url.endswith("/worker.js")]


def test_camera_off_means_off(building: Building, empty_room: Browser, visiting: Visiting) -> None:
    kiosk = Kiosk.paired(visiting(empty_room), building)
    kiosk.film()
    kiosk.watches(pictures=1)
    tracks = kiosk.tab.evaluate_handle("document.querySelector('video').srcObject.getTracks()")

    kiosk.tab.get_by_role("button", name="Camera off").click()

    expect(kiosk.tab.locator("video")).to_be_hidden()
    assert tracks.evaluate("tracks => tracks.map((track) => track.readyState)") == ["ended"]
    kiosk.tab.wait_for_timeout(500)  # a worker that was ended takes a moment to be gone
    assert decoders(kiosk) == []


# --- scanner and typed code ---------------------------------------------------------------------


def test_a_badge_read_by_a_scanner_is_let_in(building: Building, kiosk: Kiosk) -> None:
    kiosk.scan(text_of(building, enrol(building)))

    kiosk.says(WELCOME)
    assert entries(building) == 1


def test_a_scanner_is_heard_wherever_the_focus_is(building: Building, kiosk: Kiosk) -> None:
    kiosk.tab.get_by_role("button", name="No badge?").click()

    kiosk.scan(text_of(building, enrol(building)))

    kiosk.says(WELCOME)
    assert entries(building) == 1


def test_a_code_typed_by_hand_is_let_in(building: Building, kiosk: Kiosk) -> None:
    kiosk.type_code(code_of(building, enrol(building)).lower())

    kiosk.says(WELCOME)
    assert entries(building) == 1


def test_a_code_typed_with_a_finger_is_let_in(building: Building, kiosk: Kiosk) -> None:
    kiosk.tap_code(code_of(building, enrol(building)))

    kiosk.says(WELCOME)
    assert entries(building) == 1


def test_a_badge_that_was_switched_off_gets_help_and_no_reason(
    building: Building, kiosk: Kiosk
) -> None:
    person = enrol(building)
    with building.runtime.writing() as db:
        badges.revoke(db, person.badge.id, SYSTEM, "lost", now=building.now)

    kiosk.scan(text_of(building, person))

    kiosk.says(USE_DESK)
    expect(kiosk.answer).to_contain_text("they have a way in for you")
    assert entries(building) == 0


def test_a_text_that_is_no_badge_may_be_tried_again(building: Building, kiosk: Kiosk) -> None:
    kiosk.scan("HTTPS://LINDEN.EXAMPLE/LUNCH")

    kiosk.says("Please try again.")
    assert kiosk.scans() == []


def test_an_answer_goes_by_itself_and_the_next_one_comes(building: Building, kiosk: Kiosk) -> None:
    first, second = (text_of(building, enrol(building, name)) for name in ("Ada L", "Grace O"))
    kiosk.scan(first)
    kiosk.says(WELCOME)

    kiosk.is_quiet()
    expect(kiosk.sentence).to_have_text(READY)
    kiosk.scan(second)

    kiosk.says(WELCOME)
    assert entries(building) == 2


# --- for everybody ------------------------------------------------------------------------------


def test_one_tap_speaks_german_and_the_next_person_finds_english(
    building: Building, visiting: Visiting
) -> None:
    visitor = visiting()
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)

    kiosk.tab.get_by_role("button", name="Deutsch").click()

    expect(kiosk.sentence).to_have_text("Halten Sie Ihren Ausweis an den Scanner.")
    expect(kiosk.tab.locator("html")).to_have_attribute("lang", "de")
    kiosk.scan(text_of(building, enrol(building)))
    kiosk.says("Willkommen")
    visitor.tab.clock.fast_forward(31_000)
    expect(kiosk.sentence).to_have_text(READY)
    expect(kiosk.tab.locator("html")).to_have_attribute("lang", "en")


def test_without_a_badge_the_screen_says_how_to_come_in(kiosk: Kiosk) -> None:
    kiosk.tab.get_by_role("button", name="No badge?").click()

    panel = kiosk.tab.get_by_role("dialog", name="No badge? You can still come in.")
    expect(panel).to_contain_text("With a day pass")
    expect(panel).to_contain_text("At the front desk")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


# --- without a server ---------------------------------------------------------------------------


def test_a_screen_without_its_server_says_so_and_comes_back_by_itself(
    building: Building, kiosk: Kiosk, server: Server
) -> None:
    kiosk.visitor.excuse_silence()
    badge = text_of(building, enrol(building))
    server.stop()

    kiosk.scan(badge)

    kiosk.says(BLIND)  # it was given no list yet in which this badge could be
    kiosk.is_quiet()
    server.start()
    expect(kiosk.tab.locator("#mode-text")).to_have_text("Checked with the server")
    kiosk.scan(badge)
    kiosk.says(WELCOME)
    assert entries(building) == 1


def test_a_screen_that_starts_without_its_server_still_says_how_to_come_in(
    kiosk: Kiosk, server: Server
) -> None:
    kiosk.visitor.excuse_silence()
    kiosk.tab.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    server.stop()

    kiosk.open()

    expect(kiosk.tab.get_by_role("button", name="No badge?")).to_be_visible()
    expect(kiosk.tab.locator("#mode-text")).to_contain_text(re.compile("data of|reach the server"))
    server.start()
    expect(kiosk.sentence).to_have_text(READY)
