"""People who carry a badge: find one, open a record, help with the badge, end."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.policy import BadgeState
from checkin.core.roles import Act
from checkin.services import desk, enrolment, leavers
from checkin.services import people as services
from checkin.services.badges import Opened
from checkin.services.consent import Choice
from checkin.services.people import HELPED, LIST, PRINT, RECORD, Listed, Record, StopLooking
from checkin.web import taken_back
from checkin.web.access import actor, look, requires, runtime
from checkin.web.admin.words import BADGES, ENDINGS, ENTRY, SWITCH_OFF
from checkin.web.errors import InputError
from checkin.web.forms import Field
from checkin.web.inputs import as_identifier, day_to_come, visible
from checkin.web.printing import badge_card, pdf
from checkin.web.words import local_date

bp = Blueprint("admin_people", __name__, url_prefix="/console/people")

_SHOWN_IN_LIST = ("name", "badge", "profiles", "choices")


# --- the list ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list."""

    href: str
    name: str
    shape: str
    badge: str
    profiles: str
    entry: str


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A page of the list: whom it shows, and behind whom it goes on."""

    search: Field
    query: str
    rows: tuple[Row, ...]
    next_after: IdentityRef | None


@bp.get("")
@requires(Act.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    """List those who carry a badge; each of them can read that they were shown."""
    return _list("", None)


@bp.post("")
@requires(Act.SEE_PEOPLE)
def find() -> ResponseReturnValue:
    """Find people, or turn the page. Posted, since a name has no business in an address bar.

    A help code that somebody was given at the desk opens their record, and no list.
    """
    after = request.form.get("after")
    query = visible(" ".join(request.form.get("query", "").split()))[:120]
    if record := _helped(query):
        return record
    return _list(query, IdentityRef(as_identifier(after, "after")) if after else None)


def _helped(query: str) -> ResponseReturnValue | None:
    rt = runtime()
    with rt.reading() as db:
        identity = desk.helped(db, query, now=rt.now())
    return _record(identity, HELPED) if identity else None


def _list(query: str, after: IdentityRef | None) -> ResponseReturnValue:
    looking = look(LIST, *_SHOWN_IN_LIST)
    rt = runtime()
    with rt.writing() as db:
        found = services.page(db, query, after, looking, rt.hashing, now=rt.now())
    page = PeopleList(
        Field("query", "Name, work e-mail or help code", "search", value=query, autocomplete="off"),
        query,
        tuple(_row(person) for person in found.people),
        found.next_after,
    )
    return render_template("admin/people.html", page=page)


def _row(person: Listed) -> Row:
    shape, badge = _badge_in_words(person)
    return Row(
        href=url_for("admin_people.person", identity=person.identity),
        name=person.name,
        shape=shape,
        badge=badge,
        profiles=", ".join(person.profiles) or "None",
        entry=ENTRY[person.entry],
    )


# --- one person -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person's record, and what can be done for them."""

    identity: IdentityRef
    name: str
    shape: str
    badge: str
    badge_until: str
    good: bool
    profiles: str
    opens: tuple[Opened, ...]
    choices: tuple[tuple[str, str], ...]
    switch_off: Field
    ending: Field
    ends: str
    last_day: Field


@bp.get("/<uuid:identity>")
@requires(Act.SEE_PEOPLE)
def person(identity: UUID) -> ResponseReturnValue:
    """Open one person's record."""
    return _record(IdentityRef(identity), RECORD)


def _record(identity: IdentityRef, act: str) -> ResponseReturnValue:
    looking = look(act, *_SHOWN_IN_LIST)
    rt = runtime()
    with rt.writing() as db:
        record = services.record(db, identity, looking, rt.hashing, now=rt.now())
    if isinstance(record, StopLooking):
        return _stopped()
    return render_template("admin/person.html", page=_person_page(record))


@bp.post("/<uuid:identity>/switch-off")
@requires(Act.SWITCH_OFF_BADGES)
def switch_off(identity: UUID) -> ResponseReturnValue:
    """Switch a badge off, for a reason of the list."""
    reason = _one_of("off_reason", SWITCH_OFF)
    rt = runtime()
    with rt.writing() as db:
        done = services.switch_off(db, IdentityRef(identity), actor(), reason, now=rt.now())
    flash(
        "The badge is switched off. No door takes it any more."
        if done
        else "There was no good badge to switch off.",
        "success" if done else "message",
    )
    return redirect(url_for(".person", identity=identity), 303)


