"""No picture leaves the kiosk: a face and a badge are filmed, and all that is sent is looked at.

The page's own requests are read as the browser reports them. Beside that the browser writes down
all that its network does, for pages and workers alike: nothing may be in there that wasn't
reported, and nothing may go anywhere else.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, Request

from tests import browser as chromium
from tests.journeys import film
from tests.journeys.conftest import Visiting
from tests.journeys.house import Server
from tests.journeys.keeping import ready, told, waiting
from tests.journeys.pages import Kiosk
from tests.world import Building, enrol, text_of

MINUTE = 60_000  # milliseconds
HOST = "localhost"
PICTURES_A_TURN = 240  # eight seconds: a badge that comes back sooner was never away

MAY_SEND = {
    "/api/v1/kiosks/pair": {"code", "name"},
    "/api/v1/scans": {"token", "nonce", "taken_at", "direction"},
    "/api/v1/scans/late": {"scans"},
    "/api/v1/kiosks/heartbeat": {
        "version",
        "queue_length",
        "queued_ever",
        "snapshot_seconds",
        "camera",
        "scanner",
        "clock_milliseconds",
        "frames",
        "frames_failed",
        "decode_milliseconds",
        "to_green_milliseconds",
    },
}
"""Where a screen sends anything, and what: there is no field for a picture."""

OTHER_WAYS = {"WEBSOCKET_ALIVE", "QUIC_SESSION_PACKET_SENT", "UDP_BYTES_SENT"}
"""In Chromium's words: sockets, WebTransport, and datagrams of any kind."""

STREAMS = (
    "RTCPeerConnection",
    "webkitRTCPeerConnection",
    "WebTransport",
    "WebSocket",
    "EventSource",
)
RECORDERS = ("MediaRecorder", "ImageCapture", "VideoEncoder")
COPIERS = (
    "HTMLCanvasElement.prototype.toBlob",
    "HTMLCanvasElement.prototype.toDataURL",
    "HTMLCanvasElement.prototype.captureStream",
    "HTMLMediaElement.prototype.captureStream",
    "OffscreenCanvas.prototype.convertToBlob",
    "Navigator.prototype.sendBeacon",
)


@dataclass(frozen=True)
class Wire:
    """What a browser's network did: requests with who began them, and every other way out."""

    requests: list[dict[str, str]]
    others: set[str]

    @classmethod
    def of(cls, log: Path) -> Self:
        """Read what a browser wrote down until it ended."""
        written = json.loads(log.read_text())
        kinds = {number: name for name, number in written["constants"]["logEventTypes"].items()}
        events = [(kinds[event["type"]], event.get("params", {})) for event in written["events"]]
        requests = [
            about for kind, about in events if kind == "URL_REQUEST_START_JOB" and "url" in about
        ]
        return cls(requests, {kind for kind, _ in events}.intersection(OTHER_WAYS))

    def of_pages(self) -> list[dict[str, str]]:
        """What pages and workers asked for: a browser has business of its own."""
        return [about for about in self.requests if about["initiator"] != "not an origin"]


@dataclass
class Watched:
    """A browser whose camera films somebody, and where it writes down what its network does."""

    browser: Browser
    log: Path

    def ended(self) -> Wire:
        """End the browser, and read what it wrote down."""
        self.browser.close()
        return Wire.of(self.log)


@pytest.fixture
def watched(building: Building, playwright: Playwright, tmp_path: Path) -> Iterator[Watched]:
    """Somebody who holds a badge up for eight seconds, then only looks, over and over."""
    badge = film.badge(text_of(building, enrol(building)))
    takes = {
        name: film.shoot(tmp_path / f"{name}.mjpeg", film.Scene(size=0.95), film.somebody(held))
        for name, held in (("shows", badge), ("looks", Image.new("L", badge.size, 235)))
    }
    reel = tmp_path / "somebody.mjpeg"
    turns = PICTURES_A_TURN // film.PICTURES
    reel.write_bytes(b"".join(take.read_bytes() * turns for take in takes.values()))
    log = tmp_path / "network.json"
    also = (f"--log-net-log={log}", f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}")
    watched = Watched(chromium.launch(playwright, film=reel, also=also), log)
    yield watched
    watched.browser.close()


