"""Requests under people's rights: what waits, and what data protection officers answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core.inventory import PURPOSES
from checkin.core.rights import LEAST_ANSWER, MOST_TEXT, Outcome, Wish
from checkin.core.roles import Act
from checkin.services import rights
from checkin.services.letters import Mailing
from checkin.services.rights import Answer, Opened, Waiting
from checkin.web.access import actor, requires, runtime
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import choice, lines
from checkin.web.words import local_date

bp = Blueprint("admin_requests", __name__, url_prefix="/console/requests")

WISHES: Final = {Wish.OBJECT: "An objection", Wish.CORRECT: "Something to put right"}
OUTCOMES: Final = {
    Outcome.DONE: "Done as they asked",
    Outcome.PARTLY: "Done in part",
    Outcome.REFUSED: "Refused, for the reason below",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A request that waits."""

    id: UUID
    what: str
    at: datetime
    answer_by: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """What waits, those due first."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, and the questions that its answer is made of."""

    id: UUID
    what: str
    counts: bool
    facts: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]


@bp.get("")
@requires(Act.ANSWER_REQUESTS)
def requests() -> ResponseReturnValue:
    """Show what waits for an answer; nobody is named."""
    rt = runtime()
    with rt.reading() as db:
        waiting = rights.waiting(db)
    rows = tuple(_row(one, rt.now()) for one in waiting)
    return render_template("admin/requests.html", page=RequestsPage(rows))


@bp.get("/<uuid:request_id>")
@requires(Act.ANSWER_REQUESTS)
def one(request_id: UUID) -> ResponseReturnValue:
    """Open a request: whoever asked can read that it was opened."""
    return _page(request_id)


@bp.post("/<uuid:request_id>")
@requires(Act.ANSWER_REQUESTS)
def answer(request_id: UUID) -> ResponseReturnValue:
    """Answer a request."""
    rt = runtime()
    try:
        outcome = choice("outcome", Outcome)
        words = lines("answer", least=LEAST_ANSWER, most=MOST_TEXT)
    except InputError as wrong:
        return _page(request_id, wrong), 400
    mailing = Mailing(
        rt.settings.organisation, f"{rt.settings.base_url}{url_for('rights.requests')}"
    )
    with rt.writing() as db:
        rights.answer(db, request_id, Answer(outcome, words, rt.now()), actor(), mailing)
    flash("Answered. They read it on their own pages.", "success")
    return redirect(url_for(".requests"), 303)


def _page(request_id: UUID, wrong: InputError | None = None) -> str:
    rt = runtime()
    with rt.writing() as db:
        opened = rights.open_one(db, request_id, actor(), now=rt.now())
    fields = _fields()
    page = RequestPage(
        request_id,
        WISHES[opened.request.asked.wish],
        opened.request.asked.wish is Wish.OBJECT,
        _facts(opened),
        answered(fields, wrong) if wrong else fields,
    )
    return render_template("admin/request.html", page=page)


def _row(waiting: Waiting, now: datetime) -> Row:
    overdue = rights.is_late(waiting.answer_by, now=now)
    return Row(waiting.id, WISHES[waiting.wish], waiting.at, waiting.answer_by, overdue)


def _facts(opened: Opened) -> tuple[tuple[str, str], ...]:
    asked = opened.request.asked
    facts = (
        ("Who", opened.name or "Not needed for an answer"),
        ("Against", PURPOSES[asked.about].words if asked.about else ""),
        ("They wrote", asked.text),
        ("Asked on", local_date(opened.request.at)),
        ("Answer by", local_date(opened.request.answer_by)),
    )
    return tuple((label, said) for label, said in facts if said)


def _fields() -> tuple[Field, ...]:
    return (
        Field(
            "outcome",
            "What came of it",
            "select",
            options=(("", "Choose"), *((one.value, words) for one, words in OUTCOMES.items())),
        ),
        Field("answer", "Your answer", "textarea", hint="They read this, in your words."),
    )
