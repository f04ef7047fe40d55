"""Building it: adding sites and doors."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import ConflictError
from checkin.core.ids import SiteId
from checkin.core.roles import Act
from checkin.core.site import DoorWay
from checkin.services import sites
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.words import WAYS
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import choice, identifier, text

bp = Blueprint("admin_building", __name__, url_prefix="/console/doors")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form that adds a site or a door."""

    fields: tuple[Field, ...]
    problem: str | None = None


@bp.get("/sites/add")
@requires(Act.RUN_DOORS)
def add_site() -> ResponseReturnValue:
    """Ask for a site's name, code and time zone."""
    return render_template("admin/site_add.html", page=FormPage(answered(_SITE)))


@bp.post("/sites/add")
@requires(Act.RUN_DOORS)
def site_added() -> ResponseReturnValue:
    """Add a site."""
    rt = runtime()
    try:
        with rt.writing() as db:
            sites.add_site(
                db,
                title=text("title", most=80, what="a name"),
                code=text("code", most=24, what="a short code"),
                time_zone=text("time_zone", most=64, what="a time zone"),
                organisation_code=rt.settings.code,
                actor=actor(),
                now=rt.now(),
            )
    except (InputError, ConflictError) as fault:
        return render_template("admin/site_add.html", page=_faulty(_SITE, fault)), 400
    flash("The site is there. Now add its doors.", "success")
    return redirect(url_for("admin_doors.doors"), 303)


@bp.get("/add")
@requires(Act.RUN_DOORS)
def add_door() -> ResponseReturnValue:
    """Ask for a door's name and direction."""
    fields = _door_fields(request.args.get("site"))
    return render_template("admin/door_add.html", page=FormPage(fields))


@bp.post("/add")
@requires(Act.RUN_DOORS)
def door_added() -> ResponseReturnValue:
    """Add a door to a site."""
    rt = runtime()
    try:
        title = text("title", most=80, what="a name")
    except InputError as fault:
        page = _faulty(_door_fields(None), fault)
        return render_template("admin/door_add.html", page=page), 400
    site, way = SiteId(identifier("site")), choice("way", DoorWay)
    with rt.writing() as db:
        sites.add_door(db, site, title, way, actor(), now=rt.now())
    flash("The door is there. An access profile says who may open it, and when.", "success")
    return redirect(url_for("admin_doors.doors"), 303)


_SITE = (
    Field("title", "What is the building called?", hint="Such as Headquarters."),
    Field(
        "code",
        "A short code for it",
        hint="Letters, digits and hyphens, such as HQ. Its day passes carry it for good.",
        autocomplete="off",
    ),
    Field(
        "time_zone",
        "Its time zone",
        hint="Such as Europe/Berlin. Opening hours mean this local time.",
        autocomplete="off",
    ),
)


def _faulty(fields: tuple[Field, ...], fault: InputError | ConflictError) -> FormPage:
    if isinstance(fault, InputError):
        return FormPage(answered(fields, fault))
    return FormPage(answered(fields), fault.message)


def _door_fields(chosen: str | None) -> tuple[Field, ...]:
    with runtime().reading() as db:
        places = sites.places(db)
    options = tuple((str(place.site.id), place.site.title) for place in places)
    return answered(
        (
            Field("title", "What is the door called?", hint="Such as Main entrance."),
            Field("site", "Where is it?", "select", value=chosen, options=options),
            Field(
                "way",
                "Which way do people go through it?",
                "select",
                value=DoorWay.EITHER.value,
                options=tuple((way.value, words) for way, words in WAYS.items()),
            ),
        )
    )
