"""Telling of scans that a kiosk answered by itself: sealed or not, many at once, each once."""

import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkin.core.audit import SYSTEM
from checkin.core.ids import KioskId
from checkin.core.late import Disputed
from checkin.core.site import InputMode
from checkin.services import conflicts, kiosks
from tests.services.test_scanning import counts
from tests.web.application import application
from tests.world import Building, contents, enrol, text_of


@pytest.fixture
def world(building: Building) -> Building:
    return building


@pytest.fixture
def kiosk(world: Building) -> FlaskClient:
    client = application(world.runtime).test_client()
    client.set_cookie("kiosk", world.kiosk_secret)
    return client


def told(world: Building, token: str, **changes: Any) -> dict[str, Any]:
    at = world.now
    fields = {
        "token": token,
        "nonce": str(uuid4()),
        "taken_at": at.isoformat(),
        "direction": "in",
        "answered": {"admit": True, "say": "welcome"},
        "snapshot": at.isoformat(),
    }
    return fields | changes


def sealed(world: Building, scan: dict[str, Any], *, nonce: str | None = None) -> dict[str, Any]:
    nonce = nonce or scan["nonce"]
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    letterbox = X25519PublicKey.from_public_bytes(world.runtime.keyring.letterbox)
    letter = suite.encrypt(json.dumps(scan).encode(), letterbox, f"checkin scan {nonce}".encode())
    return {"nonce": nonce, "sealed": urlsafe_b64encode(letter).decode().rstrip("=")}


def tell(kiosk: FlaskClient, *scans: dict[str, Any]) -> TestResponse:
    return kiosk.post("/api/v1/scans/late", json={"scans": list(scans)})


def pair_again(world: Building, kiosk: FlaskClient, which: KioskId | None = None) -> None:
    """Pair the device by a new code, as one does after its credential was lost."""
    with world.runtime.writing() as db:
        code = kiosks.new_code(
            db, which or world.kiosk, world.runtime.hashing, SYSTEM, now=world.now
        )
    paired = kiosk.post("/api/v1/kiosks/pair", json={"code": code, "name": ""})
    assert paired.status_code == 201


def outcomes(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [one["outcome"] for one in answer.get_json()["scans"]]


def test_sealed_scans_are_taken_in_each_once(world: Building, kiosk: FlaskClient) -> None:
    scan = told(world, text_of(world, enrol(world)))
    world.clock.pass_(hours=2)

    assert outcomes(tell(kiosk, sealed(world, scan), sealed(world, scan))) == ["stored", "known"]
    assert counts(world) == (1, 0, 0)


def test_the_form_before_is_taken_as_well(world: Building, kiosk: FlaskClient) -> None:
    scan = told(world, text_of(world, enrol(world)))
    world.clock.pass_(hours=2)

    assert outcomes(tell(kiosk, scan)) == ["stored"]
    assert outcomes(tell(kiosk, sealed(world, scan))) == ["known"]


def test_what_the_server_would_not_have_said_is_told(world: Building, kiosk: FlaskClient) -> None:
    scan = told(world, "CI1:" + "0" * 30)

    assert outcomes(tell(kiosk, scan)) == ["differs"]


def test_a_device_that_is_paired_again_tells_nothing_twice(
    world: Building, kiosk: FlaskClient
) -> None:
    scan = told(world, text_of(world, enrol(world)))
    asked = {name: scan[name] for name in ("token", "nonce", "taken_at", "direction")}
    pair_again(world, kiosk)
    assert kiosk.post("/api/v1/scans", json=asked).get_json()["admit"]
    before = kiosk.get_cookie("kiosk")

    pair_again(world, kiosk)

    assert kiosk.get_cookie("kiosk") != before
    assert outcomes(tell(kiosk, sealed(world, scan))) == ["known"]
    assert counts(world) == (1, 0, 0)


def at_the_courtyard(world: Building) -> KioskId:
    """Another kiosk, at another door; not paired yet."""
    with world.runtime.writing() as db:
        return kiosks.add(
            db, world.courtyard, "Courtyard", InputMode.SCANNER, SYSTEM, now=world.now
        )


def test_the_same_nonce_at_another_kiosk_is_another_scan(
    world: Building, kiosk: FlaskClient
) -> None:
    scan = told(world, text_of(world, enrol(world)))
    elsewhere = application(world.runtime).test_client()
    pair_again(world, elsewhere, at_the_courtyard(world))

    told_by = [outcomes(tell(one, sealed(world, scan))) for one in (kiosk, elsewhere)]

    assert told_by == [["stored"], ["stored"]]


def test_a_broken_seal_lets_nothing_in_and_stops_nobody(
    world: Building, kiosk: FlaskClient
) -> None:
    scan = told(world, text_of(world, enrol(world)))
    other = told(world, scan["token"])
    world.clock.pass_(hours=2)
    broken = sealed(world, scan) | {"sealed": "AAAA"}
    moved = sealed(world, scan, nonce=str(uuid4()))
    empty = sealed(world, {"nonce": scan["nonce"]})

    answer = tell(kiosk, broken, moved, empty, sealed(world, other))

    assert outcomes(answer) == ["dropped", "dropped", "dropped", "stored"]


def test_answers_come_in_the_order_they_were_asked_for(world: Building, kiosk: FlaskClient) -> None:
    text = text_of(world, enrol(world))
    scans = [told(world, text) for _ in range(5)]
    world.clock.pass_(hours=2)

    answer = tell(kiosk, *scans)

    assert [one["nonce"] for one in answer.get_json()["scans"]] == [one["nonce"] for one in scans]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scans": []},
        {"scans": [{"nonce": "x", "sealed": "AAAA"}]},
        {"scans": [{"nonce": str(uuid4()), "sealed": "a b"}]},
        {"scans": [{"nonce": str(uuid4()), "sealed": "AAAA", "name": "Ada"}]},
        {"scans": [{"nonce": str(uuid4()), "sealed": "AAAA"}] * 201},
    ],
)
def test_what_cannot_be_read_is_refused_whole(kiosk: FlaskClient, body: dict[str, Any]) -> None:
    answer = kiosk.post("/api/v1/scans/late", json=body)

    assert answer.status_code == 400
    assert answer.get_json()["field"].startswith("scans")


