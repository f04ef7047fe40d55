"""Scanners set to other keyboards: read right as they are, or once the screen has learned them."""

import json
import subprocess
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from checkin.core.roles import Role
from checkin.web.admin.scanner_codes import CALIBRATION, TEST
from tests import node
from tests.journeys.conftest import Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.pages import Kiosk
from tests.journeys.people import Colleague
from tests.journeys.test_kiosk_staff import enters, staff_code
from tests.qr_codes import qr_codes
from tests.world import Building, enrol, text_of

ALT, CONTROL, SHIFT = 1, 2, 8  # as the DevTools protocol counts modifiers
LEARNED = "This screen has learned how the scanner types."
COMMON = ("us", "german", "french")


def scan(kiosk: Kiosk, text: str, scanner: str, computer: str, *, places: bool = True) -> None:
    """Press the keys of a scanner, as a computer with some layout hands them to the browser."""
    script = str(node.KIOSK / "press.js")
    how = "places" if places else "letters"
    pressed: list[dict[str, Any]] = json.loads(
        subprocess.run(
            [*node.COMMAND, script, scanner, computer, how],
            input=text,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    )
    keys = kiosk.visitor.context.new_cdp_session(kiosk.tab)
    for press in pressed:
        modifiers = SHIFT * press["shiftKey"] | CONTROL * press["ctrlKey"] | ALT * press["altKey"]
        key = {"key": press["key"], "code": press["code"], "modifiers": modifiers}
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    kiosk.tab.keyboard.press("Enter")


def scan_until(said: Locator, headline: str, *scanned: Any, **how: Any) -> None:
    """Scan, and once or twice more where a busy machine tore the keys apart, until that is said."""
    for _ in range(2):
        scan(*scanned, **how)
        expect(said).not_to_be_empty()
        if said.inner_text() == headline:
            return
    scan(*scanned, **how)
    expect(said).to_have_text(headline)


@pytest.fixture
def trying(kiosk: Kiosk, building: Building) -> Kiosk:
    """The kiosk, with staff who try its scanner."""
    enters(kiosk, staff_code(building))
    kiosk.tab.get_by_role("button", name="Try the scanner").click()
    return kiosk


def answer(kiosk: Kiosk) -> Locator:
    """What the screen answers to a badge."""
    return kiosk.tab.locator("#answer-headline")


def told(kiosk: Kiosk) -> Locator:
    """What the panel says of the last code."""
    return kiosk.tab.locator("#scanner-headline")


@pytest.mark.parametrize("computer", COMMON)
@pytest.mark.parametrize("scanner", COMMON)
def test_a_badge_typed_through_any_common_layout_is_let_in(
    building: Building, kiosk: Kiosk, scanner: str, computer: str
) -> None:
    badge = text_of(building, enrol(building))

    scan_until(answer(kiosk), "Welcome", kiosk, badge, scanner, computer)


@pytest.mark.parametrize(("scanner", "computer"), [("us", "german"), ("french", "us")])
def test_without_places_of_keys_the_calibration_code_teaches_each_character(
    building: Building, trying: Kiosk, scanner: str, computer: str
) -> None:
    badge = text_of(building, enrol(building))
    how = (scanner, computer)
    scan_until(told(trying), LEARNED, trying, CALIBRATION, *how, places=False)
    scan_until(told(trying), "The scanner works.", trying, TEST, *how, places=False)
    trying.tab.reload()
    trying.is_quiet()
    expect(trying.sentence).to_have_text("Hold your badge to the scanner.")

    scan_until(answer(trying), "Welcome", trying, badge, *how, places=False)


def test_what_was_learned_can_be_seen_and_forgotten(trying: Kiosk) -> None:
    learned = trying.tab.locator("#scanner-learned")
    expect(learned).to_be_hidden()
    scan_until(told(trying), LEARNED, trying, CALIBRATION, "turkish", "us")
    learned.locator("summary").click()
    expect(learned).to_contain_text("AltGr+Digit4")

    trying.tab.get_by_role("button", name="Forget it").click()

    expect(learned).to_be_hidden()
    assert trying.tab.evaluate("localStorage.getItem('scanner')") is None


def test_a_screen_that_is_wiped_forgets_its_scanner(trying: Kiosk) -> None:
    scan_until(told(trying), LEARNED, trying, CALIBRATION, "turkish", "us")
    trying.tab.get_by_role("button", name="Back").click()

    trying.tab.get_by_role("button", name="Set up anew").click()

    expect(trying.tab.get_by_label("One-time code")).to_be_visible()
    assert trying.tab.evaluate("localStorage.length") == 0


def test_nobody_teaches_a_screen_without_the_staff_code(kiosk: Kiosk) -> None:
    scan(kiosk, CALIBRATION, "turkish", "us")

    kiosk.says("Please try again.")
    assert kiosk.tab.evaluate("localStorage.getItem('scanner')") is None


def test_a_scanner_with_an_unknown_layout_is_told_what_is_wrong(trying: Kiosk) -> None:
    scan_until(told(trying), "Characters are mixed up.", trying, TEST, "turkish", "us")

    expect(trying.tab.locator("#scanner-findings")).to_contain_text("Mixed up:")


def test_a_badge_held_up_meanwhile_is_no_test_and_opens_nothing(
    building: Building, trying: Kiosk
) -> None:
    trying.scan(text_of(building, enrol(building)))

    expect(told(trying)).to_have_text("That isn't a code of the sheet.")
    assert trying.scans() == []


def test_the_panel_is_for_everyone(trying: Kiosk, examiner: Examiner) -> None:
    scan_until(told(trying), LEARNED, trying, CALIBRATION, "turkish", "us")
    scan(trying, TEST, "turkish", "us")
    trying.tab.locator("#scanner-learned summary").click()

    examiner.examine(trying.tab, "the panel that tries the scanner")


def test_both_codes_are_printed_on_one_page(building: Building, visiting: Visiting) -> None:
    admin = Colleague(visiting(), building, Role.SITE_ADMIN)
    admin.set_up()
    admin.tab.goto("/console/kiosks/scanner-sheet")

    pdf = pypdfium2.PdfDocument(admin.tab.pdf(prefer_css_page_size=True))

    [page] = pdf
    assert tuple(round(points / 72 * 25.4) for points in page.get_size()) == (210, 297)
    found = {code.text for code in qr_codes(page.render(scale=4).to_pil())}
    assert found == {CALIBRATION, TEST}
