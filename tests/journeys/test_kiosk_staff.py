"""What staff do at a screen: leave kiosk mode by their code, and see how the screen is."""

from playwright.sync_api import expect

from checkin.services import kiosks
from tests.journeys.conftest import Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.house import Server
from tests.journeys.keeping import NOTHING, kept
from tests.journeys.pages import Kiosk
from tests.world import Building, enrol, text_of

READY = "Hold your badge to the scanner."


def staff_code(building: Building) -> str:
    """The code that the console shows."""
    with building.runtime.reading() as db:
        return kiosks.staff_code(kiosks.one(db, building.kiosk), building.runtime.hashing)


def enters(kiosk: Kiosk, code: str) -> None:
    """Open the panel, unless it is, and type a code."""
    opens = kiosk.tab.get_by_role("button", name="Staff", exact=True)
    if not kiosk.tab.locator("#staff").is_visible():
        opens.focus()
        kiosk.tab.keyboard.press("Enter")
    kiosk.tab.get_by_label("Staff code").fill(code)
    kiosk.tab.get_by_role("button", name="Open", exact=True).click()


def test_the_staff_code_opens_without_a_network(
    building: Building, visiting: Visiting, server: Server
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    kiosk.visitor.excuse_silence()
    server.stop()

    enters(kiosk, staff_code(building))

    tells = kiosk.tab.get_by_role("dialog", name="How this screen is")
    expect(tells).to_be_visible()
    expect(tells).to_contain_text("Can't be reached")
    server.start()
    expect(tells).to_contain_text("Answers")


def test_five_wrong_codes_make_everybody_wait(kiosk: Kiosk, building: Building) -> None:
    code = staff_code(building)
    wrong = f"{(int(code) + 1) % 10**8:08}"
    problem = kiosk.tab.locator("#staff-problem")
    for _ in range(4):
        enters(kiosk, wrong)
        expect(problem).to_have_text("That isn't this screen's code.")
        expect(kiosk.tab.get_by_label("Staff code")).to_have_value("")
    enters(kiosk, wrong)
    expect(problem).to_have_text("Too many tries. Please wait a minute.")

    enters(kiosk, code)

    expect(kiosk.tab.get_by_label("Staff code")).to_have_value("")
    expect(kiosk.tab.locator("#care")).to_be_hidden()


def test_a_badge_is_read_while_staff_look_and_shuts_what_they_see(
    kiosk: Kiosk, building: Building
) -> None:
    enters(kiosk, staff_code(building))
    expect(kiosk.tab.locator("#care")).to_be_visible()

    kiosk.scan(text_of(building, enrol(building)))

    kiosk.says("Welcome")
    expect(kiosk.tab.locator("#care")).to_be_hidden()


def test_a_screen_that_is_set_up_anew_leaves_nothing_that_opens_anything(
    kiosk: Kiosk, building: Building, server: Server
) -> None:
    [copied] = kiosk.visitor.context.cookies()
    enters(kiosk, staff_code(building))

    kiosk.tab.get_by_role("button", name="Set up anew").click()

    expect(kiosk.tab.get_by_label("One-time code")).to_be_visible()
    expect(kiosk.tab.get_by_role("button", name="Staff", exact=True)).to_be_hidden()
    assert kiosk.visitor.context.cookies() == []
    assert kept(kiosk) == NOTHING
    thief = server.app.test_client()
    thief.set_cookie(copied["name"], copied["value"])
    assert thief.post("/api/v1/kiosks/heartbeat", json={}).status_code == 401
    assert thief.get("/api/v1/kiosks/snapshot").status_code == 401


def test_a_screen_is_not_set_up_anew_while_its_server_cannot_hear_of_it(
    building: Building, visiting: Visiting, server: Server
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    kiosk.visitor.excuse("ERR_CONNECTION_(REFUSED|RESET)")
    enters(kiosk, staff_code(building))
    anew = kiosk.tab.get_by_role("button", name="Set up anew")
    expect(anew).to_be_enabled()

    server.stop()
    anew.click()

    expect(anew).to_be_disabled()
    expect(kiosk.tab.locator("#care")).to_contain_text("as soon as the server answers")
    assert len(kiosk.visitor.context.cookies()) == 1


def test_staff_leave_the_full_screen_and_come_back(kiosk: Kiosk, building: Building) -> None:
    fills = "document.fullscreenElement !== null"
    enters(kiosk, staff_code(building))
    switch = kiosk.tab.get_by_role("button", name="Full screen on or off")

    switch.click()
    kiosk.tab.wait_for_function(fills)
    switch.click()
    kiosk.tab.wait_for_function(f"!({fills})")


def test_a_finger_on_the_screen_fills_it(building: Building, visiting: Visiting) -> None:
    kiosk = Kiosk.paired(visiting(has_touch=True), building)

    kiosk.sentence.tap()

    kiosk.tab.wait_for_function("document.fullscreenElement !== null")


def test_both_panels_are_for_everyone(kiosk: Kiosk, building: Building, examiner: Examiner) -> None:
    kiosk.tab.get_by_role("button", name="Staff", exact=True).click()
    examiner.examine(kiosk.tab, "the panel that asks for the staff code")
    enters(kiosk, staff_code(building))
    expect(kiosk.tab.locator("#care-findings")).to_contain_text("Server")
    examiner.examine(kiosk.tab, "the panel for staff")
