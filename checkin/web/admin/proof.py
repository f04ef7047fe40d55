"""Proving once more who one is, before the acts that matter most (ASVS 7.5.1)."""

import logging
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.services import factors as services
from checkin.services import passkeys
from checkin.services.factors import Attempt
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
_REFUSED = "That passkey didn't work. Try once more, or use password and code."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The form that asks for both factors again."""

    fields: tuple[Field, ...]
    next: str
    problem: str | None
    passkey: str | None


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
        tried = services.attempt_again(
            db, account(), request.remote_addr or "", rt.hashing, now=now
        )
    if not isinstance(tried, Attempt):
        return _page(factors.SLOW), 429
    shown = factors.shown(tried, now=now)
    with rt.writing() as db:
        proved = services.prove(
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
    return _onward(*proved)


@bp.post("/passkey")
@requires()
def prove_with_passkey() -> ResponseReturnValue:
    """Go on where one wanted to, after a signature by a passkey of one's own."""
    rt, who = runtime(), account().id
    proof, proved = factors.passkey_proof(factors.about("prove", who)), None
    if proof is not None:
        with rt.writing() as db:
            proved = passkeys.prove(
                db, proof, who, cookie(CONSOLE_COOKIE), hashing=rt.hashing, now=rt.now()
            )
    if proved is None:
        _log.warning("console_proof_refused")
        return _page(_REFUSED), 403
    return _onward(*proved)


def _onward(token: str, until: datetime) -> ResponseReturnValue:
    response = make_response(redirect(next_page(url_for("admin.overview")), 303))
    set_cookie(response, CONSOLE_COOKIE, token, life=until - runtime().now())
    return response


def _page(problem: str | None) -> str:
    rt, who = runtime(), account().id
    with rt.reading() as db:
        known = passkeys.listed(db, who)
    asked = factors.asked_to_sign(factors.about("prove", who), known) if known else None
    fields = answered((factors.PASSWORD, factors.CODE))
    page = ProofPage(fields, next_page(url_for("admin.overview")), problem, asked)
    return render_template("admin/proof.html", page=page)
