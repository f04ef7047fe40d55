"""The way in, as a person without JavaScript goes it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.audit import Actor
from checkin.services import alternative, codes, invitations
from checkin.services.alternative import WayIn
from checkin.services.invitations import Start
from checkin.services.throttle import Pace
from checkin.storage import audit, consents, people, roster, sites
from checkin.storage.store import Store
from tests import world
from tests.web.application import application
from tests.web.visitor import Visitor
from tests.world import Building

GRACE = "grace.hopper@linden.example"
EVERYBODY = [GRACE, "grace@elsewhere.example", "ada.lindqvist@linden.example"]
"""Somebody who may join, somebody who may not, and somebody who takes part already."""


@pytest.fixture
def visitor(building: Building) -> Visitor:
    return Visitor(building)


def test_the_whole_way_ends_at_the_badge(building: Building, visitor: Visitor) -> None:
    visitor.open("/join")
    assert visitor.path == "/join/hq"
    visitor.press("Send me a code", email=GRACE)
    visitor.press("Go on", code=visitor.mailed_code(GRACE))
    assert visitor.path == "/joining/notice"
    visitor.follow("Go on")
    visitor.press("Go on", name="Grace Hopper")
    visitor.press("Yes, make my badge", tick=("entry", "history"))
    assert visitor.path == "/me/choices/receipt"
    assert "See my own entries" in visitor.words
    visitor.follow("Show my badge")

    assert visitor.path == "/me/badge/printed"
    assert "Works at Headquarters" in visitor.words
    assert world.rows(building.runtime.store)["badge"] == 1


def test_the_record_holds_the_very_text_and_form_that_were_shown(
    building: Building, visitor: Visitor
) -> None:
    visitor.join_up_to_choices()
    _, german = building.runtime.shipped_notices()

    visitor.open("/joining/choices?language=de")
    visitor.press(german.form.yes, tick=("entry",))

    with building.runtime.reading() as db:
        named = people.by_email(db, GRACE)
        assert named is not None
        (act,) = consents.history(db, named.refs.consent)
    assert act.shown.notice_digest == german.digest
    assert act.shown.form_digest == german.form.digest
    assert named.language == "de"


# --- the choice ---------------------------------------------------------------------------------


def test_no_box_is_ticked_beforehand_and_each_stands_alone(visitor: Visitor) -> None:
    visitor.join_up_to_choices()

    (form,) = [form for form in visitor.forms() if form.boxes]

    assert form.boxes == {"entry": False, "history": False}


def test_yes_and_no_are_two_buttons_alike(visitor: Visitor) -> None:
    visitor.join_up_to_choices()

    assert visitor.page.text.count('class="btn btn-choice"') == 2
    (form,) = [form for form in visitor.forms() if form.boxes]
    assert [(name, value) for _, name, value in form.buttons] == [
        ("answer", "yes"),
        ("answer", "no"),
    ]


def test_a_yes_to_the_badge_alone_keeps_no_entries(building: Building, visitor: Visitor) -> None:
    visitor.join_up_to_choices()

    visitor.press("Yes, make my badge", tick=("entry",))

    with building.runtime.reading() as db:
        (listed,) = roster.page(db, "", None, 25)
    assert not listed.history


@pytest.mark.parametrize(
    ("button", "tick"),
    [
        ("No, thank you", ()),
        ("No, thank you", ("entry", "history")),
    ],
)
def test_with_a_no_the_answer_is_no_and_nothing_is_left(
    building: Building, store: Store, visitor: Visitor, button: str, tick: tuple[str, ...]
) -> None:
    before = world.rows(store)
    visitor.join_up_to_choices()

    visitor.press(button, tick=tick)

    assert visitor.path == "/no-badge"
    assert visitor.page.status_code == 200
    left = {name for name, rows in world.rows(store).items() if rows != before.get(name)}
    assert left == {"mail_queue", "throttle"}
    assert visitor.client.get_cookie("joining") is None
    assert visitor.client.get_cookie("session") is None


@pytest.mark.parametrize("tick", [(), ("history",)])
def test_a_yes_without_the_badge_is_asked_again_and_kept_nowhere(
    building: Building, store: Store, visitor: Visitor, tick: tuple[str, ...]
) -> None:
    before = world.rows(store)
    visitor.join_up_to_choices()

    visitor.press("Yes, make my badge", tick=tick)

    assert visitor.page.status_code == 422
    assert "This box is empty. Tick it if you want a badge" in visitor.words
    (form,) = [form for form in visitor.forms() if form.boxes]
    assert form.boxes == {"entry": False, "history": False}
    left = {name for name, rows in world.rows(store).items() if rows != before.get(name)}
    assert left == {"mail_queue", "throttle", "joining"}
    visitor.press("Yes, make my badge", tick=("entry",))
    assert visitor.path == "/me/choices/receipt"


@pytest.mark.parametrize("screen", ["/joining/notice", "/joining/name", "/joining/choices"])
def test_no_is_one_press_away_on_every_screen(store: Store, visitor: Visitor, screen: str) -> None:
    visitor.join_up_to_choices()
    visitor.open(screen)

    visitor.press("No, thank you")

    assert visitor.path == "/no-badge"
    assert "joining" not in world.rows(store)


def test_another_notice_is_read_before_it_is_said_yes_to(
    building: Building, store: Store, visitor: Visitor
) -> None:
    visitor.join_up_to_choices()
    english, german = building.runtime.shipped_notices()
    building.clock.pass_(seconds=1)
    world.publish(building, replace(english, title="In other words"), german)

    visitor.press("Yes, make my badge", tick=("entry",))

    assert visitor.path == "/joining/notice"
    assert "identity" not in world.rows(store)


# --- nothing tells who is invited or enrolled ---------------------------------------------------


def begun(building: Building, email: str) -> Visitor:
    visitor = Visitor(building)
    visitor.open("/join/hq")
    visitor.press("Send me a code", email=email)
    return visitor


def same(text: str) -> str:
    """A page without what differs from one browser to the next."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)


