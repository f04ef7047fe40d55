"""The moment at which the keyring of these tests was made, and the index of its files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 22, 12, 0, 0, 700_000, tzinfo=UTC)


def index(directory: Path) -> dict[str, Any]:
    read_index: dict[str, Any] = json.loads((directory / "keys.json").read_text())
    return read_index


def write_index(directory: Path, document: object) -> None:
    (directory / "keys.json").write_text(json.dumps(document))
