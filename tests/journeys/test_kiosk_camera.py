"""The camera's care: what it reads, which one looks, when it stops, and how it does."""

import json
import re
from typing import Any

import pytest
from PIL import ImageOps
from playwright.sync_api import Browser, Locator, expect

from checkin.services import kiosks
from tests.journeys import film
from tests.journeys.conftest import Filming, Visiting
from tests.journeys.pages import Kiosk, Visitor
from tests.journeys.test_kiosk_staff import enters, staff_code
from tests.world import Building, enrol, text_of

TRACKS = "() => document.querySelector('video').srcObject?.getTracks() ?? []"
STATES = "tracks => tracks.map((track) => track.readyState)"
STUCK = "postMessage([]); addEventListener('message', () => undefined);"
"""A decoder that loads and then never answers."""

SECOND_CAMERA = """
const devices = navigator.mediaDevices;
const [ask, list] = [devices.getUserMedia.bind(devices), devices.enumerateDevices.bind(devices)];
window.asked = [];
devices.enumerateDevices = async () => {
  const all = await list();
  const camera = all.find((device) => device.kind === "videoinput");
  return [...all, { ...camera.toJSON(), deviceId: "second", label: "Back camera" }];
};
devices.getUserMedia = async (wanted) => {
  window.asked.push(JSON.stringify(wanted.video.deviceId ?? wanted.video.facingMode));
  const { deviceId, ...rest } = wanted.video;
  return ask({ ...wanted, video: rest });
};
"""
"""A second camera: Chromium pretends to have one alone when it is given a film."""

A_LIGHT = """
window.lit = [];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async (wanted) => {
  window.lit.push(wanted.advanced[0].torch);
};
"""
"""A light beside the lens, which no pretended camera has."""


def beats(visitor: Visitor) -> list[dict[str, Any]]:
    """The signs of life that it sent."""
    return [
        json.loads(request.post_data or "")
        for request in visitor.requests
        if request.url.endswith("/heartbeat")
    ]


def hide(kiosk: Kiosk, *, hidden: bool) -> None:
    """Let the page be hidden, as behind another window, or seen again."""
    kiosk.tab.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def stops(kiosk: Kiosk) -> Locator:
    """The preview, which is there as long as the camera looks."""
    expect(kiosk.tab.locator("video")).to_be_hidden()
    return kiosk.tab.locator("video")


def test_a_code_printed_light_on_dark_is_read(
    building: Building, filming: Filming, visiting: Visiting
) -> None:
    badge = ImageOps.invert(film.badge(text_of(building, enrol(building))))
    kiosk = Kiosk.paired(visiting(filming(film.STRAIGHT, badge)), building)

    kiosk.film()

    kiosk.says("Welcome")


def test_the_preview_alone_is_a_mirror(
    building: Building, filming: Filming, visiting: Visiting
) -> None:
    badge = film.badge(text_of(building, enrol(building)))
    kiosk = Kiosk.paired(visiting(filming(film.STRAIGHT, badge)), building)

    kiosk.film()

    kiosk.says("Welcome")  # so what is read isn't mirrored
    assert kiosk.tab.locator("video").evaluate("video => getComputedStyle(video).transform") == (
        "matrix(-1, 0, 0, 1, 0, 0)"
    )


def test_nobody_there_for_a_while_switches_the_camera_off(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    visitor = visiting(empty_room)
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)
    kiosk.film()
    kiosk.watches(pictures=1)
    tracks = kiosk.tab.evaluate_handle(TRACKS)

    visitor.tab.clock.fast_forward(31_000)

    stops(kiosk)
    assert tracks.evaluate(STATES) == ["ended"]
    expect(kiosk.tab.get_by_role("button", name="Use the camera")).to_be_visible()


def test_a_hidden_page_looks_at_nothing_and_looks_again_when_seen(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(empty_room), building)
    kiosk.film()
    kiosk.watches(pictures=1)
    tracks = kiosk.tab.evaluate_handle(TRACKS)

    hide(kiosk, hidden=True)

    stops(kiosk)
    assert tracks.evaluate(STATES) == ["ended"]
    hide(kiosk, hidden=False)
    expect(kiosk.tab.locator("video")).to_be_visible()
    kiosk.watches(pictures=3)


