"""Backups: every row as plain values, in frames that the edge seals and writes to a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import cbor2

from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError
from checkin.storage import Db, audit, copies, migrate
from checkin.storage.copies import Part


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself: when it was made, and at which step of the schema."""

    made_at: datetime
    step: str


def pack(db: Db, *, now: datetime) -> Iterator[bytes]:
    """Everything worth keeping of this database, as frames: a head, rows, and an end."""
    copies.one_state(db)
    yield cbor2.dumps({"made_at": now, "step": migrate.stands_at(db)})
    rows = 0
    for part in copies.out(db):
        rows += len(part.rows)
        yield cbor2.dumps({"table": part.table, "columns": part.columns, "rows": part.rows})
    yield cbor2.dumps({"end": rows})


def head(frames: Iterator[bytes]) -> Head:
    """What the first frame says. Raises ConflictError if this release can't bring it back."""
    first = next(frames, None)
    if first is None:
        raise ConflictError("The backup is cut: nothing is left in it. Try an earlier one.")
    told = cbor2.loads(first)
    found = Head(told["made_at"], told["step"])
    if found.step not in migrate.steps():
        raise ConflictError(
            f"The backup is of step {found.step}, which this release doesn't know: it was made by "
            "a newer one. Install that, then restore."
        )
    return found


def bring_back(
    url: str, step: str, frames: Iterator[bytes], *, owner_url: str = ""
) -> Mapping[str, int]:
    """Put the rows of the frames behind the head into an empty database, and bring it up to date.

    On PostgreSQL the tables can belong to another user than the server's: `owner_url`. Returns how
    many rows of which table. Raises ConflictError for a database with tables, and for a backup that
    is cut: then the database is empty again.
    """
    if migrate.revisions(url).current is not None:
        raise ConflictError(
            "The database has tables already, and a restore overwrites nothing. Move it away, or "
            "name an empty one as database_url."
        )
    try:
        migrate.upgrade(url, to=step, owner_url=owner_url)
        rows = copies.into(owner_url or url, _parts(frames))
        migrate.upgrade(url, owner_url=owner_url)
    except BaseException:
        migrate.downgrade(owner_url or url)
        raise
    return rows


def counts(db: Db) -> Mapping[str, int]:
    """How many rows of which table a backup made now would hold."""
    return copies.counts(db)


def note(db: Db, act: str, *, now: datetime) -> None:
    """Write down that a backup was made or brought back."""
    audit.append(db, SYSTEM, act, "database", now=now)


def _parts(frames: Iterator[bytes]) -> Iterator[Part]:
    """The rows of these frames, up to their end. Raises ConflictError if that is missing."""
    rows = 0
    for frame in frames:
        told = cbor2.loads(frame)
        if "end" in told:
            if told["end"] == rows:
                return
            break
        part = Part(told["table"], tuple(told["columns"]), tuple(map(tuple, told["rows"])))
        rows += len(part.rows)
        yield part
    raise ConflictError("The backup is cut: its end is missing. Nothing was restored.")
