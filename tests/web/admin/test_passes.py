"""Day passes, as the front desk hands them out."""

import re

import pypdfium2
import pytest
from werkzeug.test import TestResponse

from checkin.core.badge import Badge, Kind, read
from checkin.core.policy import Reason
from checkin.core.roles import Role
from checkin.core.scan import Direction
from checkin.services import scanning
from checkin.storage.store import Store
from tests import world
from tests.qr_codes import qr_codes
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


def print_pack(clerk: Clerk, count: int = 5) -> TestResponse:
    site = clerk.building.hq
    return clerk.post("/console/desk/pack", site=site, count=count)


def texts(sheet: TestResponse) -> list[str]:
    """The QR texts on a printed sheet."""
    page = pypdfium2.PdfDocument(sheet.data)[0].render(scale=3).to_pil()
    return [code.text for code in qr_codes(page)]


def number(sheet: TestResponse) -> str:
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", sheet.headers["Content-Disposition"])
    assert found, sheet.headers
    return found[0]


def reason(building: Building, shown: str) -> object:
    rt = building.runtime
    trust = rt.trust
    with rt.reading() as db:
        said = scanning.explain(
            db, shown, building.courtyard, Direction.IN, trust, now=building.now
        )
    assert said is not None
    return said.decision.reason


@pytest.mark.parametrize("count", [5, 10])
def test_a_sheet_has_a_pass_for_each_day_and_the_first_opens_the_door(
    building: Building, reception: Clerk, count: int
) -> None:
    sheet = print_pack(reception, count)

    assert sheet.mimetype == "application/pdf"
    shown = texts(sheet)
    assert len(shown) == count
    assert [reason(building, text) for text in shown].count(Reason.OK) == 1


def test_no_name_is_asked_anywhere(reception: Clerk) -> None:
    page = reception.get("/console/desk").text

    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
    assert asked == {
        *("csrf_token", "site", "count", "lost"),  # passes
        *("shown", "door", "direction"),  # what somebody holds up
        *("profile", "last_day"),  # a code on paper
    }


def test_one_pass_is_shown_to_be_photographed(building: Building, reception: Clerk) -> None:
    page = reception.post("/console/desk/pass", site=building.hq)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", words(page))
    assert found
    assert reason(building, found[0]) is Reason.OK
    assert "the end of 23 Nov 2026" in words(page)


def test_a_lost_pack_is_void_by_its_number(building: Building, reception: Clerk) -> None:
    sheet = print_pack(reception)
    today = next(text for text in texts(sheet) if reason(building, text) is Reason.OK)

    answer = reception.post("/console/desk/void", site=reception.building.hq, lost=number(sheet))

    assert answer.status_code == 303
    assert "5 of its passes were still good" in words(reception.get("/console/desk"))
    assert reason(building, today) is Reason.REVOKED


def test_a_lost_pack_is_void_by_holding_one_of_its_passes_to_the_scanner(
    building: Building, reception: Clerk
) -> None:
    first, *rest = texts(print_pack(reception))

    reception.post("/console/desk/void", site=reception.building.hq, lost=rest[0])

    assert "is void" in words(reception.get("/console/desk"))
    assert isinstance(
        read(first, building.runtime.keyring, accepts=None, now=building.now), Badge
    ) is (reason(building, first) is Reason.REVOKED)


def test_a_single_pass_is_void_by_its_code(building: Building, reception: Clerk) -> None:
    page = words(reception.post("/console/desk/pass", site=building.hq))
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)
    assert found

    reception.post("/console/desk/void", site=reception.building.hq, lost=found[0])

    assert reason(building, found[0]) is Reason.REVOKED
    assert "The pass is void" in words(reception.get("/console/desk"))


@pytest.mark.parametrize("lost", ["", "ABC-DEF", "CI1:XYZ", "x" * 1201])
def test_what_isnt_known_is_said_at_the_question(reception: Clerk, lost: str) -> None:
    answer = reception.post("/console/desk/void", site=reception.building.hq, lost=lost)

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)


@pytest.mark.parametrize("count", ["", "4", "11", "7", "many"])
def test_a_pack_of_another_size_is_not_made(reception: Clerk, store: Store, count: str) -> None:
    answer = reception.post("/console/desk/pack", site=reception.building.hq, count=count)

    assert answer.status_code in {400, 409}
    assert "day_pass" not in world.rows(store)


def test_a_desk_of_one_site_has_nothing_to_do_with_another(building: Building) -> None:
    lab_desk, hq_desk = (
        Clerk(building, Role.RECEPTION, site) for site in (building.lab, building.hq)
    )
    sheet = print_pack(hq_desk)

    assert print_pack(lab_desk).status_code == 404
    assert lab_desk.post("/console/desk/pass", site=building.hq).status_code == 404
    assert (
        lab_desk.post("/console/desk/void", site=building.lab, lost=number(sheet)).status_code
        == 400
    )
    assert "Headquarters" not in words(lab_desk.get("/console/desk"))
    assert "Laboratory" not in words(hq_desk.get("/console/desk"))


def test_a_site_that_is_closed_says_so(building: Building, reception: Clerk) -> None:
    answer = reception.post("/console/desk/pass", site=building.lab)

    assert answer.status_code == 409
    assert "Day passes open no door of Laboratory today" in words(answer)


def test_passes_are_day_passes_of_the_site_and_nothing_else(
    building: Building, reception: Clerk
) -> None:
    days = [building.now.replace(day=23 + day) for day in range(6)]

    read_on = [
        [read(text, building.runtime.keyring, accepts={"hq"}, now=day) for day in days]
        for text in texts(print_pack(reception))
    ]

    good = [[one for one in found if isinstance(one, Badge)] for found in read_on]
    assert [len(found) for found in good] == [1] * 5
    assert {(one.kind, one.aud, one.status) for (one,) in good} == {(Kind.DAY, "hq", None)}


def test_what_is_printed_can_be_read_by_nobody_later(
    building: Building, reception: Clerk, store: Store
) -> None:
    printed = texts(print_pack(reception))

    assert len(printed) == 5
    for text in printed:
        assert world.find(store, text) == []
