"""Kiosks: which need care, adding one, pairing it, choosing how it reads, shutting it out."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core import shortcode, staffcode
from checkin.core.ids import DoorId, KioskId
from checkin.core.roles import Act
from checkin.core.site import InputMode
from checkin.services import kiosks as services
from checkin.services import sites
from checkin.services.kiosks import Kiosk, KioskRow
from checkin.web.access import actor, requires, runtime, wants_stream
from checkin.web.admin.health import Health, Row, health, one, scans
from checkin.web.admin.scanner_codes import CALIBRATION, TEST
from checkin.web.admin.words import CAMERAS, INPUTS, POSTURES, SCANNERS
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import choice, identifier, text
from checkin.web.screen_codes import picture
from checkin.web.streams import stream

bp = Blueprint("admin_kiosks", __name__, url_prefix="/console/kiosks")

_DEMO_CODE_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class KioskList:
    """All kiosks, and whether there is a door for one."""

    health: Health
    has_doors: bool


@dataclass(frozen=True, slots=True)
class SheetCode:
    """One of the codes that a scanner is tried with."""

    title: str
    use: str
    picture: str


@dataclass(frozen=True, slots=True)
class ScannerSheet:
    """What is printed to try a scanner with."""

    codes: tuple[SheetCode, ...]


@bp.get("")
@requires(Act.RUN_KIOSKS)
def kiosks() -> ResponseReturnValue:
    """List the kiosks, silent ones first."""
    with runtime().reading() as db:
        places = sites.places(db)
    page = KioskList(_health(), any(place.doors for place in places))
    return render_template("admin/kiosks.html", page=page)


@bp.get("/live")
@requires(Act.RUN_KIOSKS)
def live() -> ResponseReturnValue:
    """How the kiosks are, as a stream for the page that lists them."""
    if not wants_stream():
        return redirect(url_for(".kiosks"), 303)
    return stream(
        lambda: render_template("admin/kiosk_health.html", page=_health()), Act.RUN_KIOSKS
    )


def _health() -> Health:
    rt, now = runtime(), runtime().now()
    with rt.reading() as db:
        return health(services.listed(db, now=now), now)


@bp.get("/scanner-sheet")
@requires(Act.RUN_KIOSKS)
def scanner_sheet() -> ResponseReturnValue:
    """The two codes that a scanner is tried with, to be printed."""
    codes = (
        SheetCode("Code 1: learn", "Only if code 2 tells you to.", picture(CALIBRATION)),
        SheetCode("Code 2: test", "Shows whether every character arrives.", picture(TEST)),
    )
    return render_template("admin/scanner_sheet.html", page=ScannerSheet(codes))


# --- one kiosk --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KioskPage:
    """One kiosk and what can be done with it."""

    kiosk: Kiosk
    row: Row
    facts: tuple[tuple[str, str], ...]
    input: Field
    staff_code: str


@bp.get("/<uuid:kiosk_id>")
@requires(Act.RUN_KIOSKS)
def kiosk(kiosk_id: UUID) -> ResponseReturnValue:
    """One kiosk with what it last reported."""
    rt, now = runtime(), runtime().now()
    with rt.reading() as db:
        found = services.row(db, KioskId(kiosk_id), now=now)
    shown = one(found, now)
    page = KioskPage(
        found.kiosk,
        shown,
        _facts(found, shown),
        _reads(found.kiosk.input),
        staffcode.pretty(services.staff_code(found.kiosk, rt.hashing)),
    )
    return render_template("admin/kiosk.html", page=page)


def _reads(mode: InputMode) -> Field:
    return Field(
        "input",
        "How does it read badges?",
        "select",
        value=mode.value,
        hint="A scanner sees nothing but codes. A camera faces people: choose it only where no "
        "scanner can be. Pictures never leave the kiosk.",
        options=tuple((one.value, words) for one, words in INPUTS.items()),
    )


def _facts(row: KioskRow, shown: Row) -> tuple[tuple[str, str], ...]:
    if row.seen is None:
        return ()
    reported = row.seen.health
    return (
        ("Door", POSTURES[row.kiosk.posture][0]),
        ("Waiting to be sent", shown.waiting),
        ("Scans it ever kept", scans(reported.queued_ever)),
        ("Age of its data", shown.data),
        ("Camera", CAMERAS.get(reported.camera, reported.camera)),
        *_pictures(reported),
        ("Scanner", SCANNERS.get(reported.scanner, reported.scanner)),
        ("Clock", shown.clock),
        ("Release of its page", reported.release),
    )


def _pictures(reported: services.Health) -> tuple[tuple[str, str], ...]:
    """How reading by the camera went since the kiosk's page was loaded; nothing if it never did."""
    if not reported.frames:
        return ()
    failed = reported.frames_failed or 0
    took = reported.decode_milliseconds
    return (
        ("Pictures looked at", f"{reported.frames:,}, {failed:,} of them given up"),
        ("Time for a picture", "Not known" if took is None else f"{took} ms"),
    )


