"""Access profiles: which doors, in which hours of the week; and what a change would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import ConflictError
from checkin.core.ids import DoorId, ProfileId
from checkin.core.roles import Act
from checkin.services import profiles as services
from checkin.services import sites, weeks
from checkin.services.profiles import DoorEffect, Draft, Outcome
from checkin.services.sites import Opening, Place
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.week_form import DayRow, GridRow, day_rows, grid, typed_week
from checkin.web.admin.words import crowd
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, day_or_none, text
from checkin.web.words import local_date

bp = Blueprint("admin_profiles", __name__, url_prefix="/console/doors/profiles")

_WORKING_DAYS = ";".join(f"{weekday} 07:00-19:00" for weekday in range(1, 6))


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What would change at a door, in words."""

    door: str
    added: str
    removed: str


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """What saving would do; people are numbers."""

    doors: tuple[EffectRow, ...]
    gain: str
    lose: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A profile as it is (`grid`, empty for a new one) and the form that makes or changes it."""

    heading: str
    action: str
    grid: tuple[GridRow, ...]
    mixed: bool
    title: Field
    doors: tuple[tuple[str, str, bool], ...]
    week: tuple[DayRow, ...]
    term: tuple[Field, ...]
    problem: str | None
    outcome: OutcomePart | None
    is_new: bool

    @property
    def wrong(self) -> tuple[Field, ...]:
        """Every question, for the summary of those that have to be answered anew."""
        times = (field for day in self.week for pair in day.pairs for field in pair)
        return (self.title, *times, *self.term)


@bp.get("/add")
@requires(Act.RUN_DOORS)
def add() -> ResponseReturnValue:
    """Ask which doors a new profile opens, and when."""
    return _new_page(None, None)


@bp.post("/add")
@requires(Act.RUN_DOORS)
def added() -> ResponseReturnValue:
    """Add an access profile."""
    rt = runtime()
    try:
        draft = _draft()
        with rt.writing() as db:
            sites.add_profile(
                db,
                draft.title,
                draft.doors,
                draft.week,
                actor(),
                first_day=draft.first_day,
                last_day=draft.last_day,
                now=rt.now(),
            )
    except InputError as fault:
        return _new_page(fault, None), 400
    except ConflictError as fault:
        return _new_page(None, fault.message), 409
    flash("The access profile is there.", "success")
    return redirect(url_for("admin_doors.doors"), 303)


@bp.get("/<uuid:profile_id>")
@requires(Act.RUN_DOORS)
def profile(profile_id: UUID) -> ResponseReturnValue:
    """An access profile as a week, and the form that changes it."""
    return _page(ProfileId(profile_id), None, None, None)


@bp.post("/<uuid:profile_id>")
@requires(Act.RUN_DOORS)
def change(profile_id: UUID) -> ResponseReturnValue:
    """Save a changed profile, or say first what saving would do."""
    which, rt = ProfileId(profile_id), runtime()
    try:
        draft = _draft()
        if request.form.get("step") == "ask":
            with rt.reading() as db:
                told = services.outcome(db, which, draft, now=rt.now())
            return _page(which, None, None, told)
        with rt.writing() as db:
            services.change(db, which, draft, actor(), now=rt.now())
    except InputError as fault:
        return _page(which, fault, None, None), 400
    except ConflictError as fault:
        return _page(which, None, fault.message, None), 409
    flash("Saved. It holds from the next scan on.", "success")
    return redirect(url_for(".profile", profile_id=profile_id), 303)


def _draft() -> Draft:
    title = text("title", most=80, what="a name")
    doors = tuple(DoorId(as_identifier(one, "doors")) for one in request.form.getlist("doors"))
    first_day, last_day = day_or_none("first_day"), day_or_none("last_day")
    return Draft(title, doors, typed_week(), first_day, last_day)


# --- pages ------------------------------------------------------------------------------------


def _new_page(fault: InputError | None, problem: str | None) -> str:
    with runtime().reading() as db:
        places = sites.places(db)
    page = ProfilePage(
        heading="Add an access profile",
        action=url_for(".added"),
        grid=(),
        mixed=False,
        title=_title(None, fault),
        doors=_doors(places, set(request.form.getlist("doors"))),
        week=day_rows(_WORKING_DAYS, fault),
        term=_term(None, None, fault),
        problem=_problem(fault, problem),
        outcome=None,
        is_new=True,
    )
    return render_template("admin/profile.html", page=page)


def _page(
    which: ProfileId, fault: InputError | None, problem: str | None, told: Outcome | None
) -> str:
    with runtime().reading() as db:
        opening, places = sites.opening(db, which), sites.places(db)
    opened = {str(door) for door in opening.windows}
    chosen = set(request.form.getlist("doors")) if request.method == "POST" else opened
    page = ProfilePage(
        heading=opening.profile.title,
        action=url_for(".change", profile_id=which),
        grid=profile_grid(opening, places),
        mixed=len(set(opening.windows.values())) > 1,
        title=_title(opening.profile.title, fault),
        doors=_doors(places, chosen),
        week=day_rows(next(iter(opening.windows.values()), ""), fault),
        term=_term(opening.profile.first_day, opening.profile.last_day, fault),
        problem=_problem(fault, problem),
        outcome=_outcome(told, places) if told else None,
        is_new=False,
    )
    return render_template("admin/profile.html", page=page)


def profile_grid(opening: Opening, places: Sequence[Place]) -> tuple[GridRow, ...]:
    """The week of a profile: a row for the doors of a site that it opens at the same hours."""
    rows: dict[str, str] = {}
    for place in places:
        alike: dict[str, list[str]] = {}
        for door in place.doors:
            if door.id in opening.windows:
                alike.setdefault(opening.windows[door.id], []).append(door.title)
        for hours, doors in alike.items():
            rows[f"{place.site.title}: {', '.join(doors)}"] = hours
    return grid(rows)


def _outside(first_day: date | None, last_day: date | None) -> Iterator[str]:
    if first_day is not None:
        yield f"Before {local_date(first_day)} it opens nothing."
    if last_day is not None:
        yield f"After {local_date(last_day)} it opens nothing."


def _title(value: str | None, fault: InputError | None) -> Field:
    (title,) = answered(
        [Field("title", "What is it called?", value=value, hint="Such as Everyone.")], fault
    )
    return title


def _term(
    first_day: date | None, last_day: date | None, fault: InputError | None
) -> tuple[Field, ...]:
    return answered(
        (
            _day("first_day", "First day on which it opens anything", first_day),
            _day("last_day", "Last day on which it opens anything", last_day),
        ),
        fault,
    )


def _day(name: str, label: str, value: date | None) -> Field:
    return Field(name, label, "date", value.isoformat() if value else None, required=False)


def _doors(places: Sequence[Place], chosen: set[str]) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (str(door.id), _named(place, door.title), str(door.id) in chosen)
        for place in places
        for door in place.doors
    )


def _named(place: Place, door: str) -> str:
    return f"{place.site.title}, {door}"


def _problem(fault: InputError | None, problem: str | None) -> str | None:
    return problem or (fault.problem if fault and fault.field == "doors" else None)


def effect_rows(effects: Sequence[DoorEffect], places: Sequence[Place]) -> tuple[EffectRow, ...]:
    """What would change at which door, in words."""
    titles = {door.id: _named(place, door.title) for place in places for door in place.doors}
    return tuple(
        EffectRow(titles[each.door], weeks.in_words(each.added), weeks.in_words(each.removed))
        for each in effects
    )


def _outcome(told: Outcome, places: Sequence[Place]) -> OutcomePart:
    return OutcomePart(
        effect_rows(told.doors, places),
        crowd(told.gain),
        crowd(told.lose),
        (
            *_outside(told.first_day, told.last_day),
            *(f"Day passes of {title} open what this profile opens." for title in told.day_passes),
            *(f"New badges of {title} open what this profile opens." for title in told.new_badges),
        ),
    )