@bp.post("/<uuid:identity>/card")
@requires(Act.REPRINT_BADGES)
def card(identity: UUID) -> ResponseReturnValue:
    """The same badge again, as a card to print."""
    looking = look(PRINT, "badge")
    rt = runtime()
    with rt.writing() as db:
        found = services.card(db, IdentityRef(identity), looking, rt.making(), now=rt.now())
    if isinstance(found, StopLooking):
        return _stopped()
    if found is None:
        flash("There is no good badge to print. Make a new one first.", "error")
        return redirect(url_for(".person", identity=identity), 303)
    return pdf(images.badge_card_pdf(badge_card(found), now=rt.now()), "badge.pdf")


@bp.post("/<uuid:identity>/new-badge")
@requires(Act.REPRINT_BADGES)
def new_badge(identity: UUID) -> ResponseReturnValue:
    """Make a new badge in place of one that was lost or switched off."""
    rt = runtime()
    with rt.writing() as db:
        services.reissue(db, IdentityRef(identity), actor(), rt.making(), now=rt.now())
    flash("There is a new badge, and the old one has stopped working. Print it now.", "success")
    return redirect(url_for(".person", identity=identity), 303)


@bp.post("/<uuid:identity>/last-day")
@requires(Act.END_ENROLMENTS)
def set_last_day(identity: UUID) -> ResponseReturnValue:
    """Enter, move or clear the day after which somebody's badge ends by itself."""
    rt, now = runtime(), runtime().now()
    last = day_to_come("last_day", today=now.date())
    with rt.writing() as db:
        leavers.set_last_day(db, IdentityRef(identity), last, by=actor(), now=now)
    flash(
        f"The badge ends by itself after {local_date(last)}." if last else "The badge has no end.",
        "success",
    )
    return redirect(url_for(".person", identity=identity), 303)


@bp.post("/<uuid:identity>/end")
@requires(Act.END_ENROLMENTS)
def end(identity: UUID) -> ResponseReturnValue:
    """End somebody's enrolment: their badge, entries and name are erased at once.

    What comes back is the receipt, to be handed over or sent.
    """
    reason = _one_of("end_reason", ENDINGS)
    rt, who = runtime(), IdentityRef(identity)
    with rt.writing() as db:
        if reason == enrolment.ASKED:
            receipt = enrolment.take_back_for(db, who, actor(), rt.hashing, now=rt.now())
        else:
            receipt = enrolment.end(db, who, actor(), reason, rt.hashing, now=rt.now())
    if receipt is None:
        return redirect(url_for(".people"), 303)
    return render_template("admin/ended.html", page=taken_back.hand_over(receipt))


def _person_page(record: Record) -> PersonPage:
    person, badge = record.person, record.person.badge
    shape, word = _badge_in_words(person)
    return PersonPage(
        identity=person.identity,
        name=person.name,
        shape=shape,
        badge=word,
        badge_until=local_date(badge.expires_at) if badge else "",
        good=badge is not None and badge.state is BadgeState.GOOD,
        profiles=", ".join(person.profiles) or "None",
        opens=record.opens,
        choices=tuple((_CHOICES[each.purpose], _choice(each)) for each in record.choices),
        switch_off=_picker("off_reason", "Why?", SWITCH_OFF),
        ending=_picker("end_reason", "Why does it end?", ENDINGS),
        ends=local_date(record.last_day) if record.last_day else "",
        last_day=Field(
            "last_day",
            "Last day",
            "date",
            value=record.last_day.isoformat() if record.last_day else "",
            hint="The badge ends by itself after that day. Leave it empty for no end.",
            required=False,
        ),
    )


def _badge_in_words(person: Listed) -> tuple[str, str]:
    """The shape and the words of what became of the badge."""
    return BADGES[person.badge.state] if person.badge else ("none", "None yet")


_CHOICES = {Purpose.ENTRY: "Carry a badge", Purpose.HISTORY: "See their own entries"}


def _choice(choice: Choice) -> str:
    if not choice.given:
        return "No"
    return f"Yes, until {local_date(choice.until)}" if choice.until else "Yes"


def _picker(name: str, label: str, options: dict[str, str]) -> Field:
    return Field(name, label, "select", options=tuple(options.items()))


def _one_of(field: str, options: dict[str, str]) -> str:
    value = request.form.get(field, "")
    if value not in options:
        raise InputError(field, "Choose one of the list.")
    return value


def _stopped() -> ResponseReturnValue:
    return render_template("admin/stopped.html", page=services.RECORDS_A_DAY), 403
