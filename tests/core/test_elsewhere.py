"""What is kept beside the database is what is declared, and nothing else."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

from checkin.cli.server import LOGGING
from checkin.core.elsewhere import ELSEWHERE, Where
from checkin.services import retention
from checkin.services.retention import Backlog

PACKAGE = Path(__file__).resolve().parents[2] / "checkin"
SCRIPTS = [
    path for path in (PACKAGE / "web" / "static").rglob("*.js")
    if not {"vendor", "demo"} & set(path.parts)
]  # fmt: skip
MODULES = [path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts]

# What a line of the log may hold beside its words: random numbers, counts, and faults whose words
# are ours.
LOGGED = {
    'g.get("request_number")', "message.id", "message.tries + 1", "fault", "fault.message",
}  # fmt: skip


def declared(where: Where) -> set[str]:
    return {one.name for one in ELSEWHERE if one.where is where}


def found(pattern: str, paths: list[Path]) -> set[str]:
    return {name for path in paths for name in re.findall(pattern, path.read_text())}


def test_every_place_says_what_until_when_and_why() -> None:
    for one in ELSEWHERE:
        assert all((one.name, one.holds, one.until)), one
        assert one.why.endswith("."), one


def test_every_cookie_is_declared() -> None:
    named = found(r'_COOKIE(?:: Final)? = "([^"]+)"', MODULES)
    named |= found(r'SESSION_COOKIE_NAME="__Host-\w+" if .* else "(\w+)"', [PACKAGE / "app.py"])

    assert named == declared(Where.COOKIE)


def test_every_database_of_a_browser_is_declared() -> None:
    keeping = [path for path in SCRIPTS if "indexedDB.open(" in path.read_text()]

    assert found(r'const DATABASE = "(\w+)"', keeping) == declared(Where.BROWSER_DATABASE)


def test_every_note_in_a_browser_is_declared() -> None:
    noting = [path for path in SCRIPTS if ".setItem(" in path.read_text()]
    kept = found(r'const (?:KEPT|REMEMBERED) = "(\w+)"', noting)

    assert found(r"\.setItem\((\w+)", noting) <= {"KEPT", "REMEMBERED"}
    assert kept == declared(Where.BROWSER_NOTE)
    assert not any("sessionStorage" in path.read_text() for path in SCRIPTS)
    assert not any("document.cookie" in path.read_text() for path in SCRIPTS)


def logged(path: Path) -> set[str]:
    """What a module's lines of the log hold, as it is written in the code."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        ast.unparse(value).replace("'", '"')
        for call in calls
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "_log"
        for value in call.args[1:]
    }


def test_a_line_of_the_log_holds_nothing_of_anybody() -> None:
    assert {value for path in MODULES for value in logged(path)} <= LOGGED

    (form,) = (one["format"] for one in LOGGING["formatters"].values())
    fields = re.findall(r"%\((\w+)\)s", form)
    assert fields == ["asctime", "levelname", "name", "message"]


def test_faults_of_the_database_hide_the_values_that_they_are_about() -> None:
    calls = [
        node
        for path in MODULES
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "create_engine"
    ]

    assert calls
    for call in calls:
        told = {word.arg: ast.unparse(word.value) for word in call.keywords}
        assert told.get("hide_parameters") == "True", ast.unparse(call)


def test_a_monitor_reads_numbers_by_table_and_by_nothing_else() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)

    told = retention.exposition([Backlog("entry", 3, 0, now)], now=now)

    assert set(re.findall(r"[{,](\w+)=", told)) == {"table"}
