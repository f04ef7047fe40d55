"""The kiosk page as a browser gets it: what it may do, what it keeps, what it never shows."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from checkin.core import shortcode
from checkin.web import kiosk
from checkin.web.kiosk_words import WORDS
from tests.web.application import application
from tests.world import Building, enrol

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "checkin" / "web" / "static"


@pytest.fixture
def world(building: Building) -> Building:
    return building


@pytest.fixture
def client(world: Building) -> FlaskClient:
    return application(world.runtime).test_client()


@pytest.fixture
def in_a_demo(world: Building) -> FlaskClient:
    settings = replace(world.runtime.settings, demo=True)
    return application(replace(world.runtime, settings=settings)).test_client()


def policy(client: FlaskClient, path: str = "/kiosk") -> dict[str, str]:
    with client.get(path) as answer:
        header = answer.headers["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in header.split("; "))


def boot(client: FlaskClient, *, accept_language: str = "en") -> dict[str, object]:
    """What the page's modules start from."""
    headers = {"Accept-Language": accept_language}
    html = client.get("/kiosk", headers=headers).get_data(as_text=True)
    block = re.search(r'<script id="boot" type="application/json">(.*?)</script>', html)
    assert block is not None
    read: dict[str, object] = json.loads(block[1])
    return read


def shell(client: FlaskClient) -> dict[str, object]:
    """What the service worker is told to keep."""
    first_line = client.get("/kiosk/sw.js").get_data(as_text=True).split("\n", 1)[0]
    read: dict[str, object] = json.loads(first_line.removeprefix("self.SHELL = ").rstrip(";"))
    return read


# --- what the page may do -----------------------------------------------------------------------


def test_the_page_needs_no_credential(client: FlaskClient) -> None:
    assert client.get("/kiosk").status_code == 200


def test_it_is_the_same_page_for_everybody_and_holds_nobody(
    world: Building, client: FlaskClient
) -> None:
    enrol(world, "Ada Lindqvist")
    stranger = client.get("/kiosk").data
    client.set_cookie("kiosk", world.kiosk_secret)

    assert client.get("/kiosk").data == stranger
    assert b"Lindqvist" not in stranger


def test_the_camera_is_allowed_here_and_nowhere_else(client: FlaskClient) -> None:
    for path, camera in (("/kiosk", "camera=(self)"), ("/no-such-page", "camera=()")):
        permissions = client.get(path).headers["Permissions-Policy"]

        assert camera in permissions, path
        assert "microphone=()" in permissions, path
        assert "geolocation=()" in permissions, path


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/worker.js", "/kiosk/main.js", "/kiosk/sw.js"])
def test_page_and_worker_run_only_their_own_code_and_reach_only_their_own_server(
    client: FlaskClient, path: str
) -> None:
    rules = policy(client, path)

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert rules["connect-src"] == "'self'"
    assert rules["worker-src"] == "'self'"
    assert rules["trusted-types"] == "kiosk"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe-inline" not in str(rules)


def test_only_a_demo_lets_a_page_of_its_own_frame_the_kiosk(
    client: FlaskClient, in_a_demo: FlaskClient
) -> None:
    assert policy(client)["frame-ancestors"] == "'none'"
    assert policy(in_a_demo)["frame-ancestors"] == "'self'"
    assert kiosk.content_security_policy(demo=False) != kiosk.content_security_policy(demo=True)


def test_nothing_in_the_page_is_styled_or_scripted_in_place(client: FlaskClient) -> None:
    html = client.get("/kiosk").get_data(as_text=True)

    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:", html) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", html) == []


def test_the_page_leads_nowhere_but_to_how_pictures_are_kept_from_leaving(
    client: FlaskClient,
) -> None:
    html = client.get("/kiosk").get_data(as_text=True)

    assert set(re.findall(r'<a [^>]*href="([^"]*)"', html)) == {"/kiosk", "/about/no-biometrics"}


def test_only_a_demo_says_so_and_has_a_door(client: FlaskClient, in_a_demo: FlaskClient) -> None:
    for one, has_door in ((client, False), (in_a_demo, True)):
        html = one.get("/kiosk").get_data(as_text=True)

        assert ('id="pretend"' in html) == has_door
        assert (">Demo</span>" in html) == has_door


# --- words --------------------------------------------------------------------------------------


def test_the_page_carries_every_word_and_starts_in_the_browsers_language(
    client: FlaskClient,
) -> None:
    german = boot(client, accept_language="de-AT, en;q=0.5")

    assert german["language"] == "de"
    assert german["words"] == WORDS
    assert boot(client, accept_language="fi")["language"] == "en"


def test_the_keypad_has_the_characters_of_short_codes() -> None:
    page = kiosk.KioskPage("en", WORDS, demo=False, version="")
    typed = [symbol * shortcode.LENGTH for symbol in page.keypad]

    assert len(page.keypad) == 32
    assert [text for text in typed if not set(text) <= set(shortcode.ALPHABET)] == []


# --- what it keeps for a start without a network -------------------------------------------------


def test_the_service_worker_serves_the_kiosk_page_and_no_other(client: FlaskClient) -> None:
    answer = client.get("/kiosk/sw.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/kiosk"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_everything_that_is_kept_is_there(client: FlaskClient) -> None:
    paths = shell(client)["paths"]

    assert isinstance(paths, list)
    for path in paths:
        with client.get(path) as answer:
            assert answer.status_code == 200, path


def test_every_module_that_another_one_imports_is_kept(client: FlaskClient) -> None:
    paths = shell(client)["paths"]
    assert isinstance(paths, list)
    imported = set()
    for module in (STATIC / "kiosk").glob("*.js"):
        for name in re.findall(
            r'^import .*?"(.*?)";', module.read_text(), re.MULTILINE | re.DOTALL
        ):
            imported.add(f"/kiosk/{name[2:]}" if name.startswith("./") else name)

    assert "/kiosk/main.js" in paths
    assert "/kiosk/worker.js" in paths
    assert imported - set(paths) == set()


def test_what_is_kept_has_no_name_and_no_answer_of_the_api(client: FlaskClient) -> None:
    paths = shell(client)["paths"]

    assert isinstance(paths, list)
    assert [path for path in paths if path.startswith(("/api", "/me", "/console"))] == []


def test_another_setting_is_another_version(client: FlaskClient, in_a_demo: FlaskClient) -> None:
    assert shell(client)["version"] == shell(client)["version"] == boot(client)["version"]
    assert shell(client)["version"] != shell(in_a_demo)["version"]


def test_the_page_can_be_installed(client: FlaskClient) -> None:
    answer = client.get("/kiosk/manifest.webmanifest")
    said = json.loads(answer.data)

    assert answer.mimetype == "application/manifest+json"
    assert said["start_url"] == said["scope"] == "/kiosk"
    with client.get(said["icons"][0]["src"]) as icon:
        assert icon.mimetype == "image/svg+xml"
