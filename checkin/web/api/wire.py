"""Every field name of the API, once: bodies into typed values, answers into JSON."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, abort, g, jsonify, request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from checkin.core.badge import Assurance
from checkin.core.cose import ED25519, ESP256
from checkin.core.late import Outcome
from checkin.core.parity import LONGEST_WAIT
from checkin.core.policy import DoorFacts, GapMode, Posture, Say
from checkin.core.scan import Direction
from checkin.core.site import DoorClass, InputMode
from checkin.core.windows import Grant
from checkin.services.devices import DeviceKind, HolderKey, OnDevice
from checkin.services.kiosks import KioskView
from checkin.services.scanning import Answer
from checkin.services.snapshots import Snapshot
from checkin.web.access import runtime
from checkin.web.errors import InputError

MAX_BODY = 16 * 1024
MAX_LATE_BODY = 1024 * 1024
Wait = Annotated[int, Field(ge=1, le=LONGEST_WAIT // timedelta(milliseconds=1))]
_KEYS: Final = {"Ed25519": (ED25519, 32), "ESP256": (ESP256, 64)}
"""The kinds of keys that phones have, and how many bytes their public halves are."""


class Body(BaseModel):
    """A request body: exactly the fields that are declared, of exactly their kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ScanBody(Body):
    """One presentation of a badge."""

    token: Annotated[str, Field(max_length=4096, description="QR text or typed short code.")]
    nonce: Annotated[UUID, Field(description="Made once for one presentation, kept in retries.")]
    taken_at: Annotated[AwareDatetime, Field(description="When it was read, by the kiosk's clock.")]
    direction: Direction


class AnsweredBody(Body):
    """What the kiosk told the person."""

    admit: bool
    say: Say


class ToldScan(Body):
    """A scan that the kiosk answered by itself."""

    token: Annotated[str, Field(max_length=1200, description="QR text.")]
    nonce: Annotated[UUID, Field(description="The same as when it asked.")]
    taken_at: Annotated[AwareDatetime, Field(description="When it was read, by the server's time.")]
    direction: Direction
    answered: AnsweredBody
    snapshot: Annotated[
        AwareDatetime | None, Field(description="When its snapshot was last confirmed.")
    ]
    kiosk: Annotated[
        UUID | None,
        Field(description="As its snapshot said. Another kiosk's scans are dropped."),
    ] = None


class SealedScan(Body):
    """The same, as it waited: nobody can read it where it did."""

    nonce: UUID
    sealed: Annotated[
        str,
        Field(
            max_length=4096,
            pattern="^[A-Za-z0-9_-]+$",
            description="HPKE to the letterbox with info `checkin scan <nonce>`, base64url: "
            "encapsulated key, then the ciphertext of a told scan's JSON.",
        ),
    ]


class LateBody(Body):
    """Scans that waited for a connection, in any order."""

    scans: Annotated[list[SealedScan | ToldScan], Field(min_length=1, max_length=200)]


class OutcomeAnswer(BaseModel):
    """What became of one: kept, known before, kept though the server disagrees, or let go."""

    nonce: UUID
    outcome: Outcome


class LateAnswer(BaseModel):
    """What became of each, in the order they were sent. None of them has to be sent again."""

    scans: list[OutcomeAnswer]


class PairBody(Body):
    """A device that wants to be a kiosk."""

    code: Annotated[str, Field(max_length=40, description="The one-time code from the console.")]
    name: Annotated[str, Field(max_length=80, description="What to call the device.")] = ""


class ReleaseBody(Body):
    """Nothing: the cookie says which device it is."""


class ToGreen(Body):
    """The median of each way, of ten presentations and more; how many isn't told."""

    badge: Wait
    day_pass: Wait


