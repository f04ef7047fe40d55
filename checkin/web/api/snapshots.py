"""The snapshot: what a kiosk decides by while it has no connection."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from checkin.services import snapshots
from checkin.services.kiosks import NotPaired
from checkin.services.scanning import Unanswered
from checkin.web.access import kiosk_credential_hash, runtime
from checkin.web.api import answers

bp = Blueprint("api_snapshots", __name__)


@bp.get("/kiosks/snapshot")
def get_snapshot() -> ResponseReturnValue:
    """All that holds at the kiosk's door; 304 if that is what it has. It names nobody."""
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return answers.unanswered(Unanswered.NOT_PAIRED)
    rt = runtime()
    now = rt.now()
    with rt.reading() as db:
        snapshot = snapshots.taken(
            db, credential_hash, rt.list_signing(), org_code=rt.settings.code, now=now
        )
    if isinstance(snapshot, NotPaired):
        revoked = snapshot is NotPaired.REVOKED
        return answers.unanswered(Unanswered.REVOKED if revoked else Unanswered.NOT_PAIRED)
    return answers.snapshot(snapshot, now=now).make_conditional(request)
