"""Who looked at a person's record, for that person: to read, to sift, to take along."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.services import dossier
from checkin.services.dossier import Looks
from checkin.web import language, look_words
from checkin.web.access import me, requires_person, runtime, speak_their_language
from checkin.web.chips import Chip
from checkin.web.downloads import download
from checkin.web.language import LanguageChoice
from checkin.web.look_words import LookCard, look_card, look_cells, look_head
from checkin.web.own_words import OWN, OwnWords
from checkin.web.spreadsheet import csv_file

bp = Blueprint("looks", __name__, url_prefix="/me")

_OPENED: Final = "opened"
_LISTS: Final = "lists"

bp.before_request(speak_their_language)


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Who looked at the person's record, newest first, and the time this covers."""

    words: OwnWords
    languages: tuple[LanguageChoice, ...]
    months: int
    chips: tuple[Chip, ...]
    looks: tuple[LookCard, ...]
    any: bool


@bp.get("/looks")
@requires_person
def looks() -> ResponseReturnValue:
    """List who looked, in which role, at what and why: all, or only one kind of look."""
    rt, only = runtime(), request.args.get("only", "")
    limits = rt.limits()
    with rt.reading() as db:
        seen = dossier.looks(db, me(), limits)
    page = LooksPage(
        OWN[g.lang],
        language.choices(),
        limits.audit_months,
        _chips(only),
        tuple(look_card(one, g.lang) for one in seen if _of_kind(one, only)),
        bool(seen),
    )
    return render_template("me/looks.html", page=page)


def _chips(only: str) -> tuple[Chip, ...]:
    words = OWN[g.lang]
    kinds = {"": words.looks_all, _OPENED: words.looks_opened, _LISTS: words.looks_lists}
    chosen = only if only in kinds else ""
    return tuple(
        Chip(label, url_for(".looks", only=kind or None), kind == chosen)
        for kind, label in kinds.items()
    )


def _of_kind(one: Looks, only: str) -> bool:
    return only not in (_OPENED, _LISTS) or one.listed is (only == _LISTS)


# --- to take along ----------------------------------------------------------------------------


@bp.get("/looks.json")
@requires_person
def copy() -> Response:
    """Every look on its own, for programs."""
    rt = runtime()
    told = {
        "organisation": rt.settings.organisation,
        "language": g.lang,
        "covers_months": rt.limits().audit_months,
        "looks": [_as_json(one) for one in _each()],
    }
    return download(
        json.dumps(told, indent=2, ensure_ascii=False), "application/json", "looks.json"
    )


@bp.get("/looks.csv")
@requires_person
def table() -> Response:
    """Every look on its own, as a table in the language of the pages."""
    cells = (look_cells(one, g.lang) for one in _each())
    return download(csv_file(look_head(g.lang), cells, g.lang), "text/csv", "looks.csv")


def _each() -> Sequence[Looks]:
    rt = runtime()
    with rt.reading() as db:
        return dossier.each_look(db, me(), rt.limits())


def _as_json(one: Looks) -> dict[str, object]:
    ((code, reason),) = one.reasons
    return {
        "at": one.at.isoformat(timespec="minutes"),
        "viewer": one.viewers[0],
        "role": one.role,
        "act": one.act,
        "categories": list(one.categories),
        "records": one.times,
        "reason_code": code,
        "reason": look_words.reason(reason, g.lang),
        "deleted_on": one.deleted_on.isoformat(),
    }
