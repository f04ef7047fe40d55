"""Whoever is shown in the console can read of it, whatever asked: browser, script or preview."""

import pytest
from flask import Flask

from checkin.app import create_app
from checkin.core.roles import MAY, Act, Role, may
from checkin.storage import badges
from checkin.storage.store import Store
from checkin.web.access import runtime
from checkin.web.admin import people, simulator
from tests import world
from tests.web.admin.clerk import Clerk
from tests.web.test_every_address import addresses
from tests.world import Building


@pytest.fixture
def careless(building: Building) -> Flask:
    """An application with a console page that reads about people and tells nobody."""
    app = create_app(building.runtime)
    ada = world.enrol(building)

    def page() -> str:
        with runtime().reading() as db:
            return str(badges.zone_of(db, ada.refs.holder))

    app.add_url_rule("/console/careless", view_func=page)
    app.add_url_rule("/elsewhere", endpoint="elsewhere", view_func=page)
    return app


def test_a_page_that_forgets_to_tell_shows_an_error_and_no_person(careless: Flask) -> None:
    client = careless.test_client()

    assert client.get("/console/careless").status_code == 500
    assert client.get("/elsewhere").status_code == 200
    assert client.get("/console/careless").status_code == 500


def test_a_request_for_the_head_of_a_record_leaves_a_look_as_well(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    ada = world.enrol(building)

    answer = enrolment_admin.client.head(f"/console/people/{ada.refs.identity}")

    assert (answer.status_code, answer.data) == (200, b"")
    assert world.rows(store)["access_event"] == 1


READ: dict[str, tuple[str, str, dict[str, str]]] = {
    "list": ("GET", "/console/people", {}),
    "search": ("POST", "/console/people", {"query": "Ada"}),
    "record": ("GET", "/console/people/{0}", {}),
    "card": ("POST", "/console/people/{0}/card", {}),
    "what if": ("GET", "/console/what-if/{0}", {}),
}
"""Each way in which an enrolment admin reads of one person."""


@pytest.mark.parametrize("page", READ)
def test_a_page_that_breaks_after_the_read_has_left_its_look(
    building: Building,
    enrolment_admin: Clerk,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    """It is kept before anything is made of what was read: nothing leaves first."""
    ada = world.enrol(building)
    method, address, fields = READ[page]

    def break_down(*_given: object, **_named: object) -> str:
        assert world.rows(store)["access_event"] == 1
        raise RuntimeError("after the read")

    sent = {"csrf_token": enrolment_admin.form_token(), **fields} if method == "POST" else None
    for module, name in (
        (people, "render_template"),
        (people, "pdf"),
        (simulator, "render_template"),
    ):
        monkeypatch.setattr(module, name, break_down)
    answer = enrolment_admin.client.open(
        address.format(ada.refs.identity), method=method, data=sent
    )

    assert answer.status_code == 500
    assert world.rows(store)["access_event"] == 1


def test_no_page_about_a_person_is_answered_from_memory(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    """Each time it is asked for, it is read and told of: no mark lets a browser skip that."""
    ada = world.enrol(building)

    for address in ("/console/people", f"/console/people/{ada.refs.identity}"):
        first = enrolment_admin.client.get(address)
        again = enrolment_admin.client.get(
            address, headers={"If-None-Match": "*", "If-Modified-Since": "Sun, 01 Jan 2040"}
        )
        assert (first.status_code, again.status_code) == (200, 200)
        assert {"ETag", "Last-Modified"}.isdisjoint(first.headers)

    assert world.rows(store)["access_event"] == 4


@pytest.mark.parametrize("role", [role for role in Role if MAY[role]])
def test_whoever_is_named_by_any_page_of_the_console_can_read_of_it(
    building: Building, role: Role, store: Store
) -> None:
    """Every address that a role may open or send to, walked by the URL map."""
    ada, clerk, naming = world.everything_about(building, "Ada Lindqvist"), Clerk(building, role), 0
    fields = {"csrf_token": clerk.form_token(), "query": "Ada", "code": "0000000000"}

    for rule, at in addresses(clerk.app, building, ada):
        for method in (
            {"GET", "POST"} & set(rule.methods or ()) if at.startswith("/console") else ()
        ):
            before = world.rows(store).get("access_event", 0)
            data = fields if method == "POST" else None
            page = clerk.client.open(at, method=method, data=data, buffered=True)
            if b"Lindqvist" in page.data or b"lindqvist" in page.data:
                naming += 1
                assert world.rows(store)["access_event"] == before + 1, (method, at)
        if "sign-out" in at or "sign-in" in at:
            clerk = Clerk(building, role)
            fields["csrf_token"] = clerk.form_token()

    assert (naming > 0) is may(role, Act.SEE_PEOPLE)
