"""A person's own pages."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete

from checkin.core.audit import SYSTEM
from checkin.services import badges, leavers
from checkin.services.enrolment import Enrolled
from checkin.storage import audit
from checkin.storage import badges as kept
from checkin.storage.tables import holder_profile
from tests import world
from tests.qr_codes import qr_codes
from tests.web.visitor import Visitor
from tests.world import ENTRY_ALONE, Building

PAGES = (
    "/me",
    "/me/badge/printed",
    "/me/entries",
    "/me/looks",
    "/me/data",
    "/me/choices",
    "/me/requests",
)
FILES = ("/me/badge.svg", "/me/badge.png", "/me/badge.pdf", "/me/data.json", "/me/data.csv")


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist", now=building.now - timedelta(days=40))


@pytest.fixture
def visitor(building: Building, ada: Enrolled) -> Visitor:
    signed_in = Visitor(building)
    signed_in.sign_in("ada.lindqvist@linden.example")
    return signed_in


@pytest.mark.parametrize("address", [*PAGES, *FILES, "/me/choices/receipt"])
def test_nobody_sees_ones_own_pages_without_signing_in(building: Building, address: str) -> None:
    stranger = Visitor(building)

    stranger.open(address)

    assert stranger.path == "/sign-in"


@pytest.mark.parametrize("address", PAGES)
def test_a_personal_page_is_kept_nowhere(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]


def test_a_last_day_is_told_to_whoever_it_is_about(
    building: Building, ada: Enrolled, visitor: Visitor
) -> None:
    with building.runtime.writing() as db:
        last = date(2026, 12, 1)
        leavers.set_last_day(db, ada.refs.identity, last, by=SYSTEM, now=building.now)

    visitor.open("/me")

    assert "Good until 1 Dec 2026, your last day here." in visitor.words


def test_the_overview_leads_to_five_places(visitor: Visitor) -> None:
    visitor.open("/me")

    for card, path in (
        ("My badge", "/me/badge/printed"),
        ("My choices", "/me/choices"),
        ("My entries", "/me/entries"),
        ("Who looked", "/me/looks"),
        ("My data", "/me/data"),
    ):
        visitor.open("/me")
        visitor.follow(card)
        assert visitor.path == path


@pytest.mark.parametrize("gone", [0, 60])
def test_the_overview_says_how_the_badge_is(
    building: Building, visitor: Visitor, gone: int
) -> None:
    building.clock.pass_(days=gone)
    if gone:
        visitor.sign_in("ada.lindqvist@linden.example")

    visitor.open("/me")

    assert ("It doesn't open doors any more" in visitor.words) is bool(gone)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/me", "Niemand hat Ihre Daten angesehen."),
        ("/me/badge/printed", "Wo er gilt"),
        ("/me/entries", "Mo 23.11., 13:00 Main entrance, Headquarters gedruckter Ausweis"),
        ("/me/looks", "Niemand hat nachgesehen"),
        ("/me/data", "Kopie mitnehmen"),
    ],
)
def test_ones_own_pages_speak_german_where_it_is_asked_for(
    building: Building, ada: Enrolled, visitor: Visitor, address: str, said: str
) -> None:
    world.came_in(building, ada, building.now)

    visitor.open(address)
    visitor.follow("Deutsch")

    assert said in visitor.words


# --- the badge ----------------------------------------------------------------------------------


def test_the_picture_on_the_page_is_the_badge(
    building: Building, visitor: Visitor, ada: Enrolled, tmp_path: Path
) -> None:
    page = visitor.open("/me/badge.png")
    file = tmp_path / "badge.png"
    file.write_bytes(page.data)

    (found,) = qr_codes(Image.open(file))

    assert found.text == world.text_of(building, ada)
    assert found.ec_level == "M"


def test_the_badge_is_a_drawing_a_picture_and_a_card(visitor: Visitor) -> None:
    kinds = {address: visitor.open(address).mimetype for address in FILES}

    assert kinds == {
        "/me/badge.svg": "image/svg+xml",
        "/me/badge.png": "image/png",
        "/me/badge.pdf": "application/pdf",
        "/me/data.json": "application/json",
        "/me/data.csv": "text/csv",
    }
    assert visitor.open("/me/badge.svg").headers["Cache-Control"] == "no-store"
    assert visitor.open("/me/badge.svg").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_badge_page_says_where_and_until_when_it_works(visitor: Visitor) -> None:
    visitor.open("/me/badge/printed")

    assert "Works at Headquarters" in visitor.words
    assert "Good until 12 Jan 2027" in visitor.words
    assert "Courtyard, Loading bay, Main entrance" in visitor.words


def test_a_new_badge_replaces_the_old_one_with_one_press(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    visitor.open("/me/badge/printed")

    visitor.press("Make a new badge")

    assert "The old one has stopped working" in visitor.words
    assert "Good until 21 Feb 2027" in visitor.words
    with building.runtime.reading() as db:
        mine = badges.mine(db, ada.refs.holder, building.runtime.hashing, now=building.now)
    assert mine is not None
    assert mine.held.id != ada.badge.id


def test_a_badge_that_ran_out_is_made_anew_with_one_press(
    building: Building, visitor: Visitor
) -> None:
    building.clock.pass_(days=60)
    visitor.sign_in("ada.lindqvist@linden.example")
    visitor.open("/me/badge/printed")
    assert "Your badge has run out" in visitor.words
    assert visitor.client.get("/me/badge.svg").status_code == 404

    visitor.press("Make a new badge")

    assert "Works at Headquarters" in visitor.words


def test_a_badge_that_was_switched_off_says_who_can_help(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    with building.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, SYSTEM, "lost", now=building.now)

    visitor.open("/me/badge/printed")

    assert "The front desk can help" in visitor.words
    assert "Make a new badge" not in visitor.words
    assert "How to get in without a badge" in visitor.words


def test_a_badge_that_opens_nothing_yet_says_so(building: Building) -> None:
    world.enrol(building, "Grace Hopper")
    with building.runtime.writing() as db:
        db.execute(delete(holder_profile))
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    visitor = Visitor(building)
    visitor.sign_in("grace.hopper@linden.example")

    visitor.open("/me/badge/printed")

    assert "It opens no door yet" in visitor.words
    assert "Works at Linden Works" in visitor.words


def test_whoever_has_no_badge_makes_one(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    with building.runtime.writing() as db:
        kept.erase(db, ada.refs.holder, building.runtime.hashing.ended, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    visitor.open("/me")
    assert "You have none yet" in visitor.words
    visitor.open("/me/badge/printed")
    assert "You have no badge yet" in visitor.words

    visitor.press("Make a new badge")

    assert "Works at Headquarters" in visitor.words


def test_the_code_for_a_phone_leads_there_and_is_no_badge(visitor: Visitor) -> None:
    visitor.open("/me/badge/printed")

    visitor.press("Carry to my phone")

    assert "Good once, for 5 minutes" in visitor.words
    assert "data:image/svg+xml;base64," in visitor.page.text


# --- entries and looks --------------------------------------------------------------------------


def test_each_entry_is_shown_with_the_day_it_goes(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    world.came_in(building, ada, building.now - timedelta(days=1))

    visitor.open("/me/entries")

    assert (
        "Sun 22 Nov, 13:00 Main entrance, Headquarters printed badge 22 Dec 2026" in visitor.words
    )
    visitor.open("/me")
    assert "1 kept for you. You alone can see them." in visitor.words


def test_without_entries_the_page_says_why(building: Building, visitor: Visitor) -> None:
    world.enrol(building, "Grace Hopper", purposes=ENTRY_ALONE)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")

    visitor.open("/me/entries")
    grace.open("/me/entries")

    assert "No entries yet" in visitor.words
    visitor.open("/me")
    assert "My entries None yet. You alone will see them." in visitor.words
    assert "Your entries aren't kept" in grace.words
    grace.open("/me")
    assert "Your entries aren't kept" in grace.words


def test_nobody_sees_anybody_elses(building: Building, visitor: Visitor) -> None:
    world.everything_about(building, "Grace Hopper")

    pages = [visitor.open(address).text for address in (*PAGES, "/me/data.json", "/me/data.csv")]

    assert not any("Grace" in page or "grace" in page for page in pages)
    assert "No entries yet" in visitor.open("/me/entries").text
