"""In which language a page speaks: all of it, its frame as well, and what it says it is."""

import re
from pathlib import Path

import pytest

from checkin.demo import handout
from checkin.services import outbox
from checkin.services.enrolment import Enrolled
from checkin.storage.store import Store
from tests import world
from tests.web.test_demo_pages import GIVEN
from tests.web.visitor import Visitor
from tests.world import Building

PUBLIC = (
    "/",
    "/about",
    "/about/no-biometrics",
    "/about/notice",
    "/about/notices",
    "/demo/guide",
    "/demo/outbox",
    "/join",
    "/join/hq",
    "/no-badge",
    "/nowhere",
    "/sign-in",
    "/sign-in/paper",
    "/take-back",
    "/verify",
    "/verify/receipt",
)
OWN = (
    "/me",
    "/me/badge",
    "/me/badge/forgotten",
    "/me/badge/printed",
    "/me/choices",
    "/me/choices/receipt",
    "/me/data",
    "/me/entries",
    "/me/looks",
    "/me/requests",
)
# Small words that German doesn't have: two of them in a piece of text make it English
ENGLISH = {"a", "and", "for", "is", "it", "its", "no", "not", "of", "or", "that", "the", "they"}
ENGLISH |= {"this", "to", "what", "when", "with", "you"}


@pytest.fixture
def demo(store: Store, tmp_path: Path) -> Building:
    """Linden Works as a demo, with a notice to read."""
    handout.write(GIVEN, tmp_path)
    made = world.building(store, tmp_path, demo=True)
    world.publish(made)
    return made


@pytest.fixture
def ada(demo: Building) -> Enrolled:
    return world.enrol(demo, "Ada Lindqvist")


def english_in(visitor: Visitor, address: str) -> list[str]:
    """What is English in the German page, and not said to be: its texts, and what it's called."""
    visitor.open(f"{address}?language=de")
    assert '<html lang="de"' in visitor.page.text
    return [
        piece
        for piece in visitor.pieces()
        if len(ENGLISH & set(re.findall(r"[a-z]+", piece.lower()))) > 1
    ]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_german_page_for_everybody_has_no_english_sentence(demo: Building, address: str) -> None:
    assert english_in(Visitor(demo), address) == []


@pytest.mark.parametrize("address", OWN)
def test_ones_own_german_pages_have_no_english_sentence(
    demo: Building, ada: Enrolled, address: str
) -> None:
    visitor = Visitor(demo)
    visitor.sign_in("ada.lindqvist@linden.example")
    with demo.runtime.writing() as db:
        for letter in world.letters(demo.runtime.store):  # it speaks as she did when she signed in
            outbox.sent(db, letter)

    assert english_in(visitor, address) == []


@pytest.mark.parametrize("address", ["/about", "/nowhere", "/demo/guide"])
def test_a_page_speaks_english_to_whoever_reads_neither(demo: Building, address: str) -> None:
    visitor = Visitor(demo, language="fi")

    visitor.open(address)

    assert '<html lang="en"' in visitor.page.text