def test_there_is_room_for_two_hundred_and_no_more_than_that(kiosk: FlaskClient) -> None:
    answer = kiosk.post(
        "/api/v1/scans/late", data=b" " * (1024 * 1024 + 1), content_type="application/json"
    )

    assert answer.status_code == 413


def test_only_a_paired_kiosk_can_tell(world: Building, kiosk: FlaskClient) -> None:
    stranger = application(world.runtime).test_client()
    scan = told(world, "CI1:")

    assert tell(stranger, scan).status_code == 401

    with world.runtime.writing() as db:
        kiosks.revoke(db, world.kiosk, SYSTEM, now=world.now)
    shut_out = tell(kiosk, scan)
    assert shut_out.status_code == 403
    assert "storage" in shut_out.headers["Clear-Site-Data"]


# --- whose they are ---------------------------------------------------------------------------


@pytest.fixture
def text(world: Building) -> str:
    return text_of(world, enrol(world))


def taken_here(world: Building, text: str) -> dict[str, Any]:
    """A scan that says that the kiosk at the main entrance answered it."""
    return told(world, text, kiosk=str(world.kiosk))


def disputes(world: Building) -> list[tuple[Disputed, str]]:
    with world.runtime.reading() as db:
        return [(one.reason, one.door) for one in conflicts.listed(db)]


def test_a_device_that_is_paired_again_tells_what_it_answered_before(
    world: Building, kiosk: FlaskClient, text: str
) -> None:
    scan = taken_here(world, text)
    kiosk.delete_cookie("kiosk")
    pair_again(world, kiosk)

    assert outcomes(tell(kiosk, sealed(world, scan))) == ["stored"]
    assert counts(world) == (1, 0, 0)


def test_what_was_answered_at_another_door_counts_nowhere_and_the_console_is_told_once(
    world: Building, kiosk: FlaskClient, text: str
) -> None:
    scans = [sealed(world, taken_here(world, text)) for _ in range(3)]
    kiosk.delete_cookie("kiosk")
    pair_again(world, kiosk, at_the_courtyard(world))
    before = contents(world.runtime.store)

    assert outcomes(tell(kiosk, *scans, *scans)) == ["dropped"] * 6

    assert disputes(world) == [(Disputed.TOLD_ELSEWHERE, "Main entrance")]
    after = contents(world.runtime.store)
    assert {name for name in after if after[name] != before.get(name)} == {"conflict"}


def test_each_hour_of_another_door_is_told_of(
    world: Building, kiosk: FlaskClient, text: str
) -> None:
    earlier = taken_here(world, text)
    world.clock.pass_(hours=1)
    scans = [sealed(world, scan) for scan in (earlier, taken_here(world, text))]
    pair_again(world, kiosk, at_the_courtyard(world))

    assert outcomes(tell(kiosk, *scans)) == ["dropped"] * 2

    assert disputes(world) == [(Disputed.TOLD_ELSEWHERE, "Main entrance")] * 2


def test_a_scan_of_a_kiosk_that_never_was_is_let_go(
    world: Building, kiosk: FlaskClient, text: str
) -> None:
    scan = taken_here(world, text) | {"kiosk": str(uuid4())}

    assert outcomes(tell(kiosk, scan)) == ["dropped"]

    assert disputes(world) == []


@pytest.mark.parametrize(("known", "status"), [(False, 401), (True, 403)])
def test_whoever_may_not_tell_learns_nothing_of_what_is_told(
    world: Building, kiosk: FlaskClient, text: str, known: bool, status: int
) -> None:
    good = taken_here(world, text)
    world.clock.pass_(days=8)
    scans = [
        good,  # too old by now
        sealed(world, good) | {"sealed": "AAAA"},
        told(world, "ABCD-EFGH"),
        taken_here(world, text),
    ]
    if known:
        with world.runtime.writing() as db:
            kiosks.revoke(db, world.kiosk, SYSTEM, now=world.now)
    else:
        kiosk.set_cookie("kiosk", "nobody's")
    before = contents(world.runtime.store)

    answers = [tell(kiosk, scan) for scan in scans]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert len({answer.get_json()["error"] for answer in answers}) == 1
    assert contents(world.runtime.store) == before
