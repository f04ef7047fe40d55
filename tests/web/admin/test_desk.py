"""The front desk: open, and able to say why a door said no."""

from datetime import timedelta

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.roles import Role
from checkin.services import badges, people, sites
from checkin.storage import audit
from checkin.storage.store import Store
from tests import world
from tests.phones import phone_of
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


def check(clerk: Clerk, shown: str, **changes: object) -> str:
    form = {"shown": shown, "door": clerk.building.main_entrance, "direction": "in"}
    return words(clerk.post("/console/desk/check", **{**form, **changes}))


def test_a_good_badge_is_called_good_without_a_name(building: Building, reception: Clerk) -> None:
    ada = world.enrol(building)

    page = check(reception, world.text_of(building, ada))

    assert "The door lets this in This badge is let in here." in page
    assert "Ada" not in page


def test_the_desk_is_told_what_was_held_up_and_what_that_shows(
    building: Building, reception: Clerk
) -> None:
    ada = world.enrol(building)
    phone = phone_of(building, ada)
    fresh = phone.shows(building.now - timedelta(seconds=4))

    assert "Printed badge. A copy of it would look the same." in check(
        reception, world.text_of(building, ada)
    )
    assert "Fresh badge on a phone, 4 seconds old." in check(reception, fresh)
    assert "a second old" in check(reception, phone.shows(building.now - timedelta(seconds=1)))
    assert "Short code, typed." in check(
        reception, badges.short_code(ada.badge, building.runtime.hashing)
    )
    assert "would look the same" not in check(reception, "CI1:")


def test_a_refused_badge_gets_its_exact_reason_and_the_next_step(
    building: Building, reception: Clerk
) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        people.switch_off(
            db,
            ada.refs.identity,
            SYSTEM,
            "lost",
            now=building.now,
        )

    page = check(reception, badges.short_code(ada.badge, building.runtime.hashing))

    assert "The door says no" in page
    assert "The badge was switched off" in page
    assert "Hand out a day pass." in page
    assert "they can read that the front desk looked" in page


def test_its_holder_can_read_that_the_desk_looked(building: Building, reception: Clerk) -> None:
    ada = world.enrol(building)

    check(reception, world.text_of(building, ada))

    with building.runtime.reading() as db:
        (seen,) = audit.looks_at(db, ada.refs.access, limit=10)
    assert (seen.look.viewer.alias, seen.look.act) == (reception.alias, "desk")


@pytest.mark.parametrize("shown", ["hello", "CI1:", "00000-00000"])
def test_what_is_no_badge_is_called_none(reception: Clerk, shown: str) -> None:
    assert "The door says no" in check(reception, shown)


@pytest.mark.parametrize(
    "wrong", [{"shown": ""}, {"shown": "x" * 1201}, {"door": "x"}, {"direction": "up"}]
)
def test_what_cant_be_read_is_asked_again(reception: Clerk, wrong: dict[str, str]) -> None:
    form = {"shown": "x", "door": reception.building.main_entrance, "direction": "in"}

    answer = reception.post("/console/desk/check", **{**form, **wrong})

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)


def test_the_next_badge_is_checked_at_the_same_door(building: Building, reception: Clerk) -> None:
    form = {"shown": "x", "door": building.main_entrance, "direction": "in"}

    page = reception.post("/console/desk/check", **form).text

    assert f'<option value="{building.main_entrance}" selected>' in page
    assert 'name="shown" required autofocus' in page


def test_a_desk_checks_badges_at_its_own_doors(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)
    form = {"shown": world.text_of(building, ada), "direction": "in"}

    own = lab_desk.post("/console/desk/check", door=building.lab_entrance, **form)
    others = lab_desk.post("/console/desk/check", door=building.main_entrance, **form)

    assert (own.status_code, others.status_code) == (200, 404)
    assert world.rows(store)["access_event"] == 1


# --- open today -------------------------------------------------------------------------------


def test_one_press_says_that_the_desk_is_open_today(building: Building, store: Store) -> None:
    building.clock.pass_(days=2)
    reception = Clerk(building, Role.RECEPTION)
    assert "Nobody can join here now" in words(reception.get("/console/desk"))

    answer = reception.post("/console/desk/open", site=building.hq)

    assert (answer.status_code, answer.location) == (303, "/console/desk")
    page = words(reception.get("/console/desk"))
    assert "Front desk, Headquarters Open today" in page
    assert world.find(store, "desk.open") == ["audit_event.act"]
    with building.runtime.reading() as db:
        hq = sites.site(db, building.hq)
    assert sites.alternative_stands(hq, now=building.now)


def test_a_desk_opens_its_own_site_alone(building: Building) -> None:
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)

    assert lab_desk.post("/console/desk/open", site=building.hq).status_code == 404
    assert lab_desk.post("/console/desk/open", site=building.lab).status_code == 303
    assert "Headquarters" not in words(lab_desk.get("/console/desk"))


def test_a_desk_asks_at_the_doors_of_its_own_site_alone(building: Building) -> None:
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)

    elsewhere = check(lab_desk, "0000000000")
    here = check(lab_desk, "0000000000", door=building.lab_entrance)

    assert "There is no such door" in elsewhere
    assert "The door says no" in here


def test_an_empty_house_says_what_comes_first(empty_admin: Clerk) -> None:
    desk = Clerk(empty_admin.building, Role.RECEPTION)

    assert "There is no site yet" in words(desk.get("/console/desk"))
