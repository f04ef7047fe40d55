"""What a kiosk keeps in its browser, and a kiosk that has all it needs to go on alone."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from checkin.services import late
from checkin.storage import tables
from tests.journeys.pages import Kiosk, Visitor
from tests.world import Building

EVERYTHING = """async () => {
  const databases = {};
  for (const { name } of await indexedDB.databases()) {
    const opened = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    databases[name] = {};
    for (const store of opened.objectStoreNames) {
      databases[name][store] = await new Promise((resolve) => {
        const request = opened.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
    }
    opened.close();
  }
  const files = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      files[new URL(request.url).pathname] = await (await cache.match(request)).text();
    }
  }
  return JSON.stringify({
    databases,
    files,
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookie: document.cookie,
  });
}"""
NOTHING: dict[str, object] = {
    "databases": {},
    "files": {},
    "local": {},
    "session": {},
    "cookie": "",
}


def kept(kiosk: Kiosk) -> dict[str, Any]:
    """Everything that the browser keeps for the page, as a thief would read it out."""
    found: dict[str, Any] = json.loads(kiosk.tab.evaluate(EVERYTHING))
    return found


def known(kiosk: Kiosk) -> dict[str, Any]:
    """What the screen knows and what waits, by the store it is in."""
    found: dict[str, Any] = kept(kiosk)["databases"].get("kiosk", {})
    return found


def until(kiosk: Kiosk, holds: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until this can be said of what the screen keeps."""
    for _ in range(200):
        if holds(known(kiosk)):
            return
        kiosk.tab.wait_for_timeout(100)
    raise AssertionError(known(kiosk))


def ready(visitor: Visitor, building: Building) -> Kiosk:
    """The kiosk at the main entrance, with all that it needs to go on alone."""
    with building.runtime.writing() as db:
        late.keep_rules(db, now=building.now)
    kiosk = Kiosk.paired(visitor, building)
    kiosk.visitor.excuse_silence()
    kiosk.tab.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    until(kiosk, lambda keeps: bool(keeps.get("known") and keeps["known"][0]["snapshot"]))
    return kiosk


def waiting(kiosk: Kiosk) -> int:
    """How many scans wait."""
    return len(known(kiosk)["queue"])


def told(kiosk: Kiosk) -> None:
    """Wait until nothing waits to be told."""
    until(kiosk, lambda keeps: keeps["queue"] == [])


def came_in(building: Building) -> int:
    """How often the server counted somebody in."""
    with building.runtime.reading() as db:
        return db.scalar(select(func.coalesce(func.sum(tables.kiosk_count.c.came_in), 0))) or 0
