"""The console's first page: what needs somebody now, for each role, and nothing about people."""

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.roles import Role
from checkin.core.site import InputMode
from checkin.services import alternative, kiosks
from checkin.services.alternative import WayIn
from checkin.services.kiosks import Health
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")


def furnish(building: Building) -> None:
    """Let the building have somebody in each role that it needs."""
    for role in (Role.RECEPTION, Role.ENROLMENT_ADMIN, Role.DPO):
        Clerk(building, role)


def test_kiosks_that_need_care_come_first_and_the_others_are_a_number(
    building: Building, site_admin: Clerk
) -> None:
    furnish(building)
    with building.runtime.writing() as db:
        kiosks.heartbeat(db, building.kiosk_hash, WELL, building.runtime.hashing, now=building.now)
        kiosks.add(db, building.courtyard, "Old laptop", InputMode.CAMERA, SYSTEM, now=building.now)

    page = words(site_admin.get("/console"))

    assert "Old laptop · Headquarters, Courtyard Not paired yet" in page
    assert "1 other works." in page
    assert "Put your building together" not in page


def test_when_all_kiosks_work_one_line_says_so(building: Building, site_admin: Clerk) -> None:
    furnish(building)

    assert "All of them work" in words(site_admin.get("/console"))


def test_what_a_building_still_lacks_is_a_list_of_steps(site_admin: Clerk) -> None:
    page = words(site_admin.get("/console"))

    assert "Put your building together" in page
    assert "Invite the front desk" in page
    assert page.count("Done") == 4
    assert "Invite a data protection officer" in page
    assert page.count("To do") == 3


def test_reception_opens_the_desk_from_here(building: Building, reception: Clerk) -> None:
    page = words(reception.get("/console"))

    assert "Front desk, Headquarters Open today" in page
    assert "Front desk, Laboratory Is the front desk open today?" in page
    assert "Kiosks" not in page


def test_an_enrolment_admin_sees_where_people_can_join(enrolment_admin: Clerk) -> None:
    page = words(enrolment_admin.get("/console"))

    assert "Headquarters Yes" in page
    assert "Laboratory Not now" in page


def test_a_key_that_stops_soon_is_on_the_first_page_of_whoever_runs_keys(
    building: Building, site_admin: Clerk
) -> None:
    assert "The next one is due" not in words(site_admin.get("/console"))
    building.clock.pass_(days=60)

    later = words(Clerk(building, Role.SITE_ADMIN).get("/console"))

    assert "The next one is due" in later
    assert "The next one is due" not in words(Clerk(building, Role.RECEPTION).get("/console"))


@pytest.mark.parametrize("role", [Role.WARDEN, Role.SECURITY_LEAD])
def test_a_role_without_pages_is_told_so(building: Building, role: Role) -> None:
    page = words(Clerk(building, role).get("/console"))

    assert "Nothing to do here yet" in page
    assert "Headquarters" not in page


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_people_or_how_many_they_are(building: Building, role: Role) -> None:
    clerk = Clerk(building, role)
    before = words(clerk.get("/console"))

    for number in range(3):
        world.enrol(building, f"Person {number}")

    assert words(clerk.get("/console")) == before


def test_the_navigation_marks_where_one_is_also_below_a_page(
    building: Building, site_admin: Clerk
) -> None:
    for page, place in (
        ("/console", "Overview"),
        ("/console/kiosks", "Kiosks"),
        (f"/console/kiosks/{building.kiosk}", "Kiosks"),
        ("/console/doors/sites/add", "Doors"),
    ):
        marked = site_admin.get(page).text.split('aria-current="page">')[1:]
        assert {part.partition("</svg>")[2].partition("<")[0] for part in marked} == {place}


def test_deletion_that_is_overdue_is_said_to_every_role(
    building: Building, reception: Clerk
) -> None:
    assert "Deletion is overdue" not in words(reception.get("/console"))
    world.came_in(building, world.enrol(building), building.now)
    building.clock.pass_(days=32)
    later = Clerk(building, Role.DPO)

    page = words(later.get("/console"))

    assert "Deletion is overdue" in page
    assert "Entries of those who asked for them" in page


def test_day_passes_that_are_slower_are_told_with_what_to_do(
    building: Building, site_admin: Clerk, reception: Clerk
) -> None:
    enrolling = Clerk(building, Role.ENROLMENT_ADMIN)
    assert "Day passes take longer" not in words(site_admin.get("/console"))
    with building.runtime.writing() as db:
        medians = {WayIn.BADGE: 800, WayIn.DAY_PASS: 5_801}
        alternative.keep_medians(db, building.kiosk, medians, now=building.now)

    page = words(site_admin.get("/console"))

    assert "Day passes take longer than badges" in page
    assert "Headquarters What to do: hold a day pass up at its doors" in page
    assert "Laboratory" not in page
    assert "Headquarters Not now: day passes are slower" in words(enrolling.get("/console"))
    assert "Day passes take longer" not in words(reception.get("/console"))
