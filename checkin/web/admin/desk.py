"""The front desk: open or closed, why a door said no, and help for whoever stands there."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.errors import NotFoundError
from checkin.core.ids import DoorId, ProfileId
from checkin.core.roles import Act
from checkin.core.scan import Direction
from checkin.services import codes, last_day, sites
from checkin.services import desk as services
from checkin.services.desk import Start
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.desk_page import chosen_place, desk_page, finding
from checkin.web.errors import InputError
from checkin.web.inputs import choice, day_to_come, identifier, text
from checkin.web.printing import badge_card, pdf
from checkin.web.screen_codes import picture
from checkin.web.words import local_time

bp = Blueprint("admin_desk", __name__, url_prefix="/console/desk")


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code on paper: where it is typed, until when, and what for."""

    joins: bool
    code: str
    address: str
    here: str
    picture: str
    until: str
    site: str


@bp.get("")
@requires(Act.OPEN_DESK, Act.CHECK_BADGE)
def desk() -> ResponseReturnValue:
    """The front desk's page."""
    return desk_page()


# --- open and closed --------------------------------------------------------------------------


@bp.post("/open")
@requires(Act.OPEN_DESK)
def open_desk() -> ResponseReturnValue:
    """Say that the front desk is open today: people can join."""
    site, rt = chosen_place().site.id, runtime()
    with rt.writing() as db:
        sites.open_desk(db, site, actor(), now=rt.now())
    flash("The front desk is open today. People without a badge know where to go.", "success")
    return redirect(url_for(".desk", site=request.form.get("site")), 303)


@bp.post("/close")
@requires(Act.OPEN_DESK)
def close_desk() -> ResponseReturnValue:
    """Say that the front desk is closed: nobody can join until it opens again."""
    site, rt = chosen_place().site.id, runtime()
    with rt.writing() as db:
        sites.close_desk(db, site, actor(), now=rt.now())
    flash("The front desk is closed. Nobody can join until it opens again.", "message")
    return redirect(url_for(".desk", site=request.form.get("site")), 303)


# --- what somebody holds up -------------------------------------------------------------------


@bp.post("/check")
@requires(Act.CHECK_BADGE)
def check() -> ResponseReturnValue:
    """Why a door would let this badge in, or not. Its holder can read that the desk looked."""
    rt, place = runtime(), chosen_place()
    try:
        shown = text("shown", most=1200, what="the code, or hold the badge to the scanner")
        door, direction = DoorId(identifier("door")), choice("direction", Direction)
    except InputError as fault:
        return desk_page(place, fault=fault), 400
    if door not in {one.id for one in place.doors}:
        raise NotFoundError("There is no such door.")
    with rt.writing() as db:
        now = rt.now()
        checked = services.check(db, shown, door, direction, rt.trust, viewer=actor(), now=now)
    return desk_page(place, finding=finding(checked, shown, now))


@bp.post("/reprint")
@requires(Act.ASSIST)
def reprint() -> ResponseReturnValue:
    """The badge that is held up, as a new card: for one that got dirty, bent or wet."""
    rt = runtime()
    shown = text("shown", most=1200, what="the code of the badge")
    with rt.writing() as db:
        card = services.reprint(db, shown, rt.trust, rt.making(), viewer=actor(), now=rt.now())
    if card is None:
        raise NotFoundError("There is no good badge to print. Hand out a day pass.")
    return pdf(images.badge_card_pdf(badge_card(card), now=rt.now()), "badge.pdf")


@bp.post("/sign-in-code")
@requires(Act.ASSIST)
def sign_in_code() -> ResponseReturnValue:
    """A code on paper for somebody who holds a badge and can't be mailed one."""
    rt, place = runtime(), chosen_place()
    shown = text("shown", most=1200, what="the code of the badge")
    with rt.writing() as db:
        code = services.sign_in_code(db, shown, rt.trust, viewer=actor(), now=rt.now())
    if code is None:
        raise NotFoundError("This badge's holder signs in by mail, or the badge isn't good.")
    return _code_page(code, "signin.paper", place.site.title, place.site.time_zone, joins=False)


# --- joining without mail or phone ------------------------------------------------------------


@bp.post("/join-code")
@requires(Act.ASSIST)
def join_code() -> ResponseReturnValue:
    """A code on paper in place of the mailed one; only whoever it is handed to says yes with it."""
    rt, now, place = runtime(), runtime().now(), chosen_place()
    try:
        profile = ProfileId(identifier("profile"))
        last = day_to_come("last_day", today=now.date())
    except InputError as fault:
        return desk_page(place, fault=fault), 400
    with rt.writing() as db:
        ends_at = last_day.over_at(db, last) if last else None
        start = Start(profile, place.site.id, ends_at)
        code = services.join_code(db, start, rt.trust, by=actor(), now=now)
    return _code_page(code, "join.paper", place.site.title, place.site.time_zone, joins=True)


def _code_page(code: str, endpoint: str, site: str, zone: str, *, joins: bool) -> str:
    rt = runtime()
    address = f"{rt.settings.base_url}{url_for(endpoint)}"
    until: timedelta = codes.LIFE
    page = CodePage(
        joins=joins,
        code=code,
        address=address,
        here=url_for(endpoint),
        picture=picture(address),
        until=local_time(rt.now() + until, zone).rpartition(", ")[2],
        site=site,
    )
    return render_template("admin/desk_code.html", page=page)
