"""Doors, as a site admin meets them: locked, opened, and what opens them."""

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorClass, DoorWay
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
    assert "Headquarters: Courtyard, Loading bay, Main entrance All day All day All day" in page


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


def test_a_door_is_restricted_and_asks_for_a_phone(
    building: Building, site_admin: Clerk, store: Store
) -> None:
    site_admin.post("/console/doors/add", title="Server room", site=building.hq, way="either")
    with building.runtime.reading() as db:
        (room,) = (one for place in sites.places(db) for one in place.doors if "room" in one.title)
    at_room = f"/console/doors/{room.id}"

    answer = site_admin.post(f"{at_room}/class", **{"class": "live"})

    assert answer.status_code == 303
    page = site_admin.get(at_room)
    assert 'value="live" checked' in page.text
    assert "From now on: named people, with their phone." in words(page)
    assert "Server room In and out, named people" in words(site_admin.get("/console/doors"))
    assert world.find(store, "door.live") == ["audit_event.act"]


def test_an_entrance_that_somebody_needs_is_not_restricted(
    building: Building, site_admin: Clerk
) -> None:
    answer = site_admin.post(f"{at(building)}/class", **{"class": "restricted"})

    assert answer.status_code == 409
    assert "Courtyard is restricted: only a profile that people get one by one" in words(answer)
    assert door(building).door_class is DoorClass.GENERAL


def test_a_re_entry_gap_is_kept(building: Building, site_admin: Clerk) -> None:
    site_admin.post(f"{at(building)}/gap", seconds="90", mode="warn")

    assert (door(building).gap_seconds, door(building).gap_mode) == (90, GapMode.WARN)


@pytest.mark.parametrize("seconds", ["-1", "3601", "", "ten", "1.5", "١"])
def test_a_gap_is_at_most_an_hour(building: Building, site_admin: Clerk, seconds: str) -> None:
    answer = site_admin.post(f"{at(building)}/gap", seconds=seconds, mode="warn")

    assert answer.status_code == 400
    assert "from 0 to 3600" in words(answer)
    assert door(building).gap_seconds == 0


def test_a_door_says_who_locked_it_and_when(building: Building, site_admin: Clerk) -> None:
    assert "Chosen by" not in words(site_admin.get(at(building)))

    site_admin.post(f"{at(building)}/posture", posture="locked")

    page = words(site_admin.get(at(building)))
    assert f"Chosen by {site_admin.alias} (site admin), Mon 23 Nov 2026, 13:00" in page


def test_the_last_equal_entrance_stays_open_beside_one_for_badges(
    building: Building, site_admin: Clerk
) -> None:
    with building.runtime.writing() as db:
        passes = sites.add_profile(
            db, "Court", [building.courtyard], world.ALL_HOURS, SYSTEM, now=building.now
        )
        sites.set_profiles(
            db,
            building.hq,
            joining=building.everyone,
            day_passes=passes,
            actor=SYSTEM,
            now=building.now,
        )

    answer = site_admin.post(f"{at(building)}/posture", posture="locked")

    assert answer.status_code == 409
    assert "Lock the other entrances as well" in words(answer)
    assert door(building).posture is Posture.NORMAL


def test_a_door_is_renamed_and_its_direction_changed(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(at(building), title="Court", way="either")

    assert (answer.status_code, answer.location) == (303, at(building))
    assert (door(building).title, door(building).way) == ("Court", DoorWay.EITHER)
    assert "Headquarters. In and out." in words(site_admin.get(at(building)))


@pytest.mark.parametrize("wrong", [{"title": ""}, {"way": "up"}])
def test_a_door_without_a_name_or_direction_is_asked_again(
    building: Building, site_admin: Clerk, wrong: dict[str, str]
) -> None:
    answer = site_admin.post(at(building), **{"title": "Court", "way": "in", **wrong})

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)
    assert door(building).title == "Courtyard"


def test_the_last_equal_entrance_doesnt_become_an_exit(
    building: Building, site_admin: Clerk
) -> None:
    with building.runtime.writing() as db:
        passes = sites.add_profile(
            db, "Court", [building.courtyard], world.ALL_HOURS, SYSTEM, now=building.now
        )
        sites.set_profiles(
            db,
            building.hq,
            joining=building.everyone,
            day_passes=passes,
            actor=SYSTEM,
            now=building.now,
        )

    answer = site_admin.post(at(building), title="Courtyard", way="out")

    assert answer.status_code == 409
    assert "Nobody's way in may depend on a badge" in words(answer)
    assert door(building).way is DoorWay.IN


def test_an_empty_house_begins_with_a_site(empty_admin: Clerk) -> None:
    assert "Start with your building" in words(empty_admin.get("/console/doors"))
