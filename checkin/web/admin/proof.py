"""Proving once more who one is, before the acts that matter most (ASVS 7.5.1)."""

import logging
from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.services import accounts
from checkin.services.accounts import Attempt
from checkin.web.access import (
    CONSOLE_COOKIE,
    account,
    cookie,
    next_page,
    requires,
    runtime,
    set_cookie,
)
from checkin.web.admin import factors
from checkin.web.forms import Field, answered

bp = Blueprint("admin_proof", __name__, url_prefix="/console/confirm")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The form that asks for both factors again."""

    fields: tuple[Field, ...]
    next: str
    problem: str | None


@bp.get("")
@requires()
def ask() -> ResponseReturnValue:
    """Ask for both factors of whoever is signed in."""
    return _page(None)


@bp.post("")
@requires()
def prove() -> ResponseReturnValue:
    """Go on where one wanted to, under a new secret."""
    rt, now = runtime(), runtime().now()
    with rt.writing() as db:
        tried = accounts.attempt_again(
            db, account(), request.remote_addr or "", rt.hashing, now=now
        )
    if not isinstance(tried, Attempt):
        return _page(factors.SLOW), 429
    shown = factors.shown(tried, now=now)
    with rt.writing() as db:
        proved = accounts.prove(
            db,
            tried,
            cookie(CONSOLE_COOKIE),
            password_right=shown.password_right,
            step=shown.step,
            hashing=rt.hashing,
            now=now,
        )
    if proved is None:
        _log.warning("console_proof_refused")
        return _page(factors.REFUSED), 403
    token, until = proved
    response = make_response(redirect(next_page(url_for("admin.overview")), 303))
    set_cookie(response, CONSOLE_COOKIE, token, life=until - now)
    return response


def _page(problem: str | None) -> str:
    fields = answered((factors.PASSWORD, factors.CODE))
    page = ProofPage(fields, next_page(url_for("admin.overview")), problem)
    return render_template("admin/proof.html", page=page)
