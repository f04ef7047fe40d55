"""The queue of a kiosk that is alone: whatever happens, it loses and doubles none."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Playwright, expect

from checkin.core.audit import SYSTEM
from checkin.core.late import Disputed
from checkin.core.site import InputMode
from checkin.services import conflicts, kiosks
from checkin.web import kiosk_words
from tests.journeys import house
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.keeping import came_in, known, ready, told, until, waiting
from tests.journeys.machine import Machine
from tests.journeys.pages import Kiosk, Visitor, pairing_code
from tests.world import Building, enrol, text_of

WELCOME, READY = "Welcome", "Hold your badge to the scanner."
BLIND = "This screen can't check badges right now."
ROOM_IS_REMEMBERED = 31_000  # milliseconds for which Chromium doesn't look how much there is
OFF_LINE = "ERR_CONNECTION_(REFUSED|RESET)|ERR_FAILED"


@pytest.fixture
def machine(
    building: Building, server: Server, playwright: Playwright, tmp_path: Path
) -> Iterator[Machine]:
    """The kiosk's own machine, switched off."""
    made = Machine(playwright, tmp_path / "profile", house.address(server.port))
    yield made
    made.kill()


def badges(building: Building, number: int) -> list[str]:
    """The badges of so many people."""
    return [text_of(building, enrol(building, f"Ada {uuid4()}")) for _ in range(number)]


def queue(kiosk: Kiosk, *texts: str) -> None:
    """Hold these up, each until it is let in."""
    for text in texts:
        kiosk.scan(text)
        kiosk.says(WELCOME)
        kiosk.is_quiet()


def starts_again(machine: Machine) -> Kiosk:
    """Switch the machine on again and open the page."""
    kiosk = Kiosk(machine.start())
    kiosk.open()
    return kiosk


def test_the_queue_outlives_a_browser_that_is_killed_the_moment_it_is_green(
    building: Building, server: Server, machine: Machine
) -> None:
    texts = badges(building, 4)
    ready(machine.start(), building)
    machine.shut_down()  # a browser keeps new cookies to itself for half a minute
    server.stop()

    for number, text in enumerate(texts):
        kiosk = starts_again(machine)
        expect(kiosk.sentence).to_have_text(READY)
        assert waiting(kiosk) == number
        kiosk.scan(text)
        kiosk.says(WELCOME)
        machine.kill()

    kiosk = starts_again(machine)
    assert waiting(kiosk) == len(texts)
    server.start()
    told(kiosk)
    assert came_in(building) == len(texts)
    assert known(kiosk)["known"][0]["queuedEver"] == len(texts)


def test_a_browser_that_is_killed_while_it_tells_tells_again_and_nothing_counts_twice(
    building: Building, server: Server, machine: Machine
) -> None:
    texts = badges(building, 3)
    ready(machine.start(), building)
    machine.shut_down()
    server.stop()
    kiosk = starts_again(machine)
    queue(kiosk, *texts)
    kept = known(kiosk)["queue"]

    server.start()
    until(kiosk, lambda _: came_in(building) == len(kept))
    machine.kill()

    kiosk = starts_again(machine)
    told(kiosk)
    assert came_in(building) == len(kept)


def test_a_screen_that_lost_its_cookie_keeps_its_queue_until_it_is_set_up_again(
    building: Building, visiting: Visiting, server: Server
) -> None:
    texts = badges(building, 2)
    kiosk = ready(visiting(), building)
    kiosk.visitor.excuse("401")
    server.stop()
    queue(kiosk, *texts)
    kiosk.visitor.context.clear_cookies()

    server.start()

    expect(kiosk.tab.locator("#pairing")).to_be_visible()
    assert waiting(kiosk) == 2
    assert came_in(building) == 0
    kiosk.pair(pairing_code(building), "Lobby")
    told(kiosk)
    assert came_in(building) == 2


def test_what_a_screen_answered_at_one_door_never_counts_at_another(
    building: Building, visiting: Visiting, server: Server
) -> None:
    text = text_of(building, enrol(building))
    kiosk = ready(visiting(), building)
    kiosk.visitor.excuse("401")
    server.stop()
    queue(kiosk, text)
    kiosk.visitor.context.clear_cookies()
    server.start()
    expect(kiosk.tab.locator("#pairing")).to_be_visible()

    kiosk.pair(code_at_the_courtyard(building), "Lobby")
    told(kiosk)

    assert came_in(building) == 0
    with building.runtime.reading() as db:
        (conflict,) = conflicts.listed(db)
    assert (conflict.reason, conflict.door) == (Disputed.TOLD_ELSEWHERE, "Main entrance")
    kiosk.scan(text)
    kiosk.says(WELCOME)
    assert came_in(building) == 1


def code_at_the_courtyard(building: Building) -> str:
    """A code for another kiosk, at another door."""
    rt, now = building.runtime, building.now
    with rt.writing() as db:
        other = kiosks.add(db, building.courtyard, "Tablet", InputMode.SCANNER, SYSTEM, now=now)
        return kiosks.new_code(db, other, rt.hashing, SYSTEM, now=now)


def test_a_newer_page_takes_over_a_full_queue(
    building: Building, visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = badges(building, 3)
    kiosk = ready(visiting(), building)
    kiosk.visitor.excuse(OFF_LINE)
    kiosk.visitor.context.route("**/api/**", lambda route: route.abort())
    queue(kiosk, *texts)
    older = version(kiosk)

    monkeypatch.setitem(kiosk_words.ENGLISH["ready"], "scanner", "Hold it to the scanner.")
    kiosk.tab.evaluate("navigator.serviceWorker.ready.then((worker) => void worker.update())")

    expect(kiosk.sentence).to_have_text("Hold it to the scanner.")
    assert version(kiosk) != older
    assert kiosk.tab.evaluate("caches.keys()") == [f"kiosk-{version(kiosk)}"]
    assert waiting(kiosk) == 3
    kiosk.visitor.context.unroute("**/api/**")
    told(kiosk)
    assert came_in(building) == 3


def version(kiosk: Kiosk) -> str:
    """Which page is shown."""
    said = kiosk.tab.evaluate("JSON.parse(document.querySelector('#boot').textContent).version")
    return str(said)


def test_without_room_for_a_scan_nobody_is_let_in_and_the_screen_says_so(
    building: Building, visiting: Visiting, server: Server
) -> None:
    first, second, third = badges(building, 3)
    kiosk = ready(visiting(), building)
    server.stop()
    queue(kiosk, first)
    room(kiosk.visitor, 1)
    kiosk.tab.wait_for_timeout(ROOM_IS_REMEMBERED)

    kiosk.scan(second)

    kiosk.says(BLIND)
    expect(kiosk.answer).to_have_attribute("data-kind", "blind")
    expect(kiosk.answer).to_contain_text("The front desk can let you in.")
    kiosk.is_quiet()
    expect(kiosk.tab.locator("#mode-text")).to_have_text("No room to keep scans")
    assert waiting(kiosk) == 1
    assert known(kiosk)["known"][0]["queuedEver"] == 1
    room(kiosk.visitor, None)
    queue(kiosk, third)
    expect(kiosk.tab.locator("#mode-text")).to_have_text(re.compile("^Checked against data"))
    server.start()
    told(kiosk)
    assert came_in(building) == 2


def room(visitor: Visitor, octets: int | None) -> None:
    """Let the browser give the page this much room on the disk, or as much as there is."""
    asked: dict[str, object] = {"origin": visitor.address}
    if octets is not None:
        asked["quotaSize"] = octets
    visitor.context.new_cdp_session(visitor.tab).send("Storage.overrideQuotaForOrigin", asked)
