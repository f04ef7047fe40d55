"""Every field name of the API, once: what requests and answers are made of."""

from datetime import timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from checkin.core.badge import Assurance
from checkin.core.cose import ED25519, ESP256
from checkin.core.late import Outcome
from checkin.core.parity import LONGEST_WAIT
from checkin.core.policy import GapMode, Posture, Say
from checkin.core.scan import Direction
from checkin.core.site import DoorClass, InputMode
from checkin.services.devices import DeviceKind, HolderKey
from checkin.web.errors import InputError

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
