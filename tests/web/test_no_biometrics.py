"""No picture gets in, by whatever door, and nothing here could read one."""

import ast
import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import cbor2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from checkin.app import create_app
from checkin.core import base45
from checkin.core.badge import PREFIX
from checkin.core.inventory import Cat
from checkin.core.roles import Role
from checkin.core.site import InputMode
from checkin.services import signin
from checkin.services.enrolment import Enrolled
from checkin.web.access import CONSOLE_COOKIE, PERSON_COOKIE
from tests import node, world
from tests.test_architecture import MODULES, calls, named
from tests.web.admin.clerk import Clerk
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
WAYS_IN = {".files", "PIL open", "PIL frombuffer", "PIL ImageFile", "PIL ImageGrab"}
"""Attributes and names through which a file or a picture would come in."""

DECODERS = {"Image.open", "cv2", "pyzbar", "zxingcpp"}
MARK = b"Picture of a face"
PNG = b"\x89PNG\r\n\x1a\n" + 200 * MARK
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

MAY_ASK_FOR_THE_CAMERA = {"kiosk.kiosk", "verify.verify"}
"""The pages that read codes: a door's, and the one on which anybody checks a badge."""

ROLES = (None, *Role)
"""Who posts: somebody with a badge, then a console account of each role."""

FIELD = re.compile(r"""(?:form(?:\.get|\.getlist)?|text|choice|Field)[(\[]\s*"([a-z_]+)\"""")
"""How the pages' code names the fields that it reads."""


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


def signed_in(building: Building, person: Enrolled, role: Role | None) -> FlaskClient:
    """The browser of a person with a badge, or of a console account."""
    if role is not None:
        return Clerk(building, role).client
    client, rt = application(building.runtime).test_client(), building.runtime
    with rt.writing() as db:
        secret = signin.open_session(
            db, identity=person.refs.identity, now=rt.now(), life=timedelta(hours=1)
        )
    client.set_cookie(PERSON_COOKIE, secret)
    return client


def traces(building: Building, log: str) -> list[str]:
    """Where anything of the pictures is: tables (letters that wait among them), files, the log."""
    found = []
    for trace in (MARK.decode(), AS_TEXT[:24]):
        found += world.find(building.runtime.store, trace)
        found += ["the log"] if trace in log else []
        found += [
            path.name
            for path in building.runtime.settings.instance.rglob("*")
            if path.is_file() and trace.encode() in path.read_bytes()
        ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_nobody_who_is_signed_in_leaves_a_picture_either(
    building: Building, role: Role | None, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(building, world.enrol(building), role)
    before = world.rows(building.runtime.store)

    answers = {
        (rule.endpoint, shape, client.post(address(rule), **sent()).status_code)
        for rule in rules(building, "POST")
        for shape, sent in SENT.items()
    }

    assert {answer for answer in answers if not 400 <= answer[2] < 500} == set()
    assert world.rows(building.runtime.store) == before
    assert traces(building, caplog.text) == []


def without_form_tokens(building: Building) -> Flask:
    """The application as it meets a browser whose forms carry their token."""
    app = create_app(building.runtime)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def fields_that_pages_read() -> set[str]:
    return {name for path in MODULES for name in FIELD.findall(path.read_text())}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_no_field_of_any_form_keeps_a_picture(
    building: Building, role: Role | None, caplog: pytest.LogCaptureFixture
) -> None:
    ada = world.enrol(building)
    app, fields = without_form_tokens(building), fields_that_pages_read()
    texts = dict.fromkeys(fields, DATA_URL)

    for rule in rules(building, "POST"):
        browser, client = signed_in(building, ada, role), app.test_client()  # some sign out
        for cookie in (PERSON_COOKIE, CONSOLE_COOKIE):
            if held := browser.get_cookie(cookie):
                client.set_cookie(cookie, held.value)
        assert client.post(address(rule), data=texts).status_code < 500, rule
        uploads = {name: (BytesIO(PNG), "face.png") for name in fields}
        assert 400 <= client.post(address(rule), data=uploads).status_code < 500, rule

    assert {"name", "email", "code", "reason", "title"} <= fields
    assert traces(building, caplog.text) == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_takes_files_or_decodes_pictures(path: Path) -> None:
    source = path.read_text()

    assert not any(re.search(rf"\b{re.escape(word)}\b", source) for word in DECODERS)
    assert touched(source) & WAYS_IN == set()


def touched(source: str) -> set[str]:
    """Names of attributes that a module reaches for, and what it takes from a library of pictures.

    By whatever name: `asked.files` is `request.files` once `asked` is the request.
    """
    found = set()
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.Attribute):
            found.add(f".{part.attr}")
        elif isinstance(part, ast.ImportFrom) and part.module and part.module.startswith("PIL"):
            found |= {f"PIL {name.name}" for name in part.names}
    return found


@pytest.mark.parametrize(
    "source",
    [
        "asked = request\nasked.files['picture']",
        "from PIL.Image import open as look",
        "from PIL import ImageFile",
        "files = getattr(request, 'x').files",
    ],
)
def test_a_way_in_by_another_name_is_seen(source: str) -> None:
    assert touched(source) & WAYS_IN


def test_columns_of_bytes_are_made_in_one_place_and_short() -> None:
    making = {
        named(path)
        for path in MODULES
        if any(call.split(".")[-1] in {"LargeBinary", "BYTEA", "BLOB"} for call in calls(path))
    }

    assert making == {"storage/types.py"}


def test_no_kind_of_data_is_a_picture_or_a_body() -> None:
    assert {kind.value for kind in Cat} == {
        *("none", "pseudonym", "name", "contact", "presence"),
        *("credential", "consent", "actor", "freetext"),
    }


def test_no_page_has_a_field_for_files() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "checkin" / "web").rglob("*.py")]

    assert len(pages) > 100
    assert [page.name for page in pages if re.search(r"""["']file["']""", page.read_text())] == []