def test_the_camera_that_was_chosen_is_asked_for_again(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    visitor = visiting(empty_room)
    visitor.tab.add_init_script(SECOND_CAMERA)
    kiosk = Kiosk.paired(visitor, building)
    kiosk.film()
    kiosk.watches(pictures=1)

    kiosk.tab.get_by_role("button", name="Other camera").click()

    kiosk.watches(pictures=1)
    asked = "window.asked"
    assert kiosk.tab.evaluate(asked) == ['{"ideal":"environment"}', '{"ideal":"second"}']
    kiosk.tab.reload()
    kiosk.film()
    kiosk.watches(pictures=1)
    assert kiosk.tab.evaluate(asked) == ['{"ideal":"second"}']


def test_a_camera_with_a_light_has_a_switch_for_it(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    visitor = visiting(empty_room)
    visitor.tab.add_init_script(A_LIGHT)
    kiosk = Kiosk.paired(visitor, building)
    kiosk.film()
    light = kiosk.tab.get_by_role("button", name="Light", exact=True)

    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    light.click()

    expect(light).to_have_attribute("aria-pressed", "false")
    assert kiosk.tab.evaluate("window.lit") == [True, False]


def test_a_camera_without_a_light_has_none_to_switch(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(empty_room), building)

    kiosk.film()

    kiosk.watches(pictures=1)
    expect(kiosk.tab.get_by_role("button", name="Light", exact=True)).to_be_hidden()


def test_a_camera_that_is_pulled_out_is_said_to_be_missing(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(empty_room), building)
    kiosk.film()
    kiosk.watches(pictures=1)

    kiosk.tab.evaluate_handle(TRACKS).evaluate(
        "([track]) => track.dispatchEvent(new Event('ended'))"
    )

    expect(kiosk.tab.locator("#camera-problem-text")).to_have_text("No camera was found.")


def test_a_decoder_that_hangs_is_replaced_and_nobody_has_to_do_anything(
    building: Building, filming: Filming, visiting: Visiting
) -> None:
    badge = film.badge(text_of(building, enrol(building)))
    visitor = visiting(filming(film.STRAIGHT, badge), service_workers="block")
    visitor.excuse("Service Worker registration blocked")
    worker = re.compile("/kiosk/worker.js$")
    visitor.context.route(
        worker, lambda route: route.fulfill(body=STUCK, content_type="text/javascript")
    )
    kiosk = Kiosk.paired(visitor, building)

    kiosk.film()

    problem = kiosk.tab.locator("#camera-problem-text")
    expect(problem).to_contain_text("The camera can't be read right now.")
    visitor.context.unroute(worker)
    kiosk.says("Welcome")


@pytest.mark.parametrize("place", ["console", "staff"])
def test_how_the_camera_does_is_counted(
    building: Building, empty_room: Browser, visiting: Visiting, place: str
) -> None:
    visitor = visiting(empty_room)
    kiosk = Kiosk.paired(visitor, building)
    kiosk.film()
    kiosk.watches(pictures=20)

    if place == "staff":
        enters(kiosk, staff_code(building))
        tells = kiosk.tab.locator("#care-findings")
        expect(tells).to_contain_text(re.compile(r"Pictures looked at✓ [1-9]"))
        expect(tells).to_contain_text(re.compile(r"Time for a picture. \d+ ms"))
        before = tells.text_content() or ""
        expect(tells).not_to_have_text(before)  # it goes on while staff look
    else:
        with visitor.tab.expect_response("**/api/v1/kiosks/heartbeat"):
            visitor.tab.evaluate("dispatchEvent(new Event('online'))")
        with building.runtime.reading() as db:
            seen = kiosks.row(db, building.kiosk, now=building.now).seen
        assert seen is not None
        assert seen.health.frames is not None
        assert seen.health.frames > 0
        assert seen.health.frames_failed == beats(visitor)[-1]["frames_failed"]
        assert (seen.health.decode_milliseconds or 0) > 0