def test_every_address_gets_the_same_pages_and_cookies(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")

    visitors = [begun(building, email) for email in EVERYBODY]
    first = {(one.path, one.page.status_code, same(one.page.text)) for one in visitors}
    cookies = {
        (cookie.max_age, cookie.http_only, len(cookie.value))
        for one in visitors
        if (cookie := one.client.get_cookie("joining"))
    }
    for one in visitors:
        one.press("Go on", code="00000000")
    second = {(one.path, one.page.status_code, same(one.page.text)) for one in visitors}

    assert len(first) == len(second) == len(cookies) == 1
    assert second.pop()[1] == 400


def test_after_every_try_the_answer_is_still_the_same(building: Building) -> None:
    visitors = [begun(building, email) for email in EVERYBODY[:2]]

    for _ in range(7):
        for one in visitors:
            one.press("Go on", code="00000000")

    assert len({same(one.page.text) for one in visitors}) == 1


def test_whoever_has_a_badge_reads_it_in_their_mail(building: Building, store: Store) -> None:
    world.enrol(building, "Ada Lindqvist")

    begun(building, "ada.lindqvist@linden.example")

    (letter,) = world.letters(store)
    assert "http://localhost:8000/sign-in" in letter.body


def test_an_invitation_leads_its_address_in(building: Building, store: Store) -> None:
    with store.writing() as db:
        made = invitations.invite(
            db,
            "grace@elsewhere.example",
            Start(building.lab_team, building.hq),
            building.runtime.hashing,
            now=building.now,
        )
    assert made is not None
    visitor = Visitor(building)
    visitor.open(f"/join/i/{made.code}")
    visitor.press("Send me a code", email="grace@elsewhere.example")
    visitor.follow("Back")
    assert visitor.path == f"/join/i/{made.code}"
    building.clock.pass_(minutes=1)
    visitor.press("Send me a code", email="grace@elsewhere.example")
    visitor.press("Go on", code=visitor.mailed_code("grace@elsewhere.example"))
    visitor.follow("Go on")
    visitor.press("Go on", name="Grace Hopper")
    visitor.press("Yes, make my badge", tick=("entry",))

    assert visitor.path == "/me/choices/receipt"
    assert Visitor(building).open(f"/join/i/{made.code}").status_code == 404


# --- the questions ------------------------------------------------------------------------------


def test_every_screen_shows_how_far_one_is_and_the_way_back(visitor: Visitor) -> None:
    visitor.join_up_to_choices()
    seen = []
    for _ in range(4):
        seen.append((visitor.path, visitor.words.split("Step ")[1][:6]))
        visitor.follow("Back")
    seen.append((visitor.path, visitor.words.split("Step ")[1][:6]))

    assert seen == [
        ("/joining/choices", "5 of 5"),
        ("/joining/name", "4 of 5"),
        ("/joining/notice", "3 of 5"),
        ("/joining/code", "2 of 5"),
        ("/join/hq", "1 of 5"),
    ]


@pytest.mark.parametrize(
    "typed", ["", "grace", "grace@", "grace@linden example", "a@b\n@c.example"]
)
def test_what_is_no_address_is_asked_for_again(visitor: Visitor, typed: str) -> None:
    visitor.open("/join/hq")

    visitor.press("Send me a code", email=typed)

    assert visitor.page.status_code == 400
    assert "isn't an e-mail address" in visitor.words


@pytest.mark.parametrize("typed", ["", " ", "\u202e\u200b", "x" * 121])
def test_what_is_no_name_is_asked_for_again(visitor: Visitor, typed: str) -> None:
    visitor.join_up_to_choices()
    visitor.open("/joining/name")

    visitor.press("Go on", name=typed)

    assert visitor.page.status_code == 400
    assert "Type your name" in visitor.words


def test_a_name_with_markup_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    visitor.join_up_to_choices(name="<script>alert(1)</script>")

    visitor.press("Yes, make my badge", tick=("entry",))
    visitor.open("/me")

    assert "<script>alert(1)" not in visitor.page.text
    assert "Hello, <script>alert(1)</script>" in visitor.words


@pytest.mark.parametrize("screen", ["/joining/notice", "/joining/name", "/joining/choices"])
def test_whoever_begins_in_the_middle_begins_again(visitor: Visitor, screen: str) -> None:
    visitor.open(screen)

    assert visitor.path == "/joining/over"
    assert "Start again" in visitor.words


def test_a_choice_without_a_name_asks_for_the_name(visitor: Visitor) -> None:
    visitor.open("/join/hq")
    visitor.press("Send me a code", email=GRACE)
    visitor.press("Go on", code=visitor.mailed_code(GRACE))

    visitor.open("/joining/choices")

    assert visitor.path == "/joining/name"


def test_after_a_quarter_of_an_hour_it_begins_again(building: Building, visitor: Visitor) -> None:
    visitor.join_up_to_choices()
    building.clock.pass_(minutes=15)

    visitor.press("Yes, make my badge", tick=("entry",))

    assert visitor.path == "/joining/over"


def test_too_many_codes_are_slowed_down_in_plain_words(visitor: Visitor) -> None:
    for _ in range(6):
        visitor.open("/join/hq")
        visitor.press("Send me a code", email=GRACE)

    assert visitor.page.status_code == 429
    assert "Wait a few minutes" in visitor.words


def test_typing_codes_is_slowed_down_too(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    minute = timedelta(minutes=1)
    monkeypatch.setattr(codes, "_FROM_THERE", Pace(free=3, first_wait=minute, longest_wait=minute))
    visitor.open("/join/hq")
    visitor.press("Send me a code", email=GRACE)

    for _ in range(4):
        visitor.press("Go on", code="00000000")

    assert visitor.page.status_code == 429


# --- only while there is another way in ---------------------------------------------------------


@pytest.mark.parametrize("address", ["/join/hq"])
def test_joining_answers_503_with_a_plain_reason_without_another_way_in(
    building: Building, visitor: Visitor, address: str
) -> None:
    building.clock.pass_(hours=25)

    visitor.open(address)

    assert visitor.page.status_code == 503
    assert "only open while people get in here without a badge" in visitor.words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "a day pass gets people in as quickly as a badge, and here it took more than 5"),
        ("de", "hier dauerte es in den letzten 7 Tagen mehr als 5 Sekunden länger"),
    ],
)
def test_joining_answers_503_with_a_plain_reason_where_a_day_pass_is_slower(
    building: Building, visitor: Visitor, language: str, said: str
) -> None:
    with building.runtime.writing() as db:
        medians = {WayIn.BADGE: 800, WayIn.DAY_PASS: 5_801}
        alternative.keep_medians(db, building.kiosk, medians, now=building.now)

    visitor.open(f"/join/hq?language={language}")

    assert visitor.page.status_code == 503
    assert said in visitor.words


