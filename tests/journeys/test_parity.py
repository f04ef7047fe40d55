"""Badges and day passes are held up at a door, and everybody can read that both are as quick."""

import json
import re
from typing import Any

from playwright.sync_api import expect

from checkin.core.audit import SYSTEM
from checkin.core.badge import KeyPurpose
from checkin.core.crowd import K_MIN
from checkin.core.parity import Parity
from checkin.services import alternative, passes
from checkin.services.passes import PassMaking
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.keeping import ready, told
from tests.journeys.pages import Kiosk
from tests.world import Building, enrol, text_of

HALF = K_MIN // 2
AN_HOUR_LATER = "() => { const now = Date.now; Date.now = () => now() + 3_600_000; }"


def badge(building: Building, number: int) -> str:
    return text_of(building, enrol(building, f"Ada {number}"))


def day_pass(building: Building) -> str:
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, rt.now()), rt.hashing)
    with rt.writing() as db:
        return passes.hand_out(db, building.hq, making, SYSTEM, now=rt.now()).text


def held_up(kiosk: Kiosk, texts: list[str]) -> None:
    for text in texts:
        kiosk.scan(text)
        kiosk.says("Welcome")
        kiosk.answer.click()
        kiosk.is_quiet()


def compared(kiosk: Kiosk) -> list[dict[str, Any]]:
    """What its signs of life told of both ways so far."""
    told = (
        json.loads(request.post_data or "")["to_green_milliseconds"]
        for request in kiosk.visitor.requests
        if request.url.endswith("/kiosks/heartbeat")
    )
    return [medians for medians in told if medians is not None]


def beats(kiosk: Kiosk) -> None:
    """Wait for a sign of life, and the server's answer to it."""
    with kiosk.tab.expect_response("**/kiosks/heartbeat"):
        kiosk.tab.evaluate("() => void dispatchEvent(new Event('online'))")


def known(building: Building) -> Parity:
    with building.runtime.reading() as db:
        return alternative.at_site(db, building.hq, now=building.now)


def test_both_ways_are_measured_on_line_and_off_and_everybody_can_read_it(
    building: Building, visiting: Visiting, server: Server
) -> None:
    badges = [badge(building, number) for number in range(K_MIN)]
    day_passes = [day_pass(building) for _ in range(K_MIN)]
    kiosk = ready(visiting(), building)

    held_up(kiosk, badges[:HALF] + day_passes[:HALF])
    server.stop()
    held_up(kiosk, badges[HALF:] + day_passes[HALF:])
    server.start()
    told(kiosk)
    kiosk.tab.evaluate(AN_HOUR_LATER)
    beats(kiosk)

    assert [set(medians) for medians in compared(kiosk)] == [{"badge", "day_pass"}]
    found = known(building)
    assert found.badge is not None
    assert found.day_pass is not None
    assert not found.slower
    reader = visiting()
    reader.tab.goto(f"{reader.address}/about")
    said = reader.tab.get_by_text(re.compile(r"^Badge \d+\.\d seconds, day pass \d+\.\d seconds$"))
    expect(said).to_be_visible()
    beats(kiosk)
    assert len(compared(kiosk)) == 1
