"""Choices: one press takes each back, and says what went."""

import re
from datetime import timedelta

import pytest

from checkin.core import receipts
from checkin.core.consent import Act
from checkin.core.inventory import Purpose
from checkin.services import standing
from checkin.storage.store import Store
from tests import world
from tests.web.visitor import Visitor
from tests.world import ENTRY_ALONE, Building

ADA = "ada.lindqvist@linden.example"


@pytest.fixture
def visitor(building: Building) -> Visitor:
    ada = world.enrol(building, "Ada Lindqvist", now=building.now - timedelta(days=10))
    world.came_in(building, ada, building.now)
    signed_in = Visitor(building)
    signed_in.sign_in(ADA)
    return signed_in


def test_what_taking_back_means_is_said_before_the_press(visitor: Visitor) -> None:
    visitor.open("/me/choices")

    before = visitor.words.index("Taking back the badge ends the rest too, and deletes you here.")
    assert before < visitor.words.index("Take back A badge")
    assert "All your entries are deleted at once. Your badge still works." in visitor.words


def test_taking_back_takes_no_more_steps_than_giving(visitor: Visitor) -> None:
    """Open the page, press: no box, no reason, no password, no second question."""
    visitor.open("/me/choices")

    forms = [form for form in visitor.forms() if "take-back" in form.action]

    assert len(forms) == 2
    for form in forms:
        assert set(form.fields) == {"csrf_token"}
        assert not form.boxes
        assert len(form.buttons) == 1


def test_taking_back_the_badge_says_first_how_to_get_in_tomorrow(
    store: Store, visitor: Visitor
) -> None:
    visitor.open("/me/choices")

    page = visitor.press("Take back A badge that opens doors")

    assert page.status_code == 200
    said = visitor.words.split("Taken back ")[2]
    assert said.startswith("Tomorrow you get in at the front desk or with a day pass.")
    assert "entries: 1" in visitor.words
    assert "your name and work e-mail: 1" in visitor.words
    assert "Nobody looked at your record" in visitor.words
    assert "identity" not in world.rows(store)


def test_after_it_nobody_is_signed_in(visitor: Visitor) -> None:
    visitor.open("/me/choices")

    visitor.press("Take back A badge that opens doors")

    assert "Sign out" not in visitor.words
    assert visitor.client.get_cookie("session") is None
    visitor.open("/me")
    assert visitor.path == "/sign-in"


def test_whoever_leaves_reads_who_looked(building: Building) -> None:
    world.everything_about(building, "Grace Hopper")
    grace = Visitor(building)
    building.clock.pass_(minutes=1)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me/choices")

    grace.press("Take back A badge that opens doors")

    assert "You were on a list: name" in grace.words
    assert "At gate 2." in grace.words


def test_taking_back_entries_keeps_the_badge_and_the_sign_in(
    store: Store, visitor: Visitor
) -> None:
    visitor.open("/me/choices")

    visitor.press("Take back See my own entries")

    assert "Tomorrow you get in with your badge, as before." in visitor.words
    assert "entries: 1" in visitor.words
    assert 'download="erased.json"' in visitor.page.text
    assert "entry" not in world.rows(store)
    visitor.follow("My choices")
    assert visitor.path == "/me/choices"
    assert "Say yes See my own entries" in visitor.words


def test_taking_back_what_is_not_given_leads_back(visitor: Visitor) -> None:
    visitor.open("/me/choices")
    (form,) = [form for form in visitor.forms() if "history" in form.action]
    visitor.press("Take back See my own entries")

    again = visitor.client.post(form.action, data=form.fields)

    assert again.status_code == 303
    assert again.headers["Location"] == "/me/choices?language=en"