def test_a_place_that_nobody_can_join_says_so(building: Building, visitor: Visitor) -> None:
    building.clock.pass_(hours=25)

    visitor.open("/join")

    assert visitor.page.status_code == 200
    assert "Nobody can join just now" in visitor.words
    assert "How to get in without a badge" in visitor.words


def test_where_there_are_several_places_one_is_chosen(
    building: Building, store: Store, visitor: Visitor
) -> None:
    with store.writing() as db:
        sites.set_profiles(
            db, building.lab, joining=building.lab_team, day_passes=building.lab_team
        )
        sites.desk_opened(db, building.lab, now=building.now)
        audit.append(db, Actor("kim", "site_admin"), "test", "test", now=building.now)
    visitor.open("/join")
    assert visitor.path == "/join"

    visitor.follow("Laboratory")

    assert visitor.path == "/join/lab"


@pytest.mark.parametrize("address", ["/join/nowhere", "/join/lab", "/join/i/nothing"])
def test_there_is_nothing_behind_an_address_that_was_not_given_out(
    visitor: Visitor, address: str
) -> None:
    assert visitor.open(address).status_code == 404


# --- languages ----------------------------------------------------------------------------------


def test_the_browsers_language_is_spoken_until_another_is_asked_for(building: Building) -> None:
    german = Visitor(building, language="de-AT,de;q=0.9,en;q=0.5")

    german.open("/join/hq")
    assert '<html lang="de">' in german.page.text
    assert "Wie lautet Ihre dienstliche E-Mail-Adresse" in german.words
    german.follow("English")

    assert '<html lang="en">' in german.page.text


