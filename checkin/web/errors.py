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
from checkin.web import language
from checkin.web.error_words import ERRORS, ErrorWords

_log = logging.getLogger(__name__)


class InputError(Exception):
    """A field that can't be read: which one, and what it has to be."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What the error page shows."""

    title: str
    text: str
    request_number: str


_STATUS: dict[type[CheckinError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    UnavailableError: 503,
}


def handle_errors(app: Flask) -> None:
    """Answer every kind of failure as a page, or as JSON below `/api/`."""

    @app.before_request
    def number_request() -> None:
        g.request_number = secrets.token_hex(4)

    @app.errorhandler(InputError)
    def unreadable(fault: InputError) -> ResponseReturnValue:
        words = _words()
        return answer(400, words.at(400).title, words.said(fault.problem, 400), field=fault.field)

    @app.errorhandler(CheckinError)
    def misuse(fault: CheckinError) -> ResponseReturnValue:
        words, status = _words(), _STATUS.get(type(fault), 400)
        return answer(
            status, words.at(status).title, words.said(fault.message, status), code=fault.code
        )

    @app.errorhandler(CSRFError)
    def stale_form(_fault: CSRFError) -> ResponseReturnValue:
        return answer(400, *_words().stale_form)

    @app.errorhandler(HTTPException)
    def protocol(fault: HTTPException) -> ResponseReturnValue:
        if fault.response is not None or fault.code is None or fault.code < 400:
            return fault.get_response()
        return answer(fault.code, *_words().at(fault.code))

    @app.errorhandler(Exception)
    def bug(fault: Exception) -> ResponseReturnValue:
        _log.error("request_failed number=%s", g.get("request_number"), exc_info=fault)
        return answer(500, *_words().broken)


def _words() -> ErrorWords:
    """What is said, in the language of whoever asks; the console and the API speak English."""
    if request.path.startswith(("/api/", "/console")):
        return ERRORS["en"]
    return ERRORS[language.settled()]


def answer(
    status: int, title: str, text: str, *, code: str = "error", field: str | None = None
) -> ResponseReturnValue:
    """The failure as whoever asked can read it: JSON below `/api/`, a page elsewhere."""
    number = g.get("request_number", "")
    if request.path.startswith("/api/"):
        body = {"error": code, "message": text, "request": number}
        return jsonify(body | ({"field": field} if field else {})), status
    page = ErrorPage(title, text, number)
    return render_template("errors/error.html", page=page), status
