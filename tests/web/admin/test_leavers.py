"""Ending enrolments by a list: a preview, a minute to undo, and no word about who takes part."""

import re

import pytest

from checkin import jobs
from checkin.storage import roster
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

ADA = "ada.lindqvist@linden.example"


def form(leaving: str = ADA, **changes: object) -> dict[str, object]:
    return {"leaving": leaving, "when": "later", "last_day": "2026-12-31", **changes}


def planned(clerk: Clerk, leaving: str = ADA) -> str:
    """The address of the page on which a plan that was just made can be undone."""
    answer = clerk.post("/console/leavers/end", **form(leaving))
    assert answer.status_code == 303
    return answer.location


def test_a_preview_counts_lines_and_names_the_bad_ones(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    before = world.rows(store)
    leaving = f"{ADA}\nnobody\ngrace@linden.example;2026-11-30"

    page = words(enrolment_admin.post("/console/leavers", **form(leaving)))

    assert "End after their last day 2 addresses, 30 Nov 2026 to 31 Dec 2026" in page
    assert "Left out 1 line" in page
    assert "2 nobody There is no e-mail address in it." in page
    assert "can't be undone" not in page
    assert world.rows(store) == before


def test_a_preview_is_the_same_whoever_is_on_the_list(
    building: Building, enrolment_admin: Clerk
) -> None:
    world.enrol(building, "Ada Lindqvist")

    pages = [
        enrolment_admin.post("/console/leavers", **form(address)).text.replace(address, "X")
        for address in (ADA, "nobody@linden.example")
    ]

    first, second = (re.sub(r'name="csrf_token" value="[^"]+"', "", page) for page in pages)
    assert first == second


def test_what_the_preview_holds_is_what_is_sent(building: Building, enrolment_admin: Clerk) -> None:
    page = enrolment_admin.post(
        "/console/leavers", **form(f"{ADA}\ngrace@linden.example", when="now", last_day="")
    )

    assert "What ends at once can't be undone." in words(page)
    kept = re.search(r'<textarea name="leaving" hidden>([^<]*)</textarea>', page.text)
    assert kept
    assert kept[1].splitlines() == [ADA, "grace@linden.example"]
    assert '<input type="hidden" name="when" value="now">' in page.text


def test_at_once_is_at_once(building: Building, enrolment_admin: Clerk, store: Store) -> None:
    world.enrol(building, "Ada Lindqvist")

    answer = enrolment_admin.post("/console/leavers/end", **form(ADA, when="now", last_day=""))

    assert (answer.status_code, answer.location) == (303, "/console/leavers")
    assert "1 line is done" in words(enrolment_admin.get("/console/leavers"))
    with store.reading() as db:
        (shown,) = roster.page(db, "", None, 25)
    assert shown.ends_at == building.now
    jobs.end_what_is_over(building.runtime)
    assert world.find(store, "Lindqvist") == []


def test_a_plan_can_be_undone_for_a_minute(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    world.enrol(building, "Ada Lindqvist")
    at = planned(enrolment_admin)
    page = words(enrolment_admin.get(at))
    plan = at.partition("planned=")[2]

    undone = enrolment_admin.post("/console/leavers/undo", planned=plan)

    assert "You can undo it for a minute" in page
    assert undone.status_code == 303
    assert "Nobody's last day was changed" in words(enrolment_admin.get("/console/leavers"))
    building.clock.pass_(minutes=1)
    jobs.end_what_is_over(building.runtime)
    with store.reading() as db:
        (shown,) = roster.page(db, "", None, 25)
    assert shown.ends_at is None


def test_after_the_minute_the_last_days_are_entered(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building, "Ada Lindqvist")
    at = planned(enrolment_admin)
    building.clock.pass_(minutes=1)
    jobs.end_what_is_over(building.runtime)

    late = enrolment_admin.post("/console/leavers/undo", planned=at.partition("planned=")[2])

    assert late.status_code == 303
    assert "The minute is over" in words(enrolment_admin.get("/console/leavers"))
    assert "The last days are entered." in words(enrolment_admin.get(at))
    record = words(enrolment_admin.get(f"/console/people/{ada.refs.identity}"))
    assert "Last day 31 Dec 2026" in record


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"leaving": ""}, "Type an e-mail address, or paste a list"),
        ({"leaving": "nobody"}, "None of these lines has an e-mail address."),
        ({"when": "soon"}, "Choose one of the list."),
        ({"last_day": ""}, "Choose their last day, or let them end at once."),
        ({"last_day": "2020-01-01"}, "That day is over."),
    ],
)
@pytest.mark.parametrize("at", ["/console/leavers", "/console/leavers/end"])
def test_a_list_that_cant_be_read_is_asked_again_and_ends_nobody(
    enrolment_admin: Clerk, store: Store, wrong: dict[str, str], said: str, at: str
) -> None:
    answer = enrolment_admin.post(at, **form(**wrong))

    assert answer.status_code == 400
    assert said in words(answer)
    assert "pasted_line" not in world.rows(store)


def test_nothing_else_than_a_plan_is_undone(enrolment_admin: Clerk) -> None:
    assert enrolment_admin.post("/console/leavers/undo", planned="x").status_code == 400
    assert enrolment_admin.get("/console/leavers?planned=x").status_code == 400
