"""Whatever is typed anywhere, by whoever is signed in, breaks no page and writes no header."""

from itertools import cycle, islice
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from checkin.app import create_app
from checkin.core.roles import Role
from checkin.services.enrolment import Enrolled
from checkin.web.access import CONSOLE_COOKIE, PERSON_COOKIE
from tests import world
from tests.web.test_every_address import addresses, is_safe
from tests.web.test_no_biometrics import fields_that_pages_read, signed_in
from tests.world import Building

HOSTILE = (
    "\x00",
    "a\r\nSet-Cookie: evil=1\r\nX-Evil: 1",
    "a" * 20_000,
    "٣٤٥ 𝟙𝟚 ไทย \u202eABC",
    "\ud800",
    "99999999999999999999",
    "-1",
    "' OR 1=1 --",
    "0001-01-01",
    "\u2028{{ 7 * 7 }}%s%n",
    "//evil.example/\t",
)
"""NUL, line breaks, far too long, digits of other scripts, half a character, numbers, dates."""

FIELDS = sorted(fields_that_pages_read() | {"next", "language", "site", "kind", "from", "page"})
FORM = "application/x-www-form-urlencoded"
ROLES = (None, *Role)


def clients(building: Building, app: Flask, person: Enrolled, role: Role | None) -> FlaskClient:
    """A browser of the application with this sign-in, as a page left open has it."""
    browser, client = signed_in(building, person, role), app.test_client()
    for cookie in (PERSON_COOKIE, CONSOLE_COOKIE):
        if held := browser.get_cookie(cookie):
            client.set_cookie(cookie, held.value)
    client.set_cookie("kiosk", building.kiosk_secret)
    return client


def filled(turn: int) -> str:
    """Every field with a hostile value as a browser sends it, another for each at every turn."""
    values = islice(cycle(HOSTILE), turn, None)
    return "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in zip(FIELDS, values, strict=False)
    )


def as_address(rule: Rule, turn: int) -> str | None:
    """The rule's address with hostile values in it; None if it has none but numbers of rows."""
    if all("UUID" in type(one).__name__ for one in rule._converters.values()):
        return None
    value = quote(HOSTILE[turn % len(HOSTILE)][:2000].encode("utf-8", "surrogatepass"), safe="")
    parts = [value if dynamic else text for dynamic, text in rule._trace]
    return "".join(parts).partition("|")[2]


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_nothing_that_is_typed_breaks_a_page_or_writes_a_header(
    building: Building, role: Role | None
) -> None:
    ada, app = world.enrol(building), create_app(building.runtime)
    app.config["WTF_CSRF_ENABLED"] = False
    faults = []

    for turn, (rule, at) in enumerate(addresses(app, building, ada)):
        client, fields = clients(building, app, ada, role), filled(turn)
        asked = [("GET", f"{at}?{fields}", ""), ("POST", at, fields)]
        if odd := as_address(rule, turn):
            asked.append(("GET", odd, ""))
        for method, where, content in asked:
            if method not in (rule.methods or ()):
                continue
            answer = client.open(
                where, method=method, data=content, content_type=FORM, buffered=True
            )
            if answer.status_code >= 500 or "X-Evil" in answer.headers or not is_safe(answer):
                faults.append((method, at, turn, answer.status_code))

    assert faults == []
