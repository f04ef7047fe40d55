"""Nobody can tell who was invited and didn't join, or who declined: not by a page, an answer, a
count or the work that an answer takes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from checkin import jobs
from checkin.core.roles import Role
from checkin.services import invitations, joining
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.admin.test_matrix import console_rules
from tests.web.visitor import Visitor
from tests.world import Building

ENROLLED = "ada.lindqvist@linden.example"
INVITED = "invited@linden.example"
DECLINED = "declined@linden.example"
UNKNOWN = "unknown@linden.example"
EVERYBODY = (ENROLLED, INVITED, DECLINED, UNKNOWN)
ANEW = ("/console/log", "/console/own")
"""What tells of acts, which is looked at below, and what draws a new secret each time."""

CONSOLE_ROLES = (Role.SITE_ADMIN, Role.ENROLMENT_ADMIN, Role.RECEPTION, Role.DPO, Role.AUDITOR)


@pytest.fixture
def ada(building: Building) -> None:
    """Somebody takes part, so that not taking part is the difference."""
    world.enrol(building, "Ada Lindqvist")


def invite(clerk: Clerk, *addresses: str) -> None:
    """Invite them, and let the messages go out."""
    building = clerk.building
    form = {"site": building.hq, "profile": building.everyone, "last_day": ""}
    clerk.post("/console/invite", addresses="\n".join(addresses), **form)
    clerk.get("/console/invite")  # where what just happened is said
    jobs.invite(building.runtime)


def decline(building: Building, address: str) -> None:
    """Come by the poster, prove the address, and say no."""
    visitor = Visitor(building)
    visitor.open("/join/hq")
    visitor.press("Send me a code", email=address)
    visitor.press("Go on", code=visitor.mailed_code(address))
    visitor.press("No, thank you")
    assert visitor.path == "/no-badge"


def same(text: str) -> str:
    """A page without what differs each time it is loaded, and without the address asked for."""
    text = re.sub(r'name="csrf_token" value="[^"]+"|nonce="[^"]+"|planned=[0-9a-f-]{36}', "", text)
    for address in EVERYBODY:
        text = text.replace(address, "X")
    return text


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that reach the database, without their values: what an answer costs."""
    statements: list[str] = []

    def note(_db: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engines = {store._reader, store._writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("role", CONSOLE_ROLES)
def test_no_page_of_the_console_changes_when_somebody_is_invited_or_declines(
    building: Building, role: Role
) -> None:
    clerk, inviting = Clerk(building, role), Clerk(building, Role.ENROLMENT_ADMIN)
    shown = {
        rule.rule: clerk.get(rule.rule)
        for method, rule in console_rules(building)
        if method == "GET" and not rule.arguments and not rule.rule.startswith(ANEW)
    }
    before = {at: same(page.text) for at, page in shown.items() if page.status_code == 200}

    invite(inviting, INVITED)
    decline(building, DECLINED)

    changed = [at for at, text in before.items() if same(clerk.get(at).text) != text]
    assert "/console" in before
    assert changed == []


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR])
def test_the_log_shows_that_lines_were_pasted_and_nothing_of_what_became_of_them(
    building: Building, role: Role
) -> None:
    shown = []
    for address in EVERYBODY:
        inviting = Clerk(building, Role.ENROLMENT_ADMIN)
        invite(inviting, address)
        building.clock.pass_(days=1)
        page = Clerk(building, role).get("/console/log").text
        shown.append(page.count(inviting.alias))
        assert address not in page

    assert len(set(shown)) == 1


@pytest.mark.usefixtures("ada")
def test_declining_leaves_no_row_that_an_unknown_address_does_not(
    building: Building, store: Store
) -> None:
    decline(building, DECLINED)
    building.clock.pass_(minutes=15)
    with store.writing() as db:
        joining.forget_ended(db, building.runtime.hashing, now=building.now)

    assert world.find(store, DECLINED.partition("@")[0]) == []
    assert not {"joining", "mailed_code", "mail_queue", "invitation"} & world.rows(store).keys()


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("at", "field", "others"),
    [
        ("/console/invite", "addresses", {"last_day": ""}),
        ("/console/leavers", "leaving", {"when": "now", "last_day": ""}),
        ("/console/leavers/end", "leaving", {"when": "now", "last_day": ""}),
        ("/console/leavers/end", "leaving", {"when": "later", "last_day": "2026-12-31"}),
    ],
)
def test_a_list_gets_the_same_answer_for_the_same_work_whoever_is_on_it(
    building: Building, enrolment_admin: Clerk, at: str, field: str, others: dict[str, str]
) -> None:
    store = building.runtime.store
    invite(enrolment_admin, INVITED)
    decline(building, DECLINED)
    places = {"site": building.hq, "profile": building.everyone}

    found = []
    for address in EVERYBODY:
        with counted(store) as statements:
            answer = enrolment_admin.post(at, **{field: address}, **others, **places)
        answered = same(answer.text), answer.status_code, answer.location and len(answer.location)
        enrolment_admin.get("/console/invite")
        jobs.invite(building.runtime)
        found.append((*answered, *statements))

    assert found[0] == found[1] == found[2] == found[3]


@pytest.mark.usefixtures("ada")
def test_whoever_does_not_take_part_is_found_as_little_as_whoever_does_not_exist(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    invite(enrolment_admin, INVITED)
    decline(building, DECLINED)

    found = []
    for address in (INVITED, DECLINED, UNKNOWN):
        with counted(store) as statements:
            answer = enrolment_admin.post("/console/people", query=address)
        found.append((same(answer.text), *statements))

    assert found[0] == found[1] == found[2]


@pytest.mark.usefixtures("ada")
def test_the_way_in_and_the_sign_in_answer_everybody_alike(
    building: Building, enrolment_admin: Clerk
) -> None:
    invite(enrolment_admin, INVITED)
    decline(building, DECLINED)
    building.clock.pass_(hours=1)

    for start, button in (("/join/hq", "Send me a code"), ("/sign-in", "Send me a code")):
        pages = set()
        for address in EVERYBODY:
            visitor = Visitor(building)
            visitor.open(start)
            visitor.press(button, email=address)
            pages.add((visitor.path, same(visitor.page.text)))
        assert len(pages) == 1, start


# --- counts -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ada")
def test_what_could_not_be_delivered_is_counted_without_whose_it_was(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    invite(enrolment_admin, INVITED)
    with store.writing() as db:
        for address in (INVITED, DECLINED, UNKNOWN, ENROLLED):
            invitations.undeliverable(db, address, building.runtime.hashing, now=building.now)

    page = enrolment_admin.get("/console/invite").text

    assert "1 invitation of the last 14 days" in " ".join(re.sub("<[^>]+>", "", page).split())
    assert world.find(store, INVITED.partition("@")[0]) == ["mail_queue.address"]
