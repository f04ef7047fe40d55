"""Inviting people: a list is taken as it comes and worked through beside the requests.

So nobody can tell from an answer, a number or the time it takes who has a badge already, has an
open invitation or declined: every line is the same work to whoever pastes it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from checkin.core.audit import Actor
from checkin.core.hashing import Hashing
from checkin.core.ids import ProfileId, SiteId
from checkin.core.pasted import Deed, Line
from checkin.services import last_day, letters, sites, throttle
from checkin.services.signin import token_hash
from checkin.storage import Db, audit, joining, mail, outbox, pasted, people, watch
from checkin.storage.joining import Invited, Start

__all__ = ["Start"]

INVITED_FOR: Final = timedelta(days=14)
GIVEN_UP_AFTER: Final = timedelta(hours=24)
"""How long a line waits to be worked through if the server doesn't run."""

_COUNTED_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that was just made. Its code is mailed and kept nowhere."""

    email: str = field(repr=False)
    code: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """What invitations need to know of an instance: who invites, where links lead, how long."""

    organisation: str
    links: str
    life: timedelta


@watch.unseen("whom it lists is told to nobody")
def ask(
    db: Db,
    lines: Sequence[Line],
    profile: ProfileId,
    site: SiteId,
    ends_at: datetime | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Take a list of addresses to invite. Raises NotFoundError without such a site or profile.

    A line's own last day counts; without one `ends_at` does. What is written down is how many lines
    there were, never how many of them led to a message.
    """
    sites.site(db, site)
    sites.profile(db, profile)
    starts = ((line.address, _start(db, line, profile, site, ends_at)) for line in lines)
    pasted.add(
        db,
        uuid4(),
        Deed.INVITE,
        [(address, start, start.ends_at) for address, start in starts],
        due_at=now,
        until=now + GIVEN_UP_AFTER,
    )
    audit.append(db, by, "invitation.ask", f"site:{site}", now=now, amount=str(len(lines)))


@watch.unseen("a number")
def waiting(db: Db) -> int:
    """How many lines are still to be worked through."""
    return pasted.waiting(db, Deed.INVITE)


def work_through(db: Db, post: Post, hashing: Hashing, *, now: datetime, limit: int) -> int:
    """Invite the next addresses that wait; how many lines. There may be more if it is `limit`."""
    lines = pasted.due(db, Deed.INVITE, now=now, limit=limit)
    for line in lines:
        if line.start is not None:
            made = invite(db, line.address, line.start, hashing, now=now, life=post.life)
            if made is not None:
                _send(db, made, post, now=now)
    pasted.done(db, lines)
    return len(lines)


@watch.unseen("whether somebody takes part is told to nobody")
def invite(
    db: Db,
    email: str,
    start: Start,
    hashing: Hashing,
    *,
    now: datetime,
    life: timedelta = INVITED_FOR,
) -> Invitation | None:
    """Make an invitation for an address, whatever its domain.

    None, and nothing to mail, while one is open or if the person takes part already.
    """
    code, until = secrets.token_urlsafe(16), min(now + life, start.ends_at or now + life)
    invited = Invited(hashing.email(email), start)
    if people.by_email(db, email.lower()) is not None:
        return None
    if not joining.invite(db, invited, token_hash(code), until=until, now=now):
        return None
    return Invitation(email.lower(), code, until)


def undeliverable(db: Db, address: str, hashing: Hashing, *, now: datetime) -> None:
    """Take back an invitation that can't reach its address, and count it.

    The address can be typed again then; the number says nothing about whose it was.
    """
    if joining.take_back(db, [hashing.email(address)]):
        throttle.count(db, _bounced_on(hashing, now), life=timedelta(days=_COUNTED_DAYS), now=now)


def give_up(db: Db, hashing: Hashing, *, now: datetime) -> None:
    """Let go of messages that couldn't be sent in time, and take their invitations back."""
    for address in outbox.given_up(db, now=now):
        undeliverable(db, address, hashing, now=now)


@watch.unseen("a number")
def undelivered(db: Db, hashing: Hashing, *, now: datetime) -> int:
    """How many invitations couldn't be delivered in the last 14 days."""
    days = (now - timedelta(days=back) for back in range(_COUNTED_DAYS + 1))
    return sum(throttle.counted(db, _bounced_on(hashing, day), now=now) for day in days)


def _start(db: Db, line: Line, profile: ProfileId, site: SiteId, ends_at: datetime | None) -> Start:
    own = last_day.over_at(db, line.last_day) if line.last_day else ends_at
    return Start(profile, site, own)


def _send(db: Db, invitation: Invitation, post: Post, *, now: datetime) -> None:
    link = f"{post.links}{invitation.code}"
    letter = letters.invitation(post.organisation, link, max((invitation.until - now).days, 1))
    mail.put(db, invitation.email, letter, now=now, invites=True)


def _bounced_on(hashing: Hashing, day: datetime) -> bytes:
    return throttle.subject(hashing.email_key, "undelivered", day.date().isoformat())
