"""The notice's versions, for everybody to read and compare."""

from dataclasses import replace

import pytest
from werkzeug.routing import Rule

from checkin.core.roles import Role
from checkin.core.terms import Change, Level, words_by_place
from checkin.notices import LANGUAGES
from checkin.web.notice_words import NOTICES, place
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.test_every_address import addresses
from tests.web.visitor import Visitor
from tests.world import Building

END_A_SIGN_IN = ("/sign-out", "/start-over", "/sign-ins/end")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def visitor(building: Building) -> Visitor:
    building.clock.pass_(seconds=1)
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))
    return Visitor(building)


def test_the_history_tells_of_every_version_when_it_holds_and_how_weighty_it_is(
    building: Building, visitor: Visitor
) -> None:
    english, german = building.runtime.shipped_notices()
    visitor.open("/about/notice")

    visitor.follow("All versions")

    assert visitor.path == "/about/notices"
    said = visitor.words
    assert said.index("Version 2.0.0 Published, holds later") < said.index(
        "Version 1.0.0 Holds now"
    )
    assert "A change of substance: whoever said yes before is asked anew." in said
    assert "Holds from 7 Dec 2026" in said
    for notice in (english, german):
        assert notice.digest[:8] in said


@pytest.mark.parametrize("role", Role)
def test_no_address_changes_a_published_notice(
    building: Building, visitor: Visitor, role: Role
) -> None:
    """Asked by somebody who is signed in as a person and in this role, about things that exist."""
    ada, clerk = world.enrol(building), Clerk(building, role)
    visitor.sign_in("ada.lindqvist@linden.example")
    keep(clerk, visitor)
    before = world.contents(building.runtime.store)["notice_version"]
    walked = list(addresses(clerk.app, building, ada))

    for rule, at in walked:
        if not at.endswith(END_A_SIGN_IN):
            ask_in_every_way(clerk, rule, at)
    still_in = [clerk.client.get(page).status_code for page in ("/me", "/console")]
    for rule, at in walked:
        if at.endswith(END_A_SIGN_IN):
            ask_in_every_way(clerk, rule, at)

    assert still_in == [200, 200]
    assert len(before) == 4  # two versions in two languages
    assert world.contents(building.runtime.store)["notice_version"] == before


def ask_in_every_way(clerk: Clerk, rule: Rule, at: str) -> None:
    """Send what could be a notice, by each method that is answered, and by all about notices."""
    at = at.replace("notices/1", "notices/1.0.0").replace("text-seen/1", "text-seen/1.0.0")
    sent = dict.fromkeys(("notice", "version", "number", "words", "body", "terms", "level"), "9")
    token = {"X-CSRFToken": clerk.form_token()}
    of_notices = at.startswith("/about/notice")
    for method in METHODS if of_notices else set(rule.methods or ()) & set(METHODS):
        answer = clerk.client.open(at, method=method, data=sent, headers=token, buffered=True)
        assert answer.status_code == 405 or method == "GET" or not of_notices, (method, at)


def keep(clerk: Clerk, visitor: Visitor) -> None:
    """Let the clerk's browser be the visitor's as well."""
    for name in ("session", "form"):
        cookie = visitor.client.get_cookie(name)
        assert cookie is not None
        clerk.client.set_cookie(name, cookie.value)


def test_every_version_stays_to_be_read_as_it_was(visitor: Visitor) -> None:
    visitor.open("/about/notices")
    visitor.follow("Read it (1.0.0)")

    old = visitor.words
    visitor.open("/about/notices/2.0.0")

    assert "Entries: 30 days each." in old
    assert "Entries: 60 days each." in visitor.words
    assert visitor.open("/about/notices/7.0.0").status_code == 404


def test_what_changed_can_be_read_line_by_line(visitor: Visitor) -> None:
    visitor.open("/about/notices")

    visitor.follow("What changed (2.0.0)")

    assert "How long things stay: days that entries stay" in visitor.words
    assert "Before 30 Now 60" in visitor.words
    assert "Words (English): how long it is kept, point 4" in visitor.words
    assert "Before Entries: 30 days each. Now Entries: 60 days each." in visitor.words


def test_the_first_version_changed_nothing(visitor: Visitor) -> None:
    visitor.open("/about/notices/1.0.0/changes")

    assert "This is the first version." in visitor.words
    assert "Before" not in visitor.words


