"""The front desk: open, and able to say why a door said no."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from PIL.Image import Image
from werkzeug.test import TestResponse

from checkin.core.audit import SYSTEM
from checkin.core.consent import By, Method
from checkin.core.roles import Role
from checkin.services import alternative, badges, codes, people, sites
from checkin.services.alternative import WayIn
from checkin.storage import audit, consents, roster
from checkin.storage import people as people_rows
from checkin.storage.store import Store
from tests import world
from tests.phones import phone_of
from tests.qr_codes import qr_codes
from tests.web.admin.clerk import Clerk, words
from tests.web.visitor import Visitor
from tests.world import Building


def check(clerk: Clerk, shown: str, **changes: object) -> str:
    building = clerk.building
    form = {
        "site": building.hq,
        "shown": shown,
        "door": building.main_entrance,
        "direction": "in",
    }
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
    assert "Its holder can read that the front desk looked" in page


def test_its_holder_can_read_that_the_desk_looked(building: Building, reception: Clerk) -> None:
    ada = world.enrol(building)

    check(reception, world.text_of(building, ada))

    with building.runtime.reading() as db:
        (seen,) = audit.looks_at(db, ada.refs.access)
    assert (seen.look.viewer.alias, seen.look.act) == (reception.alias, "desk")


@pytest.mark.parametrize("shown", ["hello", "CI1:", "00000-00000"])
def test_what_is_no_badge_is_called_none(reception: Clerk, shown: str) -> None:
    assert "The door says no" in check(reception, shown)


@pytest.mark.parametrize(
    "wrong", [{"shown": ""}, {"shown": "x" * 1201}, {"door": "x"}, {"direction": "up"}]
)
def test_what_cant_be_read_is_asked_again(reception: Clerk, wrong: dict[str, str]) -> None:
    building = reception.building
    form = {
        "site": building.hq,
        "shown": "x",
        "door": building.main_entrance,
        "direction": "in",
    }

    answer = reception.post("/console/desk/check", **{**form, **wrong})

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)


def test_the_next_badge_is_checked_at_the_same_door(building: Building, reception: Clerk) -> None:
    form = {
        "site": building.hq,
        "shown": "x",
        "door": building.main_entrance,
        "direction": "in",
    }

    page = reception.post("/console/desk/check", **form).text

    assert f'<option value="{building.main_entrance}" selected>' in page
    assert 'name="shown" required autofocus' in page


def test_a_desk_checks_badges_at_its_own_doors(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)
    form = {"site": building.lab, "shown": world.text_of(building, ada), "direction": "in"}

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

    assert (answer.status_code, answer.location) == (303, f"/console/desk?site={building.hq}")
    page = words(reception.get("/console/desk"))
    assert "Front desk, Headquarters" in page
    assert "Open today" in page
    assert world.find(store, "desk.open") == ["audit_event.act"]
    with building.runtime.reading() as db:
        assert alternative.stands(db, sites.site(db, building.hq), now=building.now)


def test_the_desk_is_told_that_slow_day_passes_keep_people_from_joining(
    building: Building, reception: Clerk
) -> None:
    with building.runtime.writing() as db:
        medians = {WayIn.BADGE: 800, WayIn.DAY_PASS: 5_801}
        alternative.keep_medians(db, building.kiosk, medians, now=building.now)

    page = words(reception.get("/console/desk"))

    assert "Nobody can join here: day passes take more than 5 seconds longer" in page
    assert "Open today" in page


def test_a_desk_opens_its_own_site_alone(building: Building) -> None:
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)

    assert lab_desk.post("/console/desk/open", site=building.hq).status_code == 404
    assert lab_desk.post("/console/desk/open", site=building.lab).status_code == 303
    assert "Headquarters" not in words(lab_desk.get("/console/desk"))


def test_a_desk_asks_at_the_doors_of_its_own_site_alone(building: Building) -> None:
    lab_desk = Clerk(building, Role.RECEPTION, building.lab)

    elsewhere = check(lab_desk, "0000000000", site=building.lab)
    here = check(lab_desk, "0000000000", site=building.lab, door=building.lab_entrance)

    assert "There is no such door" in elsewhere
    assert "The door says no" in here


def test_an_empty_house_says_what_comes_first(empty_admin: Clerk) -> None:
    desk = Clerk(empty_admin.building, Role.RECEPTION)

    assert "There is no site yet" in words(desk.get("/console/desk"))


# --- open, closed, and which desk -----------------------------------------------------------------


def test_closing_the_desk_stops_joining_and_opening_it_starts_it_again(
    building: Building, reception: Clerk
) -> None:
    seen = []
    for act in ("close", "open"):
        answer = reception.post(f"/console/desk/{act}", site=building.hq)
        assert answer.status_code == 303
        page = words(reception.get("/console/desk"))
        seen.append(("Nobody can join here now" in page, "Make a code" in page))
        assert Visitor(building).open("/join/hq").status_code == (503 if act == "close" else 200)

    assert seen == [(True, False), (False, True)]


def test_whoever_runs_every_desk_chooses_one(building: Building, reception: Clerk) -> None:
    hq = reception.get(f"/console/desk?site={building.hq}")
    lab = reception.get(f"/console/desk?site={building.lab}")

    assert "Front desk, Headquarters" in words(hq)
    assert "Front desk, Laboratory" in words(lab)
    assert "Lab entrance" in words(lab)
    assert "Main entrance" not in words(lab)
    assert reception.get(f"/console/desk?site={building.kiosk}").status_code == 404


# --- help ---------------------------------------------------------------------------------------


def test_a_bent_card_is_printed_again_without_a_name(building: Building, reception: Clerk) -> None:
    ada = world.enrol(building)
    code = badges.short_code(ada.badge, building.runtime.hashing)
    assert "Print this badge again" in check(reception, code)

    card = reception.post("/console/desk/reprint", shown=code)

    assert card.mimetype == "application/pdf"
    text = pypdfium2.PdfDocument(card.data)[0].get_textpage().get_text_bounded()
    assert code in text
    assert "Ada" not in text
    with building.runtime.reading() as db:
        seen = audit.looks_at(db, ada.refs.access)
    assert {one.look.act for one in seen} == {"desk_print", "desk"}
    gone = reception.post("/console/desk/reprint", shown="00000-00000")
    assert gone.status_code == 404


def test_a_day_pass_that_is_held_up_can_be_voided_with_its_pack(
    building: Building, reception: Clerk
) -> None:
    page = words(reception.post("/console/desk/pass", site=building.hq))
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)
    assert found
    text = next(code.text for code in qr_codes(pack_of(reception)))

    assert "Void this pass and its pack" in check(reception, text)
    assert "Nothing was written down" in check(reception, found[0])


def pack_of(clerk: Clerk) -> Image:
    sheet = clerk.post("/console/desk/pack", site=clerk.building.hq, count=5)
    picture: Image = pypdfium2.PdfDocument(sheet.data)[0].render(scale=3).to_pil()
    return picture


def code_on(page: TestResponse) -> str:
    found = re.search(r'id="desk-code">([0-9A-Z]{5}-[0-9A-Z]{5})<', page.text)
    assert found, page.text
    return found[1]


def test_somebody_without_mail_or_phone_joins_with_a_code_on_paper(
    building: Building, reception: Clerk, store: Store
) -> None:
    handed = reception.post(
        "/console/desk/join-code",
        site=building.hq,
        profile=building.lab_team,
        last_day="2026-12-31",
    )
    assert handed.headers["Cache-Control"] == "no-store"
    assert "until 13:15" in words(handed)
    cleaner = Visitor(building)
    cleaner.open("/join/hq")
    cleaner.follow("No work e-mail? The front desk gives you a code on paper.")

    cleaner.press("Go on", code=code_on(handed))
    cleaner.follow("Go on")
    cleaner.press("Go on", name="Mia Castellanos")
    cleaner.press("Yes, make my badge", tick=("entry",))

    assert cleaner.path == "/me/choices/receipt"
    with store.reading() as db:
        (person,) = roster.page(db, "", None, 25)
        acts = consents.history(db, people_rows.by_holder(db, person.holder).refs.consent)
    assert (person.name, person.profiles) == ("Mia Castellanos", ("Lab team",))
    assert person.ends_at is not None
    assert {(act.by, act.method, act.assisted_by) for act in acts} == {
        (By.SUBJECT, Method.ASSISTED_CODE, reception.alias)
    }
    receipt = cleaner.open("/me/choices/receipt.json").get_json(force=True)
    assert {one["assisted_by"] for one in receipt["consents"]} == {reception.alias}


def test_nobody_stays_signed_in_on_the_screen_at_the_desk(
    building: Building, reception: Clerk
) -> None:
    handed = reception.post(
        "/console/desk/join-code", site=building.hq, profile=building.everyone, last_day=""
    )
    cleaner = Visitor(building)
    cleaner.open("/joining/paper")
    cleaner.press("Go on", code=code_on(handed))
    cleaner.follow("Go on")
    cleaner.press("Go on", name="Mia Castellanos")
    cleaner.press("Yes, make my badge", tick=("entry",))
    assert cleaner.open("/me").status_code == 200
    assert cleaner.path == "/me"

    building.clock.pass_(minutes=15)
    cleaner.open("/me")

    assert cleaner.path == "/sign-in"


def test_a_code_on_paper_is_typed_again_until_it_fits(building: Building) -> None:
    cleaner = Visitor(building)
    cleaner.open("/joining/paper")

    cleaner.press("Go on", code="00000-00000")

    assert cleaner.page.status_code == 400
    assert "Ask at the desk for another one." in words(cleaner.page)


@pytest.mark.parametrize("wrong", [{"profile": "x"}, {"last_day": "soon"}])
def test_a_code_to_join_with_that_cant_be_made_is_asked_again(
    building: Building, reception: Clerk, wrong: dict[str, str]
) -> None:
    form = {"site": building.hq, "profile": building.everyone, "last_day": "", **wrong}

    answer = reception.post("/console/desk/join-code", **form)

    assert answer.status_code == 400
    assert "Please check these answers" in words(answer)


def test_somebody_without_an_address_signs_in_with_a_code_on_paper(
    building: Building, reception: Clerk
) -> None:
    mia = world.enrol(building, "Mia Castellanos", on_paper=True)
    text = world.text_of(building, mia)
    assert "Code to sign in with" in check(reception, text)
    handed = reception.post("/console/desk/sign-in-code", site=building.hq, shown=text)
    visitor = Visitor(building)
    visitor.open("/sign-in")
    visitor.follow("No work e-mail? Type the code that the front desk gave you")

    visitor.press("Sign in", code="00000-00000")
    wrong = visitor.page.status_code
    visitor.press("Sign in", code=code_on(handed))

    assert wrong == 400
    assert visitor.path == "/me"
    assert "Mia Castellanos" in visitor.page.text
    building.clock.pass_(minutes=15)
    visitor.open("/me")
    assert visitor.path == "/sign-in"


def test_whoever_types_codes_on_and_on_at_the_sign_in_waits(building: Building) -> None:
    visitor = Visitor(building)
    visitor.open("/sign-in/paper")
    with building.runtime.writing() as db:
        for _ in range(300):
            codes.pace_typing(db, "127.0.0.1", building.runtime.hashing, now=building.now)

    visitor.press("Sign in", code="00000-00000")
    slow = visitor.page.status_code
    visitor.open("/joining/paper")
    visitor.press("Go on", code="00000-00000")

    assert (slow, visitor.page.status_code) == (429, 429)


def test_nobody_with_an_address_gets_a_code_to_sign_in(
    building: Building, reception: Clerk
) -> None:
    text = world.text_of(building, world.enrol(building))

    assert "Code to sign in with" not in check(reception, text)
    answer = reception.post("/console/desk/sign-in-code", site=building.hq, shown=text)
    assert answer.status_code == 404
