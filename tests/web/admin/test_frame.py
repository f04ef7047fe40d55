"""Every page of the console has the same frame, and none of them needs a script."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from checkin.core.roles import MAY, Role
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.admin.test_matrix import address, console_rules
from tests.world import Building

VOID = {"img", "input", "link", "meta", "br", "hr", "use", "path"}


class Page(HTMLParser):
    """A page as its elements, each with what it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None], list[dict[str, str | None]]]] = []
        self.title = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes, [each for _, each in self.open]))
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "title":
            self.title += data

    def all(self, tag: str) -> Iterator[tuple[dict[str, str | None], list[dict[str, str | None]]]]:
        return ((given, around) for name, given, around in self.elements if name == tag)


@pytest.fixture(params=[role for role in Role if MAY[role]])
def pages(request: pytest.FixtureRequest, building: Building) -> dict[str, Page]:
    """Every page that a role can open, by its address."""
    ada, clerk = world.enrol(building), Clerk(building, request.param)
    other = Clerk(building, Role.WARDEN)
    found = {}
    for method, rule in console_rules(building):
        at = address(building, rule, ada.refs.identity, other.account)
        answer = clerk.get(at) if method == "GET" else None
        if answer and answer.status_code == 200 and answer.mimetype == "text/html":
            found[at] = Page(answer.text)
    assert "/console" in found
    return found


def test_a_page_says_once_what_it_is_and_shows_where_it_lies(pages: dict[str, Page]) -> None:
    for at, page in pages.items():
        assert len([*page.all("h1")]) == 1, at
        assert page.title.strip().endswith("· Linden Works"), at
        assert len(page.title.strip()) > len("· Linden Works"), at
        places = [
            given
            for given, around in page.all("a")
            if any(each.get("class") == "rail" for each in around)
        ]
        assert places, at
        assert len([one for one in places if one.get("aria-current")]) <= 1, at


def test_a_page_that_the_navigation_names_is_marked_there(pages: dict[str, Page]) -> None:
    named = {
        given["href"]
        for given, around in pages["/console"].all("a")
        if any(each.get("class") == "rail" for each in around)
    }

    for href in named:
        marked = [
            given["href"] for given, _ in pages[str(href)].all("a") if "aria-current" in given
        ]
        assert marked.count(href) == 2, href  # in the rail, and in the menu of narrow screens


def test_nothing_needs_a_script_and_every_form_carries_its_token(pages: dict[str, Page]) -> None:
    for at, page in pages.items():
        for given, around in page.all("button"):
            if given.get("type") == "button":
                assert "hidden" in given or any("hidden" in each for each in around), at
        posting = [given for given, _ in page.all("form") if given.get("method") == "post"]
        tokens = [given for given, _ in page.all("input") if given.get("name") == "csrf_token"]
        assert len(posting) == len(tokens), at
        assert not [one for one, _ in page.all("a") if (one.get("href") or "#")[:1] not in "/#"], at


def test_no_page_brings_a_style_or_a_script_of_its_own(pages: dict[str, Page]) -> None:
    for at, page in pages.items():
        assert not [*page.all("style")], at
        assert all("src" in given for given, _ in page.all("script")), at
        assert not [tag for tag, given, _ in page.elements if "style" in given], at
        assert not [tag for tag, given, _ in page.elements if {*given} & {"onclick", "onload"}], at
