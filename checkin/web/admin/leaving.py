"""Taking back at the front desk, for whoever asks for it there: nobody is named on this page."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from checkin.core.inventory import Purpose
from checkin.core.roles import Act
from checkin.services import leaving
from checkin.services.codes import TooManyTries
from checkin.services.consent import Receipt
from checkin.services.leaving import Ended, InForce, UnknownCode
from checkin.web import taken_back
from checkin.web.access import account, actor, requires, runtime
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.taken_back import HandOver

bp = Blueprint("admin_leaving", __name__, url_prefix="/console/take-back")

_BUTTONS = {
    Purpose.ENTRY.value: "Take everything back",
    Purpose.HISTORY.value: "Take back only the entries",
}


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """The code, the buttons, and what was just taken back, to hand over."""

    field: Field
    buttons: tuple[tuple[str, str], ...]
    made: HandOver | None


@bp.get("")
@requires(Act.CHECK_BADGE)
def ask() -> ResponseReturnValue:
    """Ask for the code on a receipt or a badge."""
    return _page()


@bp.post("")
@requires(Act.CHECK_BADGE)
def take_back() -> ResponseReturnValue:
    """Take back what the pressed button says, and show the receipt to hand over."""
    rt, shown = runtime(), request.form.get("code", "")[:64]
    what = request.form.get("what", "")
    if what not in _BUTTONS:
        return _page("Press one of the buttons."), 400
    with rt.writing() as db:
        found = leaving.take_back_at_desk(
            db, shown, [Purpose(what)], str(account().id), rt.hashing, by=actor(), now=rt.now()
        )
    match found:
        case TooManyTries():
            return _page("Those were many tries. Wait a few minutes, then try again."), 429
        case UnknownCode():
            return _page("No badge and no receipt has this code. Look again."), 400
        case InForce():
            return _page("That isn't in force for this person: there is nothing to take back."), 400
        case Receipt() | Ended():
            return _page(found=found)


def _page(problem: str | None = None, found: Receipt | Ended | None = None) -> str:
    field = Field(
        "code",
        "Code on the badge or the receipt",
        hint="Ten characters. If they have neither, an enrolment admin finds them by name.",
        autocomplete="off",
        autofocus=True,
    )
    if problem:
        field = answered([field], InputError("code", problem))[0]
    page = LeavingPage(
        field,
        tuple(_BUTTONS.items()),
        taken_back.hand_over(found) if found else None,
    )
    return render_template("admin/leaving.html", page=page)
