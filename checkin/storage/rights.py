"""Requests that people make under their rights, and the answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.rights import Outcome, Wish, answer_by
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import rights_request


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `about` is the use they object to; `text` is empty without words."""

    wish: Wish
    about: Purpose | None = None
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request, in words that the person reads."""

    outcome: Outcome
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A request of one person, and its answer; None while it waits."""

    id: UUID
    identity: IdentityRef
    asked: Asked
    at: datetime
    answer_by: datetime
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for its answer. Whose it is, and what they wrote, isn't in it."""

    id: UUID
    wish: Wish
    at: datetime
    answer_by: datetime


def add(db: Db, identity: IdentityRef, asked: Asked, *, now: datetime) -> UUID:
    """Keep a request, which is to be answered within a month."""
    new = uuid4()
    db.execute(
        insert(rights_request).values(
            id=new,
            identity=identity,
            wish=asked.wish,
            about=asked.about,
            text=asked.text,
            at=now,
            answer_by=answer_by(now),
        )
    )
    return new


@reads(Purpose.OVERSIGHT)
def of_person(db: Db, identity: IdentityRef) -> Sequence[Request]:
    """All requests of this person, newest first."""
    return _requests(db, rights_request.c.identity == identity)


@reads(Purpose.OVERSIGHT)
def get(db: Db, request: UUID) -> Request | None:
    """The request; None if there is none, or if it was taken back."""
    return next(iter(_requests(db, rights_request.c.id == request)), None)


@reads(Purpose.OVERSIGHT)
def take_back(db: Db, identity: IdentityRef, request: UUID) -> bool:
    """Delete a request of this person that waits; False without one."""
    gone = db.execute(
        delete(rights_request).where(
            rights_request.c.id == request, rights_request.c.identity == identity, _WAITS
        )
    )
    return gone.rowcount > 0


@reads(Purpose.OVERSIGHT)
def answer(db: Db, request: UUID, answer: Answer) -> bool:
    """Keep the answer to a request that waits; False without one."""
    answered = db.execute(
        update(rights_request)
        .where(rights_request.c.id == request, _WAITS)
        .values(outcome=answer.outcome, answer=answer.text, answered_at=answer.at)
    )
    return answered.rowcount > 0


@reads(Purpose.OVERSIGHT)
def waiting(db: Db, *, limit: int) -> Sequence[Waiting]:
    """Requests that wait, those due first."""
    found = db.execute(
        select(
            rights_request.c.id,
            rights_request.c.wish,
            rights_request.c.at,
            rights_request.c.answer_by,
        )
        .where(_WAITS)
        .order_by(rights_request.c.answer_by, rights_request.c.id)
        .limit(limit)
    )
    return [Waiting(*row) for row in found]


@reads(Purpose.OVERSIGHT)
def count_waiting(db: Db, *, due_before: datetime | None = None) -> int:
    """How many wait, or with `due_before` how many of those were due earlier than that."""
    number = select(func.count()).select_from(rights_request).where(_WAITS)
    if due_before is not None:
        number = number.where(rights_request.c.answer_by < due_before)
    return db.scalar(number) or 0


_WAITS = rights_request.c.answered_at.is_(None)


def _requests(db: Db, which: ColumnElement[bool]) -> Sequence[Request]:
    newest = select(rights_request).where(which).order_by(rights_request.c.at.desc())
    return [
        Request(
            row.id,
            IdentityRef(row.identity),
            Asked(row.wish, row.about, row.text),
            row.at,
            row.answer_by,
            Answer(row.outcome, row.answer, row.answered_at) if row.answered_at else None,
        )
        for row in db.execute(newest)
    ]
