"""A person's own pages: at a glance, their badge, their entries."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.errors import NotFoundError
from checkin.core.policy import BadgeState
from checkin.services import badges, codes, consent, devices, dossier, rights
from checkin.services.badges import Card as BadgeOnPaper
from checkin.services.badges import MyBadge
from checkin.services.consent import Choice
from checkin.services.consent_clock import FIRST_REMINDER
from checkin.services.dossier import OwnEntry
from checkin.services.rights import Request
from checkin.web import language, screen_codes
from checkin.web.access import (
    carried_device,
    me,
    requires_person,
    runtime,
    speak_their_language,
)
from checkin.web.language import LanguageChoice
from checkin.web.look_words import day
from checkin.web.me_words import CHOICES, ChoiceWords
from checkin.web.own_words import OWN, OwnWords
from checkin.web.printing import badge_card, pdf, works_at
from checkin.web.reworded import Reworded, reworded
from checkin.web.screen_codes import picture

bp = Blueprint("me", __name__, url_prefix="/me")

bp.before_request(speak_their_language)


def _words() -> OwnWords:
    return OWN[g.lang]


# --- at a glance ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """One of the five cards."""

    drawing: str
    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The person's pages at a glance."""

    words: OwnWords
    languages: tuple[LanguageChoice, ...]
    name: str
    cards: tuple[Card, ...]
    reworded: Reworded | None
    notice: ChoiceWords


@bp.get("")
@requires_person
def overview() -> ResponseReturnValue:
    """Show five cards."""
    rt, who, words = runtime(), me(), _words()
    with rt.reading() as db:
        seen = dossier.overview(db, who, rt.hashing, now=rt.now())
        asked = rights.news(db, who, now=rt.now())
    cards = (
        Card("way-badge", words.badge, _badge_line(seen), _badge_address()),
        Card(
            "done",
            words.choices,
            _choices_line(seen.choices, soon=rt.now() + FIRST_REMINDER),
            url_for("choices.choices"),
        ),
        Card("empty-entries", words.entries, _entries_line(seen), url_for(".entries")),
        Card("empty-lookups", words.looks, _looks_line(seen), url_for("looks.looks")),
        _data_card(asked),
    )
    other_words = reworded(seen.choices[0])
    page = OverviewPage(words, language.choices(), seen.name, cards, other_words, CHOICES[g.lang])
    return render_template("me/overview.html", page=page)


def _data_card(asked: Request | None) -> Card:
    """What is held on the person; first of all a request of theirs and its answer."""
    words = _words()
    if asked is None:
        return Card("empty-log", words.data, words.data_line, url_for("record.data"))
    line = (
        words.data_answered.format(day(asked.answer.at, g.lang))
        if asked.answer
        else words.data_waits.format(day(asked.answer_by, g.lang))
    )
    return Card("empty-log", words.data, line, url_for("rights.requests"))


def _badge_address() -> str:
    """On a phone that carries the badge, the fresh one; elsewhere the one to print or to carry."""
    return url_for("phone.phone") if carried_device() else url_for(".badge")


def _choices_line(choices: tuple[Choice, ...], *, soon: datetime) -> str:
    """Where choices stand: first what waits for an answer, then what ends soon."""
    given = [choice for choice in choices if choice.given]
    if any(choice.waits for choice in given):
        return _words().changed
    ending = [choice.until for choice in given if choice.until and choice.ends_by(soon)]
    if ending:
        return _words().ends.format(day(min(ending), g.lang))
    return _words().given.format(len(given), len(choices))


def _badge_line(seen: dossier.Overview) -> str:
    mine, words = seen.badge, _words()
    if not seen.choices[0].in_force:
        return words.paused
    if mine is None:
        return words.no_badge_line
    if mine.good and seen.last_day and seen.last_day < mine.held.expires_at.date():
        return words.last_day.format(day(seen.last_day, g.lang))
    return words.good_until.format(day(mine.held.expires_at, g.lang)) if mine.good else words.over


def _entries_line(seen: dossier.Overview) -> str:
    words = _words()
    if not any(choice.given for choice in seen.choices[1:]):
        return words.entries_not_kept
    return words.entries_kept.format(seen.entries) if seen.entries else words.no_entries


def _looks_line(seen: dossier.Overview) -> str:
    words = _words()
    if seen.unusual:
        return words.looked_unusual.format(day(seen.unusual, g.lang))
    if not seen.looks:
        return words.nobody_looked
    return words.looked_once if seen.looks == 1 else words.looked.format(seen.looks)


# --- the badge --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A phone that carries the badge: what it is, since when, and where its end goes."""

    what: str
    since: str
    here: bool
    end: str


@dataclass(frozen=True, slots=True)
class BadgePage:
    """The badge on paper; without a good one, what to do. And the phones that carry it, too."""

    words: OwnWords
    languages: tuple[LanguageChoice, ...]
    good: bool
    picture: str
    short_code: str
    valid_until: str
    works_at: str
    doors: tuple[tuple[str, str], ...]
    problem: str | None
    paused: bool
    renewable: bool
    devices: tuple[DeviceRow, ...]


