"""Conflicts: a kiosk without a connection said otherwise than the server would have.

What happened stays recorded as it happened. Here somebody looks at the evidence and says what came
of it. No conflict leads to a person: who was at a door is nothing that may be asked by the door.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core.late import Disputed, Settled
from checkin.core.roles import Act
from checkin.services import conflicts as services
from checkin.services.conflicts import Conflict
from checkin.web.access import actor, requires, runtime
from checkin.web.inputs import choice

bp = Blueprint("admin_conflicts", __name__, url_prefix="/console/conflicts")

WHAT: Final = {
    Disputed.LET_IN: (
        "Let in, and the server would not have",
        "The badge was switched off, or the hours had changed, and the kiosk didn't know yet.",
    ),
    Disputed.TURNED_AWAY: (
        "Turned away, and the server would have let in",
        "The kiosk's data was older than a change that gave access.",
    ),
    Disputed.UNKNOWN_BADGE: (
        "Let in with a badge that nobody here issued",
        "Its signature is good. If it happens again, somebody may have one of your keys.",
    ),
    Disputed.SHOWN_TWICE: (
        "The same moment of a phone's badge at two doors",
        (
            "A phone makes a new one every few seconds: one of the two was a picture of it, "
            "at this door or at the one that told of it before."
        ),
    ),
    Disputed.TOLD_ELSEWHERE: (
        "Scans that were told from another door",
        (
            "A device that stood here was paired elsewhere. Scans of the hour that began then were "
            "still on it, and aren't counted."
        ),
    ),
}
OUTCOMES: Final = {
    Settled.IN_ORDER: "It was in order",
    Settled.FOLLOWED_UP: "Somebody was talked to",
    Settled.UNEXPLAINED: "It stays unexplained",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A conflict with its evidence."""

    id: str
    minute: datetime
    zone: str
    place: str
    what: str
    why: str
    data: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """What waits, and what was settled."""

    waiting: tuple[Row, ...]
    settled: tuple[Row, ...]
    outcomes: tuple[tuple[str, str], ...]


@bp.get("")
@requires(Act.SETTLE_CONFLICTS)
def conflicts() -> ResponseReturnValue:
    """Show the conflicts of the last days with their evidence."""
    rt = runtime()
    with rt.reading() as db:
        found = services.listed(db)
    page = ConflictsPage(
        tuple(_row(one) for one in found if one.outcome is None),
        tuple(_row(one) for one in found if one.outcome is not None),
        tuple((outcome.value, words) for outcome, words in OUTCOMES.items()),
    )
    return render_template("admin/conflicts.html", page=page)


@bp.post("/<uuid:conflict>")
@requires(Act.SETTLE_CONFLICTS)
def settle(conflict: UUID) -> ResponseReturnValue:
    """Keep what came of a conflict."""
    outcome = choice("outcome", Settled)
    rt = runtime()
    with rt.writing() as db:
        services.settle(db, conflict, outcome, actor(), now=rt.now())
    flash(f"Settled: {OUTCOMES[outcome].lower()}. It is below, and can be opened again.", "success")
    return redirect(url_for(".conflicts"), 303)


@bp.post("/<uuid:conflict>/open")
@requires(Act.SETTLE_CONFLICTS)
def reopen(conflict: UUID) -> ResponseReturnValue:
    """Let a conflict wait again."""
    rt = runtime()
    with rt.writing() as db:
        services.settle(db, conflict, None, actor(), now=rt.now())
    return redirect(url_for(".conflicts"), 303)


def _row(found: Conflict) -> Row:
    what, why = WHAT[found.reason]
    return Row(
        id=str(found.id),
        minute=found.minute,
        zone=found.zone,
        place=f"{found.site}, {found.door}",
        what=what,
        why=why,
        data="" if found.reason is Disputed.TOLD_ELSEWHERE else _data(found.data_minutes),
        outcome=OUTCOMES[found.outcome] if found.outcome else None,
    )


def _data(minutes: int | None) -> str:
    if minutes is None:
        return "How old the kiosk's data was isn't known."
    if minutes < 1:
        return "The kiosk's data was less than a minute old."
    hours, rest = divmod(minutes, 60)
    old = f"{hours} h {rest} min" if hours else f"{minutes} min"
    return f"The kiosk's data was {old} old."