class HeartbeatBody(Body):
    """How a kiosk is doing."""

    queue_length: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    queued_ever: Annotated[int, Field(ge=0, le=2**53)] = 0
    snapshot_seconds: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    camera: Annotated[str, Field(max_length=24, pattern="^[a-z_]*$")] = "off"
    scanner: Annotated[str, Field(max_length=24, pattern="^[a-z_]*$")] = "unknown"
    clock_milliseconds: Annotated[int, Field(ge=-(2**53), le=2**53)] = 0
    frames: Annotated[
        int | None,
        Field(ge=0, le=2**53, description="Pictures looked at since the page was loaded."),
    ] = None
    frames_failed: Annotated[
        int | None, Field(ge=0, le=2**53, description="Pictures that had to be given up.")
    ] = None
    decode_milliseconds: Annotated[
        int | None, Field(ge=0, le=60_000, description="What one picture usually takes.")
    ] = None
    to_green_milliseconds: Annotated[
        ToGreen | None,
        Field(description="How long it took from presenting to green. Both ways or neither."),
    ] = None
    version: Annotated[str, Field(max_length=32, pattern=r"^[\w.+-]*$")] = ""


class ChallengeBody(Body):
    """A phone is about to show that it holds its key."""


class DeviceKey(Body):
    """The public half of a phone's key."""

    alg: Annotated[
        Literal["Ed25519", "ESP256"], Field(description="What it signs with (RFC 9864).")
    ]
    public: Annotated[
        str,
        Field(
            pattern="^([0-9a-f]{64}|[0-9a-f]{128})$",
            description="In hex: 32 bytes, or x and y of a P-256 point, 32 bytes each.",
        ),
    ]

    def holder_key(self) -> HolderKey:
        """The key as the core knows it; InputError if it is as long as the other kind's."""
        alg, length = _KEYS[self.alg]
        public = bytes.fromhex(self.public)
        if len(public) != length:
            raise InputError("key.public", f"key.public: {length} bytes for {self.alg}.")
        return HolderKey(alg, public)


class RenewBody(Body):
    """A phone that shows the key of its badge, to get the next one or to end it."""

    key: DeviceKey
    proof: Annotated[
        str,
        Field(
            max_length=1024,
            pattern="^([0-9a-f]{2})+$",
            description="In hex: a COSE_Sign1 of type 294 by this key, over the challenge.",
        ),
    ]


class EnrolBody(RenewBody):
    """A phone that shall carry the signed-in person's badge."""

    kind: DeviceKind


class ChallengeAnswer(BaseModel):
    """What to sign, within two minutes."""

    nonce: Annotated[str, Field(description="16 bytes in hex, for claim 39 (cnonce).")]
    audience: Annotated[str, Field(description="For claim 3 (aud).")]
    now: Annotated[str, Field(description="The server's time, UTC.")]


class DeviceAnswer(BaseModel):
    """The badge that the phone makes its proofs around, and how long it lasts."""

    token: Annotated[str, Field(description="The issuer's part of the badge; alone no badge.")]
    expires_at: Annotated[str, Field(description="When it ends, UTC.")]
    renew_at: Annotated[str, Field(description="From when on there is a next one, UTC.")]
    works_at: Annotated[list[str], Field(description="The sites whose doors it opens.")]
    paused: Annotated[bool, Field(description="Whether it opens nothing for a while.")]
    now: Annotated[str, Field(description="The server's time, UTC.")]


class EndedAnswer(BaseModel):
    """The badge is off the phone."""

    ended: bool


class PairAnswer(BaseModel):
    """The device is a kiosk now."""

    paired: bool


class ScanAnswer(BaseModel):
    """The answer to a scan; the same for a badge and for a day pass."""

    nonce: UUID
    admit: bool
    say: Say
    at: Annotated[str, Field(description="The minute of the answer, UTC.")]


class StaffCode(BaseModel):
    """What a typed staff code is checked by, off line: PBKDF2 with HMAC-SHA-256, 32 bytes."""

    salt: Annotated[str, Field(description="base64url without padding")]
    rounds: int
    hash: Annotated[str, Field(description="base64url without padding")]


class KioskAnswer(BaseModel):
    """What a kiosk needs to know of itself."""

    site: str
    door: str
    directions: list[Direction]
    input: InputMode
    posture: Posture
    languages: list[str]
    staff_code: StaffCode
    now: Annotated[str, Field(description="The server's time, UTC.")]


class WindowSetAnswer(BaseModel):
    """When some badges may pass: on any day of a term, in any of its windows of local time."""

    number: Annotated[int, Field(description="What the door list says of such badges.")]
    grants: list["GrantAnswer"]


