"""What an erasure leaves outside the database, so that no restored backup undoes it.

One line of text each: random references and what ended, never a name.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from checkin.core.consent import Act
from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose

BEYOND_BACKUPS = timedelta(days=30)
"""How much longer than the oldest backup an erasure is in the ledger."""

MARKED_FOR = timedelta(days=60)
"""How long a database knows what it has erased: longer than any ledger tells of it."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """The end of consents of one badge holder, by which their rows were deleted."""

    id: UUID
    at: datetime
    holder: HolderRef
    act: Act
    purposes: tuple[Purpose, ...]

    def as_line(self) -> str:
        """The erasure as a line, without the break at its end."""
        return json.dumps(
            {
                "id": str(self.id),
                "at": self.at.isoformat(),
                "holder": str(self.holder),
                "act": self.act.value,
                "purposes": [purpose.value for purpose in self.purposes],
            }
        )


def void_line(erasure_id: UUID) -> str:
    """A line that says: this erasure was never kept, whoever wanted it was told so."""
    return json.dumps({"void": str(erasure_id)})


def read(lines: Iterable[str]) -> list[Erasure]:
    """The erasures of these lines that were kept, in their order, each once.

    A line that can't be read was cut by a power cut, before its erasure was kept: it counts for
    nothing.
    """
    found: dict[UUID, Erasure] = {}
    for line in lines:
        try:
            parts = json.loads(line)
            if "void" in parts:
                found.pop(UUID(parts["void"]), None)
            else:
                erasure = _erasure(parts)
                found[erasure.id] = erasure
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return list(found.values())


def _erasure(parts: dict[str, str]) -> Erasure:
    return Erasure(
        UUID(parts["id"]),
        datetime.fromisoformat(parts["at"]),
        HolderRef(UUID(parts["holder"])),
        Act(parts["act"]),
        tuple(Purpose(one) for one in parts["purposes"]),
    )
