"""Inviting people: one or hundreds at once, or all by a poster. No page tells who was invited, or
who answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.errors import NotFoundError
from checkin.core.ids import ProfileId, SiteId
from checkin.core.pasted import MOST_LINES, BadLine
from checkin.core.roles import Act
from checkin.images import JoinPoster, Lang
from checkin.services import domains, invitations, last_day, sites
from checkin.services.sites import Opening, Place, Site
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.words import LINE_PROBLEMS, lines_in_words
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import day_to_come, identifier, pasted_list
from checkin.web.printing import pdf

bp = Blueprint("admin_invite", __name__, url_prefix="/console/invite")


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The form that invites, how far the last list is, and the lines that couldn't be used.

    `ready` is false while there is nothing to invite anybody to; `posters` are the sites that can
    be joined without an invitation.
    """

    fields: tuple[Field, ...]
    ready: bool
    waiting: int
    of: int
    taken: str
    bad: tuple[tuple[int, str, str], ...]
    undelivered: int
    domains: str
    posters: tuple[Site, ...]


@bp.get("")
@requires(Act.INVITE)
def invite() -> ResponseReturnValue:
    """Ask whom to invite."""
    asked = request.args.get("of", "")[:4]
    return _page(of=int(asked) if asked.isascii() and asked.isdigit() else 0)


@bp.post("")
@requires(Act.INVITE)
def invited() -> ResponseReturnValue:
    """Take a list. The answer is the same whoever on it has a badge, an invitation or declined."""
    rt, now = runtime(), runtime().now()
    try:
        pasted = pasted_list("addresses", today=now.date())
        site, profile = SiteId(identifier("site")), ProfileId(identifier("profile"))
        last = day_to_come("last_day", today=now.date())
        if not pasted.lines:
            raise InputError("addresses", _NONE)
    except InputError as fault:
        return _page(fault), 400
    with rt.writing() as db:
        ends_at = last_day.over_at(db, last) if last else None
        invitations.ask(db, pasted.lines, profile, site, ends_at, by=actor(), now=now)
    taken = len(pasted.lines)
    if pasted.bad:
        return _page(of=taken, bad=pasted.bad)
    flash(f"{lines_in_words(taken)} taken. {_SAME_FOR_ALL}", "message")
    return redirect(url_for(".invite", of=taken), 303)


@bp.get("/waiting")
@requires(Act.INVITE)
def waiting() -> ResponseReturnValue:
    """How many lines are still to be worked through, for the page that shows it."""
    with runtime().reading() as db:
        return jsonify(waiting=invitations.waiting(db))


@bp.get("/poster/<uuid:site_id>/<lang>")
@requires(Act.INVITE)
def poster(site_id: UUID, lang: str) -> ResponseReturnValue:
    """A site's join poster, to be printed and hung up."""
    rt = runtime()
    with rt.reading() as db:
        found = sites.site(db, SiteId(site_id))
    if found.join_profile is None or lang not in _POSTERS:
        raise NotFoundError("There is no such poster. The page that invites has a link to each.")
    drawn = JoinPoster(
        link=f"{rt.settings.base_url}{url_for('join.poster', code=found.code)}",
        organisation=rt.settings.organisation,
        lang=_POSTERS[lang],
    )
    return pdf(images.join_poster_pdf(drawn, now=rt.now()), "join-poster.pdf")


_POSTERS: Final[dict[str, Lang]] = {"en": "en", "de": "de"}
_NONE = "None of these lines has an e-mail address. One looks like name@example.org."
_SAME_FOR_ALL = (
    "Whoever has neither a badge nor an open invitation gets one message. "
    "Nobody can see who answers."
)


def _page(fault: InputError | None = None, *, of: int = 0, bad: tuple[BadLine, ...] = ()) -> str:
    rt = runtime()
    with rt.reading() as db:
        places = sites.places(db)
        usual = {place.site.join_profile for place in places}
        openings = sorted(sites.openings(db), key=lambda one: one.profile.id not in usual)
        left, allowed = invitations.waiting(db), domains.allowed(db, rt.settings.domains)
        undelivered = invitations.undelivered(db, rt.hashing, now=rt.now())
    fields = _fields(places, openings)
    page = InvitePage(
        fields=_corrected(fields, bad) if bad else answered(fields, fault),
        ready=bool(places and openings),
        waiting=left,
        of=max(of, left),
        taken=f"{lines_in_words(of)} taken. {_SAME_FOR_ALL}" if bad else "",
        bad=tuple((line.number, line.text, LINE_PROBLEMS[line.problem]) for line in bad),
        undelivered=undelivered,
        domains=", ".join(sorted(allowed)),
        posters=tuple(each.site for each in places if each.site.join_profile),
    )
    return render_template("admin/invite.html", page=page)


def _fields(places: Sequence[Place], openings: Sequence[Opening]) -> tuple[Field, ...]:
    addresses = Field(
        "addresses",
        "Work e-mail",
        "textarea",
        hint=f"One address a line. A column of a spreadsheet can be pasted, up to {MOST_LINES} "
        "lines; a date in another column is that person's last day.",
        autocomplete="off",
    )
    return (
        addresses,
        Field(
            "site",
            "Where do they start?",
            "select",
            options=tuple((str(each.site.id), each.site.title) for each in places),
        ),
        Field(
            "profile",
            "Which doors may they open?",
            "select",
            options=tuple((str(each.profile.id), each.profile.title) for each in openings),
        ),
        Field(
            "last_day",
            "Last day",
            "date",
            hint="If their time here ends: their badges end with that day, by themselves.",
            required=False,
        ),
    )


def _corrected(fields: tuple[Field, ...], bad: tuple[BadLine, ...]) -> tuple[Field, ...]:
    """The form as it was sent, with only the lines that are still to be put right."""
    addresses, *others = answered(fields)
    left = "\n".join(line.text for line in bad)
    return (replace(addresses, value=left), *others)