def test_a_language_that_was_added_is_told_as_such(building: Building) -> None:
    english, _ = building.runtime.shipped_notices()
    building.clock.pass_(seconds=1)
    world.publish(building, english)
    visitor = Visitor(building)

    visitor.open("/about/notices/1.1.0/changes?language=de")
    in_german = visitor.words
    visitor.open("/about/notices/1.1.0?language=de")

    assert "Sprachen, in denen es ihn gibt Vorher Deutsch Jetzt nicht vorhanden" in in_german
    assert english.title in visitor.words


@pytest.mark.parametrize("address", ["/about/notice", "/about/notices/1.1.0"])
def test_a_language_without_this_version_is_not_offered_and_the_page_says_so(
    building: Building, address: str
) -> None:
    english, _ = building.runtime.shipped_notices()
    building.clock.pass_(seconds=1)
    world.publish(building, english)
    visitor = Visitor(building)

    visitor.open(f"{address}?language=de")
    in_german = visitor.words
    visitor.open(f"{address}?language=en")

    assert "Diesen Text gibt es nicht auf Deutsch. Hier steht er auf Englisch." in in_german
    assert "Deutsch" not in visitor.words
    assert "can't be read in English" not in visitor.words


def test_whoever_joins_is_told_that_the_text_is_in_another_language(building: Building) -> None:
    english, _ = building.runtime.shipped_notices()
    building.clock.pass_(seconds=1)
    world.publish(building, english)
    visitor = Visitor(building)
    visitor.join_up_to_choices()

    for address in ("/joining/notice", "/joining/choices"):
        visitor.open(f"{address}?language=de")
        assert "Diesen Text gibt es nicht auf Deutsch." in visitor.words


def test_other_words_are_told_to_whoever_said_yes_until_they_have_seen_it(
    building: Building,
) -> None:
    world.enrol(building, "Grace Hopper")
    english, german = building.runtime.shipped_notices()
    building.clock.pass_(seconds=1)
    world.publish(building, replace(english, title="In other words"), german)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me")
    assert "The text has other words now." in grace.words
    grace.open("/me/choices")
    assert "The text has other words now." in grace.words
    grace.follow("What changed")
    assert "Before What a badge means for your data Now In other words" in grace.words
    grace.open("/me/choices")

    grace.press("Got it")

    assert grace.path == "/me/choices"
    assert "The text has other words now." not in grace.words
    grace.open("/me")
    assert "The text has other words now." not in grace.words
    grace.open("/me/choices")
    assert "Say yes again" not in grace.words


def test_a_new_text_of_substance_is_read_and_answered_to(building: Building) -> None:
    world.enrol(building, "Grace Hopper")
    longer = world.with_limits(building, retention_entry_days=60)
    building.clock.pass_(seconds=1)
    world.publish(building, runtime=longer)
    world.see_to_consents(building)
    building.clock.pass_(seconds=1)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")
    grace.open("/me/choices")
    assert "The text changes on 7 Dec 2026. Until then everything stays as it was." in grace.words
    grace.follow("Read the text first")
    assert grace.path == "/about/notices/2.0.0/changes"
    grace.open("/me/choices")

    grace.press("Say yes again See my own entries")

    assert "Version 2.0.0 (English)" in grace.words
    grace.open("/me/choices")
    assert "The text changes on" not in grace.words


def test_whoever_did_not_answer_reads_since_when_it_is_stopped(building: Building) -> None:
    world.enrol(building, "Grace Hopper")
    building.clock.pass_(seconds=1)
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))
    world.see_to_consents(building)
    building.clock.pass_(days=15)
    world.see_to_consents(building)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")

    grace.open("/me/choices")

    assert "The text has changed on 7 Dec 2026." in grace.words
    assert "Until you answer this is stopped" in grace.words


def test_both_languages_say_the_same_things() -> None:
    english, german = NOTICES["en"], NOTICES["de"]

    assert english.kinds.keys() == german.kinds.keys()
    assert english.parts.keys() == german.parts.keys()
    assert english.levels.keys() == german.levels.keys()
    assert english.texts.keys() == german.texts.keys()
    assert english.numbered.keys() == german.numbered.keys()
    assert english.languages.keys() == german.languages.keys() == set(LANGUAGES)


def test_every_text_of_a_notice_has_a_place_in_words(building: Building) -> None:
    for text in building.runtime.shipped_notices():
        for path, said in words_by_place(text).items():
            if path == "name":  # never changes
                continue
            change = Change(f"{text.language}: {path}", said, "", Level.MINOR)

            assert not place(change, NOTICES["en"]).endswith(f": {path}")
