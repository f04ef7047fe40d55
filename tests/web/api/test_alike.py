"""At the door nobody tells a badge from a day pass: not by the answer, nor by the time it takes."""

import json
import time
from statistics import median
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkin.core.audit import SYSTEM
from checkin.core.badge import KeyPurpose
from checkin.services import passes
from checkin.services.passes import PassMaking
from tests.web.application import application
from tests.world import BOTH, ENTRY_ALONE, Building, enrol, text_of

RUNS = 200
MOST_APART = 0.05  # seconds


@pytest.fixture
def kiosk(building: Building) -> FlaskClient:
    client = application(building.runtime).test_client()
    client.set_cookie("kiosk", building.kiosk_secret)
    return client


def day_pass(building: Building) -> str:
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, building.now), rt.hashing)
    with rt.writing() as db:
        return passes.hand_out(db, building.hq, making, SYSTEM, now=building.now).text


def shown(kiosk: FlaskClient, building: Building, text: str, nonce: str) -> TestResponse:
    taken_at = building.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    sent = {"token": text, "nonce": nonce, "taken_at": taken_at, "direction": "in"}
    return kiosk.post("/api/v1/scans", data=json.dumps(sent), content_type="application/json")


def test_a_badge_and_a_day_pass_are_answered_byte_for_byte_alike(
    building: Building, kiosk: FlaskClient
) -> None:
    texts = [
        text_of(building, enrol(building, "Ada Lindqvist", purposes=BOTH)),
        text_of(building, enrol(building, "Grace Hopper", purposes=ENTRY_ALONE)),
        day_pass(building),
    ]

    answers = []
    for text in texts:
        nonce = str(uuid4())
        answer = shown(kiosk, building, text, nonce)
        body = answer.text.replace(nonce, "nonce")
        answers.append((answer.status_code, list(answer.headers), body))

    assert answers[0][0] == 200
    assert json.loads(answers[0][2])["admit"] is True
    assert answers[1:] == answers[:1] * 2


@pytest.mark.slow
def test_a_badge_takes_as_long_as_a_day_pass(building: Building, kiosk: FlaskClient) -> None:
    texts = {"badge": text_of(building, enrol(building)), "day pass": day_pass(building)}
    took: dict[str, list[float]] = {name: [] for name in texts}

    for _ in range(RUNS):
        for name, text in texts.items():
            began = time.perf_counter()
            assert shown(kiosk, building, text, str(uuid4())).get_json()["admit"]
            took[name].append(time.perf_counter() - began)

    assert abs(median(took["badge"]) - median(took["day pass"])) < MOST_APART
