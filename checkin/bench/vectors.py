"""The published vectors, as something to read, to measure and to change."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from checkin.keys import KeySet

_PLAIN: Final = {"name", "text", "at", "aud", "assurance", "code"}


@dataclass(frozen=True, slots=True)
class Vectors:
    """The keys of the vectors, and by name the texts that are good at any door of `aud` then."""

    keys: KeySet
    good: dict[str, str]
    aud: str
    at: datetime


def file() -> Path:
    """The published cases: inside the package in a wheel, among the tests in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "vectors" / "badge.json"
    return inside if inside.is_file() else package.parent / "tests" / "vectors" / "badge.json"


def load() -> Vectors:
    """The published vectors; the first case says for which site and when most are good."""
    document: dict[str, Any] = json.loads(file().read_bytes())
    first, *_ = document["cases"]
    good = {
        case["name"]: case["text"]
        for case in document["cases"]
        if case["code"] == "ok"
        and case.keys() == _PLAIN
        and (case["at"], case["aud"]) == (first["at"], first["aud"])
    }
    at = datetime.fromtimestamp(first["at"], UTC)
    return Vectors(KeySet.from_jwks(document["jwks"]), good, first["aud"], at)
