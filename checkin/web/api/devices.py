"""Phones that carry a badge: a challenge, the first badge, and each next one."""

from datetime import datetime

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from checkin.services import devices
from checkin.services.devices import OnDevice, Possession
from checkin.web.access import (
    DEVICE_COOKIE,
    DEVICE_COOKIE_LIFE,
    carried_device,
    forget_cookie,
    person,
    runtime,
    set_cookie,
)
from checkin.web.api import answers, bodies, wire
from checkin.web.errors import InputError

bp = Blueprint("api_devices", __name__)


@bp.post("/devices/challenge")
def post_challenge() -> ResponseReturnValue:
    """What to sign to show that a key is held. Anybody may ask, and nothing is kept."""
    bodies.read(wire.ChallengeBody)
    rt, now = runtime(), runtime().now()
    return answers.challenge(devices.challenge(rt.hashing, now=now), rt.settings.code, now=now)


@bp.post("/devices")
def post_device() -> ResponseReturnValue:
    """Put the signed-in person's badge on the phone that asks: 201 and the badge."""
    who, rt, now = person(), runtime(), runtime().now()
    if who is None:
        return answers.problem(401, "sign_in", "Sign in, then put your badge on this phone.")
    sent = bodies.read(wire.EnrolBody)
    held = _held(sent, now)
    with rt.writing() as db:
        if again := devices.pace(db, _client(), rt.hashing, now=now):
            return answers.slow(again, now=now)
        on_device = devices.enrol(
            db,
            who.holder,
            held,
            sent.kind,
            rt.making(),
            now=now,
            instead_of=carried_device(),
        )
        link = f"{rt.settings.base_url}{url_for('me.badge')}"
        devices.tell(db, who.holder, rt.settings.organisation, link, now=now)
    return _handed(on_device, now, status=201)


@bp.post("/devices/renew")
def post_renewal() -> ResponseReturnValue:
    """The next badge for the phone that shows its key, signed in or not; 410 if it was ended."""
    sent = bodies.read(wire.RenewBody)
    rt, now = runtime(), runtime().now()
    held = _held(sent, now)
    with rt.writing() as db:
        if again := devices.pace(db, _client(), rt.hashing, now=now):
            return answers.slow(again, now=now)
        on_device = devices.renew(db, held, rt.making(), now=now)
    if on_device is None:
        return _ended()
    who = person()
    if who is not None and who.holder != on_device.holder:
        return answers.problem(409, "another", "Somebody else is signed in on this phone now.")
    return _handed(on_device, now)


@bp.post("/devices/end")
def post_end() -> ResponseReturnValue:
    """Take the badge off the phone that shows its key, signed in or not."""
    sent = bodies.read(wire.RenewBody)
    rt, now = runtime(), runtime().now()
    held = _held(sent, now)
    with rt.writing() as db:
        if again := devices.pace(db, _client(), rt.hashing, now=now):
            return answers.slow(again, now=now)
        devices.give_up(db, held, now=now)
    response = answers.ended()
    forget_cookie(response, DEVICE_COOKIE)
    return response


def _held(sent: wire.RenewBody, now: datetime) -> Possession:
    rt = runtime()
    key = sent.key.holder_key()
    proof = bytes.fromhex(sent.proof)
    held = devices.shown(proof, key, rt.keyring, rt.making(), now=now)
    if held is None:
        raise InputError("proof", "proof: sign a new challenge with the phone's key.")
    return held


def _handed(on_device: OnDevice, now: datetime, *, status: int = 200) -> Response:
    """The badge; the phone's number goes into a cookie, by which signing out finds it."""
    response = answers.on_device(on_device, now=now)
    response.status_code = status
    set_cookie(response, DEVICE_COOKIE, str(on_device.device), life=DEVICE_COOKIE_LIFE)
    return response


def _ended() -> Response:
    response = answers.problem(410, "ended", "Your badge was taken off this phone.")
    forget_cookie(response, DEVICE_COOKIE)
    return response


def _client() -> str:
    return request.remote_addr or ""
