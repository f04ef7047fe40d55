"""The one page of the front desk, for a hurried person with one hand free."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, render_template, request, url_for

from checkin.core.errors import NotFoundError
from checkin.core.ids import SiteId
from checkin.core.scan import Direction
from checkin.services import alternative, sites
from checkin.services.alternative import UNKNOWN, Parity
from checkin.services.desk import Checked
from checkin.services.passes import PACK_SIZES
from checkin.services.scanning import Explained
from checkin.services.sites import Opening, Place
from checkin.web.access import account, runtime
from checkin.web.chips import Chip
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, identifier
from checkin.web.words import ASSURANCES, PRESENTED, REASONS, local_time


@dataclass(frozen=True, slots=True)
class DeskState:
    """Whether the front desk said today that it is open, and whether people can join.

    `slower` says that day passes take so long that nobody can, whatever the desk says.
    """

    title: str
    open: bool
    closed: bool
    joining: bool
    slower: bool
    since: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a door would say, why, and what can be done next for whoever holds this up.

    `shown` is what was held up, for the buttons that go on with it.
    """

    admit: bool
    happened: str
    next_step: str
    presented: str | None
    checked: Checked
    shown: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything on the page of one site's desk; `site` is None while there is none."""

    site: SiteId | None
    chips: tuple[Chip, ...]
    state: DeskState | None
    finding: Finding | None
    shown: Field
    where: tuple[Field, ...]
    count: Field
    lost: Field
    start: tuple[Field, ...]
    has_doors: bool
    faulty: tuple[Field, ...]


def desk_page(
    place: Place | None = None, *, fault: InputError | None = None, finding: Finding | None = None
) -> str:
    """The page, of this site or the one that was asked for, with what just came out of it."""
    rt = runtime()
    places = own_places()
    at = place or _asked(places)
    with rt.reading() as db:
        openings, parities = sites.openings(db), alternative.parities(db, now=rt.now())
    shown, lost = _SHOWN, _LOST
    where, start = _where(at), _start(at, openings)
    if fault is not None:
        (shown, lost), where = answered((shown, lost), fault), answered(where, fault)
        start = answered(start, fault)
    elif finding is not None:
        where = answered(where)
    page = DeskPage(
        site=at.site.id if at else None,
        chips=_chips(places, at),
        state=_state(at, parities.get(at.site.id, UNKNOWN), rt.now()) if at else None,
        finding=finding,
        shown=shown,
        where=where,
        count=_COUNT,
        lost=lost,
        start=start,
        has_doors=bool(at and at.doors),
        faulty=(shown, *where, lost, *start),
    )
    return render_template("admin/desk.html", page=page)


def own_places() -> list[Place]:
    """The sites that this account looks after: its own, or every one."""
    own = account().site
    with runtime().reading() as db:
        places = sites.places(db)
    return [place for place in places if own in (None, place.site.id)]


def chosen_place() -> Place:
    """The site that the form names, if this account looks after it. Raises NotFoundError."""
    chosen = SiteId(identifier("site"))
    for place in own_places():
        if place.site.id == chosen:
            return place
    raise NotFoundError("There is no such site.")


def finding(checked: Checked, shown: str, now: datetime) -> Finding:
    """What was found out about what somebody held up."""
    explained = checked.explained
    happened, next_step = REASONS[explained.decision.reason]
    return Finding(
        explained.decision.admit, happened, next_step, _presented(explained, now), checked, shown
    )


_SHOWN = Field(
    "shown",
    "Badge, day pass or short code",
    hint="Hold it to the scanner, or type the ten characters under its picture.",
    autocomplete="off",
    autofocus=True,
)
_COUNT = Field(
    "count",
    "Print a pack",
    "select",
    options=tuple((str(size), f"{size} passes, one a day") for size in PACK_SIZES),
)
_LOST = Field(
    "lost",
    "Number of the pack, or a code of it",
    hint="The number is at the top of the sheet. A pass of it can be held to the scanner, too.",
    autocomplete="off",
)


def _asked(places: list[Place]) -> Place | None:
    """The site in the address, or the first one."""
    wanted = request.args.get("site")
    if wanted is None:
        return places[0] if places else None
    site = as_identifier(wanted, "site")
    return next((place for place in places if place.site.id == site), None) or abort(404)


def _chips(places: list[Place], at: Place | None) -> tuple[Chip, ...]:
    if len(places) < 2:
        return ()
    return tuple(
        Chip(
            place.site.title,
            url_for("admin_desk.desk", site=place.site.id),
            at is not None and place.site.id == at.site.id,
        )
        for place in places
    )


def _where(at: Place | None) -> tuple[Field, ...]:
    doors = at.doors if at else ()
    ordered = sorted(doors, key=lambda door: not door.is_entrance)
    return (
        Field(
            "door",
            "At which door?",
            "select",
            options=tuple((str(door.id), door.title) for door in ordered),
        ),
        Field(
            "direction",
            "Which way?",
            "select",
            options=((Direction.IN.value, "In"), (Direction.OUT.value, "Out")),
        ),
    )


def _start(at: Place | None, openings: list[Opening]) -> tuple[Field, ...]:
    usual = at.site.join_profile if at else None
    ordered = sorted(openings, key=lambda one: one.profile.id != usual)
    return (
        Field(
            "profile",
            "Which doors may they open?",
            "select",
            options=tuple((str(one.profile.id), one.profile.title) for one in ordered),
        ),
        Field(
            "last_day",
            "Last day",
            "date",
            hint="If their time here ends: the badge ends by itself after that day.",
            required=False,
        ),
    )


def _state(place: Place, parity: Parity, now: datetime) -> DeskState:
    site = place.site
    return DeskState(
        site.title,
        sites.desk_is_open(site, now=now),
        site.desk_closed_at is not None,
        alternative.judged(site, parity, now=now) is None,
        parity.slower,
        local_time(site.desk_open_at, site.time_zone) if site.desk_open_at else "never",
    )


def _presented(explained: Explained, now: datetime) -> str | None:
    """What was held up, and what it shows of whoever held it up."""
    if explained.presented is None:
        return None
    what = PRESENTED[explained.presented].capitalize()
    if explained.proved_at is not None:
        seconds = max(0, int((now - explained.proved_at).total_seconds()))
        what += f", {seconds} seconds old" if seconds != 1 else ", a second old"
    return f"{what}. {ASSURANCES[explained.presented]}"
