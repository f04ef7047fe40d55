"""The kiosk's API as a device meets it: what is answered, and what is refused before an answer."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from checkin.core.audit import SYSTEM
from checkin.core.site import InputMode
from checkin.services import alternative, kiosks
from checkin.storage import kiosks as kiosk_rows
from checkin.storage.store import Store
from checkin.web.api.description import description
from tests.web.application import application
from tests.world import Building, enrol, rows, text_of


@pytest.fixture
def world(building: Building) -> Building:
    return building


@pytest.fixture
def client(world: Building) -> FlaskClient:
    return application(world.runtime).test_client()


@pytest.fixture
def kiosk(world: Building, client: FlaskClient) -> FlaskClient:
    client.set_cookie("kiosk", world.kiosk_secret)
    return client


def body(token: str = "CI1:", **changes: Any) -> dict[str, Any]:
    fields = {"token": token, "nonce": str(uuid4()), "direction": "in"}
    return fields | {"taken_at": "2026-11-23T12:00:00Z"} | changes


def post(client: FlaskClient, path: str, sent: object, **headers: str) -> TestResponse:
    return client.post(f"/api/v1{path}", data=json.dumps(sent), headers=headers, **JSON)


JSON = {"content_type": "application/json"}


# --- scans ------------------------------------------------------------------------------------


def test_an_answer_has_exactly_four_fields(world: Building, kiosk: FlaskClient) -> None:
    sent = body(text_of(world, enrol(world)))

    answer = post(kiosk, "/scans", sent)

    assert answer.status_code == 200
    assert answer.get_json() == {
        "nonce": sent["nonce"],
        "admit": True,
        "say": "welcome",
        "at": "2026-11-23T12:00Z",
    }
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_is_an_answer_too(kiosk: FlaskClient) -> None:
    answer = post(kiosk, "/scans", body("nothing of ours"))

    assert (answer.status_code, answer.get_json()["say"]) == (200, "unreadable")


def test_a_scan_sent_again_is_answered_byte_for_byte_alike(
    world: Building, kiosk: FlaskClient
) -> None:
    sent = body(text_of(world, enrol(world)))
    first = post(kiosk, "/scans", sent)
    world.clock.pass_(hours=1)

    again = post(kiosk, "/scans", sent)

    assert again.data == first.data
    assert rows(world.runtime.store)["entry"] == 1


def test_neutral_refusals_are_alike_in_status_headers_and_body(
    world: Building, kiosk: FlaskClient
) -> None:
    long_ago = world.now - timedelta(days=95)
    texts = [
        world.runtime.hashing.short_code(uuid4().bytes),
        text_of(world, enrol(world, "Old Badge", now=long_ago)),
    ]

    answers = [post(kiosk, "/scans", body(text)) for text in texts]

    assert {
        (answer.status_code, answer.content_length, *answer.headers.keys()) for answer in answers
    } == {(200, answers[0].content_length, *answers[0].headers.keys())}
    assert {answer.get_json()["say"] for answer in answers} == {"use_desk"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nonce": "no uuid"}, "nonce"),
        ({"direction": "sideways"}, "direction"),
        ({"taken_at": "yesterday"}, "taken_at"),
        ({"taken_at": "2026-11-23T12:00:00"}, "taken_at"),
        ({"token": 7}, "token"),
        ({"token": "x" * 5000}, "token"),
        ({"picture": "data:image/png;base64,AAAA"}, "picture"),
    ],
)
def test_a_field_that_can_t_be_read_is_named(
    world: Building, kiosk: FlaskClient, changes: dict[str, Any], field: str
) -> None:
    answer = post(kiosk, "/scans", body(**changes))

    assert (answer.status_code, answer.get_json()["field"]) == (400, field)
    assert "scan_answer" not in rows(world.runtime.store)


@pytest.mark.parametrize("missing", ["token", "nonce", "taken_at", "direction"])
def test_a_missing_field_is_named(kiosk: FlaskClient, missing: str) -> None:
    sent = body()
    del sent[missing]

    answer = post(kiosk, "/scans", sent)

    assert (answer.status_code, answer.get_json()["field"]) == (400, missing)


@pytest.mark.parametrize(
    "sent", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"token":"a","token":"b"}', b"[" * 9000]
)
def test_a_body_that_isn_t_an_object_of_unique_keys_is_refused(
    kiosk: FlaskClient, sent: bytes
) -> None:
    answer = kiosk.post("/api/v1/scans", data=sent, **JSON)

    assert answer.status_code == 400
    assert answer.is_json


def test_only_json_of_at_most_16_kib_is_taken(kiosk: FlaskClient) -> None:
    as_form = kiosk.post("/api/v1/scans", data=json.dumps(body()), content_type="text/plain")
    too_long = kiosk.post("/api/v1/scans", data=b" " * 17_000, **JSON)

    unmeasured = kiosk.post(
        "/api/v1/scans",
        input_stream=BytesIO(json.dumps(body()).encode() + b" " * 17_000),
        environ_overrides={"wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked"},
        **JSON,
    )

    assert (as_form.status_code, too_long.status_code) == (415, 413)
    assert unmeasured.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_can_t_use_the_kiosk_s_cookie(
    kiosk: FlaskClient, headers: dict[str, str]
) -> None:
    answer = post(kiosk, "/scans", body(), **headers)

    assert answer.status_code == 403


def test_a_device_without_a_credential_is_told_to_pair(client: FlaskClient) -> None:
    answer = post(client, "/scans", body())

    assert (answer.status_code, answer.get_json()["error"]) == (401, "not_paired")
    assert len(answer.get_json()["request"]) == 8


def test_a_revoked_kiosk_is_told_to_wipe_itself(world: Building, kiosk: FlaskClient) -> None:
    with world.runtime.writing() as db:
        kiosks.revoke(db, world.kiosk, SYSTEM, now=world.now)

    for path, sent in (("/scans", body()), ("/kiosks/heartbeat", {})):
        answer = post(kiosk, path, sent)
        assert answer.status_code == 403
        assert "storage" in answer.headers["Clear-Site-Data"]


def test_too_many_wrong_codes_say_how_long_to_wait(world: Building, kiosk: FlaskClient) -> None:
    code = world.runtime.hashing.short_code
    for _ in range(5):
        post(kiosk, "/scans", body(code(uuid4().bytes)))

    answer = post(kiosk, "/scans", body(code(uuid4().bytes)))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


# --- kiosks -----------------------------------------------------------------------------------


def pairing_code(world: Building) -> str:
    with world.runtime.writing() as db:
        return kiosks.new_code(db, world.kiosk, world.runtime.hashing, SYSTEM, now=world.now)


def test_a_code_pairs_once_and_its_credential_is_in_a_cookie_alone(
    world: Building, client: FlaskClient
) -> None:
    code = pairing_code(world)

    paired = post(client, "/kiosks/pair", {"code": code, "name": "Lobby"})
    again = post(client, "/kiosks/pair", {"code": code, "name": "Thief"})

    assert (paired.status_code, again.status_code) == (201, 404)
    cookie = paired.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert paired.get_json() == {"paired": True}
    assert post(client, "/kiosks/heartbeat", {}).status_code == 200


def test_a_device_has_no_name_that_passes_for_anothers(
    world: Building, client: FlaskClient
) -> None:
    post(client, "/kiosks/pair", {"code": pairing_code(world), "name": " L\u202eobby\u0000\u200b "})

    with world.runtime.reading() as db:
        assert kiosks.one(db, world.kiosk).title == "Lobby"


def test_pairing_again_ends_the_old_credential(world: Building, kiosk: FlaskClient) -> None:
    other = kiosk.application.test_client()
    post(other, "/kiosks/pair", {"code": pairing_code(world), "name": "New tablet"})

    assert post(kiosk, "/kiosks/heartbeat", {}).status_code == 401


def test_a_device_that_is_paired_elsewhere_gives_its_old_credential_back(
    world: Building, kiosk: FlaskClient
) -> None:
    with world.runtime.writing() as db:
        other = kiosks.add(
            db, world.courtyard, "Courtyard", InputMode.SCANNER, SYSTEM, now=world.now
        )
        code = kiosks.new_code(db, other, world.runtime.hashing, SYSTEM, now=world.now)
    thief = kiosk.application.test_client()
    thief.set_cookie("kiosk", world.kiosk_secret)

    post(kiosk, "/kiosks/pair", {"code": code, "name": "Courtyard"})

    assert post(kiosk, "/kiosks/heartbeat", {}).get_json()["door"] == "Courtyard"
    assert post(thief, "/kiosks/heartbeat", {}).status_code == 401


def test_a_credential_that_was_given_back_opens_nothing(
    world: Building, kiosk: FlaskClient
) -> None:
    thief = kiosk.application.test_client()
    thief.set_cookie("kiosk", world.kiosk_secret)
    answered = {"admit": True, "say": "welcome"}
    late = body(text_of(world, enrol(world))) | {"answered": answered, "snapshot": None}

    answer = post(kiosk, "/kiosks/release", {})

    assert (answer.status_code, answer.get_json()) == (200, {"paired": False})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert kiosk.get_cookie("kiosk") is None
    for path, sent in (
        ("/kiosks/heartbeat", {}),
        ("/kiosks/release", {}),
        ("/scans", body()),
        ("/scans/late", {"scans": [late]}),
    ):
        assert post(thief, path, sent).status_code == 401, path
    assert thief.get("/api/v1/kiosks/snapshot").status_code == 401


def test_an_old_code_pairs_nothing(world: Building, client: FlaskClient) -> None:
    code = pairing_code(world)
    world.clock.pass_(minutes=11)

    assert post(client, "/kiosks/pair", {"code": code}).status_code == 404


def test_five_wrong_codes_and_the_sixth_waits(world: Building, client: FlaskClient) -> None:
    for _ in range(5):
        assert post(client, "/kiosks/pair", {"code": "AAAAA-AAAAA"}).status_code == 404

    assert post(client, "/kiosks/pair", {"code": pairing_code(world)}).status_code == 429


def test_a_heartbeat_is_kept_and_says_what_the_kiosk_stands_for(
    world: Building, kiosk: FlaskClient
) -> None:
    sent = {"queue_length": 3, "camera": "off", "scanner": "ready", "version": "0.1.0"}

    answer = post(kiosk, "/kiosks/heartbeat", sent)

    told = answer.get_json()
    assert set(told.pop("staff_code")) == {"salt", "rounds", "hash"}
    assert told == {
        "site": "Headquarters",
        "door": "Main entrance",
        "directions": ["in", "out"],
        "input": "scanner",
        "posture": "normal",
        "languages": ["en", "de"],
        "now": "2026-11-23T12:00:00Z",
    }
    with world.runtime.reading() as db:
        [(_, seen)] = kiosk_rows.every(db)
    assert seen is not None
    assert (seen.at, seen.health.queued, seen.health.release) == (world.now, 3, "0.1.0")


def test_how_long_both_ways_take_is_kept_as_one_figure_each(
    world: Building, kiosk: FlaskClient
) -> None:
    sent = {"to_green_milliseconds": {"badge": 800, "day_pass": 60_000}}

    assert post(kiosk, "/kiosks/heartbeat", sent).status_code == 200
    assert post(kiosk, "/kiosks/heartbeat", {"to_green_milliseconds": None}).status_code == 200

    with world.runtime.reading() as db:
        found = alternative.at_site(db, world.hq, now=world.now)
    assert (found.badge, found.day_pass) == (timedelta(seconds=0.8), timedelta(seconds=60))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"badge": 800}, "to_green_milliseconds.day_pass"),
        ({"badge": 800, "day_pass": None}, "to_green_milliseconds.day_pass"),
        ({"badge": 0, "day_pass": 900}, "to_green_milliseconds.badge"),
        ({"badge": 800, "day_pass": 60_001}, "to_green_milliseconds.day_pass"),
        ({"badge": 800, "day_pass": 900.5}, "to_green_milliseconds.day_pass"),
        ({"badge": 800, "day_pass": 900, "count": 12}, "to_green_milliseconds.count"),
        (800, "to_green_milliseconds"),
    ],
)
def test_half_a_comparison_an_absurd_wait_or_a_number_of_people_is_refused(
    world: Building, store: Store, kiosk: FlaskClient, told: object, field: str
) -> None:
    answer = post(kiosk, "/kiosks/heartbeat", {"to_green_milliseconds": told})

    assert (answer.status_code, answer.get_json()["field"]) == (400, field)
    assert not {"waiting_time", "kiosk_health"} & set(rows(store))


def test_how_a_camera_does_is_kept_and_left_open_by_pages_that_dont_say(
    world: Building, kiosk: FlaskClient
) -> None:
    told: list[tuple[int | None, ...]] = []
    for sent in ({"frames": 300, "frames_failed": 2, "decode_milliseconds": 14}, {}):
        assert post(kiosk, "/kiosks/heartbeat", sent).status_code == 200
        with world.runtime.reading() as db:
            [(_, seen)] = kiosk_rows.every(db)
        assert seen is not None
        health = seen.health
        told.append((health.frames, health.frames_failed, health.decode_milliseconds))

    assert told == [(300, 2, 14), (None, None, None)]


@pytest.mark.parametrize(
    "wrong", [{"frames": -1}, {"frames_failed": 2**60}, {"decode_milliseconds": 60_001}]
)
def test_numbers_that_no_camera_has_are_refused(kiosk: FlaskClient, wrong: dict[str, int]) -> None:
    assert post(kiosk, "/kiosks/heartbeat", wrong).status_code == 400


# --- the description --------------------------------------------------------------------------


def test_the_served_description_is_valid_openapi_3_1(client: FlaskClient) -> None:
    served = client.get("/api/v1/openapi.json").get_json()

    validate(served)
    assert served["openapi"] == "3.1.0"


def test_the_description_names_every_route_of_the_api(client: FlaskClient) -> None:
    served = {
        rule.rule.removeprefix("/api/v1")
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
    }

    assert served == set(description()["paths"])


def test_what_was_not_asked_for_isn_t_there(client: FlaskClient) -> None:
    unknown = client.get("/api/v1/people")
    unlisted = client.get("/api/v1/scans")

    assert (unknown.status_code, unlisted.status_code) == (404, 405)
    assert unknown.is_json


def test_pairing_is_written_down(world: Building, client: FlaskClient) -> None:
    before = rows(world.runtime.store)["audit_event"]

    post(client, "/kiosks/pair", {"code": pairing_code(world)})

    assert rows(world.runtime.store)["audit_event"] == before + 2