class GrantAnswer(BaseModel):
    """A term, both days included, and its weekly windows."""

    first_day: str | None
    last_day: str | None
    windows: Annotated[
        list[tuple[int, int, int]],
        Field(description="ISO weekday, first minute of the day, last minute excluded."),
    ]


class DoorAnswer(BaseModel):
    """The door as it stands."""

    posture: Posture
    directions: list[Direction]
    accepts: Annotated[list[str], Field(description="The sites and organisations it stands for.")]
    time_zone: str
    door_class: DoorClass
    assurance: Assurance
    closed_days: list[str]
    gap_seconds: Annotated[int, Field(description="How soon the same badge may come in again.")]
    gap_mode: GapMode


class ListAnswer(BaseModel):
    """Two signed lists of the same places: draft-ietf-oauth-status-list-20, as CWT."""

    uri: Annotated[str, Field(description="What badges call the list.")]
    statuses: Annotated[str, Field(description="Good, switched off or paused; base64url.")]
    doors: Annotated[str, Field(description="The number of each badge's window set; base64url.")]


class SnapshotAnswer(BaseModel):
    """What a kiosk decides by while it has no connection. It names nobody."""

    made_at: Annotated[str, Field(description="The server's time, UTC.")]
    kiosk: Annotated[UUID, Field(description="Whose it is; each waiting scan says so, too.")]
    offline_minutes: Annotated[int, Field(description="How long it may be used without news.")]
    letterbox: Annotated[str, Field(description="X25519 key to seal waiting scans to; base64url.")]
    key_set: Annotated[dict[str, Any], Field(description="As at /.well-known/jwks.json.")]
    door: DoorAnswer
    window_sets: list[WindowSetAnswer]
    day_pass: Annotated[int, Field(description="The window set of day passes; 0 for none.")]
    lists: list[ListAnswer]
    voided: Annotated[
        list[str], Field(description="8 bytes of SHA-256 of voided passes' cti; hex.")
    ]


class Problem(BaseModel):
    """Why a request couldn't be taken."""

    error: str
    message: str
    request: str
    field: str | None = None


B = TypeVar("B", bound=Body)


def body(kind: type[B], *, most: int = MAX_BODY) -> B:
    """The request's body as `kind`. InputError names the first field that doesn't fit.

    Takes `application/json` from this origin only (415, 403), `most` bytes of it (413), and refuses
    keys that appear twice: one reader must not see another value than the next.
    """
    if request.mimetype != "application/json":
        abort(415)
    _refuse_other_origins()
    if (request.content_length or 0) > most:
        abort(413)
    sent = request.get_data()
    if len(sent) > most:  # it came in chunks and didn't say how long it is
        abort(413)
    try:
        json.loads(sent, object_pairs_hook=_once)
        return kind.model_validate_json(sent, strict=True)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"])) or "body"
        raise InputError(where, f"{where}: {first['msg']}.") from None
    except (ValueError, RecursionError):
        raise InputError("body", "The body has to be JSON, with each key once.") from None


def scan_answer(nonce: UUID, answer: Answer) -> Response:
    """The answer to a scan, byte for byte the same however often it is given."""
    fields = ScanAnswer(nonce=nonce, admit=answer.admit, say=answer.say, at=minute(answer.at))
    return Response(fields.model_dump_json(), mimetype="application/json")


