"""Whoever is shown in the console can read of it, whatever asked: browser, script or preview."""

import pytest
from flask import Flask

from checkin.app import create_app
from checkin.services import dossier
from checkin.storage.store import Store
from checkin.web.access import runtime
from tests import world
from tests.web.admin.clerk import Clerk
from tests.world import Building


@pytest.fixture
def careless(building: Building) -> Flask:
    """An application with a console page that reads about people and tells nobody."""
    app = create_app(building.runtime)
    ada = world.enrol(building)

    def page() -> str:
        with runtime().reading() as db:
            return str(dossier.zone(db, ada.refs.holder))

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
