"""Enrolled people as the console sees them. Every look is written down before anything is shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from checkin.core.audit import Actor
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef
from checkin.core.moments import midnight_before
from checkin.services import accounts, badges, consent, last_day, letters, throttle
from checkin.services.badges import BadgeMaking, Card, Opened
from checkin.services.consent import Choice
from checkin.storage import Db, audit, looks, mail, roster, watch
from checkin.storage import badges as kept_badges
from checkin.storage.audit import Look
from checkin.storage.roster import Listed

__all__ = ["Listed"]

PAGE: Final = 25
RECORDS_A_DAY: Final = 5
PAGES_A_DAY: Final = 10
_DAY: Final = timedelta(hours=24)

LIST: Final = "list"
RECORD: Final = "record"
PRINT: Final = "print"
HELPED: Final = "helped"
"""The ways of looking that a person reads about."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of enrolled people, and behind whom the next one begins; None on the last."""

    people: tuple[Listed, ...]
    next_after: IdentityRef | None


@dataclass(frozen=True, slots=True)
class Record:
    """One person as the console shows them: no address, no entries, no whereabouts."""

    person: Listed
    opens: tuple[Opened, ...]
    choices: tuple[Choice, ...]
    last_day: date | None


class StopLooking:
    """More records were opened on one day than helping at a desk needs."""


def page(
    db: Db, query: str, after: IdentityRef | None, look: Look, hashing: Hashing, *, now: datetime
) -> PeoplePage:
    """Enrolled people whose name has `query` in it, or whose address it is, 25 a page.

    Each of them can read that they were listed. After ten pages on one day the data protection
    officers are told. Somebody who isn't enrolled is found as little as somebody who doesn't exist.
    """
    with watch.looking(db, look, now=now) as seen:
        found = list(roster.page(db, query, after, PAGE + 1))
        shown = found[:PAGE]
        seen.saw([person.access for person in shown])
    _count_page(db, look.viewer, hashing, now=now)
    more = len(found) > PAGE
    return PeoplePage(tuple(shown), shown[-1].identity if more else None)


def record(
    db: Db, identity: IdentityRef, look: Look, hashing: Hashing, *, now: datetime
) -> Record | StopLooking:
    """One person's record; they can read who opened it, and why. Raises NotFoundError.

    The sixth record of a day stays shut, and the data protection officers are told.
    """
    with watch.looking(db, look, now=now) as seen:
        person = roster.one(db, identity)
        if _too_many(db, person, look, hashing, now=now):
            seen.saw([])
            return StopLooking()
        seen.saw([person.access])
        opens = tuple(kept_badges.places_of(db, person.holder))
        last = last_day.of(db, person.ends_at) if person.ends_at else None
        return Record(person, opens, consent.choices(db, identity), last)


def card(
    db: Db, identity: IdentityRef, look: Look, making: BadgeMaking, *, now: datetime
) -> Card | StopLooking | None:
    """The person's good badge, to be printed again; None without one. Raises NotFoundError."""
    with watch.looking(db, look, now=now) as seen:
        person = roster.one(db, identity)
        if _too_many(db, person, look, making.hashing, now=now):
            seen.saw([])
            return StopLooking()
        found = badges.card(db, person.holder, making, now=now)
        seen.saw([person.access] if found else [])
    if found is not None:
        audit.append(db, look.viewer, "badge.print", f"badge:{found.held.id}", now=now)
    return found


def switch_off(db: Db, identity: IdentityRef, actor: Actor, reason: str, *, now: datetime) -> bool:
    """Switch the person's badge off; False if none was good. Raises NotFoundError."""
    with watch.unseen("a deed, which is in the log"):
        badge = roster.one(db, identity).badge
        return badge is not None and badges.revoke(db, badge.id, actor, reason, now=now)


def reissue(
    db: Db, identity: IdentityRef, actor: Actor, making: BadgeMaking, *, now: datetime
) -> None:
    """Make the person a new badge; the old one stops working. Raises NotFoundError."""
    with watch.unseen("a deed, which is in the log"):
        badges.reissue(db, roster.one(db, identity).holder, making, now=now, by=actor)


def _too_many(db: Db, person: Listed, look: Look, hashing: Hashing, *, now: datetime) -> bool:
    """Whether this would be one record more than a day allows; then the officers are told.

    A record that its person let open, with a help code they handed over, doesn't count.
    """
    midnight = midnight_before(now)
    throttle.one_at_a_time(db, throttle.subject(hashing.email_key, "records", look.viewer.alias))
    helped = looks.opened(db, look.viewer.alias, (HELPED,), since=midnight)
    opened = looks.opened(db, look.viewer.alias, (RECORD, PRINT), since=midnight) - helped
    if look.act == HELPED or person.access in opened | helped or len(opened) < RECORDS_A_DAY:
        return False
    what = f"wanted to open more than {RECORDS_A_DAY} people's records on one day and was stopped"
    _tell_officers(db, look.viewer, what, hashing, now=now)
    return True


def _count_page(db: Db, viewer: Actor, hashing: Hashing, *, now: datetime) -> None:
    pages = throttle.subject(hashing.email_key, "list pages", viewer.alias, now.date().isoformat())
    if throttle.count(db, pages, life=_DAY, now=now) > PAGES_A_DAY:
        what = f"opened more than {PAGES_A_DAY} pages of the list of people on one day"
        _tell_officers(db, viewer, what, hashing, now=now)


def _tell_officers(db: Db, viewer: Actor, what: str, hashing: Hashing, *, now: datetime) -> None:
    """Write it down and to the data protection officers, once a day for each viewer and matter."""
    told = throttle.subject(hashing.email_key, "told", viewer.alias, what)
    if throttle.remembered(db, told, now=now):
        return
    throttle.remember(db, told, until=now + _DAY)
    audit.append(db, viewer, "looks.many", "people", now=now)
    letter = letters.looked_at_many(viewer, what)
    for officer in accounts.officers(db):
        mail.put(db, officer.email, letter, now=now)
