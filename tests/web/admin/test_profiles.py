"""Access profiles, as a site admin reads and changes them."""

import pytest

from checkin.core.ids import ProfileId
from checkin.services import sites
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

FIELDS = [f"{edge}-{day}{again}" for edge in ("first", "last") for day in range(1, 8)
          for again in ("", "-2")]  # fmt: skip
SHUT = dict.fromkeys(FIELDS, "")
MONDAYS = {**SHUT, "first-1": "07:00", "last-1": "19:00"}


def opens(building: Building, profile: ProfileId) -> set[str]:
    with building.runtime.reading() as db:
        return set(sites.opening(db, profile).windows.values())


def at(profile: ProfileId) -> str:
    return f"/console/doors/profiles/{profile}"


# --- a new one --------------------------------------------------------------------------------


def test_a_profile_is_added_with_a_break_and_a_night(building: Building, site_admin: Clerk) -> None:
    week = {
        **MONDAYS,
        "last-1": "12:00",
        "first-1-2": "13:00",
        "last-1-2": "00:00",
        "first-5": "22:00",
        "last-5": "06:00",
    }

    answer = site_admin.post(
        "/console/doors/profiles/add", title="Lab odd", doors=building.lab_entrance, **week
    )

    assert answer.status_code == 303
    page = words(site_admin.get("/console/doors"))
    assert "Lab odd" in page
    assert "07:00-12:00 13:00-24:00 Shut Shut Shut 22:00-06:00 Shut Shut" in page


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"title": ""}, 400, "Type a name"),
        ({"first-1": ""}, 400, "Type a time, or leave both empty"),
        ({"last-1": ""}, 400, "Type a time, or leave both empty"),
        ({"first-1": "seven"}, 400, "Type two times that differ"),
        ({"last-1": "07:00"}, 400, "Type two times that differ"),
        ({"doors": "x"}, 400, "Choose one of the list"),
        ({"first-1": "", "last-1": ""}, 409, "hours on at least one day"),
        ({"doors": []}, 409, "at least one door"),
        ({"title": "Everyone"}, 409, "already"),
    ],
)
def test_a_profile_that_cant_be_is_asked_again(
    building: Building, site_admin: Clerk, changes: dict[str, object], status: int, said: str
) -> None:
    form = {"title": "Mondays", "doors": building.courtyard, **MONDAYS}

    answer = site_admin.post("/console/doors/profiles/add", **{**form, **changes})

    assert answer.status_code == status
    assert said in words(answer)
    assert 'id="field-last-1" name="last-1"' in answer.text


def test_what_was_typed_stays(building: Building, site_admin: Clerk) -> None:
    form = {"title": "", "doors": building.courtyard, **MONDAYS, "first-3": "08:30"}

    answer = site_admin.post("/console/doors/profiles/add", **form)

    assert f'value="{building.courtyard}" checked' in answer.text
    assert 'name="first-3" value="08:30"' in answer.text


# --- reading and changing ---------------------------------------------------------------------


def test_a_profile_is_read_as_a_week(building: Building, site_admin: Clerk) -> None:
    page = site_admin.get(at(building.everyone))

    assert "What it opens now" in words(page)
    assert "Headquarters: Courtyard, Loading bay, Main entrance All day" in words(page)
    assert '<rect x="0" y="0" width="1440" height="100">' in page.text
    assert f'value="{building.courtyard}" checked' in page.text
    assert f'value="{building.lab_entrance}">' in page.text


def test_what_saving_would_do_is_said_before_it_is_done(
    building: Building, site_admin: Clerk, store: Store
) -> None:
    for number in range(12):
        world.enrol(building, f"Person {number}", profiles=(building.lab_team,))
    for number in range(20):
        world.enrol(building, f"Somebody {number}")
    before = world.rows(store)["audit_event"]

    answer = site_admin.post(
        at(building.lab_team), title="Lab", doors=building.lab_entrance, step="ask", **MONDAYS
    )

    page = words(answer)
    assert "If you save this" in page
    assert "Headquarters, Courtyard – Mon to Sun 00:00-24:00" in page
    assert "at more times fewer than 10 People who could come in at fewer times about 10" in page
    assert "Person" not in page
    assert opens(building, building.lab_team) == {world.ALL_HOURS}
    assert world.rows(store)["audit_event"] == before


