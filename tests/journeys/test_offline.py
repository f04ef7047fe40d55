"""A kiosk without its server: it decides by itself, keeps each scan, and tells of it later."""

import json
import re
from uuid import uuid4

from playwright.sync_api import expect

from checkin.core.audit import SYSTEM
from checkin.core.inventory import Purpose
from checkin.services import badges, consent, kiosks
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.keeping import NOTHING, came_in, kept, ready, told, waiting
from tests.world import Building, contents, enrol, rows, text_of

WELCOME, DESK = "Welcome", "Please go to the front desk."


def test_it_lets_in_by_itself_and_each_entry_counts_once_when_it_is_told(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada, ben = enrol(building), enrol(building, "Ben Okafor")
    with building.runtime.writing() as db:
        badges.revoke(db, ben.badge.id, SYSTEM, "badge_help", now=building.now)
    kiosk = ready(visiting(), building)
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
    kiosk = ready(visiting(), building)
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
    kiosk = ready(visiting(), building)
    server.stop()
    kiosk.scan(text)
    kiosk.says(WELCOME)

    stored = kept(kiosk)

    assert set(stored["databases"]) == {"kiosk"}
    assert set(stored["databases"]["kiosk"]) == {"known", "queue"}
    assert [set(one) for one in stored["databases"]["kiosk"]["queue"]] == [
        {"id", "nonce", "sealed", "at"}
    ]
    assert all(path.startswith(("/kiosk", "/static/")) for path in stored["files"])
    assert (stored["local"], stored["session"], stored["cookie"]) == ({}, {}, "")
    everything = json.dumps(stored).lower()
    for secret in (
        text,
        text[4:24],
        "lovelace",
        "linden.example",
        ada.badge.cti.hex,
        str(ada.refs.holder),
        str(ada.refs.identity),
        badges.short_code(ada.badge, building.runtime.hashing),
        building.kiosk_secret,
    ):
        assert secret.lower() not in everything


def test_what_a_thief_takes_opens_nothing_once_the_screen_is_shut_out(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    kiosk = ready(visiting(), building)
    [cookie] = kiosk.visitor.context.cookies()
    kiosk.visitor.leave()  # and never comes back to be wiped
    thief = server.app.test_client()
    thief.set_cookie(cookie["name"], cookie["value"])
    scan = {
        "token": text_of(building, ada),
        "nonce": str(uuid4()),
        "taken_at": building.now.isoformat(),
        "direction": "in",
    }
    answered = {"admit": True, "say": "welcome"}
    told_later = {**scan, "nonce": str(uuid4()), "answered": answered, "snapshot": None}
    before = thief.post("/api/v1/scans", json=scan)
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    answers = [
        thief.post("/api/v1/scans", json={**scan, "nonce": str(uuid4())}),
        thief.post("/api/v1/scans", json=scan),
        thief.post("/api/v1/scans/late", json={"scans": [told_later]}),
        thief.post("/api/v1/kiosks/heartbeat", json={}),
        thief.get("/api/v1/kiosks/snapshot"),
    ]

    assert cookie["httpOnly"]
    assert before.status_code == 200
    for answer in answers:
        assert (answer.status_code, answer.get_json()["error"]) == (403, "revoked")
        assert "storage" in answer.headers["Clear-Site-Data"]
    assert thief.get("/console").status_code in {302, 303}


def test_a_screen_that_is_shut_out_forgets_all_of_it(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    kiosk = ready(visiting(), building)
    kiosk.visitor.excuse("403")
    server.stop()
    kiosk.scan(text_of(building, ada))
    kiosk.says(WELCOME)
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    server.start()

    expect(kiosk.tab.locator("#pairing")).to_be_visible()
    kiosk.tab.wait_for_timeout(500)
    assert kept(kiosk) == NOTHING
    assert kiosk.visitor.context.cookies() == []


def test_nothing_stays_of_somebody_who_took_it_back_meanwhile(
    building: Building, visiting: Visiting, server: Server
) -> None:
    ada = enrol(building)
    text = text_of(building, ada)
    kiosk = ready(visiting(), building)
    server.stop()
    with building.runtime.writing() as db:
        consent.withdraw(
            db, ada.refs.identity, [Purpose.ENTRY], building.runtime.hashing, now=building.now
        )
    before = contents(building.runtime.store)
    kiosk.scan(text)
    kiosk.says(WELCOME)
    assert waiting(kiosk) == 1

    server.start()

    told(kiosk)
    after = contents(building.runtime.store)
    assert after | {"kiosk_health": []} == before | {"kiosk_health": []}  # it says how it is
