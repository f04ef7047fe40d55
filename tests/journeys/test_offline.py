"""A kiosk without its server: it decides by itself, keeps each scan, and tells of it later."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import func, select

from checkin.core.audit import SYSTEM
from checkin.core.inventory import Purpose
from checkin.services import badges, consent, kiosks, late
from checkin.storage import tables
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.pages import Kiosk
from tests.world import Building, enrol, rows, text_of

WELCOME, DESK = "Welcome", "Please go to the front desk."
KNOWS = """async () => {
  const opened = await new Promise((resolve, reject) => {
    const request = indexedDB.open("kiosk");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = {};
  for (const name of opened.objectStoreNames) {
    found[name] = await new Promise((resolve) => {
      const request = opened.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => resolve(request.result);
    });
  }
  opened.close();
  return JSON.stringify(found);
}"""


def known(kiosk: Kiosk) -> dict[str, Any]:
    """Everything that the screen keeps, read out of its storage."""
    found: dict[str, Any] = json.loads(kiosk.tab.evaluate(KNOWS))
    return found


def until(kiosk: Kiosk, holds: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until this can be said of what the screen keeps."""
    for _ in range(200):
        if holds(known(kiosk)):
            return
        kiosk.tab.wait_for_timeout(100)
    raise AssertionError(known(kiosk))


def ready(visiting: Visiting, building: Building) -> Kiosk:
    """The kiosk at the main entrance, with all that it needs to go on alone."""
    with building.runtime.writing() as db:
        late.keep_rules(db, now=building.now)
    kiosk = Kiosk.paired(visiting(), building)
    kiosk.visitor.excuse_silence()
    kiosk.tab.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    until(kiosk, lambda keeps: bool(keeps.get("known") and keeps["known"][0]["snapshot"]))
    return kiosk


def waiting(kiosk: Kiosk) -> int:
    return len(known(kiosk)["queue"])


def told(kiosk: Kiosk) -> None:
    """Wait until nothing waits to be told."""
    until(kiosk, lambda keeps: keeps["queue"] == [])


def came_in(building: Building) -> int:
    with building.runtime.reading() as db:
        return db.scalar(select(func.coalesce(func.sum(tables.kiosk_count.c.came_in), 0))) or 0


def test_it_lets_in_by_itself_and_each_entry_counts_once_when_it_is_told(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada, ben = enrol(building), enrol(building, "Ben Okafor")
    with building.runtime.writing() as db:
        badges.revoke(db, ben.badge.id, SYSTEM, "badge_help", now=building.now)
    kiosk = ready(visiting, building)
    server.stop()

    kiosk.scan(text_of(building, ada))
    kiosk.says(WELCOME)
    expect(kiosk.tab.locator("#mode-text")).to_have_text(
        re.compile(r"^Checked against data of \d\d:\d\d$")
    )
    kiosk.is_quiet()
    kiosk.scan(text_of(building, ben))
    kiosk.says(DESK)

    assert waiting(kiosk) == 2
    assert came_in(building) == 0
    server.start()
    told(kiosk)
    assert came_in(building) == 1
    assert rows(building.runtime.store)["entry"] == 1
    expect(kiosk.tab.locator("#mode-text")).to_have_text("Checked with the server")


def test_it_goes_on_after_a_restart_without_a_network(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    kiosk = ready(visiting, building)
    server.stop()
    kiosk.scan(text_of(building, ada))
    kiosk.says(WELCOME)

    kiosk.open()
    expect(kiosk.sentence).to_have_text("Hold your badge to the scanner.")
    kiosk.scan(text_of(building, ada))

    kiosk.says(WELCOME)
    assert waiting(kiosk) == 2
    server.start()
    told(kiosk)
    assert came_in(building) == 2


def test_a_thief_finds_no_badge_no_name_and_nothing_that_opens_a_door(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building, "Ada Lovelace")
    text = text_of(building, ada)
    kiosk = ready(visiting, building)
    server.stop()
    kiosk.scan(text)
    kiosk.says(WELCOME)

    stored = str(kiosk.tab.evaluate(KNOWS)).lower()
    others = kiosk.tab.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )

    for secret in (
        text,
        text[4:24],
        "lovelace",
        "linden.example",
        ada.badge.cti.hex,
        str(ada.badge.cti),
        str(ada.refs.holder),
        badges.short_code(ada.badge, building.runtime.hashing),
        building.kiosk_secret,
    ):
        assert secret.lower() not in stored
        assert secret.lower() not in str(others).lower()


def test_a_screen_that_is_shut_out_forgets_all_of_it(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    kiosk = ready(visiting, building)
    kiosk.visitor.excuse("403")
    server.stop()
    kiosk.scan(text_of(building, ada))
    kiosk.says(WELCOME)
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    server.start()

    expect(kiosk.tab.locator("#pairing")).to_be_visible()
    kiosk.tab.wait_for_timeout(500)
    assert kiosk.tab.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_nothing_stays_of_somebody_who_took_it_back_meanwhile(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    text = text_of(building, ada)
    kiosk = ready(visiting, building)
    server.stop()
    with building.runtime.writing() as db:
        consent.withdraw(
            db, ada.refs.identity, [Purpose.ENTRY], building.runtime.hashing, now=building.now
        )
    before = rows(building.runtime.store)
    kiosk.scan(text)
    kiosk.says(WELCOME)
    assert waiting(kiosk) == 1

    server.start()

    told(kiosk)
    after = rows(building.runtime.store)
    assert {name: after.get(name, 0) for name in before} == before
    assert came_in(building) == 0
