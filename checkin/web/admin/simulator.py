"""What would the door say? Ask about any badge, door and time, without scanning anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.badge import Kind
from checkin.core.ids import DoorId, IdentityRef, ProfileId
from checkin.core.policy import Decision
from checkin.core.roles import Act
from checkin.core.scan import Direction
from checkin.services import people, simulator, sites
from checkin.services.people import RECORD, StopLooking
from checkin.services.simulator import OF_BADGES_ALONE, HeldUp, Moment, State
from checkin.services.sites import Opening, Place
from checkin.web.access import look, requires, runtime
from checkin.web.admin.ladder import Rung, rule_of, rungs
from checkin.web.admin.words import KINDS, STATES
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, choice, identifier, local_moment
from checkin.web.kiosk_words import ENGLISH
from checkin.web.words import REASONS

bp = Blueprint("admin_simulator", __name__, url_prefix="/console/what-if")

_SEEN = ("name", "badge", "profiles", "choices")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the door would say, why, and by which rule."""

    admit: bool
    happened: str
    kiosk_says: str
    rule: int
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class SimulatorPage:
    """The questions, and the answer to the last ones. `name` is a person's, if it is about one."""

    name: str | None
    back: str | None
    action: str
    fields: tuple[Field, ...]
    profiles: tuple[tuple[str, str, bool], ...]
    problem: str | None
    finding: Finding | None
    has_doors: bool


@bp.get("")
@requires(Act.RUN_DOORS)
def ask() -> ResponseReturnValue:
    """Ask what is held up, where and when."""
    return _page(None, None)


@bp.post("")
@requires(Act.RUN_DOORS)
def answer() -> ResponseReturnValue:
    """What the door would say, and the rule that decides it."""
    rt = runtime()
    try:
        with rt.reading() as db:
            moment, held = _moment(sites.places(db)), _held()
            decision = simulator.simulate(db, held, moment, org_code=rt.settings.code)
    except InputError as fault:
        return _page(fault, None), 400
    return _page(None, decision)


def _held() -> HeldUp:
    kind, state = choice("kind", Kind), choice("state", State)
    if kind is Kind.DAY and state in OF_BADGES_ALONE:
        raise InputError("state", "A day pass has no holder: choose another state.")
    profiles = tuple(
        ProfileId(as_identifier(one, "profiles")) for one in request.form.getlist("profiles")
    )
    return HeldUp(kind, state, profiles)


def _moment(places: Sequence[Place]) -> Moment:
    """The door, way and time that were chosen; the time is that of the door's site."""
    wanted, direction = DoorId(identifier("door")), choice("direction", Direction)
    for place in places:
        for door in place.doors:
            if door.id == wanted:
                if direction not in door.way.directions:
                    raise InputError("direction", "People don't go through this door that way.")
                zone = ZoneInfo(place.site.time_zone)
                return Moment(wanted, direction, local_moment("at", zone))
    raise InputError("door", "Choose one of the list.")


# --- with a person ----------------------------------------------------------------------------


@bp.get("/<uuid:identity>")
@requires(Act.SEE_PEOPLE)
def ask_of_person(identity: UUID) -> ResponseReturnValue:
    """Ask about somebody's badge: their record is opened, and they can read that."""
    return _of_person(IdentityRef(identity), None)


@bp.post("/<uuid:identity>")
@requires(Act.SEE_PEOPLE)
def answer_of_person(identity: UUID) -> ResponseReturnValue:
    """What the door would say to somebody's badge."""
    try:
        with runtime().reading() as db:
            moment = _moment(sites.places(db))
    except InputError as fault:
        return _of_person(IdentityRef(identity), None, fault)
    return _of_person(IdentityRef(identity), moment)


def _of_person(
    identity: IdentityRef, moment: Moment | None, fault: InputError | None = None
) -> ResponseReturnValue:
    looking, rt = look(RECORD, *_SEEN), runtime()
    with rt.writing() as db:
        told = simulator.of_person(db, identity, moment, looking, rt.trust, now=rt.now())
        places = sites.places(db)
    if isinstance(told, StopLooking):
        return render_template("admin/stopped.html", page=people.RECORDS_A_DAY), 403
    no_badge = moment is not None and told.decision is None
    page = SimulatorPage(
        name=told.record.person.name,
        back=url_for("admin_people.person", identity=identity),
        action=url_for(".answer_of_person", identity=identity),
        fields=answered(_moment_fields(places, rt.now()), fault),
        profiles=(),
        problem="There is no badge to ask about. Make a new one first." if no_badge else None,
        finding=_finding(told.decision) if told.decision else None,
        has_doors=any(place.doors for place in places),
    )
    return render_template("admin/what_if.html", page=page), 400 if fault else 200


# --- the page ---------------------------------------------------------------------------------


def _page(fault: InputError | None, decision: Decision | None) -> str:
    rt = runtime()
    with rt.reading() as db:
        places, openings = sites.places(db), sites.openings(db)
    held = (
        Field("kind", "What is held up?", "select", options=tuple(KINDS.items())),
        Field("state", "How is it?", "select", options=tuple(STATES.items())),
    )
    page = SimulatorPage(
        name=None,
        back=None,
        action=url_for(".answer"),
        fields=answered((*_moment_fields(places, rt.now()), *held), fault),
        profiles=_profiles(openings),
        problem=None,
        finding=_finding(decision) if decision else None,
        has_doors=any(place.doors for place in places),
    )
    return render_template("admin/what_if.html", page=page)


def _moment_fields(places: Sequence[Place], now: datetime) -> tuple[Field, ...]:
    doors = tuple(
        (str(door.id), f"{place.site.title}, {door.title}")
        for place in places
        for door in place.doors
    )
    zone = ZoneInfo(places[0].site.time_zone) if places else ZoneInfo("UTC")
    return (
        Field("door", "At which door?", "select", options=doors),
        Field(
            "direction",
            "Which way?",
            "select",
            options=((Direction.IN.value, "In"), (Direction.OUT.value, "Out")),
        ),
        Field(
            "at",
            "When?",
            "datetime-local",
            value=now.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            hint="The local time of the door's site.",
        ),
    )


def _profiles(openings: Sequence[Opening]) -> tuple[tuple[str, str, bool], ...]:
    chosen = set(request.form.getlist("profiles"))
    return tuple(
        (str(each.profile.id), each.profile.title, str(each.profile.id) in chosen)
        for each in openings
    )


def _finding(decision: Decision) -> Finding:
    said = ENGLISH[decision.say.value]
    return Finding(
        decision.admit,
        REASONS[decision.reason][0],
        f"{said['headline']} {said['next']}",
        rule_of(decision.reason),
        rungs(decision),
    )
