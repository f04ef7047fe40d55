"""Pairing a kiosk, and hearing how it is doing."""

from datetime import timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from checkin.services import kiosks
from checkin.services.alternative import WayIn
from checkin.services.kiosks import Health, NotPaired, Paired
from checkin.services.scanning import Unanswered
from checkin.web.access import (
    KIOSK_COOKIE,
    forget_cookie,
    kiosk_credential_hash,
    runtime,
    set_cookie,
)
from checkin.web.api import answers, bodies, wire
from checkin.web.inputs import visible

bp = Blueprint("api_kiosks", __name__)

_COOKIE_LIFE = timedelta(days=365)


@bp.post("/kiosks/pair")
def post_pair() -> ResponseReturnValue:
    """Make this device a kiosk: 201 and its credential in a cookie; 404 if the code isn't good."""
    sent = bodies.read(wire.PairBody)
    rt = runtime()
    with rt.writing() as db:
        paired = kiosks.pair(
            db,
            sent.code,
            visible(sent.name) or None,
            rt.hashing,
            client=request.remote_addr or "",
            held=kiosk_credential_hash(),
            keep_code=rt.settings.demo,
            now=rt.now(),
        )
    if not isinstance(paired, Paired):
        return _not_paired(paired)
    response = answers.paired()
    set_cookie(response, KIOSK_COOKIE, paired.credential, life=_COOKIE_LIFE)
    return response


@bp.post("/kiosks/release")
def post_release() -> ResponseReturnValue:
    """End this device's credential, since it is to be set up anew; 401 if it has none."""
    bodies.read(wire.ReleaseBody)
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return answers.unanswered(Unanswered.NOT_PAIRED)
    rt = runtime()
    with rt.writing() as db:
        why_not = kiosks.release(db, credential_hash, now=rt.now())
    if why_not is not None:
        return _not_paired(why_not)
    response = answers.released()
    forget_cookie(response, KIOSK_COOKIE)
    return response


@bp.post("/kiosks/heartbeat")
def post_heartbeat() -> ResponseReturnValue:
    """Keep how the kiosk is doing; the answer is what it needs to know of itself."""
    credential_hash = kiosk_credential_hash()
    if credential_hash is None:
        return answers.unanswered(Unanswered.NOT_PAIRED)
    sent = bodies.read(wire.HeartbeatBody)
    health = Health(
        queued=sent.queue_length,
        queued_ever=sent.queued_ever,
        snapshot_seconds=sent.snapshot_seconds,
        camera=sent.camera,
        scanner=sent.scanner,
        clock_milliseconds=sent.clock_milliseconds,
        release=sent.version,
        frames=sent.frames,
        frames_failed=sent.frames_failed,
        decode_milliseconds=sent.decode_milliseconds,
    )
    rt = runtime()
    with rt.writing() as db:
        view = kiosks.heartbeat(
            db, credential_hash, health, rt.hashing, medians=_medians(sent), now=rt.now()
        )
    if isinstance(view, NotPaired):
        return _not_paired(view)
    return answers.kiosk(view, now=rt.now())


def _medians(sent: wire.HeartbeatBody) -> dict[WayIn, int] | None:
    told = sent.to_green_milliseconds
    return {WayIn.BADGE: told.badge, WayIn.DAY_PASS: told.day_pass} if told else None


def _not_paired(why: NotPaired) -> ResponseReturnValue:
    match why:
        case NotPaired.UNKNOWN:
            return answers.unanswered(Unanswered.NOT_PAIRED)
        case NotPaired.REVOKED:
            return answers.unanswered(Unanswered.REVOKED)
        case NotPaired.TOO_MANY_TRIES:
            return answers.unanswered(Unanswered.TOO_MANY_CODES)
        case NotPaired.WRONG_CODE:
            return answers.problem(404, "wrong_code", "This code isn't good. Make a new one.")
