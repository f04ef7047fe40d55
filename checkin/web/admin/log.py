"""The log for people: who did what here, and who looked at records. Identifiers only, no names."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.roles import Act
from checkin.services import audit
from checkin.services.audit import Entry, Glance, LooksOfDay, Page, Wanted
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.log_words import KINDS, KNOWN, LOOKS, ROLES, act_words, role_words
from checkin.web.admin.words import LOOK_REASONS
from checkin.web.chips import Chip
from checkin.web.downloads import download
from checkin.web.errors import InputError
from checkin.web.inputs import as_identifier
from checkin.web.spreadsheet import csv_text

bp = Blueprint("admin_log", __name__, url_prefix="/console/log")

_PERIODS = {"day": ("Last 24 hours", 1), "week": ("Last 7 days", 7), "month": ("Last 30 days", 30)}
_HEAD = ("id", "at", "actor", "role", "act", "about", "reason", "amount")
_MOST_ALIAS = 24


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; an empty text asks for everything."""

    kind: str = ""
    role: str = ""
    since: str = ""
    who: str = ""

    @classmethod
    def read(cls) -> "Filters":
        """The filters of this request. Raises InputError for one that doesn't exist."""
        found = cls(*(request.values.get(name, "") for name in cls.__slots__))
        for field, value, known in (
            ("kind", found.kind, KINDS),
            ("role", found.role, ROLES),
            ("since", found.since, _PERIODS),
        ):
            if value and value not in known:
                raise InputError(field, "There is no such filter. Choose one on the page.")
        if len(found.who) > _MOST_ALIAS:
            raise InputError("who", "That isn't the alias of an account.")
        return found

    def wanted(self, *, now: datetime) -> Wanted:
        """What to look for."""
        families = KINDS[self.kind][1] if self.kind else None
        days = timedelta(days=_PERIODS[self.since][1]) if self.since else None
        return Wanted(
            families=families,
            but_families=KNOWN if self.kind and families is None else None,
            role=self.role or None,
            alias=self.who or None,
            since=now - days if days else None,
        )

    @property
    def set(self) -> dict[str, str]:
        """The filters that are set, as an address carries them."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Row:
    """One act in the list, or looks of one minute."""

    day: str
    at: str
    who: str
    who_href: str
    role: str
    what: str
    about: str
    amount: str
    reason: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of acts, and the filters that led to it."""

    chips: tuple[tuple[str, tuple[Chip, ...]], ...]
    filters: dict[str, str]
    rows: tuple[Row, ...]
    next: str | None
    later: bool
    everything: str


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Who looked at records on one day."""

    day: str
    rows: tuple[Row, ...]
    earlier: str | None
    later: str | None


@bp.get("")
@requires(Act.READ_LOG)
def acts() -> ResponseReturnValue:
    """What console accounts and the system did, newest first; reading it is written down."""
    rt, filters, before = runtime(), Filters.read(), request.args.get("before")
    after = as_identifier(before, "before") if before else None
    wanted = filters.wanted(now=rt.now())
    with rt.writing() as db:
        found = audit.page(db, wanted, after, what=filters.kind or "all", by=actor(), now=rt.now())
    return render_template("admin/log.html", page=_page(filters, found, after))


@bp.get("/looks")
@requires(Act.READ_LOG)
def looks() -> ResponseReturnValue:
    """Who looked at how many people's records on one day, and why."""
    rt, asked = runtime(), request.args.get("day", "")
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        raise InputError("day", "A day looks like 2026-11-23.") from None
    with rt.writing() as db:
        found = audit.looks_of(db, day, by=actor(), now=rt.now())
    return render_template("admin/looks.html", page=_looks_page(found))


@bp.post("/export")
@requires(Act.READ_LOG, fresh=True)
def export() -> ResponseReturnValue:
    """The acts that the filters leave, as a file; taking it is written down."""
    rt, filters, form = runtime(), Filters.read(), request.form.get("form", "")
    if form not in ("csv", "json"):
        raise InputError("form", "Choose CSV or JSON.")
    wanted = filters.wanted(now=rt.now())
    with rt.writing() as db:
        found = audit.export(
            db, wanted, what=filters.kind or "all", form=form, by=actor(), now=rt.now()
        )
    name = f"checkin-log-{rt.now():%Y-%m-%d}.{form}"
    if form == "csv":
        return download(_as_csv(found), "text/csv", name)
    return download(_as_json(found), "application/json", name)