def test_entries_can_be_said_yes_to_later_on_the_words_of_the_notice(
    building: Building,
) -> None:
    world.enrol(building, "Grace Hopper", purposes=ENTRY_ALONE)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me/choices")
    english, _ = building.runtime.shipped_notices()
    assert english.form.boxes[1].text in grace.words

    grace.press("Say yes See my own entries")

    assert grace.path == "/me/choices/receipt"
    assert "See my own entries" in grace.words
    assert english.digest[:8] in grace.words


def test_a_yes_to_words_that_hold_no_longer_is_none(building: Building) -> None:
    world.enrol(building, "Grace Hopper", purposes=ENTRY_ALONE)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me/choices")
    (form,) = [form for form in grace.forms() if "history" in form.action]
    outdated = re.sub(r"shown=[0-9a-f]+", "shown=" + "0" * 64, form.action)
    assert outdated != form.action

    answer = grace.client.post(outdated, data=form.fields)

    assert (answer.status_code, answer.location) == (303, "/me/choices?language=en")
    grace.open("/me/choices")
    assert "Say yes See my own entries" in grace.words


def test_taking_back_works_even_without_a_notice(building: Building, visitor: Visitor) -> None:
    """An hour ago, no notice held yet."""
    building.clock.pass_(hours=-1)
    visitor.open("/me/choices")

    visitor.press("Take back See my own entries")

    assert visitor.page.status_code == 200
    visitor.open("/me/choices")
    assert "Say yes" not in visitor.words.replace("Say yes to what", "")


def test_the_receipt_says_what_until_when_and_on_which_text(
    building: Building, visitor: Visitor
) -> None:
    visitor.open("/me/choices/receipt")

    assert "Since 13 Nov 2026" in visitor.words
    assert "Ends by itself on 8 Nov 2027" in visitor.words
    assert "Version 1.0.0 (English)" in visitor.words
    assert "aaaaaaaa aaaaaaaa" in visitor.words


def test_the_receipt_begins_with_ten_plain_lines(visitor: Visitor) -> None:
    visitor.open("/me/choices/receipt")

    said = visitor.page.text
    assert said.count("<li>You said") + said.count("<li>Why:") == 4
    assert said.index(
        "You said yes to: A badge that opens doors; See my own entries."
    ) < said.index("Fingerprint of that text")
    assert "Entries stay 30 days." in visitor.words
    assert said.index("</ol>") < said.index("Put my badge on this phone") < said.index("<dt>Since")


def test_the_receipt_is_a_signed_file_as_well(building: Building, visitor: Visitor) -> None:
    answer = visitor.client.get("/me/choices/receipt.json?language=de")

    assert answer.headers["Content-Disposition"] == "attachment; filename=receipt.json"
    found = receipts.verify(answer.text, building.runtime.keyring)
    assert isinstance(found, dict)
    assert len(found["lines"]) == 10
    assert found["lines"][0].startswith("Sie haben Ja gesagt zu: Ein Ausweis")
    assert "Lindqvist" not in answer.text


@pytest.mark.parametrize(("language", "said"), [("en", "Check a receipt"), ("de", "Quittung")])
def test_anybody_can_check_a_receipt_in_their_browser(
    building: Building, language: str, said: str
) -> None:
    stranger = Visitor(building)

    page = stranger.open(f"/verify/receipt?language={language}")

    assert page.status_code == 200
    assert said in stranger.words
    assert "receipt_page.js" in page.text
    assert '"purpose": "log"' in page.text
    assert "connect-src 'none'" in page.headers["Content-Security-Policy"]


def test_choices_speak_german_to_whoever_reads_notices_in_german(building: Building) -> None:
    visitor = Visitor(building)
    visitor.join_up_to_choices()
    visitor.open("/joining/choices?language=de")
    visitor.press("Ja, Ausweis anlegen", tick=("entry", "history"))
    visitor.open("/me/choices")
    assert "Ihre Entscheidungen" in visitor.words

    visitor.press("Zurücknehmen Ein Ausweis, der Türen öffnet")

    assert "Morgen kommen Sie am Empfang oder mit einem Tagespass hinein." in visitor.words
    assert '<html lang="de">' in visitor.page.text


