"""Pages that are made to be printed: what is on the paper, and on how many sheets."""

import pypdfium2
from playwright.sync_api import Page, expect

from checkin.core.roles import Role
from tests import world
from tests.journeys.conftest import Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.people import Colleague
from tests.world import Building

A4 = (210, 297)


def printed(tab: Page) -> list[str]:
    """The words of each sheet, which are all A4."""
    sheets = list(pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True)))
    for sheet in sheets:
        assert tuple(round(points / 72 * 25.4) for points in sheet.get_size()) == A4
    return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets]


def test_the_door_sign_is_one_sheet_in_both_languages(
    building: Building, visiting: Visiting
) -> None:
    tab = visiting().tab
    tab.goto("/about/sign")

    [sheet] = printed(tab)

    for notice in building.runtime.shipped_notices():
        for said in (notice.sign.title, notice.sign.way_in, notice.sign.who, notice.sign.how_long):
            assert said in sheet
    assert "Print this page" not in sheet


def test_what_the_desk_took_back_is_on_one_sheet_and_not_on_its_screen(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    desk = Colleague(visiting(), building, Role.RECEPTION)
    desk.set_up()
    desk.tab.goto("/console/take-back")
    code = building.runtime.hashing.short_code(ada.badge.id.bytes)
    desk.tab.get_by_label("Code on the badge or the receipt").fill(code)

    desk.tab.get_by_role("button", name="Take everything back").click()

    expect(desk.tab.get_by_role("heading", name="Everything is taken back")).to_be_visible()
    expect(desk.tab.get_by_text("entries: 1")).to_be_hidden()
    again = desk.tab.locator(".code").first.inner_text()
    [sheet] = printed(desk.tab)
    for said in ("What was deleted, and what stays", "entries: 1", "Tomorrow you get in", again):
        assert said in sheet
    assert "Take back for somebody" not in sheet
    examiner.examine(desk.tab, "what the desk took back")


def say_why(admin: Colleague) -> None:
    """Say why records are looked at, as is asked once a session."""
    admin.tab.locator("select").first.select_option("rights_request")
    admin.tab.locator("main textarea, main input[type=text]").first.fill(
        "A letter asks for the end of it."
    )
    admin.tab.get_by_role("button", name="Go on").click()


def test_what_an_admin_ended_comes_with_who_looked_to_be_sent(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    ada = world.enrol(building)
    admin = Colleague(visiting(), building, Role.ENROLMENT_ADMIN)
    admin.set_up()
    admin.tab.goto("/console/people")
    say_why(admin)
    admin.tab.goto(f"/console/people/{ada.refs.identity}")
    admin.tab.get_by_text("End this enrolment").click()
    admin.tab.get_by_label("Why does it end?").select_option("asked")

    admin.tab.get_by_role("button", name="End and erase").click()

    expect(admin.tab.get_by_role("heading", name="The enrolment has ended")).to_be_visible()
    said = " ".join(printed(admin.tab))
    assert "What was deleted, and what stays" in said
    assert "Enrolment admin; Your record was opened" in said
    assert "Ada" not in said
    examiner.examine(admin.tab, "what an admin ended")
