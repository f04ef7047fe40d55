"""Kiosks, as a site admin meets them."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from checkin.core.roles import Role
from checkin.core.site import InputMode
from checkin.services import kiosks
from checkin.services.kiosks import Health, KioskView, NotPaired, Paired
from checkin.storage import kiosks as rows
from checkin.storage.store import Store
from checkin.web import kiosk as kiosk_page
from checkin.web.admin.scanner_codes import CALIBRATION, TEST
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")


def hear(building: Building, health: Health = WELL) -> KioskView | NotPaired:
    with building.runtime.writing() as db:
        return kiosks.heartbeat(
            db, building.kiosk_hash, health, building.runtime.hashing, now=building.now
        )


def shown_code(page: str) -> str:
    found = re.search(r'id="pairing-code">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)
    assert found, page
    return found[1]


def pair(building: Building, code: str) -> Paired | NotPaired:
    rt = building.runtime
    with rt.writing() as db:
        return kiosks.pair(db, code, None, rt.hashing, client="203.0.113.7", now=building.now)


def at(building: Building) -> str:
    return f"/console/kiosks/{building.kiosk}"


def test_the_list_says_how_each_kiosk_is(building: Building, site_admin: Clerk) -> None:
    hear(building)
    building.clock.pass_(minutes=2)

    page = words(site_admin.get("/console/kiosks"))

    assert "Lobby tablet Headquarters, Main entrance Working 2 minutes ago" in page
    assert "0 scans None +0.0 s Scanner Nothing" in page


def test_a_silent_kiosk_is_called_silent(building: Building) -> None:
    hear(building)
    building.clock.pass_(hours=1, minutes=30)
    site_admin = Clerk(building, Role.SITE_ADMIN)

    assert "Headquarters, Main entrance Silent 1 hour ago" in words(
        site_admin.get("/console/kiosks")
    )
    assert "power and network" in words(site_admin.get(at(building)))


def test_what_a_kiosk_reports_is_said_in_words(building: Building, site_admin: Clerk) -> None:
    hear(building, Health(2, 12, None, "failing", "seen", 65_000, "1a2b3c4d"))

    listed = words(site_admin.get("/console/kiosks"))
    alone = words(site_admin.get(at(building)))

    assert "Needs a look Just now" in listed
    assert "Scans wait to be sent, its clock is wrong, its camera doesn't work" in listed
    assert "2 scans" in alone
    assert "+65.0 s" in alone
    assert "Camera Can't be read" in alone
    assert "Scanner Works" in alone


def test_how_reading_by_the_camera_goes_is_said_in_numbers(
    building: Building, site_admin: Clerk
) -> None:
    hear(building, replace(WELL, frames=12_345, frames_failed=6, decode_milliseconds=14))

    page = words(site_admin.get(at(building)))

    assert "Pictures looked at 12,345, 6 of them given up" in page
    assert "Time for a picture 14 ms" in page


@pytest.mark.parametrize("frames", [None, 0])
def test_a_kiosk_whose_camera_never_looked_has_no_numbers_of_it(
    building: Building, site_admin: Clerk, frames: int | None
) -> None:
    hear(building, replace(WELL, frames=frames))

    assert "Pictures looked at" not in site_admin.get(at(building)).text


def test_the_time_for_a_picture_may_be_unknown(building: Building, site_admin: Clerk) -> None:
    hear(building, replace(WELL, frames=3))

    assert "Time for a picture Not known" in words(site_admin.get(at(building)))


def test_the_sheet_that_scanners_are_tried_with_holds_both_codes(site_admin: Clerk) -> None:
    page = site_admin.get("/console/kiosks/scanner-sheet")

    assert page.text.count("data:image/svg+xml;base64,") == 2
    assert "Code 1: learn" in page.text
    assert "/console/kiosks/scanner-sheet" in site_admin.get("/console/kiosks").text


@pytest.mark.parametrize(
    ("module", "text"), [("calibration.js", CALIBRATION), ("selftest.js", TEST)]
)
def test_the_kiosk_knows_the_codes_of_the_sheet(module: str, text: str) -> None:
    script = (Path(kiosk_page.__file__).parent / "static" / "kiosk" / module).read_text()

    assert text in re.sub(r'" \+\n +"', "", script)
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_new_kiosk_is_added_and_its_code_shown_large_and_as_a_picture(
    building: Building, site_admin: Clerk
) -> None:
    answer = site_admin.post(
        "/console/kiosks/add", title="Lab tablet", door=building.lab_entrance, input="camera"
    )

    assert answer.status_code == 200
    assert "works once, within 10 minutes" in words(answer)
    assert "data:image/svg+xml;base64," in answer.text
    paired = pair(building, shown_code(answer.text))
    assert isinstance(paired, Paired)
    assert (paired.kiosk.title, paired.kiosk.input) == ("Lab tablet", InputMode.CAMERA)


def test_the_pictures_link_keeps_the_code_out_of_every_servers_log(
    building: Building, site_admin: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(link: str) -> str:
        drawn.append(link)
        return "data:,"

    monkeypatch.setattr("checkin.web.admin.kiosks.picture", draw)

    code = shown_code(site_admin.post(f"{at(building)}/code").text)

    assert drawn == [f"http://localhost:8000/kiosk#code={code}&name=Lobby%20tablet"]


def test_a_code_is_shown_once(building: Building, site_admin: Clerk) -> None:
    code = shown_code(site_admin.post(f"{at(building)}/code").text)

    assert code not in site_admin.get(at(building)).text
    assert code not in site_admin.get("/console/kiosks").text


def test_a_code_works_once_but_in_a_demo_as_long_as_it_runs(store: Store, tmp_path: Path) -> None:
    demo = world.building(store, tmp_path, demo=True)
    page = Clerk(demo, Role.SITE_ADMIN).post(f"{at(demo)}/code")

    demo.clock.pass_(days=30)

    assert "again and again" in words(page)
    assert isinstance(pair(demo, shown_code(page.text)), Paired)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 81}, {"door": "x"}, {"input": "nose"}]
)
def test_a_kiosk_that_cant_be_read_is_asked_again(
    building: Building, site_admin: Clerk, store: Store, wrong: dict[str, str]
) -> None:
    form = {"title": "Lab tablet", "door": building.lab_entrance, "input": "scanner"}

    answer = site_admin.post("/console/kiosks/add", **{**form, **wrong})

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)
    assert world.rows(store)["kiosk"] == 1


def test_a_kiosk_at_a_door_that_isnt_there_is_not_added(site_admin: Clerk) -> None:
    answer = site_admin.post("/console/kiosks/add", title="Odd", door=uuid4(), input="scanner")

    assert answer.status_code == 404


def test_a_kiosk_is_shut_out_at_once(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(f"{at(building)}/revoke")

    assert answer.status_code == 303
    assert hear(building) is NotPaired.REVOKED
    assert "Shut out" in words(site_admin.get("/console/kiosks"))


def test_the_camera_is_a_choice_for_each_kiosk(building: Building, site_admin: Clerk) -> None:
    assert "A camera faces people" in words(site_admin.get(at(building)))

    site_admin.post(f"{at(building)}/input", input="both")

    view = hear(building)
    assert isinstance(view, KioskView)
    assert view.input is InputMode.BOTH


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=59), "Just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_time_is_said_as_people_say_it(
    building: Building, site_admin: Clerk, ago: timedelta, said: str
) -> None:
    with building.runtime.writing() as db:
        rows.heard(db, building.kiosk, WELL, now=building.now - ago)

    assert said in words(site_admin.get(at(building)))


def test_without_doors_the_page_says_what_comes_first(empty_admin: Clerk) -> None:
    assert "First there has to be a door" in words(empty_admin.get("/console/kiosks"))


def test_the_staff_code_is_shown_and_changed(building: Building, site_admin: Clerk) -> None:
    before = staff_code(site_admin.get(at(building)).text)

    answer = site_admin.post(f"{at(building)}/staff-code")

    assert answer.status_code == 303
    page = site_admin.get(at(building))
    assert "There is a new staff code" in words(page)
    assert staff_code(page.text) != before


def staff_code(page: str) -> str:
    found = re.search(r'class="large-code staff-code">(\d{4} \d{4})<', page)
    assert found, page
    return found[1]
