"""Scans: the request that the whole house is built around."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from checkin.core.scan import Scan
from checkin.services import scanning
from checkin.services.scanning import Answer, TypedCode, Unanswered
from checkin.web.access import kiosk_credential_hash, named_kiosk, runtime
from checkin.web.api import answers, bodies, wire

bp = Blueprint("api_scans", __name__)


@bp.post("/scans")
def post_scan() -> ResponseReturnValue:
    """Answer one scan. 200 for every answer, refusals included; 400 names what can't be read."""
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return answers.unanswered(Unanswered.NOT_PAIRED)
    sent = bodies.read(wire.ScanBody)
    scan = Scan(
        credential_hash, sent.token, sent.nonce, sent.taken_at, sent.direction, named_kiosk()
    )
    rt = runtime()
    now = rt.now()
    shown = scanning.read_token(scan.token, rt.trust, now=now)
    with rt.writing() if isinstance(shown, TypedCode) else rt.scanning() as db:
        answer = scanning.record_scan(db, scan, shown, rt.trust, now=now)
    if isinstance(answer, Answer):
        return answers.scan(scan.nonce, answer)
    return answers.unanswered(answer)
