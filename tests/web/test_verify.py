"""The page that checks badges: what it is given, and what it may do."""

import json
import re

import pytest

from checkin.keys import KeySet
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building


@pytest.fixture
def visitor(building: Building) -> Visitor:
    return Visitor(building)


def test_the_page_is_given_keys_lists_and_time_and_nobodys_badge(
    building: Building, visitor: Visitor
) -> None:
    ada = world.enrol(building)

    page = visitor.open("/verify")

    found = re.search(r'id="boot">(.*?)</script>', page.text, re.DOTALL)
    assert found
    boot = json.loads(found[1])
    assert KeySet.from_jwks(boot["jwks"]).key(ada.badge.kid)
    address = f"{building.runtime.lists_uri}{ada.badge.place.list_number}"
    assert boot["lists"] == {address: f"/s/{ada.badge.place.list_number}"}
    assert boot["now"] == int(building.now.timestamp())
    assert "Ada" not in page.text


def test_the_page_alone_may_film_and_loads_nothing_from_elsewhere(visitor: Visitor) -> None:
    page = visitor.open("/verify")

    assert "camera=(self)" in page.headers["Permissions-Policy"]
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "connect-src 'self'" in policy
    assert "'unsafe" not in policy.replace("'wasm-unsafe-eval'", "")


def test_the_page_speaks_german_and_is_found_from_everywhere(visitor: Visitor) -> None:
    visitor.open("/verify?language=de")
    assert "Einen Ausweis prüfen" in visitor.words

    visitor.open("/")
    visitor.follow("Check a badge")
    assert visitor.path == "/verify"
