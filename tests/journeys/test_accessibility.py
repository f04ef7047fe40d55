"""Everybody can use every page: WCAG 2.2 AA by axe, wide and narrow, light and dark; keyboards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from werkzeug.routing import Rule

from checkin.core.rights import Wish
from checkin.core.roles import MAY, Act, Role
from checkin.services import accounts, invitations, signin
from checkin.services.enrolment import Enrolled
from checkin.services.invitations import Start
from checkin.storage import rights
from checkin.storage.rights import Asked
from checkin.storage.tables import session
from tests import world
from tests.journeys.conftest import Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.house import Server
from tests.journeys.keyboard import reach
from tests.journeys.pages import Kiosk, Visitor
from tests.journeys.passkeys import add_passkey
from tests.journeys.people import (
    ADDRESS,
    BADGE_BOX,
    NAME,
    Colleague,
    Employee,
    mailed_code,
    publish_notice,
)
from tests.world import Building, enrol, text_of

ROLES = (Role.SITE_ADMIN, Role.ENROLMENT_ADMIN, Role.RECEPTION, Role.DPO, Role.AUDITOR)
"""Those that have pages so far."""


@pytest.fixture(autouse=True)
def notice(building: Building) -> None:
    """A notice that holds, and its successor that doesn't yet."""
    publish_notice(building)
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))


@pytest.fixture
def ada(building: Building, server: Server) -> Enrolled:
    """Somebody who came in once."""
    person = enrol(building)
    kiosk = server.app.test_client()
    kiosk.set_cookie("kiosk", building.kiosk_secret)
    scan = {
        "token": text_of(building, person),
        "nonce": str(uuid4()),
        "taken_at": building.now.isoformat(),
        "direction": "in",
    }
    assert kiosk.post("/api/v1/scans", json=scan).get_json()["admit"]
    return person


# --- every address that shows a page --------------------------------------------------------------

Ways: TypeAlias = list[tuple[str, object]]
"""Addresses, each with what it requires: nothing, a person, or an account that may do an act."""


@pytest.fixture
def ways(server: Server, building: Building, ada: Enrolled) -> Ways:
    """Every address that answers GET."""
    examples = arguments(building, ada)
    app = server.app
    return [
        (address(rule, examples), getattr(app.view_functions[rule.endpoint], "required", None))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static")
    ]


def address(rule: Rule, examples: Mapping[str, str]) -> str:
    """An address of this rule. An argument that is new needs an example."""
    built = rule.build({name: examples[f"{rule.endpoint} {name}"] for name in rule.arguments})
    assert built is not None
    return built[1]


def arguments(building: Building, ada: Enrolled) -> dict[str, str]:
    """An example for every argument of an address."""
    rt, now = building.runtime, building.now
    with rt.writing() as db:
        start = Start(building.everyone, building.hq)
        invitation = invitations.invite(db, ADDRESS, start, rt.hashing, now=now)
        token = accounts.first_account(db, "first@linden.example", rt.hashing, now=now)
        [account] = accounts.listed(db)
        wrong = Asked(Wish.CORRECT, text="My last day is wrong.")
        request = rights.add(db, ada.refs.identity, wrong, now=now)
    assert invitation is not None
    return {
        "public.status_list number": "1",
        "notices.version number": "2.0.0",
        "notices.changes number": "2.0.0",
        "join.poster code": "hq",
        "join.invited code": invitation.code,
        "signin.carry code": "a-code",
        "admin_signin.setup token": token,
        "admin_accounts.one account_id": str(account.id),
        "admin_doors.door door_id": str(building.main_entrance),
        "admin_site.site site_id": str(building.hq),
        "admin_simulator.ask_of_person identity": str(ada.refs.identity),
        "admin_profiles.profile profile_id": str(building.everyone),
        "admin_invite.poster site_id": str(building.hq),
        "admin_invite.poster lang": "en",
        "admin_kiosks.kiosk kiosk_id": str(building.kiosk),
        "admin_requests.one request_id": str(request),
        "admin_people.person identity": str(ada.refs.identity),
    }


