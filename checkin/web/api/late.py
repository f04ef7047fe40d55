"""Scans that a kiosk answered without a connection, and tells of now."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from checkin.core.scan import Scan
from checkin.services import late, scanning
from checkin.services.late import Answered, LateScan, Outcome
from checkin.services.scanning import Trust, Unanswered
from checkin.web.access import kiosk_credential_hash, named_kiosk, runtime
from checkin.web.api import wire
from checkin.web.api.answers import unanswered

bp = Blueprint("api_late", __name__)


@bp.post("/scans/late")
def post_late() -> ResponseReturnValue:
    """Take in scans in any order, each once. 200 says of each what became of it."""
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return unanswered(Unanswered.NOT_PAIRED)
    sent = wire.body(wire.LateBody, most=wire.MAX_LATE_BODY)
    found: list[tuple[UUID, Outcome]] = []
    for one in sent.scans:
        told = wire.told(one) if isinstance(one, wire.SealedScan) else one
        outcome = Outcome.DROPPED if told is None else _take(told, credential_hash)
        if isinstance(outcome, Unanswered):
            return unanswered(outcome)
        found.append((one.nonce, outcome))
    return wire.outcomes(found)


def _take(told: wire.ToldScan, credential_hash: bytes) -> Outcome | Unanswered:
    """One scan, in a block of its own: what is taken in stays, whatever becomes of the next."""
    rt = runtime()
    now = rt.now()
    scan = Scan(
        credential_hash, told.token, told.nonce, told.taken_at, told.direction, named_kiosk()
    )
    answered = Answered(told.answered.admit, told.answered.say)
    trust = Trust(rt.keyring, rt.hashing, rt.settings.code)
    shown = scanning.read_token(scan.token, trust, now=min(scan.taken_at, now))
    with rt.writing() as db:
        return late.take_late(
            db,
            LateScan(scan, answered, told.snapshot),
            shown,
            trust,
            rt.settings.limits,
            now=now,
        )
