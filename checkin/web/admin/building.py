"""Building it: adding sites, doors and access profiles."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, SiteId
from checkin.core.roles import Act
from checkin.core.site import DoorWay
from checkin.services import sites, weeks
from checkin.services.weeks import WEEKDAYS, Hours
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.words import WAYS
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, choice, identifier, text

bp = Blueprint("admin_building", __name__, url_prefix="/console/doors")


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form that adds a site or a door."""

    fields: tuple[Field, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The form that adds an access profile: which doors, and a week of hours."""

    title: Field
    doors: tuple[tuple[str, str, bool], ...]
    week: tuple[tuple[str, Field, Field], ...]
    problem: str | None


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


@bp.get("/profiles/add")
@requires(Act.RUN_DOORS)
def add_profile() -> ResponseReturnValue:
    """Ask which doors a profile opens, and when."""
    return _profile_page(None, None)


@bp.post("/profiles/add")
@requires(Act.RUN_DOORS)
def profile_added() -> ResponseReturnValue:
    """Add an access profile."""
    rt = runtime()
    try:
        title = text("title", most=80, what="a name")
        opens = [DoorId(as_identifier(value, "doors")) for value in request.form.getlist("doors")]
        week = weeks.week_text(_week())
        with rt.writing() as db:
            sites.add_profile(db, title, opens, week, actor(), now=rt.now())
    except InputError as fault:
        return _profile_page(fault, None), 400
    except ConflictError as fault:
        return _profile_page(None, fault.message), 400
    flash("The access profile is there.", "success")
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


def _profile_page(fault: InputError | None, problem: str | None) -> str:
    with runtime().reading() as db:
        places = sites.places(db)
    chosen = set(request.form.getlist("doors"))
    (title,) = answered([Field("title", "What is it called?", hint="Such as Everyone.")], fault)
    page = ProfilePage(
        title,
        tuple(
            (str(door.id), f"{place.site.title}, {door.title}", str(door.id) in chosen)
            for place in places
            for door in place.doors
        ),
        tuple(_day_fields(number, fault) for number in range(1, 8)),
        problem or (fault.problem if fault and fault.field == "doors" else None),
    )
    return render_template("admin/profile_add.html", page=page)


def _day_fields(weekday: int, fault: InputError | None) -> tuple[str, Field, Field]:
    """The two times of a weekday; working days come filled in."""
    name = WEEKDAYS[weekday - 1]
    working = weekday <= 5
    first, last = answered(
        (
            Field(
                f"first-{weekday}",
                f"{name}: from",
                "time",
                "07:00" if working else "",
                required=False,
            ),
            Field(
                f"last-{weekday}",
                f"{name}: until",
                "time",
                "19:00" if working else "",
                required=False,
            ),
        ),
        fault,
    )
    return name, first, last


def _week() -> list[Hours]:
    """The hours that were typed, for the weekdays that have any."""
    days = []
    for weekday in range(1, 8):
        first, last = (request.form.get(f"{edge}-{weekday}", "") for edge in ("first", "last"))
        if first and not last:
            raise InputError(f"last-{weekday}", "Type a time, or leave both empty.")
        if last and not first:
            raise InputError(f"first-{weekday}", "Type a time, or leave both empty.")
        if first:
            days.append(Hours(weekday, first, "24:00" if last == "00:00" else last))
    return days