@bp.get("/badge/printed")
@requires_person
def badge() -> ResponseReturnValue:
    """Show the badge that can be printed, where it works, and the phones that carry it."""
    mine, in_force = _mine(), _in_force()
    page = BadgePage(
        words=_words(),
        languages=language.choices(),
        good=mine is not None and mine.good and in_force,
        picture=url_for(".badge_svg"),
        short_code=mine.short_code if mine else "",
        valid_until=day(mine.held.expires_at, g.lang) if mine else "",
        works_at=works_at(mine.opens) if mine else "",
        doors=_doors(mine) if mine else (),
        problem=_problem(mine, in_force=in_force),
        paused=not in_force,
        renewable=in_force and (mine is None or mine.renewable),
        devices=_devices(),
    )
    return render_template("me/badge.html", page=page)


@bp.get("/badge.svg")
@requires_person
def badge_svg() -> Response:
    """The badge's code as a drawing, for this page alone."""
    return Response(images.qr_svg(_text(), screen_codes.LEVEL), mimetype="image/svg+xml")


@bp.get("/badge.png")
@requires_person
def badge_png() -> Response:
    """The badge's code as a picture to keep."""
    response = Response(images.qr_png(_text(), screen_codes.LEVEL), mimetype="image/png")
    response.headers.set("Content-Disposition", "attachment", filename="badge.png")
    return response


@bp.get("/badge.pdf")
@requires_person
def badge_pdf() -> Response:
    """The badge as a card to print, in exact millimetres."""
    rt, mine = runtime(), _good()
    text = badges.redraw(mine.held, rt.making())
    card = badge_card(BadgeOnPaper(mine.held, text, mine.short_code, mine.opens))
    return pdf(images.badge_card_pdf(card, now=rt.now()), "badge.pdf")


@bp.post("/badge/renew")
@requires_person
def renew() -> ResponseReturnValue:
    """Make a new badge; the old one stops working."""
    rt = runtime()
    with rt.writing() as db:
        badges.renew(db, me().holder, rt.making(), now=rt.now())
    flash(_words().renewed, "success")
    return redirect(url_for(".badge"), 303)


@dataclass(frozen=True, slots=True)
class CarryPage:
    """A code that a phone can read, to open the badge there."""

    words: OwnWords
    picture: str
    minutes: int


@bp.post("/badge/carry")
@requires_person
def carry() -> ResponseReturnValue:
    """Show a code that opens the badge on a phone, once, within five minutes."""
    rt = runtime()
    with rt.writing() as db:
        code = codes.carry(db, me().identity, now=rt.now())
    link = f"{rt.settings.base_url}{url_for('signin.carry', code=code)}"
    page = CarryPage(_words(), picture(link), int(codes.CARRY_LIFE.total_seconds()) // 60)
    return render_template("me/carry.html", page=page)


def _devices() -> tuple[DeviceRow, ...]:
    here = carried_device()
    with runtime().reading() as db:
        found = devices.of_holder(db, me().holder)
    return tuple(
        DeviceRow(
            _words().devices[one.kind],
            day(one.enrolled_at, g.lang),
            one.id == here,
            url_for("phone.end", device_id=one.id),
        )
        for one in found
    )


def _mine() -> MyBadge | None:
    rt = runtime()
    with rt.reading() as db:
        return badges.mine(db, me().holder, rt.hashing, now=rt.now())


def _in_force() -> bool:
    """Whether the yes to the badge counts just now."""
    with runtime().reading() as db:
        return consent.choices(db, me().identity)[0].in_force


def _good() -> MyBadge:
    mine = _mine()
    if mine is None or not mine.good or not _in_force():
        raise NotFoundError("You have no good badge just now. Your badge page says what to do.")
    return mine


def _text() -> str:
    return badges.redraw(_good().held, runtime().making())


def _doors(mine: MyBadge) -> tuple[tuple[str, str], ...]:
    """Each site with its doors, in words."""
    return tuple(
        (site, ", ".join(place.door for place in mine.opens if place.site == site))
        for site in dict.fromkeys(place.site for place in mine.opens)
    )


def _problem(mine: MyBadge | None, *, in_force: bool) -> str | None:
    words = _words()
    if not in_force:
        return words.paused
    if mine is None:
        return words.no_badge
    if mine.held.state is BadgeState.REVOKED:
        return words.revoked
    return None if mine.good else words.expired


# --- entries ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in words."""

    day: str
    time: str
    site: str
    door: str
    presented: str
    deleted_on: str


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """The person's entries, newest first; `kept` says whether they wanted any."""

    words: OwnWords
    languages: tuple[LanguageChoice, ...]
    kept: bool
    days: int
    entries: tuple[EntryRow, ...]


@bp.get("/entries")
@requires_person
def entries() -> ResponseReturnValue:
    """List the person's own entries, each with the day on which it is deleted."""
    rt, who = runtime(), me()
    with rt.reading() as db:
        own = dossier.own_entries(db, who, rt.limits())
        wanted = consent.choices(db, who.identity)
    page = EntriesPage(
        _words(),
        language.choices(),
        any(choice.given for choice in wanted[1:]),
        rt.limits().retention_entry_days,
        tuple(_entry(one) for one in own),
    )
    return render_template("me/entries.html", page=page)


def _entry(one: OwnEntry) -> EntryRow:
    words = _words()
    date = f"{one.at:%d.%m.}" if g.lang == "de" else f"{one.at:%-d %b}"
    return EntryRow(
        f"{words.weekdays[one.at.weekday()]} {date}",
        f"{one.at:%H:%M}",
        one.site,
        one.door,
        words.presented[one.presented],
        day(one.deleted_on, g.lang),
    )
