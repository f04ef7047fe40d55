"""JSON in which each name comes once: of two, one reader would take the first, another the last."""

import json
from typing import Any


def loads(text: str | bytes) -> Any:
    """What the text says. Raises ValueError for what isn't JSON, or names something twice."""
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found