# --- files ------------------------------------------------------------------------------------


def _as_csv(entries: Sequence[Entry]) -> str:
    return csv_text(_HEAD, ([*_cells(entry).values()] for entry in entries))


def _as_json(entries: Sequence[Entry]) -> str:
    return json.dumps([_cells(entry) for entry in entries], indent=1, ensure_ascii=False)


def _cells(entry: Entry) -> dict[str, str]:
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    values = (str(entry.id), at, entry.actor.alias, entry.actor.role, entry.act)
    return dict(zip(_HEAD, (*values, entry.about, entry.reason, entry.amount), strict=True))


# --- pages ------------------------------------------------------------------------------------


def _page(filters: Filters, found: Page, after: UUID | None) -> LogPage:
    earlier = _address(filters, found.next_before) if found.next_before else None
    return LogPage(
        chips=tuple(_chips(filters)),
        filters=filters.set,
        rows=tuple(_row(entry, filters) for entry in found.entries),
        next=earlier,
        later=after is not None,
        everything=url_for(".acts"),
    )


def _chips(filters: Filters) -> Iterator[tuple[str, tuple[Chip, ...]]]:
    kinds = {name: words for name, (words, _) in KINDS.items()}
    periods = {name: words for name, (words, _) in _PERIODS.items()}
    yield "What", _row_of_chips(filters, "kind", {"": "Everything", **kinds})
    yield "By whom", _row_of_chips(filters, "role", {"": "Anybody", **ROLES})
    yield "When", _row_of_chips(filters, "since", {"": "All that is kept", **periods})
    if filters.who:
        whose = {"": "Any account", filters.who: filters.who}
        yield "Account", _row_of_chips(filters, "who", whose)


def _row_of_chips(filters: Filters, field: str, choices: dict[str, str]) -> tuple[Chip, ...]:
    return tuple(
        Chip(label, _address(replace(filters, **{field: value})), value == getattr(filters, field))
        for value, label in choices.items()
    )


def _address(filters: Filters, before: UUID | None = None) -> str:
    asked: dict[str, Any] = {**filters.set, **({"before": before} if before else {})}
    return url_for("admin_log.acts", **asked)


def _row(entry: Entry, filters: Filters) -> Row:
    return Row(
        day=f"{entry.at:%Y-%m-%d}",
        at=f"{entry.at:%H:%M:%S}",
        who=entry.actor.alias,
        who_href=_address(replace(filters, who=entry.actor.alias)),
        role=role_words(entry.actor.role),
        what=act_words(entry.act),
        about=_short(entry.about),
        amount="" if entry.amount == "1" else entry.amount,
        reason=entry.reason.replace("_", " "),
    )


def _short(about: str) -> str:
    """Kind and the beginning of the row's id, which is enough to tell a few apart."""
    kind, colon, reference = about.partition(":")
    return f"{kind} {reference[:8]}" if colon else kind


def _looks_page(found: LooksOfDay) -> LooksPage:
    return LooksPage(
        day=f"{found.day:%Y-%m-%d}",
        rows=tuple(_look_row(glance) for glance in found.glances),
        earlier=url_for(".looks", day=found.earlier) if found.earlier else None,
        later=url_for(".looks", day=found.later) if found.later else None,
    )


def _look_row(glance: Glance) -> Row:
    return Row(
        day=f"{glance.at:%Y-%m-%d}",
        at=f"{glance.at:%H:%M}",
        who=glance.viewer.alias,
        who_href=url_for(".acts", who=glance.viewer.alias),
        role=role_words(glance.viewer.role),
        what=LOOKS.get(glance.act, glance.act),
        about="",
        amount=str(glance.records),
        reason=LOOK_REASONS.get(glance.reason_code, glance.reason_code),
    )
