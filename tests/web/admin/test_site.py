"""One site, as a site admin looks after it."""

from datetime import date

import pytest

from checkin.core.audit import SYSTEM
from checkin.services import alternative, sites
from checkin.services.alternative import WayIn
from checkin.services.sites import Site
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.web.admin.test_profiles import MONDAYS, SHUT
from tests.world import Building

FACTS = {"title": "Head office", "time_zone": "Europe/Lisbon"}


def at(building: Building) -> str:
    return f"/console/doors/sites/{building.hq}"


def hq(building: Building) -> Site:
    with building.runtime.reading() as db:
        return sites.site(db, building.hq)


def closed(building: Building) -> list[date]:
    with building.runtime.reading() as db:
        return sites.closed_days(db, sites.site(db, building.hq), now=building.now)


def test_a_site_shows_what_day_passes_open(building: Building, site_admin: Clerk) -> None:
    page = words(site_admin.get(at(building)))

    assert "What day passes open now" in page
    assert "Headquarters: Courtyard, Loading bay, Main entrance All day All day" in page
    assert "None are planned." in page


def test_its_name_clock_and_desk_are_changed(building: Building, site_admin: Clerk) -> None:
    answer = site_admin.post(at(building), **FACTS, **MONDAYS)

    assert (answer.status_code, answer.location) == (303, at(building))
    now = hq(building)
    assert (now.title, now.time_zone, now.desk_week) == (*FACTS.values(), "1 07:00-19:00")
    assert 'name="first-1" value="07:00"' in site_admin.get(at(building)).text


@pytest.mark.parametrize(("typed", "kept"), [("120", 120), ("", None)])
def test_how_many_it_holds_is_chosen(
    building: Building, site_admin: Clerk, typed: str, kept: int | None
) -> None:
    site_admin.post(at(building), **FACTS, **SHUT, capacity="40")

    site_admin.post(at(building), **FACTS, **SHUT, capacity=typed)

    assert hq(building).capacity == kept


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"title": ""}, 400, "Type a name"),
        ({"capacity": "9"}, 400, "Type a whole number from 10"),
        ({"capacity": "many"}, 400, "Type a whole number from 10"),
        ({"time_zone": ""}, 400, "Type a time zone"),
        ({"time_zone": "Berlin"}, 409, "One looks like Europe/Berlin"),
        ({"first-2": "07:00"}, 400, "Type a time, or leave both empty"),
    ],
)
def test_what_cant_be_is_asked_again(
    building: Building, site_admin: Clerk, changes: dict[str, str], status: int, said: str
) -> None:
    answer = site_admin.post(at(building), **{**FACTS, **SHUT, **changes})

    assert answer.status_code == status
    assert said in words(answer)
    assert hq(building).title == "Headquarters"


def test_a_day_is_closed_and_opened_again(building: Building, site_admin: Clerk) -> None:
    site_admin.post(f"{at(building)}/closed-days", day="2026-12-24")

    page = words(site_admin.get(at(building)))
    assert "24 Dec 2026 Open as usual" in page
    assert closed(building) == [date(2026, 12, 24)]

    site_admin.post(f"{at(building)}/open-days", open_day="2026-12-24")

    assert closed(building) == []


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [("", 400, "Choose a day"), ("24.12.", 400, "Choose a day"), ("2026-11-22", 409, "is over")],
)
def test_a_day_that_cant_be_closed_is_asked_again(
    building: Building, site_admin: Clerk, day: str, status: int, said: str
) -> None:
    answer = site_admin.post(f"{at(building)}/closed-days", day=day)

    assert answer.status_code == status
    assert said in words(answer)
    assert closed(building) == []


def test_what_badges_and_day_passes_open_is_chosen_for_each_site(
    building: Building, site_admin: Clerk
) -> None:
    lab = f"/console/doors/sites/{building.lab}"

    answer = site_admin.post(
        f"{lab}/profiles", joining=building.lab_team, day_passes=building.lab_team
    )

    assert answer.status_code == 303
    assert "New badges open Lab team" in words(site_admin.get("/console/doors"))
    assert f'<option value="{building.lab_team}" selected>' in site_admin.get(lab).text


def test_a_choice_that_costs_people_without_a_badge_their_way_in_is_refused(
    building: Building, site_admin: Clerk
) -> None:
    answer = site_admin.post(
        f"/console/doors/sites/{building.lab}/profiles",
        joining=building.lab_team,
        day_passes=building.everyone,
    )

    assert answer.status_code == 409
    assert "Let day passes in then, too" in words(answer)


def test_what_day_passes_would_open_is_said_before_it_is_saved(
    building: Building, site_admin: Clerk
) -> None:
    with building.runtime.writing() as db:
        court = sites.add_profile(
            db, "Court", [building.courtyard], world.ALL_HOURS, SYSTEM, now=building.now
        )
    form = {"joining": building.everyone, "day_passes": court, "step": "ask"}

    page = words(site_admin.post(f"{at(building)}/profiles", **form))

    assert "If you save this" in page
    assert "Headquarters, Main entrance – Mon to Sun 00:00-24:00" in page
    assert hq(building).day_profile == building.everyone
    form["day_passes"] = building.everyone
    page = words(site_admin.post(f"{at(building)}/profiles", **form))
    assert "Day passes open what they open now." in page


def test_a_site_without_day_passes_is_asked_about_as_well(
    building: Building, site_admin: Clerk
) -> None:
    page = words(
        site_admin.post(
            f"/console/doors/sites/{building.lab}/profiles",
            joining=building.lab_team,
            day_passes=building.lab_team,
            step="ask",
        )
    )

    assert "Laboratory, Lab entrance Mon to Sun 00:00-24:00 –" in page


def test_a_site_shows_how_quick_both_ways_in_are(building: Building, site_admin: Clerk) -> None:
    assert "Headquarters not yet known" in words(site_admin.get(at(building)))
    for day_pass, said in (
        (900, "Badge 0.8 seconds, day pass 0.9 seconds Should"),
        (5_801, "What to do: hold"),
    ):
        medians = {WayIn.BADGE: 800, WayIn.DAY_PASS: day_pass}
        with building.runtime.writing() as db:
            alternative.keep_medians(db, building.kiosk, medians, now=building.now)

        assert said in words(site_admin.get(at(building)))
