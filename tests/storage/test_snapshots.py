"""What kiosks get to know of badges: places and plans, and only of badges that may still open."""

from datetime import timedelta

from checkin.core.ids import BadgeId
from checkin.core.policy import BadgeState
from checkin.storage import badges, snapshots
from tests.world import Building, enrol


def test_each_good_badge_has_a_place_with_the_plans_of_all_its_profiles(
    building: Building,
) -> None:
    ada = enrol(building, profiles=(building.everyone, building.lab_team))

    with building.runtime.reading() as db:
        (place,) = snapshots.places(db, building.main_entrance, now=building.now)

    assert (place.list_number, place.slot) == ada.badge.place
    assert len(place.grants) == 2


def test_badges_that_are_off_or_over_have_none(building: Building) -> None:
    ada, ben = enrol(building), enrol(building, "Ben Okafor")
    with building.runtime.writing() as db:
        badges.end(db, BadgeId(ada.badge.cti), BadgeState.REVOKED, now=building.now)
        db.info["audited"] = True

    with building.runtime.reading() as db:
        now = snapshots.places(db, building.main_entrance, now=building.now)
        later = ben.badge.expires_at + timedelta(seconds=1)
        over = snapshots.places(db, building.main_entrance, now=later)
        lists = snapshots.lists_in_use(db, now=later)

    assert [(place.list_number, place.slot) for place in now] == [ben.badge.place]
    assert (over, lists) == ([], [])


def test_a_door_that_no_profile_opens_has_no_places(building: Building) -> None:
    enrol(building)

    with building.runtime.reading() as db:
        assert not snapshots.places(db, building.lab_entrance, now=building.now)