def test_a_language_that_was_asked_for_stays_to_the_end(building: Building) -> None:
    visitor = Visitor(building)
    visitor.open("/join/hq?language=de")
    visitor.press("Code schicken", email=GRACE)
    visitor.press("Weiter", code=visitor.mailed_code(GRACE))
    assert "Wer fragt" in visitor.words
    visitor.follow("Weiter")
    visitor.press("Weiter", name="Grace Hopper")
    assert "Möchten Sie einen Ausweis?" in visitor.words
    visitor.press("Ja, Ausweis anlegen", tick=("entry",))

    assert "Ihre Quittung" in visitor.words


def test_no_in_german_leads_to_the_german_page(building: Building) -> None:
    visitor = Visitor(building)
    visitor.join_up_to_choices()
    visitor.open("/joining/choices?language=de")

    visitor.press("Nein, danke")

    assert "So kommen Sie ohne Ausweis hinein" in visitor.words


@pytest.mark.parametrize("via", ["//evil.example", "i/../../me", "%0d%0a", ""])
def test_the_way_back_stays_on_this_site(visitor: Visitor, via: str) -> None:
    visitor.open(f"/joining/code?via={via}")

    visitor.follow("Back")

    assert visitor.path == "/join/hq"


def test_a_poster_s_code_that_can_t_be_read_is_nobody_s(building: Building) -> None:
    client = application(building.runtime).test_client()

    assert client.get("/join/%00").status_code == 404
    assert client.post("/join/h%0Aq").status_code in {400, 404}
