"""What the front desk and those who look after badges do every week, each in its own browser."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Locator, Page, Route, expect

from checkin import jobs
from checkin.core.audit import SYSTEM
from checkin.core.ids import DoorId
from checkin.core.policy import Reason
from checkin.core.roles import Role
from checkin.core.scan import Direction
from checkin.services import people, scanning
from tests import world
from tests.journeys.conftest import Visiting
from tests.journeys.pages import Kiosk
from tests.journeys.people import BADGE_BOX, Colleague, mailed_code, publish_notice
from tests.world import Building

MOST_ACTIONS = 4
"""What a forgotten badge may cost at the desk."""

STARTER = "wren.okafor@linden.example"
BAD_LINES = (
    "E-mail",
    "ada at linden.example",
    "grace@",
    "hal@linden.example;2026-02-31",
    "noor@linden.example;2020-01-01",
    "just a name",
    "@linden.example",
)


@pytest.fixture(autouse=True)
def notice(building: Building) -> None:
    publish_notice(building)


@pytest.fixture
def reception(building: Building, visiting: Visiting) -> Colleague:
    colleague = Colleague(visiting(), building, Role.RECEPTION)
    colleague.set_up()
    return colleague


@pytest.fixture
def enrolment_admin(building: Building, visiting: Visiting) -> Colleague:
    colleague = Colleague(visiting(), building, Role.ENROLMENT_ADMIN)
    colleague.set_up()
    return colleague


class Hand:
    """The one free hand of somebody at the desk; counts what it does."""

    def __init__(self) -> None:
        self.actions = 0

    def presses(self, what: Locator) -> None:
        self.actions += 1
        what.click()


# --- the front desk -------------------------------------------------------------------------------


def test_a_forgotten_badge_is_helped_in_at_most_four_actions(
    building: Building, reception: Colleague, visiting: Visiting
) -> None:
    kiosk, hand, tab = Kiosk.paired(visiting(), building), Hand(), reception.tab
    tab.goto("/console")

    hand.presses(tab.locator(".rail").get_by_role("link", name="Help somebody"))
    hand.presses(tab.get_by_role("button", name="Show a pass"))

    kiosk.type_code(tab.locator("#short-code").inner_text())
    kiosk.says("Welcome")
    assert hand.actions <= MOST_ACTIONS


def test_a_refused_badge_gets_its_reason_and_a_pass_in_at_most_four_actions(
    building: Building, reception: Colleague, visiting: Visiting
) -> None:
    ada = world.enrol(building)
    text, rt = world.text_of(building, ada), building.runtime
    with rt.writing() as db:
        people.switch_off(db, ada.refs.identity, SYSTEM, "lost", now=building.now)
    hand, tab = Hand(), reception.tab
    tab.goto("/console/desk")

    tab.keyboard.type(text)  # the scanner types into the field that has the focus
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="The badge was switched off")).to_be_visible()
    expect(tab.get_by_text("Written down, help code")).to_be_visible()
    hand.presses(tab.get_by_role("button", name="Hand out a day pass"))

    expect(tab.locator("#short-code")).to_be_visible()
    assert hand.actions <= MOST_ACTIONS


def test_a_lost_pack_is_voided_and_refused(
    building: Building, reception: Colleague, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    number, passes = printed_pack(reception)
    today = next(text for text in passes if reason(building, text) is Reason.OK)
    kiosk.scan(today)
    kiosk.says("Welcome")
    kiosk.is_quiet()

    reception.tab.get_by_label("Number of the pack").fill(number)
    reception.tab.get_by_role("button", name="Void it").click()
    expect(reception.tab.get_by_text(f"Pack {number} is void.")).to_be_visible()

    kiosk.visitor.tab.reload()
    expect(kiosk.sentence).to_have_text("Hold your badge to the scanner.")
    kiosk.scan(today)
    kiosk.says("Please go to the front desk.")
    assert {reason(building, text) for text in passes} & {Reason.OK} == set()


def printed_pack(reception: Colleague) -> tuple[str, list[str]]:
    """The number of a pack that was just printed, and the texts of its passes."""
    sheets: list[bytes] = []

    def keep(route: Route) -> None:
        response = route.fetch()
        sheets.append(response.body())
        route.fulfill(status=204)  # the printer takes the sheet: the page stays

    tab = reception.tab
    tab.goto("/console/desk")
    tab.route("**/desk/pack", keep)
    with tab.expect_response("**/desk/pack"):
        tab.get_by_role("button", name="Make the sheet").click()
    page = pypdfium2.PdfDocument(sheets[0])[0]
    found = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b", page.get_textpage().get_text_bounded())
    assert found
    codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    return found[0], [code.text for code in codes]


def test_somebody_without_mail_joins_at_the_desk_and_comes_in(
    building: Building, reception: Colleague, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    reception.tab.goto("/console/desk")
    reception.tab.get_by_role("button", name="Make a code").click()
    code = reception.tab.locator("#desk-code").inner_text()

    tab = visiting().tab
    tab.goto("/join/hq")
    tab.get_by_role("link", name="No work e-mail?").click()
    tab.get_by_role("textbox", name="Code").fill(code)
    tab.get_by_role("button", name="Go on").click()
    short_code = say_yes(tab, "Mia Castellanos")

    kiosk.type_code(short_code)
    kiosk.says("Welcome")


# --- joiners and leavers --------------------------------------------------------------------------


def test_a_starter_is_invited_joins_and_is_let_in(
    building: Building, enrolment_admin: Colleague, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    enrolment_admin.tab.goto("/console/invite")
    enrolment_admin.tab.get_by_label("Work e-mail").fill(STARTER)
    enrolment_admin.tab.get_by_role("button", name="Send the invitations").click()
    expect(enrolment_admin.tab.get_by_text("1 line is taken.")).to_be_visible()
    jobs.invite(building.runtime)

    tab = visiting().tab
    tab.goto(mailed_link(building))
    tab.get_by_label("Work e-mail").fill(STARTER)
    tab.get_by_role("button", name="Send me a code").click()
    tab.get_by_role("textbox", name="Code").fill(mailed_code(building, STARTER))
    tab.get_by_role("button", name="Go on").click()
    short_code = say_yes(tab, "Wren Okafor")

    kiosk.type_code(short_code)
    kiosk.says("Welcome")


def mailed_link(building: Building) -> str:
    """Where the invitation leads."""
    (letter,) = (one for one in world.letters(building.runtime.store) if one.address == STARTER)
    found = re.search(r"http\S+/join/i/\S+", letter.body)
    assert found
    return found[0]


def say_yes(tab: Page, name: str) -> str:
    """Read the notice, give a name and say yes; the short code of the badge."""
    tab.get_by_role("link", name="Go on").click()
    tab.get_by_label("First and last name").fill(name)
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_role("checkbox", name=BADGE_BOX).check()
    tab.get_by_role("button", name="Yes, make my badge").click()
    expect(tab.get_by_role("heading", name="Your receipt")).to_be_visible()
    tab.goto("/me/badge/printed")
    return tab.locator("#short-code").inner_text()


@pytest.mark.slow
def test_five_hundred_invitations_are_pasted_and_the_seven_bad_lines_named(
    building: Building, enrolment_admin: Colleague
) -> None:
    lines = [f"person{number:03}@linden.example" for number in range(493)]
    for place, line in zip((0, 50, 100, 200, 300, 400, 499), BAD_LINES, strict=True):
        lines.insert(place, line)
    tab = enrolment_admin.tab
    tab.goto("/console/invite")
    tab.get_by_label("Work e-mail").fill("\n".join(lines))

    tab.get_by_role("button", name="Send the invitations").click()

    expect(tab.get_by_text("493 lines are taken.")).to_be_visible()
    expect(tab.get_by_role("heading", name="These 7 lines couldn't be used")).to_be_visible()
    for number in ("1", "51", "101", "201", "301", "401", "500"):
        expect(tab.get_by_role("rowheader", name=number, exact=True)).to_be_visible()
    expect(tab.get_by_label("Work e-mail")).to_have_value("\n".join(BAD_LINES))
    expect(tab.get_by_role("progressbar")).to_have_attribute("value", "0")
    assert jobs.invite(building.runtime) == 493
    expect(tab.get_by_text("Every line is worked through.")).to_be_visible()
    assert sum(letter.invites for letter in world.letters(building.runtime.store)) == 493


@pytest.mark.slow
def test_three_hundred_leavers_are_refused_at_every_door_at_once(
    building: Building, enrolment_admin: Colleague, visiting: Visiting
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    crowd = [world.enrol(building, f"Person {number:03}") for number in range(300)]
    texts = [world.text_of(building, person) for person in crowd]
    stays = world.text_of(building, world.enrol(building, "Ada Lindqvist"))
    tab = enrolment_admin.tab
    tab.goto("/console/leavers")
    leaving = "\n".join(f"person.{number:03}@linden.example" for number in range(300))
    tab.get_by_label("Work e-mail of those who leave").fill(leaving)
    tab.get_by_label("When do they end?").select_option("At once")
    tab.get_by_role("button", name="Show what it does").click()
    expect(tab.get_by_text("What ends at once can't be undone.")).to_be_visible()

    tab.get_by_role("button", name="End these enrolments").click()
    expect(tab.get_by_text("300 lines are done")).to_be_visible()

    doors = (building.main_entrance, building.courtyard, building.loading_bay)
    assert {reason(building, text, door) for text in texts for door in doors} == {
        Reason.CONSENT_ENDED
    }
    kiosk.scan(texts[0])
    kiosk.says("Please go to the front desk.")
    assert reason(building, stays) is Reason.OK
    assert jobs.end_what_is_over(building.runtime) == 300
    assert world.find(building.runtime.store, "Person 0") == []


def reason(building: Building, text: str, door: DoorId | None = None) -> object:
    """Why a door would let this in, or not."""
    rt = building.runtime
    trust = rt.trust
    at = door or building.main_entrance
    way = Direction.OUT if at == building.loading_bay else Direction.IN
    with rt.reading() as db:
        said = scanning.explain(db, text, at, way, trust, now=building.now)
    assert said is not None
    return said.decision.reason
