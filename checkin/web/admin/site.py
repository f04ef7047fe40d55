"""One site: its clock, its front desk's hours, its closed days, and what opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.crowd import K_MIN
from checkin.core.errors import ConflictError
from checkin.core.ids import ProfileId, SiteId
from checkin.core.roles import Act
from checkin.services import alternative, profiles, sites
from checkin.services.profiles import DoorEffect
from checkin.services.sites import Opening, Place, Site
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.profiles import EffectRow, effect_rows, profile_grid
from checkin.web.admin.week_form import DayRow, GridRow, day_rows, typed_week
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import day, identifier, text, whole_number
from checkin.web.parity_words import ParityCard, parity_card

bp = Blueprint("admin_site", __name__, url_prefix="/console/doors/sites")


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which the site is closed."""

    value: str
    day: date


@dataclass(frozen=True, slots=True)
class SitePage:
    """One site with everything that can be chosen for it; `opens` is the week of day passes."""

    site: Site
    facts: tuple[Field, ...]
    desk: tuple[DayRow, ...]
    profiles: tuple[Field, ...]
    opens: tuple[GridRow, ...]
    closed: tuple[ClosedDay, ...]
    closing: Field
    effects: tuple[EffectRow, ...] | None
    problem: str | None
    parity: ParityCard


@bp.get("/<uuid:site_id>")
@requires(Act.RUN_DOORS)
def site(site_id: UUID) -> ResponseReturnValue:
    """One site."""
    return _page(SiteId(site_id))


@bp.post("/<uuid:site_id>")
@requires(Act.RUN_DOORS)
def change(site_id: UUID) -> ResponseReturnValue:
    """Change a site's name, time zone, how many it holds, and the hours of its front desk."""
    rt = runtime()
    try:
        title = text("title", most=80, what="a name")
        time_zone = text("time_zone", most=64, what="a time zone")
        capacity = _capacity()
        desk_week = typed_week()
        with rt.writing() as db:
            sites.change_site(
                db,
                SiteId(site_id),
                title=title,
                time_zone=time_zone,
                capacity=capacity,
                desk_week=desk_week,
                actor=actor(),
                now=rt.now(),
            )
    except InputError as fault:
        return _page(SiteId(site_id), fault), 400
    except ConflictError as fault:
        return _page(SiteId(site_id), InputError("time_zone", fault.message)), 409
    return _saved(site_id, "Saved.")


@bp.post("/<uuid:site_id>/profiles")
@requires(Act.RUN_DOORS)
def set_profiles(site_id: UUID) -> ResponseReturnValue:
    """Choose what new badges and day passes of a site open."""
    joining, passes = ProfileId(identifier("joining")), ProfileId(identifier("day_passes"))
    which, rt = SiteId(site_id), runtime()
    try:
        if request.form.get("step") == "ask":
            with rt.reading() as db:
                effects = profiles.of_day_passes(
                    db, which, joining=joining, day_passes=passes, now=rt.now()
                )
            return _page(which, effects=effects)
        with rt.writing() as db:
            sites.set_profiles(
                db,
                which,
                joining=joining,
                day_passes=passes,
                actor=actor(),
                now=rt.now(),
            )
    except ConflictError as fault:
        return _page(which, problem=fault.message), 409
    return _saved(site_id, "Saved. Badges that exist keep the profiles they have.")


@bp.post("/<uuid:site_id>/closed-days")
@requires(Act.RUN_DOORS)
def close(site_id: UUID) -> ResponseReturnValue:
    """Keep a site closed on a day."""
    rt = runtime()
    try:
        with rt.writing() as db:
            sites.close_on(db, SiteId(site_id), day("day"), actor(), now=rt.now())
    except InputError as fault:
        return _page(SiteId(site_id), fault), 400
    except ConflictError as fault:
        return _page(SiteId(site_id), InputError("day", fault.message)), 409
    return _saved(site_id, "On that day nobody is let in, with a badge or a day pass.")


@bp.post("/<uuid:site_id>/open-days")
@requires(Act.RUN_DOORS)
def reopen(site_id: UUID) -> ResponseReturnValue:
    """Take a closed day back."""
    rt = runtime()
    with rt.writing() as db:
        sites.open_on(db, SiteId(site_id), day("open_day"), actor(), now=rt.now())
    return _saved(site_id, "That day is like any other again.")


def _saved(site_id: UUID, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".site", site_id=site_id), 303)


def _page(
    site_id: SiteId,
    fault: InputError | None = None,
    problem: str | None = None,
    effects: Sequence[DoorEffect] | None = None,
) -> str:
    rt = runtime()
    with rt.reading() as db:
        found, openings = sites.site(db, site_id), sites.openings(db)
        places, closed = sites.places(db), sites.closed_days(db, found, now=rt.now())
        parities = alternative.parities(db, now=rt.now())
    # A form that was sent back keeps what was typed; the others show what holds.
    sent = request.endpoint
    page = SitePage(
        site=found,
        facts=_facts(found, fault if sent == f"{bp.name}.change" else None),
        desk=day_rows(found.desk_week or "", fault),
        profiles=_profiles(found, openings),
        opens=_opens(found, openings, places),
        closed=tuple(ClosedDay(each.isoformat(), each) for each in closed),
        closing=answered([Field("day", "Close it on", "date")], fault)[0],
        effects=None if effects is None else effect_rows(effects, places),
        problem=problem,
        parity=parity_card([each for each in places if each.site.id == site_id], parities, "en"),
    )
    return render_template("admin/site.html", page=page)


def _facts(found: Site, fault: InputError | None) -> tuple[Field, ...]:
    return answered(
        (
            Field("title", "What is the building called?", value=found.title),
            Field(
                "time_zone",
                "Its time zone",
                value=found.time_zone,
                hint="Such as Europe/Berlin. All hours below mean this local time.",
                autocomplete="off",
            ),
            Field(
                "capacity",
                "How many people may be inside at once?",
                value=None if found.capacity is None else str(found.capacity),
                hint=f"{K_MIN} at least, or leave it empty for no limit. When it is full, badges "
                "and day passes alike are asked to wait at the front desk.",
                autocomplete="off",
                inputmode="numeric",
                required=False,
            ),
        ),
        fault,
    )


def _capacity() -> int | None:
    """The limit that was typed. A smaller one would tell whoever sets it who is in."""
    if not request.form.get("capacity", "").strip():
        return None
    return whole_number("capacity", least=K_MIN, most=100_000)


def _profiles(found: Site, openings: Sequence[Opening]) -> tuple[Field, ...]:
    options = tuple((str(each.profile.id), each.profile.title) for each in openings)
    return answered(
        (
            Field("joining", "New badges open", "select", str(found.join_profile), options=options),
            Field(
                "day_passes", "Day passes open", "select", str(found.day_profile), options=options
            ),
        )
    )


def _opens(
    found: Site, openings: Sequence[Opening], places: Sequence[Place]
) -> tuple[GridRow, ...]:
    here = [place for place in places if place.site.id == found.id]
    return tuple(
        row
        for opening in openings
        if opening.profile.id == found.day_profile
        for row in profile_grid(opening, here)
    )
