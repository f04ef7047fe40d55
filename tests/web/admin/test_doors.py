"""Doors, as a site admin meets them: locked, opened, and what opens them."""

import pytest

from checkin.core.policy import GapMode, Posture
from checkin.services import sites
from checkin.services.sites import Door
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


def door(building: Building) -> Door:
    with building.runtime.reading() as db:
        return sites.door(db, building.courtyard)


def at(building: Building) -> str:
    return f"/console/doors/{building.courtyard}"


def test_the_list_shows_each_sites_doors_and_what_they_do_now(site_admin: Clerk) -> None:
    page = words(site_admin.get("/console/doors"))

    assert "Headquarters hq · Europe/Berlin" in page
    assert "Main entrance In and out Normal" in page
    assert "Loading bay Out Normal" in page
    assert "Everyone Headquarters, Courtyard Mon to Sun 00:00-24:00" in page


@pytest.mark.parametrize("posture", Posture)
def test_a_door_is_set_and_it_is_said_and_written_down(
    building: Building, site_admin: Clerk, store: Store, posture: Posture
) -> None:
    answer = site_admin.post(f"{at(building)}/posture", posture=posture.value)

    assert (answer.status_code, answer.location) == (303, at(building))
    assert door(building).posture is posture
    assert world.find(store, f"door.{posture.value}") == ["audit_event.act"]
    page = site_admin.get(at(building))
    assert f'value="{posture.value}" checked' in page.text
    assert "From now on" in words(page)


def test_a_posture_that_isnt_one_changes_nothing(building: Building, site_admin: Clerk) -> None:
    assert site_admin.post(f"{at(building)}/posture", posture="ajar").status_code == 400
    assert door(building).posture is Posture.NORMAL


def test_a_re_entry_gap_is_kept(building: Building, site_admin: Clerk) -> None:
    site_admin.post(f"{at(building)}/gap", seconds="90", mode="warn")

    assert (door(building).gap_seconds, door(building).gap_mode) == (90, GapMode.WARN)


@pytest.mark.parametrize("seconds", ["-1", "3601", "", "ten", "1.5", "١"])
def test_a_gap_is_at_most_an_hour(building: Building, site_admin: Clerk, seconds: str) -> None:
    answer = site_admin.post(f"{at(building)}/gap", seconds=seconds, mode="warn")

    assert answer.status_code == 400
    assert "from 0 to 3600" in words(answer)
    assert door(building).gap_seconds == 0


def test_what_badges_and_day_passes_open_is_chosen_for_each_site(
    building: Building, site_admin: Clerk
) -> None:
    site = f"/console/doors/sites/{building.lab}"

    answer = site_admin.post(site, joining=building.lab_team, day_passes=building.lab_team)

    assert answer.status_code == 303
    assert "New badges open Lab team" in words(site_admin.get("/console/doors"))
    assert f'<option value="{building.lab_team}" selected>' in site_admin.get(site).text


def test_a_choice_that_costs_people_without_a_badge_their_way_in_is_refused(
    building: Building, site_admin: Clerk
) -> None:
    site = f"/console/doors/sites/{building.lab}"

    answer = site_admin.post(site, joining=building.lab_team, day_passes=building.everyone)

    assert answer.status_code == 409
    assert "Let day passes in then, too" in words(answer)


def test_an_empty_house_begins_with_a_site(empty_admin: Clerk) -> None:
    assert "Start with your building" in words(empty_admin.get("/console/doors"))
