"""What every answer carries, errors included, and what no request can do; walked by the URL map."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from checkin.app import create_app
from checkin.core.roles import Role
from checkin.services.enrolment import Enrolled
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.application import application
from tests.web.visitor import Visitor
from tests.world import Building

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What is the same for everybody may be kept on the way: keys, lists, and files of the release.
FOR_EVERYBODY = {
    "api_description.get_description",
    "public.key_set",
    "public.status_list",
    "kiosk.service_worker",
    "kiosk.manifest",
    "phone.service_worker",
    "phone.manifest",
    "static",
}


def addresses(app: Flask, building: Building, person: Enrolled) -> Iterator[tuple[Rule, str]]:
    """Each rule with an address about something that exists, where it can be told."""
    things = {
        "identity": person.refs.identity,
        "kiosk_id": building.kiosk,
        "door_id": building.main_entrance,
        "site_id": building.hq,
        "profile_id": building.everyone,
        "number": 1,
        "code": "hq",
        "filename": "css/base.css",
    }
    for rule in app.url_map.iter_rules():
        named = {name: things.get(name, uuid4()) for name in rule.arguments}
        built = rule.build(named)
        assert built is not None, rule
        yield rule, built[1]


def is_safe(answer: TestResponse) -> bool:
    policy = answer.headers["Content-Security-Policy"]
    return (
        all(answer.headers[name] == value for name, value in ALWAYS.items())
        and "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and "'unsafe-" not in policy
        and "camera=" in answer.headers["Permissions-Policy"]
        and "Access-Control-Allow-Origin" not in answer.headers
    )


def may_be_kept(answer: TestResponse) -> bool:
    return "no-store" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PROPFIND"])
def test_every_answer_carries_the_same_protection_and_is_kept_by_nobody(
    building: Building, method: str
) -> None:
    ada, app = world.enrol(building), application(building.runtime)

    for rule, at in addresses(app, building, ada):
        answer = app.test_client().open(at, method=method, buffered=True)

        assert is_safe(answer), (method, at)
        if (answer.mimetype or "").startswith("text/"):
            assert "charset=utf-8" in (answer.content_type or ""), at
        if may_be_kept(answer):
            assert (rule.endpoint in FOR_EVERYBODY, answer.status_code) == (True, 200), at


def test_a_fault_of_ours_carries_it_too_and_tells_nothing(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(building.runtime)

    def break_down() -> str:
        raise RuntimeError("Ada Lindqvist")

    app.view_functions["public.landing"] = break_down

    answer = app.test_client().get("/")

    assert answer.status_code == 500
    assert is_safe(answer)
    assert not may_be_kept(answer)
    assert "Ada" not in answer.text


def test_over_https_browsers_never_come_back_without_it(building: Building) -> None:
    settings = replace(building.runtime.settings, base_url="https://checkin.linden.example")
    app = create_app(replace(building.runtime, settings=settings))

    page = app.test_client().get("/sign-in", base_url="https://checkin.linden.example")

    assert (
        int(page.headers["Strict-Transport-Security"].partition("=")[2].split(";")[0]) >= 31536000
    )
    (cookie,) = page.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-form=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_form_of_people_is_taken_without_its_token(building: Building) -> None:
    ada = world.enrol(building)
    visitor = Visitor(building)
    visitor.sign_in("ada.lindqvist@linden.example")
    before = world.rows(building.runtime.store)

    for rule, at in addresses(visitor.client.application, building, ada):
        if "POST" in (rule.methods or ()) and not at.startswith(("/api/", "/console")):
            answer = visitor.client.post(at, data={"answer": "yes", "entry": "yes"})
            assert answer.status_code == 400, at

    assert world.rows(building.runtime.store) == before


@pytest.mark.parametrize("role", Role)
def test_opening_a_page_changes_nothing_but_what_is_written_down_of_looking(
    building: Building, role: Role
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    visitor = Visitor(building)
    visitor.sign_in("ada.lindqvist@linden.example")
    clerk = Clerk(building, role)
    client = clerk.client
    for name in ("session", "form"):
        cookie = visitor.client.get_cookie(name)
        assert cookie is not None
        client.set_cookie(name, cookie.value)
    before = world.rows(building.runtime.store)

    for rule, at in addresses(clerk.app, building, ada):
        if "GET" in (rule.methods or ()):
            assert client.get(at, buffered=True).status_code < 500, at

    after = world.rows(building.runtime.store)
    # Who looked and how often in a day, and what was read of the log.
    written = {"access_event", "audit_event", "throttle"}
    assert {name: rows for name, rows in after.items() if name not in written} == {
        name: rows for name, rows in before.items() if name not in written
    }
