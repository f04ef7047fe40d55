"""What time does to consents: pauses end, texts change, a yes runs out; people are told before.

Each function does a batch and says how much of it there was, so that whoever calls can go on in a
block of its own. All of it can be repeated: what is done is found no more.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from checkin.core.audit import SYSTEM
from checkin.core.consent import LIVE, Act, By, State
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.services import letters, notices, standing
from checkin.services.consent import Cause, end
from checkin.services.letters import Mailing
from checkin.storage import Db, audit, consents, mail, people
from checkin.storage.consents import Standing

BATCH: Final = 100
FIRST_REMINDER: Final = timedelta(days=30)
LAST_REMINDER: Final = timedelta(days=7)
_ANSWERED: Final = (State.GIVEN, State.RENEWED)
_EVERYBODY: Final = 2**31 - 1


def resume(db: Db, hashing: Hashing, *, now: datetime, limit: int = BATCH) -> int:
    """End the pauses that have lasted 30 days; how many."""
    over = people.pauses_over(db, now=now, limit=limit)
    for identity in over:
        standing.resume(db, identity, hashing, now=now, by=By.SYSTEM)
    return len(over)


def announce(
    db: Db, mailing: Mailing, hashing: Hashing, *, now: datetime, limit: int = BATCH
) -> int:
    """Tell people once that a text of theirs has a successor of substance; how many.

    What they said yes to goes on as it was until that one holds.
    """
    successors = notices.outdated(db)
    found = _by_person(
        one
        for purpose, old in successors.items()
        for one in consents.on_texts(db, _ANSWERED, old.texts, [purpose], limit=limit)
    )
    for identity, purposes in found.items():
        person = people.get(db, identity)
        holds_from = min(successors[purpose].holds_from for purpose in purposes)
        letter = letters.text_changed(mailing.organisation, mailing.link, holds_from)
        if person.email:
            mail.put(db, person.email, letter, now=now)
        standing.step(db, identity, purposes, Act.ANNOUNCE, hashing, now=now)
    return len(found)


def suspend(db: Db, hashing: Hashing, *, now: datetime, limit: int = BATCH) -> int:
    """Stop what rests on a text that holds no more and wasn't answered for; of how many people."""
    found = _by_person(
        one
        for purpose, old in notices.outdated(db, now=now).items()
        for one in consents.on_texts(db, [State.RENEWAL_DUE], old.texts, [purpose], limit=limit)
    )
    for identity, purposes in found.items():
        standing.step(db, identity, purposes, Act.SUSPEND, hashing, now=now)
    return len(found)


def lapse(db: Db, hashing: Hashing, *, now: datetime, grace: timedelta, limit: int = BATCH) -> int:
    """End the consents whose time is over, and those whose new text nobody answered in `grace`.

    How many people that met. Everything paused waits for the end of the pause.
    """
    over = [
        *consents.running_out(db, (*LIVE, State.SUSPENDED), by=now, limit=limit),
        *consents.unanswered(db, since=now - grace, limit=limit),
    ]
    found = _by_person(over)
    for identity, purposes in found.items():
        end(db, people.get(db, identity), purposes, Cause(Act.LAPSE, SYSTEM), hashing, now=now)
    return len(found)


def remind(db: Db, mailing: Mailing, *, now: datetime) -> int:
    """Tell people that a yes of theirs ends: 30 and 7 days before, and never more often."""
    soon = consents.running_out(db, LIVE, by=now + FIRST_REMINDER, limit=_EVERYBODY)
    due = _by_person(one for one in soon if _is_due(one, now))
    ends = {one.identity: one.valid_until for one in reversed(soon)}
    for identity in due:
        person = people.get(db, identity)
        letter = letters.ends_soon(mailing.organisation, mailing.link, ends[identity])
        if person.email is not None:  # without an address it's on their own pages alone
            mail.put(db, person.email, letter, now=now)
        people.reminded(db, person.refs.holder, now=now)
        audit.append(db, SYSTEM, "consent.remind", f"consent:{person.refs.consent}", now=now)
    return len(due)


def _is_due(one: Standing, now: datetime) -> bool:
    """Whether the first or the last reminder before this end is due and wasn't sent yet.

    A yes of this month isn't news: whoever just gave it isn't told.
    """
    window = LAST_REMINDER if one.valid_until - now <= LAST_REMINDER else FIRST_REMINDER
    opened = one.valid_until - window
    told = one.since if one.reminded_at is None else max(one.since, one.reminded_at)
    return told < opened and now < one.valid_until


def _by_person(found: Iterable[Standing]) -> dict[IdentityRef, set[Purpose]]:
    people_with: dict[IdentityRef, set[Purpose]] = defaultdict(set)
    for one in found:
        people_with[one.identity].add(one.purpose)
    return people_with