def test_a_face_and_a_badge_are_filmed_for_a_minute_on_line_and_off_and_only_json_leaves(
    building: Building, visiting: Visiting, server: Server, watched: Watched
) -> None:
    visitor = visiting(watched.browser)
    kiosk = ready(visitor, building)

    kiosk.film()
    kiosk.tab.wait_for_timeout(MINUTE)
    server.stop()
    asked = len(kiosk.scans())
    kiosk.tab.wait_for_timeout(MINUTE)
    kept = waiting(kiosk)
    server.start()
    told(kiosk)
    kiosk.watches(pictures=30)

    assert asked > 1, "nobody was seen on line"
    assert kept > 1, "nobody was seen off line"
    sent = [request for request in visitor.requests if request.method != "GET"]
    assert {origin_of(request.url) for request in visitor.requests} == {visitor.address}
    assert [request for request in visitor.requests if "?" in request.url] == []
    assert {urlsplit(request.url).path for request in sent} == set(MAY_SEND)
    for request in sent:
        is_small_json(request)
    assert visitor.sockets == []
    nothing_else_was_sent(watched.ended(), visitor.requests, visitor.address)


def origin_of(url: str) -> str:
    """Where an address leads."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_small_json(request: Request) -> None:
    """Check that a request sends what it may, and no more of it than texts take."""
    path, body = urlsplit(request.url).path, json.loads(request.post_data or "")
    assert request.headers["content-type"] == "application/json"
    assert set(body) <= MAY_SEND[path]
    parts = body["scans"] if path.endswith("/late") else [body]
    for part in parts:
        assert len(json.dumps(part)) < 2000
        if path.endswith("/late"):
            assert set(part) == {"nonce", "sealed"}


def nothing_else_was_sent(wire: Wire, requests: list[Request], origin: str) -> None:
    """Check that the network did no more than what the window reported, and nothing elsewhere."""
    reported = Counter(urlsplit(one.url).path for one in requests if one.method == "POST")
    posted = Counter(
        urlsplit(about["url"]).path for about in wire.of_pages() if about["method"] == "POST"
    )
    assert {origin_of(about["url"]) for about in wire.of_pages()} == {origin}
    assert posted - reported == Counter()
    assert wire.others == set()


def test_what_could_stream_pictures_away_or_make_files_of_them_is_gone(
    building: Building, empty_room: Browser, visiting: Visiting
) -> None:
    visitor = visiting(empty_room)
    kiosk = Kiosk.paired(visitor, building)
    kiosk.film()
    kiosk.watches(pictures=1)
    [decoder] = [worker for worker in kiosk.tab.workers if worker.url.endswith("/worker.js")]
    [keeper] = visitor.context.service_workers

    for way in (*STREAMS, *RECORDERS):
        for realm in (kiosk.tab, decoder, keeper):
            assert realm.evaluate(f"typeof globalThis.{way}") == "undefined", way
    for way in COPIERS:
        owner, _, rest = way.partition(".")
        for realm in (kiosk.tab, decoder, keeper):
            said = f"typeof {owner} === 'undefined' ? 'undefined' : typeof {owner}.{rest}"
            assert realm.evaluate(said) == "undefined", way


def test_other_ways_out_would_have_been_noticed(visiting: Visiting, watched: Watched) -> None:
    visitor = visiting(watched.browser)
    visitor.excuse("WebSocket|ERR_|404|WebTransport")
    visitor.tab.goto("/about/no-biometrics")
    visitor.tab.evaluate(
        """async () => {
            await fetch("/nowhere", { method: "POST", body: "a picture" });
            new WebSocket(location.href.replace("http", "ws"));
            await new Promise((resolve) => setTimeout(resolve, 1000));
        }"""
    )

    wire = watched.ended()

    assert "/nowhere" in {urlsplit(about["url"]).path for about in wire.of_pages()}
    assert wire.others == {"WEBSOCKET_ALIVE"}
