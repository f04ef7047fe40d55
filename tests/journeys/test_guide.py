"""The guided first five minutes, gone through as a visitor does."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from checkin.web.kiosk_words import WORDS
from tests import commands
from tests.commands import Demo
from tests.journeys.examiner import Examiner
from tests.journeys.pages import Visitor

WELCOME, USE_DESK = (WORDS["en"][said]["headline"] for said in ("welcome", "use_desk"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with commands.demo(tmp_path_factory.mktemp("guided")) as running:
        yield running


@pytest.fixture
def guest(demo: Demo, browser: Browser) -> Iterator["Guest"]:
    visitor = Visitor.without_a_past(browser, demo.url)
    yield Guest(visitor, demo)
    complaints = visitor.complaints
    visitor.leave()
    assert complaints == []


class Guest:
    """Somebody who follows the steps."""

    def __init__(self, visitor: Visitor, demo: Demo) -> None:
        self.visitor, self.tab, self.demo = visitor, visitor.tab, demo
        self.tab.goto("/demo/guide")
        self.kiosk = self.tab.frame_locator("#kiosk-frame")
        expect(self.kiosk.locator("#sentence")).to_have_text("Hold your badge to the scanner.")

    def step(self, name: str) -> Locator:
        return self.tab.locator(f"#step-{name}")

    def opened(self, step: str, button: str) -> Page:
        """The page that a step's button opens in the other tab."""
        others = [page for page in self.visitor.context.pages if page != self.tab]
        link = self.step(step).get_by_role("link", name=button)
        if others:
            link.click()
            return others[0]
        with self.visitor.context.expect_page() as page:
            link.click()
        return page.value

    def done(self, step: str) -> None:
        expect(self.step(step).locator(".step-done")).to_be_visible()

    def holds_up(self, step: str, button: str, answer: str) -> None:
        """Press a step's button; the kiosk answers and is ready again."""
        self.step(step).get_by_role("button", name=button).click()
        expect(self.kiosk.locator("#answer-headline")).to_have_text(answer)
        self.done(step)
        expect(self.kiosk.locator("#answer")).to_be_hidden()


def begin_to_join(page: Page, address: str) -> None:
    page.get_by_label("Work e-mail").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()


def mailed_code(guest: Guest, step: str, address: str) -> str:
    """The code, as the guide shows it beside the step."""
    shown = guest.step(step).locator("[data-mailed]")
    expect(shown).to_contain_text(address)
    return re.search(r"\b\d{8}\b", shown.inner_text())[0]  # type: ignore[index]


def test_the_pretend_door_opens_for_a_badge_and_closes_again(guest: Guest) -> None:
    door = guest.kiosk.locator("#pretend-text")
    expect(door).to_have_text("Pretend door: closed")

    guest.step("day-pass").locator("summary").click()
    guest.step("day-pass").get_by_role("button", name="Hold up a day pass").click()

    expect(door).to_have_text("Pretend door: open")
    expect(door).to_have_text("Pretend door: closed")


def test_nine_steps_lead_from_no_through_a_badge_back_to_the_way_in(guest: Guest) -> None:
    page = guest.opened("decline", "Open the way in")
    page.get_by_role("link", name="No, thank you").click()
    guest.done("decline")

    guest.holds_up("day-pass", "Hold up a day pass", WELCOME)

    page = guest.opened("join", "Open the way in")
    begin_to_join(page, "sam@northlight.example")
    page.get_by_label("Code").fill(mailed_code(guest, "join", "sam@northlight.example"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("First and last name").fill("Sam Holloway")
    page.get_by_role("button", name="Go on").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Yes, make my badge").click()
    guest.done("join")

    guest.opened("badge", "Open my badge")
    guest.done("badge")
    guest.holds_up("admitted", "Hold up my badge", WELCOME)
    record = guest.opened("record", "Open my entries")
    expect(record.get_by_role("table")).to_contain_text("Berlin main entrance")
    guest.done("record")

    page = guest.opened("take-back", "Open my choices")
    page.get_by_role("button", name="Take back").first.click()
    guest.done("take-back")

    guest.holds_up("refused", "Hold up my old badge", USE_DESK)
    guest.holds_up("way-in", "Hold up a day pass", WELCOME)
    expect(guest.tab.locator("#all-done")).to_be_visible()


@pytest.mark.parametrize("address", ["/demo/guide", "/demo/outbox"])
def test_demo_pages_fit_every_screen_and_everybody(
    guest: Guest, examiner: Examiner, address: str
) -> None:
    guest.tab.goto(address)

    examiner.examine(guest.tab, address)
