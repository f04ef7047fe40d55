"""A phone in the demo's network, whose browser was told to go on in spite of the certificate."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import commands
from tests.commands import Demo
from tests.journeys.pages import Visitor
from tests.test_demo import ON_LAN

ADDRESS = "sam@northlight.example"


@pytest.fixture
def demo(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Demo]:
    monkeypatch.setattr(commands, "COMMAND", [sys.executable, "-c", ON_LAN])
    with commands.demo(tmp_path_factory.mktemp("lan"), "--lan") as running:
        yield running


@pytest.fixture
def phone(demo: Demo, browser: Browser) -> Iterator[Visitor]:
    handheld = Visitor.without_a_past(
        browser,
        demo.url,
        ignore_https_errors=True,
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
    )
    # Workers need a certificate that the browser trusts; the page does without
    handheld.excuse("An SSL certificate error occurred when fetching the script")
    yield handheld
    complaints = handheld.complaints
    handheld.leave()
    assert complaints == []


def join(phone: Visitor) -> Page:
    """Say yes in two minutes, with the code from the outbox."""
    tab = phone.tab
    tab.goto("/join/BERLIN")
    tab.get_by_label("Work e-mail").fill(ADDRESS)
    tab.get_by_role("button", name="Send me a code").click()
    outbox = phone.context.new_page()
    outbox.goto("/demo/outbox")
    code = re.search(r"\b\d{8}\b", outbox.inner_text("main"))
    assert code is not None
    tab.get_by_role("textbox", name="Code").fill(code[0])
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_role("link", name="Go on").click()
    tab.get_by_label("First and last name").fill("Sam Holloway")
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_role("checkbox").first.check()
    tab.get_by_role("button", name="Yes, make my badge").click()
    expect(tab.get_by_role("heading", name="Your receipt")).to_be_visible()
    return tab


def test_a_phone_carries_a_fresh_badge_and_the_kiosk_may_use_its_camera(phone: Visitor) -> None:
    tab = join(phone)

    tab.goto("/me/badge")
    tab.get_by_role("button", name="Put it on this phone").click()

    expect(tab.get_by_role("img", name="Your badge, made anew")).to_be_visible()
    assert tab.evaluate("isSecureContext && navigator.mediaDevices !== undefined")
