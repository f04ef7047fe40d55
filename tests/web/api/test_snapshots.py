"""What a kiosk gets to decide by alone: all of its door, and nobody's name."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from checkin.core import statuslist
from checkin.core.audit import SYSTEM
from checkin.core.badge import Badge, KeyPurpose, inspect
from checkin.core.doorlist import pass_mark
from checkin.core.ids import BadgeId
from checkin.services import badges, kiosks, passes
from checkin.services.passes import PassMaking
from tests.web.application import application
from tests.world import Building, enrol, text_of


@pytest.fixture
def kiosk(building: Building) -> FlaskClient:
    client = application(building.runtime).test_client()
    client.set_cookie("kiosk", building.kiosk_secret)
    return client


def fetched(kiosk: FlaskClient) -> dict[str, Any]:
    answer = kiosk.get("/api/v1/kiosks/snapshot")
    assert answer.status_code == 200
    return dict(answer.get_json())


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number_of(world: Building, snapshot: dict[str, Any], text: str) -> int | None:
    """What the door list says of a badge."""
    badge = inspect(text)
    assert isinstance(badge, Badge)
    assert badge.status is not None
    pair = next(one for one in snapshot["lists"] if one["uri"] == badge.status.uri)
    doors = statuslist.read(decoded(pair["doors"]), world.runtime.keyring)
    assert doors is not None
    return doors.array.at(badge.status.index)


def test_a_badge_has_the_weekly_plan_of_its_profiles(
    building: Building, kiosk: FlaskClient
) -> None:
    text = text_of(building, enrol(building))

    snapshot = fetched(kiosk)

    number = number_of(building, snapshot, text)
    (plan,) = [one for one in snapshot["window_sets"] if one["number"] == number]
    assert plan["grants"] == [
        {"first_day": None, "last_day": None, "windows": [[day, 0, 1440] for day in range(1, 8)]}
    ]
    assert snapshot["door"]["time_zone"] == "Europe/Berlin"
    assert snapshot["offline_minutes"] == 240


def test_the_status_list_beside_it_tells_a_switched_off_badge(
    building: Building, kiosk: FlaskClient
) -> None:
    person = enrol(building)
    text = text_of(building, person)
    with building.runtime.writing() as db:
        badges.revoke(db, BadgeId(person.badge.cti), SYSTEM, "badge_help", now=building.now)
    badge = inspect(text)
    assert isinstance(badge, Badge)
    assert badge.status is not None

    snapshot = fetched(kiosk)

    assert number_of(building, snapshot, text) == 0
    statuses = statuslist.read(decoded(snapshot["lists"][0]["statuses"]), building.runtime.keyring)
    assert statuses is not None
    assert statuses.array.at(badge.status.index) == 1


def test_the_same_is_not_sent_twice(building: Building, kiosk: FlaskClient) -> None:
    enrol(building)
    first = kiosk.get("/api/v1/kiosks/snapshot")
    building.clock.pass_(seconds=90)

    again = kiosk.get("/api/v1/kiosks/snapshot", headers={"If-None-Match": first.headers["ETag"]})

    assert not first.headers["ETag"].startswith("W/")
    assert (again.status_code, again.data) == (304, b"")


def test_a_change_is_sent(building: Building, kiosk: FlaskClient) -> None:
    first = kiosk.get("/api/v1/kiosks/snapshot").headers["ETag"]
    enrol(building)

    changed = kiosk.get("/api/v1/kiosks/snapshot", headers={"If-None-Match": first})

    assert changed.status_code == 200


def test_it_names_nobody(building: Building, kiosk: FlaskClient) -> None:
    person = enrol(building, "Ada Lovelace")

    sent = kiosk.get("/api/v1/kiosks/snapshot").get_data(as_text=True).lower()

    refs = (person.refs.holder, person.refs.identity, person.refs.access, person.refs.consent)
    for told in ("lovelace", "linden.example", *map(str, refs), *(ref.hex for ref in refs)):
        assert told not in sent


def test_voided_day_passes_are_told_by_their_marks(building: Building, kiosk: FlaskClient) -> None:
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, building.now), rt.hashing)
    with building.runtime.writing() as db:
        made = passes.hand_out(db, building.hq, making, SYSTEM, now=building.now)
        passes.void(
            db,
            made.short_code,
            [building.hq],
            SYSTEM,
            verifier=building.runtime.keyring,
            hashing=building.runtime.hashing,
            now=building.now,
        )
    shown = inspect(made.text)
    assert isinstance(shown, Badge)

    assert fetched(kiosk)["voided"] == [pass_mark(shown.cti).hex()]


def test_only_a_paired_kiosk_gets_one(building: Building, kiosk: FlaskClient) -> None:
    stranger = application(building.runtime).test_client()

    assert stranger.get("/api/v1/kiosks/snapshot").status_code == 401
    stranger.set_cookie("kiosk", "somebody else's")
    assert stranger.get("/api/v1/kiosks/snapshot").status_code == 401


def test_a_kiosk_that_was_shut_out_is_told_to_forget(
    building: Building, kiosk: FlaskClient
) -> None:
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, SYSTEM, now=building.now)

    answer = kiosk.get("/api/v1/kiosks/snapshot")

    assert answer.status_code == 403
    assert "storage" in answer.headers["Clear-Site-Data"]


def test_the_lists_outlive_what_a_kiosk_may_be_without_news(
    building: Building, kiosk: FlaskClient
) -> None:
    enrol(building)
    snapshot = fetched(kiosk)
    statuses = statuslist.read(decoded(snapshot["lists"][0]["statuses"]), building.runtime.keyring)

    assert statuses is not None
    assert statuses.expires_at > building.now + timedelta(minutes=snapshot["offline_minutes"])
