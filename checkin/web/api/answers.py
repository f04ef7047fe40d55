"""Answers, as JSON."""

from datetime import datetime
from hashlib import sha256
from math import ceil
from uuid import UUID

from flask import Response, g
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from checkin.core import base64url
from checkin.core.late import Outcome
from checkin.core.policy import DoorFacts
from checkin.core.windows import Grant
from checkin.services.devices import OnDevice
from checkin.services.kiosks import KioskView
from checkin.services.scanning import Answer, Unanswered
from checkin.services.snapshots import Snapshot
from checkin.web.access import runtime
from checkin.web.api import wire


def scan(nonce: UUID, answer: Answer) -> Response:
    """The answer to a scan, byte for byte the same however often it is given."""
    fields = wire.ScanAnswer(nonce=nonce, admit=answer.admit, say=answer.say, at=_minute(answer.at))
    return _json(fields)


def unanswered(fault: Unanswered) -> ResponseReturnValue:
    """The protocol fault as JSON: 401 pair again, 403 wipe, 400 ask otherwise, 429 wait."""
    match fault:
        case Unanswered.NOT_PAIRED:
            return problem(401, "not_paired", "Pair this device with a code from the console.")
        case Unanswered.REVOKED:
            return problem(
                403,
                "revoked",
                "This device was shut out. Everything it kept is to be deleted.",
                Clear_Site_Data='"cookies", "storage"',
            )
        case Unanswered.WRONG_DIRECTION:
            return problem(400, "wrong_direction", "direction: the door isn't used that way.")
        case Unanswered.TOO_MANY_CODES:
            return problem(
                429, "too_many", "Too many wrong codes. Wait a minute.", Retry_After="60"
            )


def kiosk(view: KioskView, *, now: datetime) -> Response:
    """What a kiosk needs to know of itself, as JSON."""
    fields = wire.KioskAnswer(
        site=view.site,
        door=view.door,
        directions=list(view.directions),
        input=view.input,
        posture=view.posture,
        languages=["en", "de"],
        staff_code=wire.StaffCode(
            salt=base64url.encode(view.staff.salt),
            rounds=view.staff.rounds,
            hash=base64url.encode(view.staff.hash),
        ),
        now=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return _json(fields)


def paired() -> Response:
    """The device is a kiosk now; its credential travels in a cookie, never in a body."""
    response = _json(wire.PairAnswer(paired=True))
    response.status_code = 201
    return response


def released() -> Response:
    """The device is no kiosk any more; the browser is asked to keep nothing of it."""
    response = _json(wire.PairAnswer(paired=False))
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def snapshot(taken: Snapshot, *, now: datetime) -> Response:
    """The snapshot as JSON. Its ETag stands for all of it but the time."""
    rt = runtime()
    fields = wire.SnapshotAnswer(
        made_at="",
        kiosk=taken.kiosk,
        offline_minutes=rt.settings.limits.revoke_offline_minutes,
        letterbox=base64url.encode(rt.keyring.letterbox),
        key_set=rt.keyring.jwks(now=now),
        door=_door(taken.door),
        window_sets=[
            wire.WindowSetAnswer(number=number, grants=[_grant(grant) for grant in allowed])
            for number, allowed in taken.window_sets.items()
        ],
        day_pass=taken.day_pass,
        lists=[
            wire.ListAnswer(
                uri=one.uri,
                statuses=base64url.encode(one.statuses),
                doors=base64url.encode(one.doors),
            )
            for one in taken.lists
        ],
        voided=[mark.hex() for mark in taken.voided],
    )
    etag = sha256(fields.model_dump_json().encode()).hexdigest()[:32]
    fields.made_at = _exactly(now)
    response = _json(fields)
    response.set_etag(etag)
    return response


def _door(door: DoorFacts) -> wire.DoorAnswer:
    return wire.DoorAnswer(
        posture=door.posture,
        directions=sorted(door.directions),
        accepts=sorted(door.accepts),
        time_zone=str(door.zone),
        door_class=door.door_class,
        assurance=door.assurance,
        closed_days=sorted(day.isoformat() for day in door.closed_days),
        gap_seconds=int(door.gap.total_seconds()),
        gap_mode=door.gap_mode,
    )


def _grant(grant: Grant) -> wire.GrantAnswer:
    return wire.GrantAnswer(
        first_day=grant.first_day.isoformat() if grant.first_day else None,
        last_day=grant.last_day.isoformat() if grant.last_day else None,
        windows=list(grant.windows),
    )


def outcomes(found: list[tuple[UUID, Outcome]]) -> Response:
    """What became of late scans, as JSON."""
    fields = wire.LateAnswer(
        scans=[wire.OutcomeAnswer(nonce=nonce, outcome=one) for nonce, one in found]
    )
    return _json(fields)


def challenge(nonce: bytes, audience: str, *, now: datetime) -> Response:
    """What a phone has to sign, as JSON."""
    fields = wire.ChallengeAnswer(nonce=nonce.hex(), audience=audience, now=_exactly(now))
    return _json(fields)


def on_device(badge: OnDevice, *, now: datetime) -> Response:
    """A badge for a phone, as JSON."""
    fields = wire.DeviceAnswer(
        token=badge.text,
        expires_at=_exactly(badge.expires_at),
        renew_at=_exactly(badge.renew_at),
        works_at=list(badge.works_at) or [runtime().settings.organisation],
        paused=badge.paused,
        now=_exactly(now),
    )
    return _json(fields)


def ended() -> Response:
    """The badge is off the phone, as JSON."""
    return _json(wire.EndedAnswer(ended=True))


def slow(again: datetime, *, now: datetime) -> Response:
    """Too many requests; when to come again."""
    seconds = max(1, ceil((again - now).total_seconds()))
    return problem(429, "too_many", "Too many requests at once.", Retry_After=str(seconds))


def problem(status: int, code: str, message: str, **headers: str) -> Response:
    """A protocol fault as JSON."""
    number = g.get("request_number", "")
    response = _json(wire.Problem(error=code, message=message, request=number))
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def _json(fields: BaseModel) -> Response:
    return Response(fields.model_dump_json(exclude_unset=True), mimetype="application/json")


def _exactly(moment: datetime) -> str:
    """A moment to the millisecond: phones set their clocks by it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def _minute(moment: datetime) -> str:
    """A moment to the minute, as JSON carries it."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")
