"""Sites, doors and access profiles: what the building is made of, and what a door does now."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core.badge import Assurance
from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.roles import Act
from checkin.core.site import DoorClass, DoorWay
from checkin.services import restrictions, sites
from checkin.services.sites import Done, Door, Opening, Place
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.profiles import profile_grid
from checkin.web.admin.week_form import GridRow
from checkin.web.admin.words import CLASSES, GAPS, POSTURES, WAYS
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import choice, text, whole_number
from checkin.web.words import local_time

bp = Blueprint("admin_doors", __name__, url_prefix="/console/doors")


# --- everything at a glance -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door in the list."""

    href: str
    title: str
    way: str
    shape: str
    posture: str


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site with its doors, and what badges and day passes open there."""

    id: SiteId
    title: str
    code: str
    time_zone: str
    doors: tuple[DoorRow, ...]
    joining: str
    day_passes: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """An access profile as a week."""

    href: str
    title: str
    grid: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class DoorsPage:
    """The whole building, and which step of building it comes next."""

    sites: tuple[SiteCard, ...]
    profiles: tuple[ProfileRow, ...]
    has_doors: bool


@bp.get("")
@requires(Act.RUN_DOORS)
def doors() -> ResponseReturnValue:
    """Sites, their doors and the access profiles."""
    with runtime().reading() as db:
        places, openings = sites.places(db), sites.openings(db)
    page = DoorsPage(
        tuple(_site_card(place, openings) for place in places),
        tuple(_profile_row(opening, places) for opening in openings),
        any(place.doors for place in places),
    )
    return render_template("admin/doors.html", page=page)


def _site_card(place: Place, openings: list[Opening]) -> SiteCard:
    site = place.site
    titles: dict[ProfileId | None, str] = {
        opening.profile.id: opening.profile.title for opening in openings
    }
    return SiteCard(
        site.id,
        site.title,
        site.code,
        site.time_zone,
        tuple(_door_row(door) for door in place.doors),
        titles.get(site.join_profile, "nothing yet"),
        titles.get(site.day_profile, "nothing yet"),
    )


def _door_row(door: Door) -> DoorRow:
    return DoorRow(
        url_for("admin_doors.door", door_id=door.id),
        door.title,
        WAYS[door.way] + ("" if door.door_class is DoorClass.GENERAL else ", named people"),
        "admit" if door.posture is Posture.NORMAL else "desk",
        POSTURES[door.posture][0],
    )


def _profile_row(opening: Opening, places: list[Place]) -> ProfileRow:
    return ProfileRow(
        url_for("admin_profiles.profile", profile_id=opening.profile.id),
        opening.profile.title,
        profile_grid(opening, places),
    )


# --- one door ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorPage:
    """One door: what it does now, whom it is for, and how soon a badge may come in again."""

    door: Door
    place: str
    postures: tuple[tuple[str, str, str], ...]
    since: str | None
    classes: tuple[tuple[str, str, str], ...]
    chosen: str
    facts: tuple[Field, ...]
    gap: tuple[Field, ...]
    problem: str | None


@bp.get("/<uuid:door_id>")
@requires(Act.RUN_DOORS)
def door(door_id: UUID) -> ResponseReturnValue:
    """One door."""
    return _door_page(DoorId(door_id))


@bp.post("/<uuid:door_id>/posture")
@requires(Act.RUN_DOORS)
def set_posture(door_id: UUID) -> ResponseReturnValue:
    """Choose what the door does from now on."""
    posture = choice("posture", Posture)
    rt = runtime()
    try:
        with rt.writing() as db:
            sites.set_posture(db, DoorId(door_id), posture, actor(), now=rt.now())
    except ConflictError as fault:
        return _door_page(DoorId(door_id), problem=fault.message), 409
    flash(f"From now on: {POSTURES[posture][0].lower()}. {POSTURES[posture][1]}", "success")
    return redirect(url_for(".door", door_id=door_id), 303)


@bp.post("/<uuid:door_id>")
@requires(Act.RUN_DOORS)
def change(door_id: UUID) -> ResponseReturnValue:
    """Choose what the door is called and which way people go through it."""
    rt = runtime()
    try:
        title, way = text("title", most=80, what="a name"), choice("way", DoorWay)
        with rt.writing() as db:
            sites.change_door(db, DoorId(door_id), title, way, actor(), now=rt.now())
    except InputError as fault:
        return _door_page(DoorId(door_id), fault), 400
    except ConflictError as fault:
        return _door_page(DoorId(door_id), problem=fault.message), 409
    flash("Saved. A kiosk there takes it up within a minute.", "success")
    return redirect(url_for(".door", door_id=door_id), 303)


class _For(StrEnum):
    """Whom a door is for, as the form asks it."""

    GENERAL = "general"
    RESTRICTED = "restricted"
    LIVE = "live"


@bp.post("/<uuid:door_id>/class")
@requires(Act.RUN_DOORS)
def set_class(door_id: UUID) -> ResponseReturnValue:
    """Choose whom the door is for, and what it asks of a badge."""
    wanted = choice("class", _For)
    door_class = DoorClass.GENERAL if wanted is _For.GENERAL else DoorClass.RESTRICTED
    assurance = Assurance.LIVE if wanted is _For.LIVE else Assurance.ANY
    rt = runtime()
    try:
        with rt.writing() as db:
            restrictions.set_class(
                db, DoorId(door_id), door_class, assurance, actor(), now=rt.now()
            )
    except ConflictError as fault:
        return _door_page(DoorId(door_id), problem=fault.message), 409
    flash(f"From now on: {CLASSES[wanted.value][0].lower()}.", "success")
    return redirect(url_for(".door", door_id=door_id), 303)


@bp.post("/<uuid:door_id>/gap")
@requires(Act.RUN_DOORS)
def set_gap(door_id: UUID) -> ResponseReturnValue:
    """Choose how soon the same badge may come in again."""
    rt = runtime()
    try:
        gap = timedelta(seconds=whole_number("seconds", least=0, most=3600))
    except InputError as fault:
        return _door_page(DoorId(door_id), fault), 400
    mode = choice("mode", GapMode)
    with rt.writing() as db:
        sites.set_gap(db, DoorId(door_id), gap, mode, actor(), now=rt.now())
    flash("Saved.", "success")
    return redirect(url_for(".door", door_id=door_id), 303)


def _door_page(door_id: DoorId, fault: InputError | None = None, problem: str | None = None) -> str:
    with runtime().reading() as db:
        found = sites.door(db, door_id)
        site, done = sites.site(db, found.site), sites.posture_set(db, door_id)
    page = DoorPage(
        door=found,
        place=f"{site.title}. {WAYS[found.way]}.",
        postures=tuple((each.value, *words) for each, words in POSTURES.items()),
        since=_since(done, site.time_zone) if done else None,
        classes=tuple((value, *words) for value, words in CLASSES.items()),
        chosen=_chosen(found),
        facts=answered(_facts(found), fault),
        gap=answered(_gap(found), fault),
        problem=problem,
    )
    return render_template("admin/door.html", page=page)


def _facts(found: Door) -> tuple[Field, ...]:
    return (
        Field("title", "What is the door called?", value=found.title),
        Field(
            "way",
            "Which way do people go through it?",
            "select",
            value=found.way.value,
            options=tuple((way.value, words) for way, words in WAYS.items()),
        ),
    )


def _gap(found: Door) -> tuple[Field, ...]:
    return (
        Field(
            "seconds",
            "Seconds until the same badge may come in again",
            value=str(found.gap_seconds),
            hint="0 switches it off. 3600 is an hour. Nobody is ever stopped on the way out.",
            inputmode="numeric",
        ),
        Field(
            "mode",
            "If it comes sooner",
            "select",
            value=found.gap_mode.value,
            options=tuple((mode.value, words) for mode, words in GAPS.items()),
        ),
    )


def _chosen(door: Door) -> str:
    return "live" if door.assurance is Assurance.LIVE else door.door_class.value


def _since(done: Done, zone: str) -> str:
    """Who chose it and when, by the site's clock."""
    return f"{done.actor.alias} ({done.actor.role.replace('_', ' ')}), {local_time(done.at, zone)}"
