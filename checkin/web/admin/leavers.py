"""People who leave: a list that can only end enrolments, now or after a last day."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.pasted import MOST_LINES, Line
from checkin.core.roles import Act
from checkin.services import leavers as services
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.words import LINE_PROBLEMS, lines_in_words
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, choice, day_to_come, pasted_list
from checkin.web.words import local_date

bp = Blueprint("admin_leavers", __name__, url_prefix="/console/leavers")


class When(StrEnum):
    """When the enrolments of a list end."""

    LATER = "later"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What was pasted, sorted by when it ends: at once, or after the last day on each line."""

    now: tuple[Line, ...]
    later: tuple[Line, ...]
    bad: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class LeaversPage:
    """The form for a list, and the plan that can still be undone, if one was just made."""

    fields: tuple[Field, ...]
    planned: UUID | None
    undoable: bool


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a list would do, as numbers of lines: it doesn't tell who of them has a badge."""

    now: int
    later: int
    days: str
    bad: tuple[tuple[int, str, str], ...]
    kept: tuple[tuple[str, str], ...]


@bp.get("")
@requires(Act.END_ENROLMENTS)
def leavers() -> ResponseReturnValue:
    """Ask who leaves, and when."""
    wanted = request.args.get("planned")
    return _page(None, as_identifier(wanted, "planned") if wanted else None)


@bp.post("")
@requires(Act.END_ENROLMENTS)
def preview() -> ResponseReturnValue:
    """Show what a list would do. Nothing has happened yet."""
    try:
        found = _leaving()
    except InputError as fault:
        return _page(fault, None), 400
    days = sorted(line.last_day for line in found.later if line.last_day)
    page = PreviewPage(
        len(found.now),
        len(found.later),
        _from_to(days),
        found.bad,
        (
            ("leaving", "\n".join(_written(line) for line in (*found.now, *found.later))),
            ("when", request.form.get("when", "")),
            ("last_day", request.form.get("last_day", "")),
        ),
    )
    return render_template("admin/leavers_preview.html", page=page)


@bp.post("/end")
@requires(Act.END_ENROLMENTS)
def end() -> ResponseReturnValue:
    """Do what the preview showed: at once what is to end at once, the rest after an undo minute."""
    rt, now = runtime(), runtime().now()
    try:
        found = _leaving()
    except InputError as fault:
        return _page(fault, None), 400
    planned = None
    with rt.writing() as db:
        if found.now:
            services.end_now(db, found.now, rt.hashing, by=actor(), now=now)
        if found.later:
            planned = services.plan(db, found.later, by=actor(), now=now)
    if found.now:
        flash(f"{lines_in_words(len(found.now))} done: no door takes their badges.", "success")
    return redirect(url_for(".leavers", planned=planned), 303)


@bp.post("/undo")
@requires(Act.END_ENROLMENTS)
def undo() -> ResponseReturnValue:
    """Undo a plan within its minute."""
    planned, rt = as_identifier(request.form.get("planned", ""), "planned"), runtime()
    with rt.writing() as db:
        undone = services.undo(db, planned, by=actor(), now=rt.now())
    flash(
        "Undone. Nobody's last day was changed."
        if undone
        else "The minute is over: the last days are entered. Open a person's record to change one.",
        "success" if undone else "error",
    )
    return redirect(url_for(".leavers"), 303)


def _leaving() -> Leaving:
    """The list that was sent, sorted. Raises InputError for one with no line that can be used."""
    today = runtime().now().date()
    pasted = pasted_list("leaving", today=today)
    when, last = choice("when", When), day_to_come("last_day", today=today)
    if not pasted.lines:
        raise InputError("leaving", "None of these lines has an e-mail address.")
    undated = [line for line in pasted.lines if line.last_day is None]
    if when is When.LATER and last is None and undated:
        raise InputError("last_day", "Choose their last day, or let them end at once.")
    if when is When.LATER:
        undated = [replace(line, last_day=last) for line in undated]
    dated = [line for line in pasted.lines if line.last_day]
    return Leaving(
        tuple(undated) if when is When.NOW else (),
        tuple(dated + (undated if when is When.LATER else [])),
        tuple((line.number, line.text, LINE_PROBLEMS[line.problem]) for line in pasted.bad),
    )


def _written(line: Line) -> str:
    return f"{line.address};{line.last_day.isoformat()}" if line.last_day else line.address


def _from_to(days: list[date]) -> str:
    if not days:
        return ""
    first, last = local_date(days[0]), local_date(days[-1])
    return first if first == last else f"{first} to {last}"


def _page(fault: InputError | None, planned: UUID | None) -> str:
    rt = runtime()
    undoable = False
    if planned is not None:
        with rt.reading() as db:
            undoable = services.undo_until(db, planned, now=rt.now()) is not None
    fields = (
        Field(
            "leaving",
            "Work e-mail of those who leave",
            "textarea",
            hint=f"One address a line, up to {MOST_LINES}. A date in another column is that "
            "person's last day.",
            autocomplete="off",
        ),
        Field(
            "when",
            "When do they end?",
            "select",
            options=(
                (When.LATER.value, "After their last day"),
                (When.NOW.value, "At once"),
            ),
        ),
        Field(
            "last_day",
            "Last day",
            "date",
            hint="For lines without a date of their own. The badge works until that day is over.",
            required=False,
        ),
    )
    page = LeaversPage(answered(fields, fault), planned, undoable)
    return render_template("admin/leavers.html", page=page)
