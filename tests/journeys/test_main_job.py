"""The main job, as people do it: choose, carry a badge, come in, take it back, come in anyway."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from checkin.core.roles import Role
from tests.journeys import film
from tests.journeys.conftest import Filming, Visiting
from tests.journeys.pages import Kiosk
from tests.journeys.people import (
    ADDRESS,
    BADGE_BOX,
    HISTORY_BOX,
    NAME,
    Colleague,
    Employee,
    publish_notice,
)
from tests.world import Building, find, rows

DOTS_PER_MM = 8
CODE_OF_FIRST_PASS = (12, 30, 62, 82)
"""What is held before the camera of a cut pass: millimetres on its sheet."""

COUNTERS = {"throttle"}
"""How often codes were asked for, by a keyed hash; gone by itself within the hour."""


@pytest.fixture(autouse=True)
def notice(building: Building) -> None:
    publish_notice(building)


@pytest.fixture
def employee(building: Building, visiting: Visiting) -> Employee:
    return Employee(visiting(), building)


@pytest.fixture
def reception(building: Building, visiting: Visiting) -> Colleague:
    colleague = Colleague(visiting(), building, Role.RECEPTION)
    colleague.set_up()
    return colleague


def test_somebody_joins_comes_in_takes_it_back_and_comes_in_with_a_day_pass(
    building: Building,
    employee: Employee,
    reception: Colleague,
    filming: Filming,
    visiting: Visiting,
) -> None:
    employee.join(BADGE_BOX, HISTORY_BOX)
    camera = filming(film.STRAIGHT, employee.badge())
    kiosk = Kiosk.paired(visiting(camera), building)

    kiosk.film()
    kiosk.says("Welcome")
    employee.tab.goto("/me/entries")
    expect(employee.tab.get_by_role("table")).to_contain_text("Main entrance, Headquarters")

    employee.take_back(BADGE_BOX)
    expect(employee.tab.locator("h1 + p")).to_contain_text(
        "Tomorrow you get in at the front desk or with a day pass."
    )
    assert find(building.runtime.store, ADDRESS) == []
    assert find(building.runtime.store, NAME) == []

    kiosk.open()
    kiosk.film()
    kiosk.says("Please go to the front desk.")

    kiosk.type_code(code_of_a_pass_for_today(reception))
    kiosk.says("Welcome")


def code_of_a_pass_for_today(reception: Colleague) -> str:
    """What the front desk shows on its screen."""
    reception.tab.goto("/console/desk")
    reception.tab.get_by_role("button", name="Show a pass").click()
    return reception.tab.locator("#short-code").inner_text()


def test_a_day_pass_cut_from_a_printed_sheet_is_let_in(
    building: Building, reception: Colleague, filming: Filming, visiting: Visiting
) -> None:
    first_pass = cut_out(printed(sheet_of_passes(reception)))
    kiosk = Kiosk.paired(visiting(filming(film.STRAIGHT, first_pass)), building)

    kiosk.film()

    kiosk.says("Welcome")


def sheet_of_passes(reception: Colleague) -> bytes:
    """The PDF that the front desk's browser shows, to print it."""
    sheets: list[bytes] = []

    def keep(route: Route) -> None:
        response = route.fetch()
        sheets.append(response.body())
        route.fulfill(response=response)

    reception.visitor.excuse("favicon")  # the browser's own page around a PDF asks for one
    reception.tab.goto("/console/desk")
    reception.tab.route("**/desk/pack", keep)
    with reception.tab.expect_response("**/desk/pack"):
        reception.tab.get_by_role("button", name="Make the sheet").click()
    return sheets[0]


def printed(pdf: bytes) -> Image.Image:
    """The first page of a PDF, as a printer puts it on paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=DOTS_PER_MM * 25.4 / 72).to_pil()
    return picture.convert("L")


def cut_out(sheet: Image.Image) -> Image.Image:
    """The first pass of a sheet, folded so that its code is in the middle."""
    left, top, right, bottom = (DOTS_PER_MM * length for length in CODE_OF_FIRST_PASS)
    return sheet.crop((left, top, right, bottom))


def test_whoever_declines_leaves_no_trace(building: Building, employee: Employee) -> None:
    before = rows(building.runtime.store)
    employee.reach_the_choice()
    for box in employee.tab.get_by_role("checkbox").all():
        expect(box).not_to_be_checked()

    employee.tab.get_by_role("button", name="No, thank you").click()

    expect(employee.tab.get_by_role("heading", level=1)).to_have_text(
        "How to get in without a badge"
    )
    after = rows(building.runtime.store)
    assert {table: number for table, number in after.items() if table not in COUNTERS} == before
    assert find(building.runtime.store, ADDRESS) == []
    assert find(building.runtime.store, NAME) == []


def test_a_badge_is_carried_to_a_phone_once(employee: Employee, visiting: Visiting) -> None:
    employee.join(BADGE_BOX)
    employee.badge()
    employee.tab.get_by_role("button", name="Carry to my phone").click()
    link = read(employee.tab)
    phone, other = visiting(viewport={"width": 390, "height": 844}, is_mobile=True), visiting()
    other.excuse("404")

    for one in (phone, other):
        one.tab.goto(link)
        one.tab.get_by_role("button", name="Put it on this phone").click()

    expect(phone.tab.get_by_role("img", name="Your badge, made anew")).to_be_visible()
    expect(other.tab.get_by_role("main")).to_contain_text("This link was used or is too old.")
    assert "session" not in {cookie.get("name") for cookie in other.context.cookies()}


def read(tab: Page) -> str:
    """What a phone's camera reads from the code on a screen."""
    picture = Image.open(BytesIO(tab.locator("figure img").screenshot()))
    found = zxingcpp.read_barcode(picture)
    assert found is not None
    return found.text


def test_a_colleague_signs_in_with_both_factors(building: Building, reception: Colleague) -> None:
    reception.tab.get_by_role("button", name="Sign out").first.click()

    reception.sign_in()

    expect(reception.tab.get_by_role("link", name="Help somebody").first).to_be_visible()