def walk(visitor: Visitor, ways: list[str], examiner: Examiner) -> None:
    """Examine every one of these addresses that is a page."""
    for way in ways:
        answer = visitor.context.request.get(way)
        assert answer.ok, f"{way}: {answer.status}"
        if answer.headers["content-type"].startswith("text/html"):
            visitor.tab.goto(way)
            examiner.examine(visitor.tab, way)


def test_what_anybody_can_open(visiting: Visiting, ways: Ways, examiner: Examiner) -> None:
    # of screens that are paired, and of a monitor that shows its token
    others = ("/kiosk", "/api/v1/kiosks/snapshot", "/metrics")
    public = [way for way, required in ways if required is None and way not in others]

    walk(visiting(), public, examiner)


def test_what_an_enrolled_person_can_open(
    building: Building, visiting: Visiting, ada: Enrolled, ways: Ways, examiner: Examiner
) -> None:
    visitor = visiting()
    with building.runtime.writing() as db:
        token = signin.open_session(
            db, identity=ada.refs.identity, now=building.now, life=timedelta(hours=1)
        )
    visitor.context.add_cookies([{"name": "session", "value": token, "url": visitor.address}])

    walk(visitor, [way for way, required in ways if required == "person"], examiner)


@pytest.mark.parametrize("role", ROLES)
def test_what_the_console_opens(
    building: Building, visiting: Visiting, role: Role, ways: Ways, examiner: Examiner
) -> None:
    visitor = visiting()
    Colleague(visitor, building, role).set_up()
    if Act.SEE_PEOPLE in MAY[role]:
        say_why(visitor.tab)
    own = [
        way
        for way, acts in ways
        if isinstance(acts, tuple) and (not acts or MAY[role].intersection(acts))
    ]

    walk(visitor, own, examiner)


def say_why(tab: Page) -> None:
    """Give the reason for looking at records, which is asked for once."""
    tab.goto("/console/reason")
    tab.locator("select").select_option(index=1)
    tab.get_by_role("textbox").fill("Ada lost her badge on the train")
    tab.get_by_role("button", name="Go on").click()


def test_every_page_of_the_console_is_for_a_role_that_is_examined(ways: Ways) -> None:
    acts = frozenset().union(*(MAY[role] for role in ROLES))

    needed = [required for _, required in ways if isinstance(required, tuple)]

    assert all(not required or acts.intersection(required) for required in needed)


# --- what comes after a press ---------------------------------------------------------------------


