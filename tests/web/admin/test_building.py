"""Putting a building together, from nothing to a door that lets somebody in."""

import re

import pytest

from checkin.core.site import DoorWay
from checkin.services import passes, sites
from checkin.services.sites import Place
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

ANNEX = {"title": "Annex", "code": "ANNEX", "time_zone": "Europe/Lisbon"}
DAYS = {f"{edge}-{day}": "" for edge in ("first", "last") for day in range(1, 8)}


def places(clerk: Clerk) -> list[Place]:
    with clerk.building.runtime.reading() as db:
        return sites.places(db)


def steps(clerk: Clerk) -> list[str]:
    """How far the building is: the word beside each step of the overview."""
    return re.findall(r"(?:Done|To do)", words(clerk.get("/console")))


def test_a_building_is_put_together_step_by_step(empty_admin: Clerk) -> None:
    assert steps(empty_admin) == ["To do"] * 7

    assert empty_admin.post("/console/doors/sites/add", **ANNEX).status_code == 303
    (place,) = places(empty_admin)
    empty_admin.post("/console/doors/add", title="Gate", site=place.site.id, way="either")
    assert steps(empty_admin) == ["Done"] * 2 + ["To do"] * 5

    (place,) = places(empty_admin)
    week = DAYS | {"first-1": "07:00", "last-1": "19:00", "first-7": "22:00", "last-7": "00:00"}
    empty_admin.post(
        "/console/doors/profiles/add", title="Everyone", doors=place.doors[0].id, **week
    )

    assert steps(empty_admin)[:3] == ["Done"] * 3
    page = words(empty_admin.get("/console/doors"))
    assert "Annex: Gate 07:00-19:00 Shut Shut Shut Shut Shut 22:00-24:00" in page
    assert "New badges open Everyone , day passes open Everyone" in page
    with empty_admin.building.runtime.reading() as db:
        (site,) = (each.site for each in sites.places(db))
        days = passes.open_days(db, site, 3, now=empty_admin.building.now)
    assert [day.isoweekday() for day in days] == [1, 7, 1]


def test_a_site_shows_where_to_go_on(empty_admin: Clerk) -> None:
    empty_admin.post("/console/doors/sites/add", **ANNEX)

    page = words(empty_admin.get("/console/doors"))

    assert "Now add its doors" in page
    assert "It has no doors yet" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Type a name"),
        ({"code": "TWO WORDS"}, "1 to 24 letters"),
        ({"code": "hq"}, "is taken"),
        ({"code": "LINDEN"}, "is taken"),
        ({"time_zone": "Berlin"}, "isn't known"),
        ({"time_zone": ""}, "Type a time zone"),
    ],
)
def test_a_site_that_cant_be_is_asked_again_with_what_was_typed(
    site_admin: Clerk, wrong: dict[str, str], said: str
) -> None:
    answer = site_admin.post("/console/doors/sites/add", **{**ANNEX, **wrong})

    assert answer.status_code == 400
    assert said in words(answer)
    assert all(f'value="{typed}"' in answer.text for typed in {**ANNEX, **wrong}.values() if typed)
    assert len(places(site_admin)) == 2


def test_a_door_is_asked_for_at_the_site_it_was_asked_for(
    building: Building, site_admin: Clerk
) -> None:
    page = site_admin.get(f"/console/doors/add?site={building.lab}").text

    assert f'<option value="{building.lab}" selected>' in page


def test_a_door_is_added_with_its_way(building: Building, site_admin: Clerk) -> None:
    site_admin.post("/console/doors/add", title="Hatch", site=building.lab, way="out")

    (lab,) = (place for place in places(site_admin) if place.site.id == building.lab)
    assert [(door.title, door.way) for door in lab.doors if door.title == "Hatch"] == [
        ("Hatch", DoorWay.OUT)
    ]


@pytest.mark.parametrize("wrong", [{"title": ""}, {"way": "up"}, {"site": "x"}])
def test_a_door_that_cant_be_read_is_not_added(
    building: Building, site_admin: Clerk, wrong: dict[str, str]
) -> None:
    form = {"title": "Hatch", "site": building.lab, "way": "out"}

    assert site_admin.post("/console/doors/add", **{**form, **wrong}).status_code == 400
    assert sum(len(place.doors) for place in places(site_admin)) == 4
