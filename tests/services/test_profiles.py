from datetime import date
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.crowd import Crowd
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, ProfileId
from checkin.services import profiles, sites
from checkin.services.profiles import DoorEffect, Draft, Outcome
from checkin.storage.store import Store
from tests import world
from tests.world import ALL_HOURS, Building

EVE = Actor("adm-0001", "site_admin")
WORKDAYS = ";".join(f"{weekday} 07:00-19:00" for weekday in range(1, 6))


def draft(building: Building, week: str = ALL_HOURS, **changes: object) -> Draft:
    doors = (building.main_entrance, building.courtyard, building.loading_bay)
    values = {"title": "Lab team", "doors": (*doors, building.lab_entrance), "week": week}
    return Draft(**{**values, **changes})  # type: ignore[arg-type]


def outcome(building: Building, meant: Draft, profile: ProfileId | None = None) -> Outcome:
    with building.runtime.reading() as db:
        return profiles.outcome(db, profile or building.lab_team, meant, now=building.now)


def people(building: Building, number: int, *held: ProfileId) -> None:
    for one in range(number):
        world.enrol(building, f"Person {held[0].hex[:4]} {len(held)} {one}", profiles=held)


def save(building: Building, meant: Draft, profile: ProfileId) -> None:
    with building.runtime.writing() as db:
        profiles.change(db, profile, meant, EVE, now=building.now)


# --- for a while ------------------------------------------------------------------------------

SUMMER = (date(2027, 6, 1), date(2027, 8, 31))


def test_a_profile_gets_a_first_and_a_last_day(building: Building) -> None:
    meant = draft(building, first_day=SUMMER[0], last_day=SUMMER[1])
    told = outcome(building, meant)

    save(building, meant, building.lab_team)

    with building.runtime.reading() as db:
        kept = sites.profile(db, building.lab_team)
    assert (kept.first_day, kept.last_day) == (told.first_day, told.last_day) == SUMMER


def test_days_the_wrong_way_round_and_an_end_for_everybody_are_refused(building: Building) -> None:
    backwards = draft(building, first_day=SUMMER[1], last_day=SUMMER[0])
    with pytest.raises(ConflictError, match="comes before its first"):
        save(building, backwards, building.lab_team)

    ending = draft(building, title="Everyone", last_day=SUMMER[1])
    with pytest.raises(ConflictError, match="nobody's way in ends"):
        save(building, ending, building.everyone)


# --- what it would do -------------------------------------------------------------------------


def test_saving_what_is_there_changes_nothing(building: Building) -> None:
    told = outcome(building, draft(building))

    assert told.doors == ()
    assert (told.gain, told.lose) == (Crowd.FEW, Crowd.FEW)


def test_the_hours_that_come_and_go_are_named_by_door(building: Building) -> None:
    told = outcome(building, draft(building, WORKDAYS, doors=(building.lab_entrance,)))

    (lab,) = (effect for effect in told.doors if effect.door == building.lab_entrance)
    assert lab.added == ""
    assert lab.removed.startswith("1 00:00-07:00;1 19:00-24:00")
    assert DoorEffect(building.courtyard, "", ALL_HOURS) in told.doors


def test_people_are_counted_by_all_that_they_may_open(building: Building) -> None:
    people(building, 12, building.lab_team)
    people(building, 13, building.lab_team, building.everyone)
    people(building, 11, building.everyone)

    told = outcome(building, draft(building, doors=(building.lab_entrance,)))

    assert told.lose == 10  # of the 12: whoever has both profiles opens the headquarters anyway
    assert told.gain is Crowd.FEW


def test_nobody_can_be_picked_out_of_a_number(building: Building) -> None:
    people(building, 9, building.lab_team)
    few = outcome(building, draft(building, WORKDAYS)).lose
    people(building, 1, building.lab_team, building.everyone)

    assert few is Crowd.FEW
    assert outcome(building, draft(building, WORKDAYS)).lose is Crowd.MOST


def test_it_says_whose_day_passes_and_new_badges_open_it(building: Building) -> None:
    told = outcome(
        building,
        Draft("Everyone", (building.main_entrance, building.courtyard), ALL_HOURS),
        building.everyone,
    )

    assert (told.day_passes, told.new_badges) == (("Headquarters",), ("Headquarters",))


# --- saving it --------------------------------------------------------------------------------


def test_a_saved_profile_opens_what_the_draft_says(building: Building, store: Store) -> None:
    meant = draft(building, WORKDAYS, title="Lab days", doors=(building.lab_entrance,))

    with building.runtime.writing() as db:
        profiles.change(db, building.lab_team, meant, EVE, now=building.now)

    with building.runtime.reading() as db:
        (saved,) = (one for one in sites.openings(db) if one.profile.id == building.lab_team)
    assert saved.profile.title == "Lab days"
    assert saved.windows == {building.lab_entrance: WORKDAYS}
    assert world.find(store, "profile.changed") == ["audit_event.act"]


@pytest.mark.parametrize(
    "changes", [{"doors": ()}, {"week": ""}, {"week": "1 7-19"}, {"title": "Everyone"}]
)
def test_what_opens_nothing_or_bears_anothers_title_isnt_saved(
    building: Building, changes: dict[str, object]
) -> None:
    refused = draft(building, **changes)  # type: ignore[arg-type]

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        profiles.change(db, building.lab_team, refused, EVE, now=building.now)
    with pytest.raises(ConflictError):
        outcome(building, refused)


def test_the_last_equal_entrance_isnt_taken_away(building: Building) -> None:
    without = Draft("Everyone", (building.loading_bay,), ALL_HOURS)

    with pytest.raises(ConflictError, match="Mon to Sun 00:00-24:00"):
        outcome(building, without, building.everyone)


def test_only_what_exists_can_be_changed(building: Building) -> None:
    nowhere = draft(building, doors=(DoorId(uuid4()),))
    with pytest.raises(NotFoundError):
        outcome(building, nowhere)
    with pytest.raises(NotFoundError):
        outcome(building, draft(building), ProfileId(uuid4()))


def test_a_door_has_no_more_weeks_than_kiosks_can_number(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(building, 1, building.lab_team)
    people(building, 1, building.everyone)
    monkeypatch.setattr("checkin.core.doorlist.MOST", 1)

    with pytest.raises(ConflictError, match="different weekly plans"):
        outcome(building, draft(building, WORKDAYS))
    alike = outcome(building, draft(building, ALL_HOURS))  # one week for both
    assert alike.doors == ()
