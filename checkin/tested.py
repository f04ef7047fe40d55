"""What the tests against pictures and bodies last said, and on which code they said it.

The whole suite (`python3 -m checkin test`) keeps one small file beside the code, a wheel that is
built then carries it, and the public page on biometrics reads it out.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
FILE: Final = _PACKAGE / "no_biometrics.json"
_CODE: Final = {".py", ".js", ".html"}
_NOT_SHIPPED: Final = {"__pycache__", "node_modules", "requirements", "frontend", "templates"}
_FROM_LOCKED_VERSIONS: Final = "vendor"


@dataclass(frozen=True, slots=True)
class Result:
    """How many tests passed and failed, when, and the fingerprint of the code they ran on."""

    at: datetime
    code: str
    passed: int
    failed: int


def keep(result: Result, file: Path | None = None) -> None:
    """Put this in place of the last result."""
    told = {
        "at": result.at.isoformat(),
        "code": result.code,
        "passed": result.passed,
        "failed": result.failed,
    }
    (file or FILE).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def last(file: Path | None = None) -> Result | None:
    """The last result; None where none came with this copy, or none that can be read."""
    try:
        told = json.loads((file or FILE).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(told["at"])
        counts = int(told["passed"]), int(told["failed"])
        code = str(told["code"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Result(at, code, *counts) if at.tzinfo else None


@cache
def code() -> str:
    """The fingerprint of the code that runs here: every program and page that a wheel carries.

    Libraries for the browser aren't in it: they are built from versions that a lock file names.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files()):
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    """The files by the names that they have in a wheel, which holds the templates inside."""
    inside = _PACKAGE / "templates"
    templates = inside if inside.is_dir() else _PACKAGE.parent / "templates"
    for path in _PACKAGE.rglob("*"):
        name = path.relative_to(_PACKAGE)
        if path.suffix in _CODE and not {*_NOT_SHIPPED, _FROM_LOCKED_VERSIONS} & set(name.parts):
            yield name.as_posix(), path
    for path in templates.rglob("*.html"):
        yield f"templates/{path.relative_to(templates).as_posix()}", path
