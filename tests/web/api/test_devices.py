"""Phones as they meet the API: challenge, first badge, each next one, and what is refused."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkin.app import create_app
from checkin.core import cose
from checkin.core.badge import BadgeFault, read
from checkin.services import devices, signin
from checkin.services.enrolment import Enrolled
from tests import minting, world
from tests.minting import OTHER_PHONE, PHONE, PHONE_P256, MadeKey
from tests.world import Building

NAMES = {cose.ED25519: "Ed25519", cose.ESP256: "ESP256"}


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


@pytest.fixture
def browser(building: Building) -> FlaskClient:
    return create_app(building.runtime).test_client()


@pytest.fixture
def signed_in(building: Building, browser: FlaskClient, ada: Enrolled) -> FlaskClient:
    sign_in(building, browser, ada)
    return browser


def sign_in(building: Building, browser: FlaskClient, person: Enrolled) -> None:
    life = timedelta(hours=12)
    with building.runtime.writing() as db:
        token = signin.open_session(db, identity=person.refs.identity, now=building.now, life=life)
    browser.set_cookie("session", token)


def post(browser: FlaskClient, path: str, sent: object, **headers: str) -> TestResponse:
    return browser.post(
        f"/api/v1/devices{path}",
        data=json.dumps(sent),
        headers=headers,
        content_type="application/json",
    )


def shown(browser: FlaskClient, phone: MadeKey = PHONE) -> dict[str, object]:
    """What a phone sends, over a challenge of this moment."""
    asked = post(browser, "/challenge", {}).get_json()
    proof = minting.possession(phone, bytes.fromhex(asked["nonce"]), aud=asked["audience"])
    key = {"alg": NAMES[phone.alg], "public": phone.public.hex()}
    return {"key": key, "proof": proof.hex()}


def enrol(browser: FlaskClient, phone: MadeKey = PHONE) -> TestResponse:
    return post(browser, "", shown(browser, phone) | {"kind": "android"})


def renew(browser: FlaskClient, phone: MadeKey = PHONE) -> TestResponse:
    return post(browser, "/renew", shown(browser, phone))


def test_a_challenge_is_for_anybody_and_never_the_same(browser: FlaskClient) -> None:
    first, second = (post(browser, "/challenge", {}) for _ in range(2))

    assert first.get_json().keys() == {"nonce", "audience", "now"}
    assert first.get_json()["nonce"] != second.get_json()["nonce"]
    assert first.get_json()["now"] == "2026-11-23T12:00:00.000Z"
    assert first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("phone", [PHONE, PHONE_P256], ids=["Ed25519", "P-256"])
def test_a_signed_in_person_gets_their_badge_on_the_phone(
    signed_in: FlaskClient, phone: MadeKey
) -> None:
    answer = enrol(signed_in, phone)

    assert answer.status_code == 201
    told = answer.get_json()
    assert told.pop("token").startswith("CI1:")
    assert told == {
        "expires_at": "2026-11-30T12:00:00.000Z",
        "renew_at": "2026-11-24T08:00:00.000Z",
        "works_at": ["Headquarters"],
        "paused": False,
        "now": "2026-11-23T12:00:00.000Z",
    }
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_its_owner_is_told_by_mail_in_case_it_isnt_their_phone(
    building: Building, signed_in: FlaskClient
) -> None:
    enrol(signed_in)
    renew(signed_in)

    [letter] = world.letters(building.runtime.store)
    assert letter.address == "ada.lindqvist@linden.example"
    assert "http://localhost:8000/me/badge/printed" in letter.body


def test_without_a_sign_in_no_badge_is_put_on_a_phone(browser: FlaskClient) -> None:
    answer = enrol(browser)

    assert (answer.status_code, answer.get_json()["error"]) == (401, "sign_in")
    assert "Set-Cookie" not in answer.headers


def test_a_phone_fetches_the_next_badge_without_a_sign_in(
    building: Building, signed_in: FlaskClient
) -> None:
    first = enrol(signed_in).get_json()
    signed_in.delete_cookie("session")
    building.clock.pass_(days=15)

    again = renew(signed_in)

    assert again.status_code == 200
    assert again.get_json()["token"] != first["token"]
    assert again.get_json()["expires_at"] == "2026-12-15T12:00:00.000Z"


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("proof", {"proof": "00"}),
        ("proof", {"proof": "xyz"}),
        ("proof", {"proof": "00" * 600}),
        ("key.public", {"key": {"alg": "ESP256", "public": PHONE.public.hex()}}),
        ("key.public", {"key": {"alg": "Ed25519", "public": "00"}}),
        ("key.alg", {"key": {"alg": "RS256", "public": PHONE.public.hex()}}),
        ("proof", {"key": {"alg": "Ed25519", "public": OTHER_PHONE.public.hex()}}),
    ],
)
def test_what_shows_no_key_is_refused_by_the_name_of_its_field(
    signed_in: FlaskClient, field: str, change: dict[str, object]
) -> None:
    enrol(signed_in)

    answer = post(signed_in, "/renew", shown(signed_in) | change)

    assert (answer.status_code, answer.get_json()["field"]) == (400, field)


def test_a_challenge_runs_out(building: Building, signed_in: FlaskClient) -> None:
    enrol(signed_in)
    sent = shown(signed_in)
    building.clock.pass_(minutes=3)

    assert post(signed_in, "/renew", sent).status_code == 400


def test_another_site_can_put_nothing_on_a_phone(signed_in: FlaskClient) -> None:
    sent = shown(signed_in) | {"kind": "other"}

    answer = post(signed_in, "", sent, Origin="https://elsewhere.example")

    assert answer.status_code == 403


def test_a_phone_that_was_ended_is_told_so_and_loses_its_cookie(
    building: Building, signed_in: FlaskClient, ada: Enrolled
) -> None:
    enrol(signed_in)
    with building.runtime.writing() as db:
        [phone] = devices.of_holder(db, ada.refs.holder)
        devices.end(db, ada.refs.holder, phone.id, now=building.now)

    answer = renew(signed_in)

    assert (answer.status_code, answer.get_json()["error"]) == (410, "ended")
    assert signed_in.get_cookie("device") is None


def test_the_same_browser_anew_takes_the_place_of_what_it_was(
    building: Building, signed_in: FlaskClient, ada: Enrolled
) -> None:
    enrol(signed_in, PHONE)

    enrol(signed_in, OTHER_PHONE)

    with building.runtime.reading() as db:
        [phone] = devices.of_holder(db, ada.refs.holder)
    assert phone.key.public == OTHER_PHONE.public


def test_a_phone_doesnt_show_one_persons_badge_to_another(
    building: Building, signed_in: FlaskClient
) -> None:
    enrol(signed_in)
    sign_in(building, signed_in, world.enrol(building, "Grace Hopper"))

    answer = renew(signed_in)

    assert (answer.status_code, answer.get_json()["error"]) == (409, "another")


def test_what_the_phone_is_handed_is_no_badge_by_itself(
    building: Building, signed_in: FlaskClient
) -> None:
    token = enrol(signed_in).get_json()["token"]

    found = read(token, building.runtime.keyring, accepts=None, now=building.now)

    assert found is BadgeFault.PROOF_REQUIRED


def test_a_phone_is_given_up_by_its_key_alone_and_as_often_as_one_likes(
    building: Building, signed_in: FlaskClient, ada: Enrolled
) -> None:
    enrol(signed_in)
    signed_in.delete_cookie("session")

    answers = [post(signed_in, "/end", shown(signed_in)) for _ in range(2)]

    assert [answer.get_json() for answer in answers] == [{"ended": True}] * 2
    assert signed_in.get_cookie("device") is None
    with building.runtime.reading() as db:
        assert devices.of_holder(db, ada.refs.holder) == []


@pytest.mark.parametrize("path", ["", "/renew", "/end"])
def test_too_many_requests_are_told_when_to_come_again(
    building: Building, signed_in: FlaskClient, path: str
) -> None:
    enrol(signed_in)
    with building.runtime.writing() as db:
        for _ in range(600):
            devices.pace(db, "127.0.0.1", building.runtime.hashing, now=building.now)

    answer = post(signed_in, path, shown(signed_in) | ({} if path else {"kind": "other"}))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
