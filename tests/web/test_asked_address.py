"""The address whose code is awaited."""

from tests.web.visitor import Visitor
from tests.world import Building


def test_the_browser_keeps_it_sealed(building: Building) -> None:
    visitor = Visitor(building)
    visitor.open("/sign-in")

    visitor.press("Send me a code", email="ada.lindqvist@linden.example")

    kept = visitor.client.get_cookie("signing-in")
    assert kept is not None
    assert "ada" not in kept.value


def test_what_we_did_not_seal_is_no_address(building: Building) -> None:
    visitor = Visitor(building)
    visitor.client.set_cookie("signing-in", "bm90IHNlYWxlZA==")
    visitor.open("/sign-in/code")

    visitor.press("Sign in", code="00000000")

    assert visitor.path == "/sign-in"
