"""Requests under people's rights: asked on their pages, answered by data protection officers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NoReturn
from uuid import UUID

from checkin.core import rights as rules
from checkin.core.audit import SELF, Actor
from checkin.core.errors import NotFoundError
from checkin.core.inventory import Purpose
from checkin.core.rights import MOST_WAITING, Wish
from checkin.services import letters, notices
from checkin.services.letters import Mailing
from checkin.services.retention import in_tens
from checkin.services.signin import Person
from checkin.storage import Db, audit, mail, people, rights, watch
from checkin.storage.audit import Look
from checkin.storage.rights import Answer, Asked, Request, Waiting

__all__ = ["Answer", "Asked", "Request", "Waiting"]

REQUEST: Final = "request"
"""The way of looking that a person reads about when a request of theirs was opened."""

NEWS_FOR: Final = timedelta(days=14)
MOST_LISTED: Final = 200
WHY: Final = "You asked for something. Your request was read, so that you get an answer."


# --- the person's side ------------------------------------------------------------------------


def objectionable() -> tuple[Purpose, ...]:
    """What a person can object to: what is stored in our own interest."""
    return rules.objectionable(notices.purposes_stored())


def of_person(db: Db, person: Person) -> Sequence[Request]:
    """The person's requests and their answers, newest first."""
    return rights.of_person(db, person.identity)


def news(db: Db, person: Person, *, now: datetime) -> Request | None:
    """The request to tell of first: one answered lately, else the one whose answer is due next."""
    asked = of_person(db, person)
    answered = [one for one in asked if one.answer and one.answer.at > now - NEWS_FOR]
    waiting = [one for one in reversed(asked) if one.answer is None]
    return next(iter((*answered, *waiting)), None)


def ask(db: Db, person: Person, asked: Asked, *, now: datetime) -> bool:
    """Keep a request; False, and nothing is kept, if too many wait already.

    What waits isn't asked for twice: an objection to the same use, or the same words. Raises
    NotFoundError if the person has left meanwhile.
    """
    people.hold(db, person.holder)
    waiting = [one.asked for one in of_person(db, person) if one.answer is None]
    if any(_same(one, asked) for one in waiting):
        return True
    if len(waiting) >= MOST_WAITING:
        return False
    rights.add(db, person.identity, asked, now=now)
    audit.append(db, SELF, f"rights.{asked.wish}", f"consent:{person.consent}", now=now)
    return True


def _same(one: Asked, other: Asked) -> bool:
    """Whether both ask for the same: pressed twice, say."""
    alike = (one.wish, one.about) == (other.wish, other.about)
    return alike and (one.wish is Wish.OBJECT or one.text == other.text)


def take_back(db: Db, person: Person, request: UUID, *, now: datetime) -> None:
    """Delete a request of this person's that waits; it leaves nothing.

    Raises NotFoundError if it was answered already, or isn't theirs.
    """
    if not rights.take_back(db, person.identity, request):
        _gone()
    audit.append(db, SELF, "rights.take_back", f"consent:{person.consent}", now=now)


# --- the officer's side -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A request to be answered. `name` is there only where it is needed: to put something right."""

    request: Request
    name: str | None = field(repr=False)


@watch.unseen("kinds and days, which name nobody")
def waiting(db: Db) -> Sequence[Waiting]:
    """The requests that wait, those due first."""
    return rights.waiting(db, limit=MOST_LISTED)


@watch.unseen("numbers")
def count(db: Db, *, now: datetime) -> tuple[int, int]:
    """How many requests wait, and how many of those should be answered by now."""
    return rights.count_waiting(db), rights.count_waiting(db, due_before=rules.late_before(now))


def is_late(answer_by: datetime, *, now: datetime) -> bool:
    """Whether an answer due then should be there by now."""
    return answer_by < rules.late_before(now)


def exposition(late: int) -> str:
    """How many answers are late, as Prometheus reads it: in tens, so that it tells of nobody."""
    name = "checkin_requests_overdue"
    return (
        f"# HELP {name} Requests that should be answered by now, in tens.\n"
        f"# TYPE {name} gauge\n"
        f"{name} {in_tens(late)}\n"
    )


def open_one(db: Db, request: UUID, viewer: Actor, *, now: datetime) -> Opened:
    """A request that waits; whoever asked can read that it was opened. Raises NotFoundError."""
    with watch.unseen("whose request it is says whom the look below is about"):
        found = rights.get(db, request)
        if found is None or found.answer is not None:
            _gone()
        person = people.get(db, found.identity)
    named = found.asked.wish is Wish.CORRECT
    categories = ("name", "request") if named else ("request",)
    look = Look(viewer, REQUEST, categories, "rights_request", WHY)
    with watch.looking(db, look, now=now) as seen:
        seen.saw([person.refs.access])
    return Opened(found, person.name if named else None)


def answer(
    db: Db,
    request: UUID,
    said: Answer,
    officer: Actor,
    mailing: Mailing,
) -> None:
    """Answer a request, and mail whoever asked that there is an answer. Raises NotFoundError."""
    with watch.unseen("a deed, which is in the log"):
        found = rights.get(db, request) or _gone()
        if not rights.answer(db, request, said):
            _gone()
        address = people.get(db, found.identity).email
    if address:
        letter = letters.request_answered(mailing.organisation, mailing.link)
        mail.put(db, address, letter, now=said.at)
    audit.append(db, officer, f"rights.{said.outcome}", f"request:{request}", now=said.at)


def _gone() -> NoReturn:
    raise NotFoundError("This request was answered, or whoever asked took it back.")
