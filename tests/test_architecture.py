"""What imports can't show: one clock, a test module for each module, words for each reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.core.badge import BadgeFault
from checkin.core.policy import Reason, Say
from checkin.web import words
from checkin.web.kiosk_words import WORDS

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "checkin"
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not {"migrations", "node_modules", "templates"} & set(path.parts)
)
CLOCKS = {"now", "utcnow", "today"}


def calls(path: Path) -> Iterator[str]:
    """Every call in a module, as it is written: `datetime.now`, `request.files.get`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_the_runtime_asks_for_the_time(path: Path) -> None:
    asked = {call for call in calls(path) if call.split(".")[0] in {"datetime", "date"}}

    assert {call for call in asked if call.split(".")[-1] in CLOCKS} <= (
        {"datetime.now"} if named(path) == "runtime.py" else set()
    )


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_writes_sql_as_text(path: Path) -> None:
    imported = {
        f"{node.module}.{name.name}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }

    assert not imported & {
        "sqlalchemy.text",
        "sqlalchemy.sql.text",
        "sqlalchemy.sql.expression.text",
    }
    assert not imported & {"sqlalchemy.DDL", "sqlalchemy.schema.DDL"} or (
        named(path) in {"storage/grants.py", "storage/guards.py"}  # these have no other spelling
    )
    spoken = {call for call in calls(path) if call.endswith((".text", ".executescript"))}
    bare = {call for call in calls(path) if call.endswith(".raw_connection")}

    assert not spoken
    assert not bare or named(path) == "storage/store.py"  # SQLite's log is emptied between blocks


DRIVEN = {
    "bench/late.py": "compares all that scans have left, in any order they were told of",
    "bench/serving.py": "counts what a scan asks of the database",
    "storage/migrate.py": "steps of the schema begin their own transaction on SQLite",
    "storage/prepared.py": "the two statements of a scan, which no human reads through",
    "storage/store.py": "settings of a connection, before it is used",
    "storage/together.py": "savepoints between scans",
}
"""Modules that speak to the driver itself, behind the back of what watches statements, and why."""


def test_only_these_modules_speak_to_the_driver() -> None:
    speaking = {
        named(path)
        for path in MODULES
        if {call.split(".")[-1] for call in calls(path)} & {"cursor", "exec_driver_sql"}
    }

    assert speaking == set(DRIVEN)


def test_whatever_reads_about_people_unseen_says_why() -> None:
    silent = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "watch.unseen"
        if not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant))
    ]

    assert silent == []


def test_pages_of_the_console_have_no_way_round_being_watched() -> None:
    """What is unseen is told in services, once, and never in a page."""
    naming = {named(path) for path in MODULES if "unseen(" in path.read_text()}

    assert all(name.startswith(("services/", "storage/watch")) for name in naming)


def test_the_gate_that_lets_covered_rows_go_is_opened_in_one_place() -> None:
    opening = {
        named(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "checkin.storage.tables"
        if "erasing" in {name.name for name in node.names}
    }

    assert opening == {"storage/erasing.py"}


def test_every_reason_has_words_for_the_desk() -> None:
    for reason in [*Reason, *BadgeFault]:
        happened, next_step = words.REASONS[reason]
        assert happened.endswith(".")
        assert next_step.endswith(".")


def test_everything_a_kiosk_can_say_has_words_in_every_language() -> None:
    for language, said in WORDS.items():
        assert {say.value for say in Say} <= set(said), language


@pytest.mark.parametrize("room", ["core", "storage", "services"])
def test_every_module_that_does_something_has_a_test_module(room: str) -> None:
    modules = {path.stem for path in (PACKAGE / room).glob("*.py") if does_something(path)}
    tested = {path.stem.removeprefix("test_") for path in (HERE / room).glob("test_*.py")}

    assert modules - tested == set()


def does_something(path: Path) -> bool:
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(path.read_text())))


def test_no_library_for_faces_is_ever_installed() -> None:
    refused = {
        *("face-recognition", "face_recognition", "dlib", "insightface", "deepface", "mediapipe"),
        *(
            "facenet-pytorch",
            "retina-face",
            "opencv-contrib-python",
            "boto3",
            "azure-ai-vision-face",
        ),
    }
    installed = {
        line.split("==")[0].strip().lower()
        for file in (PACKAGE / "requirements").glob("*.txt")
        for line in file.read_text().splitlines()
        if "==" in line
    }

    assert installed
    assert not installed & refused
