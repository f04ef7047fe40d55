"""Taking part: enrolling whoever says yes, and ending it for a leaver."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from checkin.core import consent
from checkin.core.audit import SELF, SYSTEM, Actor
from checkin.core.consent import STANDING, Act, Method, Shown
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.services import badges, receipts
from checkin.services import consent as consent_service
from checkin.services.badges import BadgeMaking, Held
from checkin.services.consent import Cause, Receipt
from checkin.storage import Db, audit, consents, people, sites, watch
from checkin.storage.people import Named, Refs

__all__ = ["Receipt", "Refs"]

LEAVER: Final = "leaver"
"""The reason that is written down when somebody's time here ends."""
ASKED: Final = "asked"
"""The reason that is written down when somebody asked for it, by letter or in person."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who says yes to these purposes, `entry` among them.

    `email` is None for somebody who came with a code on paper, which `assisted_by` handed out;
    `ends_at` is when their time here ends, if that is known.
    """

    email: str | None = field(repr=False)
    name: str = field(repr=False)
    language: str
    site: SiteId
    profiles: tuple[ProfileId, ...]
    purposes: frozenset[Purpose]
    ends_at: datetime | None = None
    assisted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolled person's references, and the badge just made for them."""

    refs: Refs
    badge: Held


def enrol(
    db: Db, person: NewPerson, shown: Shown, making: BadgeMaking, *, now: datetime
) -> Enrolled:
    """Write down what the person said yes to and make their badge: all of it, or nothing.

    Raises ConflictError without a yes to `entry`, and for an address that is enrolled already.
    """
    life = making.consent_life
    acts = consent.give(
        (), person.purposes, shown, now=now, valid_for=life, assisted_by=person.assisted_by
    )
    email = person.email.lower() if person.email else None
    named = Named(people.new_refs(), person.name, email, person.language)
    refs = named.refs
    added = people.add(
        db,
        named,
        person.profiles,
        entry_until=now + life,
        history=Purpose.HISTORY in person.purposes,
        ends_at=person.ends_at,
    )
    if not added:
        raise ConflictError("This address has a badge already. Sign in to see it.")
    consents.add(db, refs.consent, acts, partial(making.hashing.hint, address=named.known_by))
    site = sites.site(db, person.site)
    receipts.keep_code(db, refs.consent, making.hashing)
    badge = badges.issue(db, refs.holder, making, now=now, home=site.code if site else None)
    audit.append(db, SELF, "person.enrol", f"consent:{refs.consent}", now=now)
    return Enrolled(refs, badge)


@watch.unseen("a deed, which is in the log")
def end(
    db: Db,
    identity: IdentityRef,
    actor: Actor,
    reason: str,
    hashing: Hashing,
    *,
    now: datetime,
) -> Receipt | None:
    """End the enrolment of somebody who leaves, exactly as if they took everything back.

    `reason` is a code of at most 24 characters. None if nothing was in force.
    """
    person = people.get(db, identity)
    return consent_service.end(
        db, person, [Purpose.ENTRY], Cause(Act.REVOKE, actor, reason), hashing, now=now
    )


@watch.unseen("a deed, which is in the log")
def take_back_for(
    db: Db, identity: IdentityRef, actor: Actor, hashing: Hashing, *, now: datetime
) -> Receipt | None:
    """Take everything back for somebody who asked for it by letter or in person.

    None if nothing was in force.
    """
    asked = Cause(Act.WITHDRAW, actor, ASKED, Method.PAPER_FORM)
    person = people.get(db, identity)
    return consent_service.end(db, person, [Purpose.ENTRY], asked, hashing, now=now)


def invalidate(
    db: Db, email: str, officer: Actor, reason: str, hashing: Hashing, *, now: datetime
) -> Receipt:
    """Find that a consent was never valid: everything on it goes, as if it had been taken back.

    `reason` is a code of at most 24 characters. Raises NotFoundError for somebody who doesn't take
    part.
    """
    person = people.by_email(db, email.lower())
    found = Cause(Act.INVALIDATE, officer, reason)
    ended = person and consent_service.end(db, person, [Purpose.ENTRY], found, hashing, now=now)
    if not ended:
        raise NotFoundError("Nobody with this address takes part.")
    return ended


def invalidate_all(
    db: Db,
    purpose: Purpose,
    officer: Actor,
    reason: str,
    hashing: Hashing,
    *,
    now: datetime,
    limit: int = 100,
) -> int:
    """Find so of everybody's consent to this purpose; for how many it ended.

    There may be more if it is `limit`. What is done is found no more, so it can be repeated.
    """
    found = Cause(Act.INVALIDATE, officer, reason)
    due = consents.for_purpose(db, purpose, STANDING, limit=limit)
    for one in due:
        person = people.get(db, one.identity)
        consent_service.end(db, person, [purpose], found, hashing, now=now)
    return len(due)


def end_over(db: Db, hashing: Hashing, *, now: datetime, limit: int = 100) -> int:
    """End the enrolments whose last day is over; how many. There may be more if it is `limit`."""
    due = people.over(db, now=now, limit=limit)
    ended = [end(db, identity, SYSTEM, LEAVER, hashing, now=now) for identity in due]
    return sum(receipt is not None for receipt in ended)