def test_the_way_in_and_out_again(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    employee = Employee(visiting(), building)
    employee.visitor.excuse("400")
    tab = employee.tab
    employee.ask_for_code()
    employee.type_code("00000000")
    expect(tab.get_by_role("alert")).to_contain_text("This code doesn't fit.")
    examiner.examine(tab, "a wrong code")
    employee.type_code(mailed_code(building, ADDRESS))
    tab.get_by_text("Read the whole text").click()
    examiner.examine(tab, "the notice")
    tab.get_by_role("link", name="Go on").click()
    tab.get_by_label("First and last name").fill(NAME)
    examiner.examine(tab, "the name")
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_role("checkbox", name=BADGE_BOX).check()
    examiner.examine(tab, "the choice")
    tab.get_by_role("button", name="Yes, make my badge").click()
    tab.get_by_role("link", name="Show my badge").click()
    tab.get_by_role("button", name="Carry to my phone").click()
    expect(tab.get_by_role("heading", name="Carry your badge to your phone")).to_be_visible()
    examiner.examine(tab, "carrying a badge")
    employee.take_back(BADGE_BOX)
    examiner.examine(tab, "taken back")


def test_a_day_pass_on_the_screen(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    reception = Colleague(visiting(), building, Role.RECEPTION)
    reception.set_up()
    reception.tab.goto("/console/desk")
    reception.tab.get_by_role("button", name="Show a pass").click()
    expect(reception.tab.locator("#short-code")).to_be_visible()

    examiner.examine(reception.tab, "a day pass")


def test_help_at_the_front_desk(
    building: Building, visiting: Visiting, ada: Enrolled, examiner: Examiner
) -> None:
    reception = Colleague(visiting(), building, Role.RECEPTION)
    reception.set_up()
    page = reception.tab
    page.goto("/console/desk")
    page.get_by_label("Badge, day pass or short code").fill(text_of(building, ada))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Written down, help code")).to_be_visible()
    page.get_by_text("Another door, or on the way out").click()
    examiner.examine(page, "a badge that was held up")
    page.goto("/console/desk")
    page.get_by_role("button", name="Make a code").click()
    expect(page.locator("#desk-code")).to_be_visible()
    examiner.examine(page, "a code on paper")


def test_pasted_lists(building: Building, visiting: Visiting, examiner: Examiner) -> None:
    admin = Colleague(visiting(), building, Role.ENROLMENT_ADMIN)
    admin.set_up()
    tab = admin.tab
    long_line = "x" * 80
    tab.goto("/console/invite")
    tab.get_by_label("Work e-mail").fill(f"noor@linden.example\nno address\n{long_line}")
    tab.get_by_role("button", name="Send the invitations").click()
    expect(tab.get_by_text("2 lines couldn't be used")).to_be_visible()
    examiner.examine(tab, "bad lines")
    tab.goto("/console/leavers")
    tab.get_by_label("Work e-mail of those who leave").fill(f"noor@linden.example\n{long_line}")
    tab.get_by_role("textbox", name="Last day").fill("2099-12-31")
    tab.get_by_role("button", name="Show what it does").click()
    expect(tab.get_by_role("heading", name="What this list does")).to_be_visible()
    examiner.examine(tab, "what a list does")
    tab.get_by_role("button", name="Enter these last days").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    examiner.examine(tab, "a plan that can be undone")


def test_a_code_for_a_kiosk(building: Building, visiting: Visiting, examiner: Examiner) -> None:
    admin = Colleague(visiting(), building, Role.SITE_ADMIN)
    admin.set_up()
    admin.tab.goto(f"/console/kiosks/{building.kiosk}")
    admin.tab.get_by_role("button", name="Show a pairing code").click()
    expect(admin.tab.locator("#pairing-code")).to_be_visible()

    examiner.examine(admin.tab, "a pairing code")


def test_one_s_own_sign_in_and_the_proof_that_it_asks_for(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    admin = Colleague(visiting(), building, Role.SITE_ADMIN)
    admin.visitor.excuse("403")
    admin.set_up()
    add_passkey(admin.tab)
    examiner.examine(admin.tab, "own sign-in, with a passkey")
    forget_proofs(building)
    admin.tab.goto("/console/own")
    examiner.examine(admin.tab, "own sign-in, to be proved")
    admin.tab.get_by_role("link", name="Show that it is you").click()
    admin.tab.get_by_label("Password").fill("not this one")
    admin.tab.get_by_label("Code").fill("000000")
    admin.tab.get_by_role("button", name="Go on").click()
    expect(admin.tab.get_by_role("alert").first).to_contain_text("That didn't work.")

    examiner.examine(admin.tab, "a proof that was refused")


def forget_proofs(building: Building) -> None:
    """Let every session have shown its factors long ago."""
    long_ago = building.now - timedelta(hours=1)
    with building.runtime.writing() as db:
        db.execute(update(session).values(proved_at=long_ago))


def test_a_log_without_any_act(building: Building, visiting: Visiting, examiner: Examiner) -> None:
    auditor = Colleague(visiting(), building, Role.AUDITOR)
    auditor.set_up()
    auditor.tab.goto("/console/log?kind=desk&role=warden&since=week&who=adm-0000")
    expect(auditor.tab.get_by_text("Nothing was done here")).to_be_visible()

    examiner.examine(auditor.tab, "a log without any act")


@pytest.mark.parametrize("way", ["/nowhere", "/join/nowhere", "/console/nowhere"])
def test_a_page_that_is_not_there(visiting: Visiting, examiner: Examiner, way: str) -> None:
    visitor = visiting()
    visitor.excuse("404")
    visitor.tab.goto(way)

    examiner.examine(visitor.tab, way)


# --- the kiosk ------------------------------------------------------------------------------------


def test_a_screen_that_is_not_set_up(visiting: Visiting, examiner: Examiner) -> None:
    visitor = visiting()
    visitor.excuse("401")
    kiosk = Kiosk(visitor)
    kiosk.open()
    expect(kiosk.tab.get_by_role("button", name="Set up")).to_be_visible()

    examiner.examine(kiosk.tab, "kiosk, not set up")


def test_the_screen_at_a_door(
    building: Building, ada: Enrolled, visiting: Visiting, examiner: Examiner
) -> None:
    visitor = visiting()
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)
    examiner.examine(kiosk.tab, "kiosk, ready")
    for button, close in (("No badge?", "Close"), ("Type the code", "Close")):
        kiosk.tab.get_by_role("button", name=button).click()
        examiner.examine(kiosk.tab, f"kiosk, {button}")
        kiosk.tab.get_by_role("button", name=close).click()
    kiosk.tab.get_by_role("button", name="Deutsch").click()
    examiner.examine(kiosk.tab, "kiosk, German")


@pytest.mark.parametrize("admitted", [True, False])
def test_an_answer_at_a_door(
    building: Building, visiting: Visiting, examiner: Examiner, admitted: bool
) -> None:
    visitor = visiting()
    visitor.tab.clock.install()
    kiosk = Kiosk.paired(visitor, building)
    kiosk.scan(text_of(building, enrol(building)) if admitted else "CI1:NOTHING OF OURS")
    kiosk.says("Welcome" if admitted else "Please try again.")
    hold_the_clock(kiosk.tab)

    what = f"kiosk, {'admitted' if admitted else 'refused'}"
    examiner.examine(kiosk.tab, what, clock_stands=True)

    expect(kiosk.answer).to_be_visible()


def hold_the_clock(tab: Page) -> None:
    """Let the page's time stand still in a second, while its answer is still shown."""
    tab.clock.pause_at(tab.evaluate("Date.now()") / 1000 + 1)


def test_a_screen_without_its_server(
    building: Building, server: Server, visiting: Visiting, examiner: Examiner
) -> None:
    kiosk = Kiosk.paired(visiting(), building)
    kiosk.visitor.excuse_silence()
    server.stop()
    kiosk.scan(text_of(building, enrol(building)))
    kiosk.says("This screen can't check badges right now.")
    kiosk.is_quiet()

    examiner.examine(kiosk.tab, "kiosk, blind")


# --- by keyboard ----------------------------------------------------------------------------------


def test_joining_needs_no_mouse(building: Building, visiting: Visiting) -> None:
    tab = visiting().tab
    tab.goto("/join/hq")
    reach(tab.get_by_label("Work e-mail"))
    tab.keyboard.type(ADDRESS)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("textbox", name="Code")).to_be_visible()
    reach(tab.get_by_role("textbox", name="Code"))
    tab.keyboard.type(mailed_code(building, ADDRESS))
    tab.keyboard.press("Enter")
    reach(tab.get_by_role("link", name="Go on"))
    tab.keyboard.press("Enter")
    reach(tab.get_by_label("First and last name"))
    tab.keyboard.type(NAME)
    tab.keyboard.press("Enter")
    reach(tab.get_by_role("checkbox", name=BADGE_BOX))
    tab.keyboard.press("Space")
    reach(tab.get_by_role("button", name="Yes, make my badge"))
    tab.keyboard.press("Enter")

    reach(tab.get_by_role("link", name="Show my badge"))
    tab.keyboard.press("Enter")

    expect(tab.locator("#short-code")).to_be_visible()