def test_a_new_kiosk_reads_with_a_scanner_unless_somebody_chooses_the_camera(
    building: Building,
) -> None:
    page = Clerk(building, Role.SITE_ADMIN).get("/console/kiosks/add").text

    chosen = set(re.findall(r"""value="(\w+)"[^>]*\bselected\b""", page))
    assert chosen & set(InputMode) == {InputMode.SCANNER}


def test_a_scan_is_four_fields_of_at_most_16_kib_and_nothing_beside(building: Building) -> None:
    ada = world.enrol(building)
    scan = {
        "token": world.text_of(building, ada),
        "nonce": str(uuid4()),
        "taken_at": "2026-11-23T12:00:00Z",
        "direction": "in",
    }
    client = application(building.runtime).test_client()
    client.set_cookie("kiosk", building.kiosk_secret)
    at = "/api/v1/scans"

    for extra in ("picture", "frame", "image", "kiosk", "location", "agent"):
        assert client.post(at, json={**scan, extra: "x"}).status_code == 400, extra
    for missing in scan:
        fewer = {name: value for name, value in scan.items() if name != missing}
        assert client.post(at, json=fewer).status_code == 400, missing
    assert client.post(at, json={**scan, "token": 17 * 1024 * "A"}).status_code == 413
    assert client.post(at, json=scan).status_code == 200


def test_a_badge_s_code_holds_nothing_that_names_its_holder(building: Building) -> None:
    ada = world.enrol(building, "Ada Lindqvist")

    content = base45.decode(world.text_of(building, ada).removeprefix(PREFIX))

    opened = repr(cbor2.loads(content)).encode() + content
    for part in ("Ada", "Lindqvist", "ada.lindqvist@linden.example", "linden.example"):
        assert part.encode() not in opened
        assert part.lower().encode() not in opened
    for ref in (ada.refs.identity, ada.refs.consent, ada.refs.access, ada.refs.holder):
        assert ref.bytes not in content


def test_the_browser_s_code_has_no_way_to_keep_or_send_a_picture() -> None:
    done = subprocess.run(
        [*node.COMMAND, "--test", str(node.KIOSK / "leaves.test.js")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout


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

    assert allowed == MAY_ASK_FOR_THE_CAMERA


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_nothing_that_recognises_bodies_is_installed(lock: Path) -> None:
    text = lock.read_text("utf-8")
    if lock.suffix == ".json":
        names = {name.rpartition("node_modules/")[2] for name in json.loads(text)["packages"]}
    else:
        names = set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", text, re.MULTILINE))

    assert len(names) > 3
    assert [name for name in names for word in READERS_OF_BODIES if word in name.lower()] == []
