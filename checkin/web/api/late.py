"""Scans that a kiosk answered without a connection, and tells of now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from checkin.core.ids import KioskId
from checkin.core.scan import Scan
from checkin.services import late, scanning
from checkin.services.late import Answered, LateScan, Outcome
from checkin.services.scanning import Shown, Trust, Unanswered
from checkin.web.access import kiosk_credential_hash, named_kiosk, runtime
from checkin.web.api import answers, bodies, wire

bp = Blueprint("api_late", __name__)

TOGETHER: Final = 16
"""So many are kept together: the disk confirms them at once, and no door waits for long."""


@bp.post("/scans/late")
def post_late() -> ResponseReturnValue:
    """Take in scans in any order, each once. 200 says of each what became of it."""
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return answers.unanswered(Unanswered.NOT_PAIRED)
    sent = bodies.read(wire.LateBody, most=bodies.MOST_LATE).scans
    with runtime().reading() as db:
        unfit = late.unfit(db, credential_hash)
    if unfit is not None:
        return answers.unanswered(unfit)
    found: list[tuple[UUID, Outcome]] = []
    for first in range(0, len(sent), TOGETHER):
        some = sent[first : first + TOGETHER]
        outcomes = _take(some, credential_hash)
        if isinstance(outcomes, Unanswered):
            return answers.unanswered(outcomes)
        found += zip((one.nonce for one in some), outcomes, strict=True)
    return answers.outcomes(found)


def _take(
    some: Sequence[wire.SealedScan | wire.ToldScan], credential_hash: bytes
) -> list[Outcome] | Unanswered:
    """A few scans, in a block of their own: they stay, whatever becomes of the next."""
    rt = runtime()
    now = rt.now()
    opened = [_opened(one, credential_hash, rt.trust, now) for one in some]
    outcomes: list[Outcome] = []
    with rt.writing() as db:
        for one in opened:
            outcome = (
                late.take_late(db, *one, rt.trust, rt.settings.limits, now=now)
                if one
                else Outcome.DROPPED
            )
            if isinstance(outcome, Unanswered):
                return outcome
            outcomes.append(outcome)
    return outcomes


def _opened(
    sent: wire.SealedScan | wire.ToldScan, credential_hash: bytes, trust: Trust, now: datetime
) -> tuple[LateScan, Shown] | None:
    """The scan and what its token is, for which nobody has to wait; None if its seal is broken."""
    told = bodies.unsealed(sent) if isinstance(sent, wire.SealedScan) else sent
    if told is None:
        return None
    scan = Scan(
        credential_hash, told.token, told.nonce, told.taken_at, told.direction, named_kiosk()
    )
    shown = scanning.read_token(scan.token, trust, now=min(scan.taken_at, now))
    answered = Answered(told.answered.admit, told.answered.say)
    taken_by = None if told.kiosk is None else KioskId(told.kiosk)
    return LateScan(scan, answered, told.snapshot, taken_by), shown
