"""A kiosk without its server: the browser's own code, under Node, by a snapshot that it got."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from checkin.core.scan import Direction
from tests import node


@dataclass(frozen=True)
class Held:
    """A text that is held up to the kiosk at a moment."""

    text: str
    at: datetime
    direction: Direction = Direction.IN


def decide(
    snapshot: dict[str, Any], held: Sequence[Held], *, confirmed: datetime, seen: datetime
) -> list[dict[str, Any]]:
    """What the kiosk says to each (`reason`), and how it keeps it until it can tell.

    `confirmed` is when the server last said that the snapshot holds, `seen` the newest time that
    the kiosk has known.
    """
    asked = {
        "snapshot": snapshot,
        "confirmed": confirmed.timestamp(),
        "seen": seen.timestamp(),
        "scans": [
            {
                "text": one.text,
                "direction": one.direction.value,
                "at": one.at.timestamp(),
                "nonce": str(uuid4()),
            }
            for one in held
        ],
    }
    done = subprocess.run(
        [*node.COMMAND, node.KIOSK / "decide.js"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said