@bp.post("/<uuid:kiosk_id>/input")
@requires(Act.RUN_KIOSKS)
def set_input(kiosk_id: UUID) -> ResponseReturnValue:
    """Choose how a kiosk reads badges."""
    mode = choice("input", InputMode)
    rt = runtime()
    with rt.writing() as db:
        services.set_input(db, KioskId(kiosk_id), mode, actor(), now=rt.now())
    flash("Saved. The kiosk takes it up within a minute.", "success")
    return redirect(url_for(".kiosk", kiosk_id=kiosk_id), 303)


@bp.post("/<uuid:kiosk_id>/staff-code")
@requires(Act.RUN_KIOSKS)
def change_staff_code(kiosk_id: UUID) -> ResponseReturnValue:
    """Give a kiosk another staff code."""
    rt = runtime()
    with rt.writing() as db:
        services.change_staff_code(db, KioskId(kiosk_id), actor(), now=rt.now())
    flash("There is a new staff code. The kiosk takes it up within a minute.", "success")
    return redirect(url_for(".kiosk", kiosk_id=kiosk_id), 303)


@bp.post("/<uuid:kiosk_id>/revoke")
@requires(Act.RUN_KIOSKS)
def revoke(kiosk_id: UUID) -> ResponseReturnValue:
    """Shut a kiosk out, at its next request."""
    rt = runtime()
    with rt.writing() as db:
        services.revoke(db, KioskId(kiosk_id), actor(), now=rt.now())
    flash("The kiosk is shut out. It forgets everything at its next request.", "success")
    return redirect(url_for(".kiosks"), 303)


# --- adding and pairing -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form that adds a kiosk."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """A pairing code, shown this once."""

    kiosk: Kiosk
    code: str
    picture: str
    address: str
    good: str


@bp.get("/add")
@requires(Act.RUN_KIOSKS)
def add() -> ResponseReturnValue:
    """Ask where the new kiosk stands."""
    return _add_page(None)


@bp.post("/add")
@requires(Act.RUN_KIOSKS)
def added() -> ResponseReturnValue:
    """Add a kiosk and show its pairing code."""
    rt = runtime()
    try:
        title = text("title", most=80, what="a name")
        door, mode = DoorId(identifier("door")), choice("input", InputMode)
    except InputError as fault:
        return _add_page(fault), 400
    with rt.writing() as db:
        kiosk_id = services.add(db, door, title, mode, actor(), now=rt.now())
        code = services.new_code(db, kiosk_id, rt.hashing, actor(), now=rt.now(), life=_code_life())
        found = services.one(db, kiosk_id)
    return _pair_page(found, code)


@bp.post("/<uuid:kiosk_id>/code")
@requires(Act.RUN_KIOSKS)
def new_code(kiosk_id: UUID) -> ResponseReturnValue:
    """Show a fresh pairing code: for a device that was shut out, replaced or lost its memory."""
    rt = runtime()
    with rt.writing() as db:
        code = services.new_code(
            db, KioskId(kiosk_id), rt.hashing, actor(), now=rt.now(), life=_code_life()
        )
        found = services.one(db, KioskId(kiosk_id))
    return _pair_page(found, code)


def _pair_page(found: Kiosk, code: str) -> str:
    base = runtime().settings.base_url
    shown = shortcode.pretty(code)
    # Behind the `#`, so that the code is in no server's log.
    link = f"{base}/kiosk#code={shown}&name={quote(found.title)}"
    page = PairPage(found, shown, picture(link), f"{base}/kiosk", _how_long())
    return render_template("admin/pair.html", page=page)


def _code_life() -> timedelta:
    """How long a code is good; in a demo as long as it may run."""
    return _DEMO_CODE_LIFE if runtime().settings.demo else services.CODE_LIFE


def _how_long() -> str:
    if runtime().settings.demo:
        return "In this demo the code works again and again."
    return f"The code works once, within {int(services.CODE_LIFE.total_seconds() // 60)} minutes."


def _add_page(fault: InputError | None) -> str:
    with runtime().reading() as db:
        places = sites.places(db)
    doors = tuple(
        (str(door.id), f"{place.site.title}, {door.title}")
        for place in places
        for door in place.doors
    )
    fields = (
        Field("title", "What is the device called?", hint="Such as Lobby tablet."),
        Field("door", "At which door does it stand?", "select", options=doors),
        _reads(InputMode.SCANNER),
    )
    return render_template("admin/kiosk_add.html", page=AddPage(answered(fields, fault)))
