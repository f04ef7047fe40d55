"""What held at a door at any moment of the last days."""

from datetime import date, timedelta

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.policy import Posture
from checkin.core.windows import Grant, Window
from checkin.storage import audit, door_rules, sites
from checkin.storage.door_rules import Rules
from tests.world import Building


def kept(building: Building) -> int:
    with building.runtime.writing() as db:
        return door_rules.keep(db, now=building.now)


def rules_at(building: Building, hours_ago: float) -> Rules:
    with building.runtime.reading() as db:
        moment = building.now - timedelta(hours=hours_ago)
        found = door_rules.at(db, building.main_entrance, moment, org_code="LINDEN")
    assert found is not None
    return found


def test_each_change_of_a_door_is_kept_once(building: Building) -> None:
    assert (kept(building), kept(building)) == (4, 0)

    with building.runtime.writing() as db:
        sites.close_on(db, building.hq, date(2026, 12, 24))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert (kept(building), kept(building)) == (3, 0)  # the doors of one site


def test_a_moment_has_the_rules_that_held_then(building: Building) -> None:
    kept(building)
    building.clock.pass_(hours=10)
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED)
        everyone = sites.Profile(building.everyone, "Everyone", None, None)
        sites.change_profile(db, everyone, {building.main_entrance: "1 07:00-19:00"})
        sites.close_on(db, building.hq, date(2026, 12, 24))
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    kept(building)
    building.clock.pass_(hours=1)

    before, after = rules_at(building, 2), rules_at(building, 0.5)

    assert (before.door.posture, after.door.posture) == (Posture.NORMAL, Posture.LOCKED)
    assert after.by_profile[building.everyone] == (Grant(None, None, (Window(1, 420, 1140),)),)
    assert len(before.by_profile[building.everyone][0].windows) == 7
    assert after.door.closed_days == {date(2026, 12, 24)}
    assert after.door.accepts == {"hq", "LINDEN"}
    assert after.day_profile == building.everyone


def test_before_anything_was_kept_the_oldest_is_the_best_guess(building: Building) -> None:
    kept(building)

    assert rules_at(building, 100) == rules_at(building, 0)


@pytest.mark.parametrize("site", ["hq", "lab"])
def test_a_door_of_which_nothing_was_kept_has_no_past(building: Building, site: str) -> None:
    door = building.main_entrance if site == "hq" else building.lab_entrance

    with building.runtime.reading() as db:
        assert door_rules.at(db, door, building.now, org_code="LINDEN") is None


def test_a_site_without_day_passes_has_no_profile_for_them(building: Building) -> None:
    kept(building)

    with building.runtime.reading() as db:
        found = door_rules.at(db, building.lab_entrance, building.now, org_code="LINDEN")

    assert found is not None
    assert found.day_profile is None