def test_an_unknown_choice_is_not_found(visitor: Visitor) -> None:
    visitor.open("/me/choices")
    token = visitor.forms()[0].fields["csrf_token"]

    for purpose in ("rollcall", "everything", "proof"):
        for act in ("take-back", "say-yes", "say-yes-again"):
            answer = visitor.client.post(f"/me/choices/{purpose}/{act}", data={"csrf_token": token})
            assert answer.status_code == 404


# --- saying yes again, and pausing --------------------------------------------------------------


def test_a_yes_that_ends_soon_can_be_said_again_for_another_year(building: Building) -> None:
    world.enrol(building, "Grace Hopper")
    building.clock.pass_(days=340)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me")
    assert "A yes of yours ends on 18 Nov 2027" in grace.words
    grace.open("/me/choices")
    assert "This yes ends soon." in grace.words

    grace.press("Say yes again A badge that opens doors")

    assert grace.path == "/me/choices/receipt"
    assert "Ends by itself on 23 Oct 2028" in grace.words
    grace.open("/me/choices")
    assert "Say yes again A badge" not in grace.words
    assert "Say yes again See my own entries" in grace.words


def test_a_yes_that_holds_for_long_asks_for_nothing(visitor: Visitor) -> None:
    visitor.open("/me/choices")

    assert "Say yes again" not in visitor.words
    assert "ends soon" not in visitor.words


def test_a_yes_again_to_words_that_hold_no_longer_is_none(building: Building) -> None:
    world.enrol(building, "Grace Hopper")
    building.clock.pass_(days=340)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me/choices")
    form = next(form for form in grace.forms() if "again" in form.action)
    outdated = re.sub(r"shown=[0-9a-f]+", "shown=" + "0" * 64, form.action)

    answer = grace.client.post(outdated, data=form.fields)

    assert (answer.status_code, answer.location) == (303, "/me/choices?language=en")
    grace.open("/me/choices")
    assert "This yes ends soon." in grace.words


def test_one_press_pauses_everything_and_one_goes_on(building: Building, visitor: Visitor) -> None:
    visitor.open("/me/choices")

    visitor.press("Pause everything")

    assert "Everything is paused. Your badge opens nothing until you end" in visitor.words

    assert visitor.path == "/me/choices"
    assert "The pause ends by itself on 23 Dec 2026." in visitor.words
    assert "Take back A badge" in visitor.words
    visitor.open("/me/badge/printed")
    assert "It is paused and opens no door." in visitor.words
    assert visitor.open("/me/badge.svg").status_code == 404
    visitor.open("/me")
    assert "It is paused and opens no door." in visitor.words
    building.clock.pass_(seconds=1)
    visitor.open("/me/choices")
    visitor.press("End the pause")
    assert "The pause is over. Everything is as before." in visitor.words
    assert "Pause everything" in visitor.words
    visitor.open("/me/badge/printed")
    assert "Where it works" in visitor.words


def test_what_waits_for_an_answer_says_so_and_takes_it(building: Building) -> None:
    grace = world.enrol(building, "Grace Hopper", now=building.now - timedelta(days=20))
    for days, act in ((1, Act.ANNOUNCE), (15, Act.SUSPEND)):
        with building.runtime.writing() as db:
            standing.step(
                db,
                grace.refs.identity,
                [Purpose.ENTRY],
                act,
                building.runtime.hashing,
                now=building.now - timedelta(days=20 - days),
            )
    visitor = Visitor(building)
    visitor.sign_in("grace.hopper@linden.example")
    visitor.open("/me")
    assert "The text has changed." in visitor.words
    visitor.open("/me/choices")
    assert "Stopped, until you answer" in visitor.words

    visitor.press("Say yes again A badge that opens doors")

    visitor.open("/me/choices")
    assert "Stopped" not in visitor.words
