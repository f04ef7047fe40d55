"""An objection and a correction, from the press to the answer: by keyboard, as wide as a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from checkin.core.roles import Role
from checkin.services import signin
from tests.journeys.conftest import Visiting
from tests.journeys.keyboard import press, reach, type_into
from tests.journeys.pages import Visitor
from tests.journeys.people import Colleague, publish_notice
from tests.world import Building, enrol

WIDTH = 390
NARROW = {"viewport": {"width": WIDTH, "height": 844}}
USE = "Know roughly how full the building is"
WRONG = "My last day is wrong: it is 31 March."
ANSWER = "Your last day is 31 March now, as you said."


@pytest.fixture
def ada(building: Building, visiting: Visiting) -> Visitor:
    """Somebody on their own pages."""
    publish_notice(building)
    enrolled, visitor = enrol(building), visiting(**NARROW)
    with building.runtime.writing() as db:
        token = signin.open_session(
            db, identity=enrolled.refs.identity, now=building.now, life=timedelta(hours=1)
        )
    visitor.context.add_cookies([{"name": "session", "value": token, "url": visitor.address}])
    return visitor


def fits(tab: Page) -> None:
    """Nothing of the page, once its stylesheets are there, runs over its side."""
    tab.wait_for_load_state()
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTH


def says(tab: Page, words: str) -> None:
    """Wait until the page says so, where those who hear it are told."""
    expect(tab.get_by_role("status").first).to_contain_text(words)
    fits(tab)


def follow_card(tab: Page, title: str) -> None:
    """Go to a card, around which the focus is drawn, and follow it."""
    link = tab.locator(".card-door").get_by_role("link", name=title)
    link.focus()
    assert link.evaluate("(element) => getComputedStyle(element, '::after').outlineStyle") != "none"
    tab.keyboard.press("Enter")


def answer(tab: Page, request: str, outcome: str, words: str) -> None:
    """Open a request of the list, and send this answer."""
    press(tab.get_by_role("link", name=request, exact=True))
    reach(tab.get_by_label("What came of it"))
    tab.get_by_label("What came of it").select_option(label=outcome)
    type_into(tab.get_by_label("Your answer"), words)
    press(tab.get_by_role("button", name="Send the answer"))
    says(tab, "Answered.")


def test_what_somebody_asks_for_is_answered_and_they_read_who_looked(
    building: Building, visiting: Visiting, ada: Visitor
) -> None:
    ada.tab.goto("/me/data")
    press(ada.tab.get_by_role("button", name=f"Object: {USE}"))
    says(ada.tab, "Your objection is on its way.")
    type_into(ada.tab.get_by_label("What is wrong"), WRONG)
    press(ada.tab.get_by_role("button", name="Send", exact=True))
    says(ada.tab, "Your request is on its way.")

    officer = Colleague(visiting(**NARROW), building, Role.DPO)
    officer.set_up()
    officer.tab.goto("/console")
    press(officer.tab.get_by_role("link", name="2 requests"))
    expect(officer.tab.get_by_text("Ada Lindqvist")).to_have_count(0)
    answer(officer.tab, "Something to put right", "Done as they asked", ANSWER)
    answer(officer.tab, "An objection", "Refused, for the reason below", "x" * 900)
    expect(officer.tab.get_by_text("Nothing to answer")).to_be_visible()

    ada.tab.goto("/me")
    expect(ada.tab.get_by_text("A request of yours was answered")).to_have_count(1)
    follow_card(ada.tab, "My data")
    expect(ada.tab.get_by_text(ANSWER)).to_be_visible()
    fits(ada.tab)
    expect(ada.tab.get_by_role("button", name="Take it back")).to_have_count(0)
    ada.tab.goto("/me/looks")
    expect(
        ada.tab.get_by_text("A request of yours was read: name, what you asked for")
    ).to_be_visible()
    expect(ada.tab.get_by_text("A request of yours was read: what you asked for")).to_be_visible()


def test_what_was_done_and_what_is_wrong_take_the_focus(ada: Visitor) -> None:
    tab = ada.tab
    tab.goto("/me/choices")
    press(tab.get_by_role("button", name="Pause everything"))
    expect(tab.locator(".flashes > .note")).to_be_focused()

    ada.excuse("400|422")
    tab.goto("/me/data")
    tab.get_by_label("First and last name").fill(" ")
    press(tab.get_by_role("button", name="Change my name"))

    expect(tab.get_by_role("alert")).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("alert").get_by_role("link")).to_be_focused()
