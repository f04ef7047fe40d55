"""Status lists over HTTP, as a kiosk or anybody else fetches them."""

import pytest
from flask.testing import FlaskClient

from checkin.app import create_app
from checkin.core import statuslist
from checkin.core.audit import Actor
from checkin.services import badges
from checkin.services.enrolment import Enrolled
from tests import world
from tests.world import Building

KIM = Actor("kim", "enrolment_admin")


@pytest.fixture
def client(building: Building) -> FlaskClient:
    return create_app(building.runtime).test_client()


def switch_off(building: Building, person: Enrolled) -> None:
    with building.runtime.writing() as db:
        badges.revoke(db, person.badge.id, KIM, "lost", now=building.now)


def test_anybody_may_fetch_the_list_and_verify_it(building: Building, client: FlaskClient) -> None:
    ada = world.enrol(building)
    switch_off(building, ada)

    answer = client.get("/s/1")

    assert answer.status_code == 200
    assert answer.mimetype == "application/statuslist+cwt"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    found = statuslist.read(answer.data, building.runtime.keyring)
    assert found is not None
    assert found.array.at(ada.badge.place.slot) == statuslist.Status.INVALID


def test_a_list_that_has_not_changed_is_not_sent_again(
    building: Building, client: FlaskClient
) -> None:
    ada = world.enrol(building)
    first = client.get("/s/1")
    tag = first.headers["ETag"]

    again = client.get("/s/1", headers={"If-None-Match": tag})
    switch_off(building, ada)
    changed = client.get("/s/1", headers={"If-None-Match": tag})

    assert not tag.startswith("W/")
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "public, max-age=60"
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_two_servers_of_one_instance_give_the_same_tag(building: Building) -> None:
    world.enrol(building)
    clients = [create_app(building.runtime).test_client() for _ in range(2)]

    tags = {client.get("/s/1").headers["ETag"] for client in clients}

    assert len(tags) == 1


@pytest.mark.parametrize("address", ["/s/1", "/s/2147483648", "/s/x", "/s/-1"])
def test_a_list_that_never_began_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
