"""Restricted doors: for those who are named, never the way in that somebody needs."""

import pytest

from checkin.core.badge import Assurance
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.site import DoorClass, DoorWay
from checkin.services import profiles, restrictions, sites
from checkin.services.profiles import Draft
from tests.services.test_sites import EVE
from tests.world import ALL_HOURS, Building

NIGHT = "1 20:00-24:00"


def restrict(
    building: Building,
    door: DoorId,
    assurance: Assurance = Assurance.ANY,
    door_class: DoorClass = DoorClass.RESTRICTED,
) -> None:
    with building.runtime.writing() as db:
        restrictions.set_class(db, door, door_class, assurance, EVE, now=building.now)


def add_door(building: Building, site: SiteId, title: str, way: DoorWay = DoorWay.IN) -> DoorId:
    with building.runtime.writing() as db:
        return sites.add_door(db, site, title, way, EVE, now=building.now)


def add_profile(building: Building, title: str, door: DoorId, week: str = ALL_HOURS) -> ProfileId:
    with building.runtime.writing() as db:
        return sites.add_profile(db, title, [door], week, EVE, now=building.now)


def found(building: Building, door: DoorId) -> tuple[DoorClass, Assurance]:
    with building.runtime.reading() as db:
        one = sites.door(db, door)
    return one.door_class, one.assurance


def test_a_door_that_nobody_has_yet_is_restricted_and_freed_again(building: Building) -> None:
    room = add_door(building, building.hq, "Server room")

    restrict(building, room, Assurance.LIVE)
    assert found(building, room) == (DoorClass.RESTRICTED, Assurance.LIVE)
    restrict(building, room)
    assert found(building, room) == (DoorClass.RESTRICTED, Assurance.ANY)
    restrict(building, room, door_class=DoorClass.GENERAL)
    assert found(building, room) == (DoorClass.GENERAL, Assurance.ANY)


def test_a_door_beside_an_entrance_for_everybody_is_restricted(building: Building) -> None:
    room = add_door(building, building.hq, "Server room")
    add_profile(building, "Night shift of the server room", room, NIGHT)

    restrict(building, room)

    assert found(building, room)[0] is DoorClass.RESTRICTED


def test_an_exit_is_nobodys_way_in(building: Building) -> None:
    back = add_door(building, building.hq, "Back", DoorWay.OUT)
    add_profile(building, "Back", back)

    restrict(building, back)

    assert found(building, back)[0] is DoorClass.RESTRICTED


def test_the_only_way_in_at_some_time_is_never_restricted(building: Building) -> None:
    with pytest.raises(ConflictError, match="Somebody may need this door to get to work"):
        restrict(building, building.lab_entrance)

    assert found(building, building.lab_entrance)[0] is DoorClass.GENERAL


def test_what_everybody_gets_opens_no_restricted_door(building: Building) -> None:
    with pytest.raises(ConflictError, match="Courtyard is restricted"):
        restrict(building, building.courtyard)

    room = add_door(building, building.hq, "Server room")
    restrict(building, room)
    room_profile = add_profile(building, "Server room", room)
    draft = Draft("Everyone", (building.main_entrance, building.courtyard, room), ALL_HOURS)
    with building.runtime.writing() as db:
        for joining, day_passes in (
            (room_profile, building.everyone),
            (building.everyone, room_profile),
        ):
            with pytest.raises(ConflictError, match="Server room is restricted"):
                sites.set_profiles(
                    db,
                    building.hq,
                    joining=joining,
                    day_passes=day_passes,
                    actor=EVE,
                    now=building.now,
                )
        with pytest.raises(ConflictError, match="Server room is restricted"):
            profiles.change(db, building.everyone, draft, EVE, now=building.now)


def test_a_site_takes_no_restricted_door_as_the_first_one_for_everybody(
    building: Building,
) -> None:
    room = add_door(building, building.lab, "Server room")
    restrict(building, room)

    with pytest.raises(ConflictError, match="Server room is restricted"):
        add_profile(building, "Server room", room)


def test_a_door_for_everybody_asks_for_nothing_more(building: Building) -> None:
    with pytest.raises(ConflictError, match="takes every badge and every day pass"):
        restrict(building, building.courtyard, Assurance.LIVE, DoorClass.GENERAL)


def test_a_door_has_to_exist(building: Building) -> None:
    with pytest.raises(NotFoundError):
        restrict(building, DoorId(building.hq))
