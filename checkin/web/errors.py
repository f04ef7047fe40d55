"""From what went wrong to what people and programs are told: the only such mapping."""

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from checkin.core.errors import (
    CheckinError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnavailableError,
)

_log = logging.getLogger(__name__)


class InputError(Exception):
    """A field that can't be read: which one, and what it has to be."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What the error page shows."""

    status: int
    title: str
    text: str
    request_number: str


_STATUS: dict[type[CheckinError], tuple[int, str]] = {
    NotFoundError: (404, "There is nothing here"),
    ForbiddenError: (403, "This isn't yours to do"),
    ConflictError: (409, "That didn't fit"),
    UnavailableError: (503, "Not right now"),
}

_TITLES = {
    400: ("That couldn't be read", "Go back, look at what you typed and send it again."),
    401: ("Please sign in", "You were signed out, or never signed in. Sign in and try again."),
    403: (
        "This isn't yours to do",
        "Your account can't do this. Ask whoever runs this building's check-in.",
    ),
    404: (
        "There is nothing here",
        "The address may be mistyped or the page may be gone. Start again from the first page.",
    ),
    405: ("That can't be done here", "Go back and use the buttons on the page."),
    413: ("That is too long", "Send less at once."),
    415: ("That couldn't be read", "This address takes another kind of content."),
    429: ("Too many tries", "Wait a minute, then try again."),
    503: (
        "Not right now",
        "Something this page needs isn't there just now. Try again in a minute.",
    ),
}
_BROKEN = (
    "Something broke",
    "This is our fault, not yours. Try again; if it stays, tell the front desk the number below.",
)


def handle_errors(app: Flask) -> None:
    """Answer every kind of failure as a page, or as JSON below `/api/`."""

    @app.before_request
    def number_request() -> None:
        g.request_number = secrets.token_hex(4)

    @app.errorhandler(InputError)
    def unreadable(fault: InputError) -> ResponseReturnValue:
        return answer(400, _TITLES[400][0], fault.problem, field=fault.field)

    @app.errorhandler(CheckinError)
    def misuse(fault: CheckinError) -> ResponseReturnValue:
        status, title = _STATUS.get(type(fault), (400, _TITLES[400][0]))
        return answer(status, title, fault.message, code=fault.code)

    @app.errorhandler(CSRFError)
    def stale_form(_fault: CSRFError) -> ResponseReturnValue:
        return answer(400, "This form is too old", "Load the page again, then send it once more.")

    @app.errorhandler(HTTPException)
    def protocol(fault: HTTPException) -> ResponseReturnValue:
        if fault.response is not None or fault.code is None or fault.code < 400:
            return fault.get_response()
        title, text = _TITLES.get(fault.code, (fault.name, _TITLES[400][1]))
        return answer(fault.code, title, text)

    @app.errorhandler(Exception)
    def bug(fault: Exception) -> ResponseReturnValue:
        _log.error("request_failed number=%s", g.get("request_number"), exc_info=fault)
        return answer(500, *_BROKEN)


def answer(
    status: int, title: str, text: str, *, code: str = "error", field: str | None = None
) -> ResponseReturnValue:
    """The failure as whoever asked can read it: JSON below `/api/`, a page elsewhere."""
    number = g.get("request_number", "")
    if request.path.startswith("/api/"):
        body = {"error": code, "message": text, "request": number}
        return jsonify(body | ({"field": field} if field else {})), status
    page = ErrorPage(status, title, text, number)
    return render_template("errors/error.html", page=page), status
