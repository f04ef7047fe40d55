"""No picture gets in, by whatever door, and nothing here could read one."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.routing import Rule

from tests import world
from tests.web.application import application
from tests.world import Building

ROOT = Path(__file__).resolve().parents[2]
LOCKS = (
    *sorted((ROOT / "checkin" / "requirements").glob("*.txt")),
    ROOT / "checkin" / "web" / "frontend" / "package-lock.json",
)
READERS_OF_BODIES = (
    *("face_recognition", "face-recognition", "dlib", "insightface", "deepface", "mediapipe"),
    *("opencv", "rekognition", "facenet", "retinaface", "mtcnn", "face-api", "tfjs", "tensorflow"),
    *("torch", "onnxruntime", "speechbrain", "resemblyzer", "azure-cognitiveservices"),
)
MARK = b"Picture of a face"
PNG = b"\x89PNG\r\n\x1a\n" + MARK
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + MARK
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><title>Picture of a face</title></svg>'
AS_TEXT = b64encode(PNG).decode()
DATA_URL = f"data:image/png;base64,{AS_TEXT}"

SENT: dict[str, Any] = {
    "png": lambda: {"data": PNG, "content_type": "image/png"},
    "jpeg": lambda: {"data": JPEG, "content_type": "image/jpeg"},
    "svg": lambda: {"data": SVG, "content_type": "image/svg+xml"},
    "multipart": lambda: {"data": {"picture": (BytesIO(PNG), "face.png", "image/png")}},
    "data URL in a form": lambda: {"data": {"picture": DATA_URL}},
    "data URL in JSON": lambda: {"json": {"picture": DATA_URL}},
    "base64 in JSON": lambda: {"json": {"token": AS_TEXT, "picture": AS_TEXT}},
    "base64 alone": lambda: {"data": AS_TEXT, "content_type": "text/plain"},
}

MAY_ASK_FOR_THE_CAMERA = {
    *("kiosk.kiosk", "kiosk.service_worker", "kiosk.manifest", "kiosk.static"),
    *("verify.verify", "verify.receipt"),
}
"""The pages that read codes, and the files of the kiosk's, which answer with its headers."""


def address(rule: Rule) -> str:
    """An address that the rule matches."""
    values = {
        name: uuid4() if "uuid" in str(converter.__class__).lower() else "1"
        for name, converter in rule._converters.items()
    }
    built = rule.build(values)
    assert built is not None
    return built[1]


def rules(building: Building, method: str) -> Iterator[Rule]:
    for rule in application(building.runtime).url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule


@pytest.mark.parametrize("shape", SENT)
def test_no_address_takes_a_picture_in_any_shape(building: Building, shape: str) -> None:
    store, before = building.runtime.store, world.rows(building.runtime.store)
    client = application(building.runtime).test_client()
    client.set_cookie("kiosk", building.kiosk_secret)

    answers = {
        (rule.endpoint, client.post(address(rule), **SENT[shape]()).status_code)
        for rule in rules(building, "POST")
    }

    assert len(answers) > 50
    assert {answer for answer in answers if not 400 <= answer[1] < 500} == set()
    assert world.rows(store) == before
    for trace in (MARK.decode(), AS_TEXT, AS_TEXT[:24]):
        assert world.find(store, trace) == []


def test_only_pages_that_read_codes_may_ask_for_the_camera(building: Building) -> None:
    client = application(building.runtime).test_client()
    allowed = set()

    for rule in rules(building, "GET"):
        with client.get(address(rule)) as answer:
            permissions = answer.headers["Permissions-Policy"]
        assert "microphone=()" in permissions, rule
        assert "geolocation=()" in permissions, rule
        if "camera=()" not in permissions:
            allowed.add(rule.endpoint)

    assert allowed <= MAY_ASK_FOR_THE_CAMERA
    assert "kiosk.kiosk" in allowed


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_nothing_that_recognises_bodies_is_installed(lock: Path) -> None:
    text = lock.read_text("utf-8")
    if lock.suffix == ".json":
        names = {name.rpartition("node_modules/")[2] for name in json.loads(text)["packages"]}
    else:
        names = set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", text, re.MULTILINE))

    assert len(names) > 3
    assert [name for name in names for word in READERS_OF_BODIES if word in name.lower()] == []
