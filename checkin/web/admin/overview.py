"""The first page of the console: what needs somebody now. Nobody's comings and goings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core import rotation
from checkin.core.badge import KeyPurpose
from checkin.core.roles import MAY, Act, Role, may
from checkin.runtime import Runtime
from checkin.services import accounts, alternative, conflicts, kiosks, retention, rights, sites
from checkin.services.accounts import Account
from checkin.services.alternative import UNKNOWN, Parity
from checkin.services.kiosks import Care, KioskRow
from checkin.services.sites import Place
from checkin.web.access import account, requires, runtime
from checkin.web.admin.words import CARE, ROLES
from checkin.web.key_words import PURPOSES
from checkin.web.stored_words import TABLES

bp = Blueprint("admin", __name__, url_prefix="/console")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of putting a building together, and whether it is done."""

    title: str
    text: str
    href: str
    done: bool


@dataclass(frozen=True, slots=True)
class KioskCare:
    """A kiosk that needs somebody."""

    href: str
    title: str
    place: str
    shape: str
    care: str


@dataclass(frozen=True, slots=True)
class SiteState:
    """One site's front desk, whether people can join there, and whether day passes hinder that."""

    id: str
    title: str
    open: bool
    joining: bool
    slower: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What a role's first page shows; each part is empty for roles that have no use for it."""

    role: str
    overdue: tuple[str, ...]
    steps: tuple[Step, ...]
    keys: tuple[str, ...]
    kiosks: tuple[KioskCare, ...]
    working: int
    desks: tuple[SiteState, ...]
    slower: tuple[SiteState, ...]
    conflicts: int
    requests: int
    requests_overdue: int
    runs_kiosks: bool
    runs_desk: bool
    sees_people: bool
    reads_log: bool
    idle: bool


@bp.get("")
@requires()
def overview() -> ResponseReturnValue:
    """What needs somebody now, by role."""
    rt, now, who = runtime(), runtime().now(), account()
    with rt.reading() as db:
        places, openings = sites.places(db), sites.openings(db)
        rows, others = kiosks.listed(db, now=now), accounts.listed(db)
        overdue = retention.overdue(db, rt.settings.limits, now=now)
        waiting = conflicts.waiting(db)
        asked, late = rights.count(db, now=now)
        parities = alternative.parities(db, now=now)
    answers = may(who.role, Act.ANSWER_REQUESTS)
    desks = tuple(
        _state(place, parities.get(place.site.id, UNKNOWN), now)
        for place in places
        if who.site in (None, place.site.id)
    )
    builds, desk = may(who.role, Act.RUN_DOORS), may(who.role, Act.OPEN_DESK)
    steps = _steps(places, bool(openings), rows, others) if builds else ()
    page = Overview(
        role=ROLES[who.role],
        keys=_due_keys(rt, now) if may(who.role, Act.RUN_KEYS) else (),
        overdue=tuple(TABLES[table] for table in overdue),
        steps=() if all(step.done for step in steps) else steps,
        kiosks=tuple(_care(row) for row in rows if row.care is not Care.NONE) if builds else (),
        working=sum(row.care is Care.NONE for row in rows),
        desks=desks,
        slower=tuple(desk for desk in desks if desk.slower) if builds else (),
        conflicts=waiting if may(who.role, Act.SETTLE_CONFLICTS) else 0,
        requests=asked if answers else 0,
        requests_overdue=late if answers else 0,
        runs_kiosks=may(who.role, Act.RUN_KIOSKS),
        runs_desk=desk,
        sees_people=may(who.role, Act.SEE_PEOPLE),
        reads_log=may(who.role, Act.READ_LOG),
        idle=not MAY[who.role],
    )
    return render_template("admin/overview.html", page=page)


def _steps(
    places: Sequence[Place],
    has_profile: bool,
    rows: Sequence[KioskRow],
    others: Sequence[Account],
) -> tuple[Step, ...]:
    """How a new building comes to life, in the order in which it is done."""
    roles = {each.role for each in others if each.ended_at is None}
    return (
        Step(
            "Add your building",
            "Its name, a short code and its time zone.",
            url_for("admin_building.add_site"),
            bool(places),
        ),
        Step(
            "Add its doors",
            "Each with the way people go through it.",
            url_for("admin_building.add_door"),
            any(place.doors for place in places),
        ),
        Step(
            "Say when they open",
            "An access profile holds doors and weekly hours. The first one is for badges and day "
            "passes alike.",
            url_for("admin_profiles.add"),
            has_profile,
        ),
        Step(
            "Put a kiosk at a door",
            "A tablet or an old laptop with a browser will do.",
            url_for("admin_kiosks.kiosks"),
            any(row.care is not Care.UNPAIRED for row in rows),
        ),
        Step(
            "Invite the front desk",
            "They hand out day passes, so nobody needs a badge. Until they open, nobody can join.",
            url_for("admin_accounts.accounts"),
            Role.RECEPTION in roles,
        ),
        Step(
            "Invite an enrolment admin",
            "They help people with their badges. You see no person's record yourself.",
            url_for("admin_accounts.accounts"),
            Role.ENROLMENT_ADMIN in roles,
        ),
        Step(
            "Invite a data protection officer",
            "They publish the notice that people read first, and answer requests.",
            url_for("admin_accounts.accounts"),
            Role.DPO in roles,
        ),
    )


def _due_keys(rt: Runtime, now: datetime) -> tuple[str, ...]:
    """For what the next key has to be made soon, so that readers know it before it signs."""
    lives = rotation.lives(rt.keyring.all_keys(), now=now)
    due = {life.key.purpose for life in lives if life.renew}
    return tuple(PURPOSES[purpose] for purpose in KeyPurpose if purpose in due)


def _care(row: KioskRow) -> KioskCare:
    shape, care = CARE[row.care]
    return KioskCare(
        url_for("admin_kiosks.kiosk", kiosk_id=row.kiosk.id),
        row.kiosk.title,
        f"{row.kiosk.site_title}, {row.kiosk.door_title}",
        shape,
        care,
    )


def _state(place: Place, parity: Parity, now: datetime) -> SiteState:
    return SiteState(
        str(place.site.id),
        place.site.title,
        sites.desk_is_open(place.site, now=now),
        alternative.judged(place.site, parity, now=now) is None,
        parity.slower,
    )
