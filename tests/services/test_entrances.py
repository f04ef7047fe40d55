from dataclasses import replace
from datetime import date

import pytest

from checkin.core.entrance import NEVER, Entrance, week
from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, ProfileId
from checkin.core.policy import Posture
from checkin.services import entrances, sites
from checkin.services.entrances import Plan
from checkin.storage import audit
from checkin.storage import sites as rows
from checkin.storage.store import Store
from tests.services.test_sites import EVE
from tests.world import ALL_HOURS, Building

ALWAYS = week(ALL_HOURS)


def plan(building: Building) -> Plan:
    with building.runtime.reading() as db:
        return entrances.plan(db, sites.site(db, building.hq), now=building.now)


def test_exits_are_no_ways_in(building: Building) -> None:
    ways = plan(building).entrances(now_shut=False)

    assert ways == [Entrance(ALWAYS, ALWAYS)] * 2  # the courtyard and the main entrance


@pytest.mark.parametrize("posture", [Posture.LOCKED, Posture.OFF])
def test_a_door_that_is_shut_just_now_is_still_planned_for(
    building: Building, posture: Posture
) -> None:
    standing = plan(building)
    court = next(door for door in standing.doors if door.id == building.courtyard)
    shut = standing.with_door(replace(court, posture=posture))

    assert len(shut.entrances(now_shut=True)) == 1
    assert len(shut.entrances(now_shut=False)) == 2


def test_without_a_day_profile_no_entrance_takes_passes(building: Building) -> None:
    without = replace(plan(building), day_profile=None)

    assert without.entrances(now_shut=False) == [Entrance(ALWAYS, NEVER)] * 2
    with pytest.raises(ConflictError, match="Let day passes in then, too"):
        entrances.guard(plan(building), without)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (None, None, True),
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 24), None, True),
        (None, date(2026, 11, 22), False),
    ],
)
def test_a_profile_counts_until_it_is_over(
    building: Building, store: Store, first: date | None, last: date | None, counts: bool
) -> None:
    summer = ProfileId(building.hq)
    with store.writing() as db:
        rows.add_profile(db, rows.Profile(summer, "Summer", first, last), {})
        audit.append(db, EVE, "profile.added", "profile", now=building.now)

    assert (summer in plan(building).windows) is counts


def test_the_sites_of_some_doors_are_found(building: Building) -> None:
    with building.runtime.reading() as db:
        here = entrances.affected(db, [building.courtyard, building.main_entrance])
        nowhere = entrances.affected(db, [DoorId(building.hq)])

    assert [site.id for site in here] == [building.hq]
    assert nowhere == []
