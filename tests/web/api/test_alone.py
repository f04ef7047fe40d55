"""A kiosk's own decisions, by the snapshot that it was sent: the browser's code, under Node.

What it seals is told to the server, which has to agree.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from checkin.core.audit import SYSTEM
from checkin.core.badge import Assurance, KeyPurpose
from checkin.core.policy import EntryConsent, GapMode, Posture
from checkin.core.scan import Direction
from checkin.core.site import DoorClass
from checkin.services import badges, late, passes
from checkin.services.passes import PassMaking
from checkin.storage import audit, sites, tables
from tests.alone import Held, decide
from tests.phones import phone_of
from tests.services.test_scanning import counts
from tests.web.application import application
from tests.world import Building, enrol, looking_in, text_of


@pytest.fixture
def kiosk(building: Building) -> FlaskClient:
    with building.runtime.writing() as db:
        late.keep_rules(db, now=building.now)
    client = application(building.runtime).test_client()
    client.set_cookie("kiosk", building.kiosk_secret)
    return client


def said_alone(
    building: Building,
    kiosk: FlaskClient,
    *texts: str,
    direction: str = "in",
    age: timedelta = timedelta(minutes=20),
    seen: datetime | None = None,
) -> list[dict[str, Any]]:
    """What the kiosk says to these texts by a snapshot that it got a while ago."""
    snapshot = kiosk.get("/api/v1/kiosks/snapshot").get_json()
    now = building.now
    held = [Held(text, now, Direction(direction)) for text in texts]
    return decide(snapshot, held, confirmed=now - age, seen=seen or now - age)


def reasons(said: Sequence[dict[str, Any]]) -> list[str]:
    return [one["reason"] for one in said]


def hand_out(building: Building) -> passes.DayPass:
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, building.now), rt.hashing)
    with rt.writing() as db:
        return passes.hand_out(db, building.hq, making, SYSTEM, now=building.now)


def test_good_badges_phones_and_day_passes_are_let_in_and_the_server_agrees(
    building: Building, kiosk: FlaskClient
) -> None:
    ada, ben = enrol(building), enrol(building, "Ben Okafor")
    phone = phone_of(building, ben).shows(building.now)

    said = said_alone(building, kiosk, text_of(building, ada), phone, hand_out(building).text)

    assert reasons(said) == ["ok_offline"] * 3
    building.clock.pass_(hours=1)
    scans = [{"nonce": one["nonce"], "sealed": one["sealed"]} for one in said]
    told = kiosk.post("/api/v1/scans/late", json={"scans": scans})
    assert [one["outcome"] for one in told.get_json()["scans"]] == ["stored"] * 3
    assert counts(building) == (3, 0, 0)


def test_what_is_switched_off_voided_forged_or_of_elsewhere_is_not(
    building: Building, kiosk: FlaskClient
) -> None:
    ada, lab = enrol(building), enrol(building, "Lea Brandt")
    good = text_of(building, lab)
    given = hand_out(building)
    rt = building.runtime
    with rt.writing() as db:
        badges.revoke(db, ada.badge.id, SYSTEM, "badge_help", now=building.now)
        passes.void(
            db,
            given.short_code,
            [building.hq],
            SYSTEM,
            verifier=rt.keyring,
            hashing=rt.hashing,
            now=building.now,
        )
    forged = good[:-1] + ("0" if good[-1] != "0" else "1")

    said = said_alone(building, kiosk, text_of(building, ada), given.text, forged, "CI1:", "hello")

    assert reasons(said)[:2] == ["revoked", "revoked"]
    assert not {"ok", "ok_offline"} & set(reasons(said))


def test_a_paused_badge_says_nothing_else_than_a_switched_off_one(
    building: Building, kiosk: FlaskClient
) -> None:
    ada = enrol(building)
    with looking_in(), building.runtime.writing() as db:
        holder = tables.holder
        db.execute(
            update(holder)
            .where(holder.c.ref == ada.refs.holder)
            .values(entry=EntryConsent.SUSPENDED)
        )
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert reasons(said_alone(building, kiosk, text_of(building, ada))) == ["suspended"]


def test_windows_and_postures_hold_as_they_do_at_the_server(
    building: Building, kiosk: FlaskClient
) -> None:
    text = text_of(building, enrol(building))
    with building.runtime.writing() as db:
        everyone = sites.Profile(building.everyone, "Everyone", None, None)
        sites.change_profile(db, everyone, {building.main_entrance: "1 07:00-08:00"})
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert reasons(said_alone(building, kiosk, text)) == ["outside_hours"]
    assert reasons(said_alone(building, kiosk, text, direction="out")) == ["ok_offline"]

    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED)
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    assert reasons(said_alone(building, kiosk, text)) == ["door_locked"]


def test_a_restricted_door_wants_the_phone(building: Building, kiosk: FlaskClient) -> None:
    ada = enrol(building)
    printed, phone = text_of(building, ada), phone_of(building, ada).shows(building.now)
    with building.runtime.writing() as db:
        sites.set_class(db, building.main_entrance, DoorClass.RESTRICTED, Assurance.LIVE)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    said = said_alone(building, kiosk, printed, phone, phone)

    assert reasons(said) == ["live_only", "ok_offline", "replayed"]


def test_a_badge_again_within_the_gap_waits(building: Building, kiosk: FlaskClient) -> None:
    text = text_of(building, enrol(building))
    with building.runtime.writing() as db:
        sites.set_gap(db, building.main_entrance, 60, GapMode.REFUSE)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert reasons(said_alone(building, kiosk, text, text)) == ["ok_offline", "too_soon"]


def test_data_that_is_too_old_and_a_clock_that_went_back_decide_nothing(
    building: Building, kiosk: FlaskClient
) -> None:
    text = text_of(building, enrol(building))

    old = said_alone(building, kiosk, text, age=timedelta(minutes=241))
    back = said_alone(building, kiosk, text, seen=building.now + timedelta(minutes=2))

    assert reasons(old) == ["status_stale"]
    assert reasons(back) == ["clock_error"]