def kiosk_answer(view: KioskView, *, now: datetime) -> Response:
    """What a kiosk needs to know of itself, as JSON."""
    fields = KioskAnswer(
        site=view.site,
        door=view.door,
        directions=list(view.directions),
        input=view.input,
        posture=view.posture,
        languages=["en", "de"],
        staff_code=StaffCode(
            salt=_base64(view.staff.salt),
            rounds=view.staff.rounds,
            hash=_base64(view.staff.hash),
        ),
        now=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return Response(fields.model_dump_json(), mimetype="application/json")


def snapshot(taken: Snapshot, *, now: datetime) -> Response:
    """The snapshot as JSON. Its ETag stands for all of it but the time."""
    rt = runtime()
    fields = SnapshotAnswer(
        made_at="",
        kiosk=taken.kiosk,
        offline_minutes=rt.settings.limits.revoke_offline_minutes,
        letterbox=_base64(rt.keyring.letterbox),
        key_set=rt.keyring.jwks(now=now),
        door=_door(taken.door),
        window_sets=[
            WindowSetAnswer(number=number, grants=[_grant(grant) for grant in allowed])
            for number, allowed in taken.window_sets.items()
        ],
        day_pass=taken.day_pass,
        lists=[
            ListAnswer(uri=one.uri, statuses=_base64(one.statuses), doors=_base64(one.doors))
            for one in taken.lists
        ],
        voided=[mark.hex() for mark in taken.voided],
    )
    etag = sha256(fields.model_dump_json().encode()).hexdigest()[:32]
    fields.made_at = _exactly(now)
    response = Response(fields.model_dump_json(), mimetype="application/json")
    response.set_etag(etag)
    return response


def told(sealed: SealedScan) -> ToldScan | None:
    """The scan that was sealed; None if the seal is broken or something else is in it."""
    context = f"checkin scan {sealed.nonce}".encode()
    padded = sealed.sealed + "=" * (-len(sealed.sealed) % 4)
    try:
        opened = ToldScan.model_validate_json(
            runtime().keyring.open_letter(urlsafe_b64decode(padded), context)
        )
    except ValueError:  # a broken seal is one, too
        return None
    return opened if opened.nonce == sealed.nonce else None


def outcomes(found: list[tuple[UUID, Outcome]]) -> Response:
    """What became of late scans, as JSON."""
    fields = LateAnswer(scans=[OutcomeAnswer(nonce=nonce, outcome=one) for nonce, one in found])
    return Response(fields.model_dump_json(), mimetype="application/json")


def _door(door: DoorFacts) -> DoorAnswer:
    return DoorAnswer(
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


def _grant(grant: Grant) -> GrantAnswer:
    return GrantAnswer(
        first_day=grant.first_day.isoformat() if grant.first_day else None,
        last_day=grant.last_day.isoformat() if grant.last_day else None,
        windows=list(grant.windows),
    )


def challenge(nonce: bytes, audience: str, *, now: datetime) -> Response:
    """What a phone has to sign, as JSON."""
    fields = ChallengeAnswer(nonce=nonce.hex(), audience=audience, now=_exactly(now))
    return Response(fields.model_dump_json(), mimetype="application/json")


def on_device(badge: OnDevice, *, now: datetime) -> Response:
    """A badge for a phone, as JSON."""
    fields = DeviceAnswer(
        token=badge.text,
        expires_at=_exactly(badge.expires_at),
        renew_at=_exactly(badge.renew_at),
        works_at=list(badge.works_at) or [runtime().settings.organisation],
        paused=badge.paused,
        now=_exactly(now),
    )
    return Response(fields.model_dump_json(), mimetype="application/json")


def ended() -> Response:
    """The badge is off the phone, as JSON."""
    return Response(EndedAnswer(ended=True).model_dump_json(), mimetype="application/json")


def slow(again: datetime, *, now: datetime) -> Response:
    """Too many requests; when to come again."""
    seconds = max(1, ceil((again - now).total_seconds()))
    return problem(429, "too_many", "Too many requests at once.", Retry_After=str(seconds))


def paired() -> Response:
    """The device is a kiosk now; its credential travels in a cookie, never in a body."""
    response = Response(PairAnswer(paired=True).model_dump_json(), mimetype="application/json")
    response.status_code = 201
    return response


def released() -> Response:
    """The device is no kiosk any more; the browser is asked to keep nothing of it."""
    response = Response(PairAnswer(paired=False).model_dump_json(), mimetype="application/json")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def problem(status: int, code: str, message: str, **headers: str) -> Response:
    """A protocol fault as JSON."""
    number = g.get("request_number", "")
    response = jsonify({"error": code, "message": message, "request": number})
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def _exactly(moment: datetime) -> str:
    """A moment to the millisecond: phones set their clocks by it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def minute(moment: datetime) -> str:
    """A moment to the minute, as JSON carries it."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def _base64(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _refuse_other_origins() -> None:
    """A kiosk's cookie is of no use to other sites: browsers say where a request comes from."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    own = urlsplit(runtime().settings.base_url).netloc
    if origin is not None and origin.partition("://")[2] not in {own, request.host}:
        abort(403)
    if site is not None and site not in {"same-origin", "none"}:
        abort(403)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key appears twice")
    return fields
