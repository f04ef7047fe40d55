"""Signing in by mail, and carrying a badge from one screen to another."""

import re
from datetime import timedelta

import pytest

from checkin.services import codes
from checkin.services.throttle import Pace
from checkin.storage import people
from checkin.storage.store import Store
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

ADA = "ada.lindqvist@linden.example"
STRANGER = "nobody@linden.example"


@pytest.fixture
def visitor(building: Building) -> Visitor:
    world.enrol(building, "Ada Lindqvist")
    return Visitor(building)


def same(text: str) -> str:
    """A page without what differs from one browser to the next."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)


def test_a_mailed_code_leads_to_ones_own_pages(visitor: Visitor) -> None:
    visitor.sign_in(ADA)

    assert visitor.path == "/me"
    assert "Hello, Ada Lindqvist" in visitor.words


def test_after_signing_in_one_is_where_one_wanted_to_go(visitor: Visitor) -> None:
    visitor.open("/me/entries")
    assert visitor.path == "/sign-in"
    visitor.press("Send me a code", email=ADA)
    visitor.press("Sign in", code=visitor.mailed_code(ADA))

    assert visitor.path == "/me/entries"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "/%0d/evil.example",
        "/%0a/evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(visitor: Visitor, wanted: str) -> None:
    visitor.open(f"/sign-in?next={wanted}")
    visitor.press("Send me a code", email=ADA)
    visitor.press("Sign in", code=visitor.mailed_code(ADA))

    assert visitor.path == "/me"


def test_whoever_is_signed_in_is_not_asked_again(visitor: Visitor) -> None:
    visitor.sign_in(ADA)

    visitor.open("/sign-in")

    assert visitor.path == "/me"


def test_an_unknown_address_gets_the_same_pages(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")
    visitors = [Visitor(building), Visitor(building)]
    seen = []
    for one, email in zip(visitors, (ADA, STRANGER), strict=True):
        one.open("/sign-in")
        one.press("Send me a code", email=email)
        pages = [same(one.page.text)]
        for _ in range(6):
            one.press("Sign in", code="00000000")
            pages.append(f"{one.page.status_code} {same(one.page.text)}")
        cookie = one.client.get_cookie("signing-in")
        assert cookie is not None
        seen.append((pages, cookie.max_age, cookie.http_only))

    assert seen[0] == seen[1]


def test_the_address_is_in_no_url_and_readable_in_no_cookie(visitor: Visitor) -> None:
    visitor.open("/sign-in")

    visitor.press("Send me a code", email=ADA)

    cookie = visitor.client.get_cookie("signing-in")
    assert cookie is not None
    assert "lindqvist" not in visitor.page.request.url
    assert "lindqvist" not in cookie.value.lower()


@pytest.mark.parametrize("broken", ["", "x", "AAAA", "é", "A" * 80])
def test_a_cookie_that_is_not_ours_begins_again(visitor: Visitor, broken: str) -> None:
    visitor.open("/sign-in/code")
    visitor.client.set_cookie("signing-in", broken)

    visitor.press("Sign in", code="00000000")

    assert visitor.path == "/sign-in"


def test_what_is_no_address_is_asked_for_again(visitor: Visitor) -> None:
    visitor.open("/sign-in")

    visitor.press("Send me a code", email="ada")

    assert visitor.page.status_code == 400
    assert "isn't an e-mail address" in visitor.words


def test_too_many_tries_are_told_plainly(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    minute = timedelta(minutes=1)
    visitor.open("/sign-in")
    visitor.press("Send me a code", email=ADA)
    monkeypatch.setattr(codes, "_FROM_THERE", Pace(free=1, first_wait=minute, longest_wait=minute))

    typed = [visitor.press("Sign in", code="00000000").status_code for _ in range(2)]
    visitor.open("/sign-in")
    asked = visitor.press("Send me a code", email=ADA).status_code

    assert typed == [400, 429]
    assert asked == 429
    assert "Wait a few minutes" in visitor.words


def test_signing_out_ends_the_sign_in_on_the_server_too(store: Store, visitor: Visitor) -> None:
    visitor.sign_in(ADA)
    stolen = visitor.client.get_cookie("session")
    assert stolen is not None
    visitor.press("Sign out")
    assert visitor.path == "/"
    assert "session" not in world.rows(store)

    visitor.client.set_cookie("session", stolen.value)
    visitor.open("/me")

    assert visitor.path == "/sign-in"


def test_a_sign_in_ends_after_twelve_hours(building: Building, visitor: Visitor) -> None:
    visitor.sign_in(ADA)

    building.clock.pass_(hours=12)

    visitor.open("/me")
    assert visitor.path == "/sign-in"


# --- carrying a badge over ----------------------------------------------------------------------


def carry_link(building: Building) -> str:
    with building.runtime.writing() as db:
        person = people.by_email(db, ADA)
        assert person is not None
        return f"/carry/{codes.carry(db, person.refs.identity, now=building.now)}"


def test_a_badge_is_carried_to_a_phone_with_one_press(building: Building, visitor: Visitor) -> None:
    phone = Visitor(building)

    phone.open(carry_link(building))
    phone.press("Put it on this phone")

    assert phone.path == "/me/badge"
    assert phone.page.history[-1].location == "/me/badge#put"


def test_a_new_sign_in_ends_the_one_this_browser_had(building: Building, visitor: Visitor) -> None:
    visitor.sign_in(ADA)
    copied = visitor.client.get_cookie("session")
    assert copied is not None

    visitor.open(carry_link(building))
    visitor.press("Put it on this phone")

    thief = Visitor(building)
    thief.client.set_cookie("session", copied.value)
    thief.open("/me")
    assert thief.path == "/sign-in"
    visitor.open("/me")
    assert visitor.path == "/me"


def test_looking_at_the_link_uses_nothing_up(building: Building, visitor: Visitor) -> None:
    link, phone = carry_link(building), Visitor(building)

    for _ in range(3):
        phone.open(link)
    phone.press("Put it on this phone")

    assert phone.path == "/me/badge"


def test_the_link_works_once_and_for_five_minutes(building: Building, visitor: Visitor) -> None:
    first, second = Visitor(building), Visitor(building)
    link = carry_link(building)
    first.open(link)
    second.open(link)
    first.press("Put it on this phone")

    second.press("Put it on this phone")
    later = carry_link(building)
    building.clock.pass_(minutes=5)
    third = Visitor(building)
    third.open(later)
    third.press("Put it on this phone")

    assert (second.page.status_code, third.page.status_code) == (404, 404)
    assert "Make a new one" in second.words
