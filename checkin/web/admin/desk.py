"""The front desk: say that it is open, and see why a door said no."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import NotFoundError
from checkin.core.ids import DoorId, SiteId
from checkin.core.roles import Act
from checkin.core.scan import Direction
from checkin.services import desk as services
from checkin.services import sites
from checkin.services.scanning import Explained, Trust
from checkin.services.sites import Place
from checkin.web.access import account, actor, requires, runtime
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import choice, identifier, text
from checkin.web.words import ASSURANCES, PRESENTED, REASONS, local_time

bp = Blueprint("admin_desk", __name__, url_prefix="/console/desk")


@dataclass(frozen=True, slots=True)
class DeskState:
    """Whether one site's front desk said today that it is open."""

    site: SiteId
    title: str
    open: bool
    joining: bool
    since: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a door would say to the badge, why, what to do next, and what was held up."""

    admit: bool
    happened: str
    next_step: str
    presented: str | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk's state, the form that checks a badge, and what the last check found."""

    desks: tuple[DeskState, ...]
    fields: tuple[Field, ...]
    has_doors: bool
    finding: Finding | None


@bp.get("")
@requires(Act.OPEN_DESK, Act.CHECK_BADGE)
def desk() -> ResponseReturnValue:
    """The front desk's page."""
    return _page(None, None)


@bp.post("/open")
@requires(Act.OPEN_DESK)
def open_desk() -> ResponseReturnValue:
    """Say that the front desk is open today."""
    site = SiteId(identifier("site"))
    rt = runtime()
    with rt.writing() as db:
        if site not in {place.site.id for place in _own(sites.places(db))}:
            raise NotFoundError("There is no such site.")
        sites.open_desk(db, site, actor(), now=rt.now())
    flash("The front desk is open today. People without a badge know where to go.", "success")
    return redirect(url_for(".desk"), 303)


@bp.post("/check")
@requires(Act.CHECK_BADGE)
def check() -> ResponseReturnValue:
    """Why a door would let this badge in, or not. Its holder can read that the desk looked."""
    rt = runtime()
    try:
        shown = text("shown", most=1200, what="the code, or hold the badge to the scanner")
        door, direction = DoorId(identifier("door")), choice("direction", Direction)
    except InputError as fault:
        return _page(fault, None), 400
    trust = Trust(rt.keyring, rt.hashing, rt.settings.code)
    with rt.writing() as db:
        if door not in {one.id for place in _own(sites.places(db)) for one in place.doors}:
            raise NotFoundError("There is no such door.")
        now = rt.now()
        explained = services.check(db, shown, door, direction, trust, viewer=actor(), now=now)
    return _page(None, _finding(explained, now))


def _finding(explained: Explained, now: datetime) -> Finding:
    happened, next_step = REASONS[explained.decision.reason]
    return Finding(explained.decision.admit, happened, next_step, _presented(explained, now))


def _presented(explained: Explained, now: datetime) -> str | None:
    """What was held up, and what it shows of whoever held it up."""
    if explained.presented is None:
        return None
    what = PRESENTED[explained.presented].capitalize()
    if explained.proved_at is not None:
        seconds = max(0, int((now - explained.proved_at).total_seconds()))
        what += f", {seconds} seconds old" if seconds != 1 else ", a second old"
    return f"{what}. {ASSURANCES[explained.presented]}"


def _page(fault: InputError | None, finding: Finding | None) -> str:
    rt, now = runtime(), runtime().now()
    with rt.reading() as db:
        places = _own(sites.places(db))
    doors = tuple(
        (str(door.id), f"{place.site.title}, {door.title}")
        for place in places
        for door in place.doors
    )
    fields = (
        Field(
            "shown",
            "Badge or short code",
            hint="Hold the badge to the scanner, or type the ten characters under its picture.",
            autocomplete="off",
            autofocus=True,
        ),
        Field("door", "At which door?", "select", options=doors, value=request.form.get("door")),
        Field(
            "direction",
            "Which way?",
            "select",
            options=((Direction.IN.value, "In"), (Direction.OUT.value, "Out")),
        ),
    )
    shown = answered(fields, fault) if fault else fields
    page = DeskPage(tuple(_state(place, now) for place in places), shown, bool(doors), finding)
    return render_template("admin/desk.html", page=page)


def _state(place: Place, now: datetime) -> DeskState:
    site = place.site
    return DeskState(
        site.id,
        site.title,
        sites.desk_is_open(site, now=now),
        sites.alternative_stands(site, now=now),
        local_time(site.desk_open_at, site.time_zone) if site.desk_open_at else "never",
    )


def _own(places: list[Place]) -> list[Place]:
    """The sites that this account looks after: its own, or every one."""
    own = account().site
    return [place for place in places if own in (None, place.site.id)]