def test_a_change_without_hours_says_so(building: Building, site_admin: Clerk) -> None:
    every_day = {
        **SHUT,
        **{f"{edge}-{day}": "00:00" for edge in ("first", "last") for day in range(1, 8)},
    }
    doors = [building.main_entrance, building.courtyard, building.loading_bay]

    page = words(
        site_admin.post(at(building.everyone), title="All", doors=doors, step="ask", **every_day)
    )

    assert "No hours change." in page
    assert "Day passes of Headquarters open what this profile opens." in page
    assert "New badges of Headquarters open what this profile opens." in page


def test_a_changed_profile_is_saved(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(
        at(building.lab_team), title="Lab", doors=building.lab_entrance, **MONDAYS
    )

    assert (answer.status_code, answer.location) == (303, at(building.lab_team))
    assert opens(building, building.lab_team) == {"1 07:00-19:00"}
    assert "Lab" in words(site_admin.get(at(building.lab_team)))


def test_the_last_equal_entrance_isnt_saved_away(building: Building, site_admin: Clerk) -> None:
    for step in ("ask", "save"):
        answer = site_admin.post(
            at(building.everyone), title="All", doors=building.courtyard, step=step, **MONDAYS
        )

        assert answer.status_code == 409
        assert "Nobody's way in may depend on a badge" in words(answer)
    assert opens(building, building.everyone) == {world.ALL_HOURS}


def test_a_change_that_cant_be_read_is_asked_again(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(at(building.everyone), title="", doors=building.courtyard, **MONDAYS)

    assert answer.status_code == 400
    assert "Type a name" in words(answer)


def test_a_profile_is_for_a_while(building: Building, site_admin: Clerk) -> None:
    form = {
        **MONDAYS,
        "title": "Lab team",
        "doors": building.lab_entrance,
        "first_day": "2027-06-01",
        "last_day": "2027-08-31",
    }
    asked = words(site_admin.post(at(building.lab_team), step="ask", **form))
    assert "Before 1 Jun 2027 it opens nothing." in asked
    assert "After 31 Aug 2027 it opens nothing." in asked

    answer = site_admin.post(at(building.lab_team), **form)

    assert answer.status_code == 303
    page = site_admin.get(at(building.lab_team)).text
    assert 'value="2027-06-01"' in page
    assert 'value="2027-08-31"' in page


@pytest.mark.parametrize(
    ("days", "status", "said"),
    [
        ({"first_day": "soon"}, 400, "That isn't a day"),
        ({"first_day": "2027-06-02", "last_day": "2027-06-01"}, 409, "comes before its first"),
    ],
)
def test_days_that_cant_be_are_asked_again(
    building: Building, site_admin: Clerk, days: dict[str, str], status: int, said: str
) -> None:
    form = {**MONDAYS, "title": "Lab team", "doors": building.lab_entrance, **days}

    answer = site_admin.post(at(building.lab_team), **form)

    assert answer.status_code == status
    assert said in words(answer)


def test_doors_with_different_hours_are_told_to_become_alike(
    building: Building, site_admin: Clerk
) -> None:
    from checkin.core.audit import SYSTEM
    from checkin.storage import audit
    from checkin.storage import sites as rows

    week = {building.lab_entrance: "1 07:00-19:00", building.courtyard: world.ALL_HOURS}
    with building.runtime.writing() as db:
        lab_team = rows.Profile(building.lab_team, "Lab team", None, None)
        rows.change_profile(db, lab_team, week)
        audit.append(db, SYSTEM, "profile.changed", "profile", now=building.now)

    assert "Saving gives all of them these" in words(site_admin.get(at(building.lab_team)))
