"""Taking part: inviting somebody, enrolling whoever says yes, and ending it for a leaver."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from checkin.core import consent
from checkin.core.audit import SELF, Actor
from checkin.core.consent import Act, Shown
from checkin.core.errors import ConflictError
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef, ProfileId, SiteId
from checkin.core.inventory import Purpose
from checkin.services import badges, letters
from checkin.services import consent as consent_service
from checkin.services.badges import BadgeMaking, Held
from checkin.services.consent import Cause, Receipt
from checkin.services.signin import token_hash
from checkin.storage import Db, audit, consents, joining, mail, people, sites
from checkin.storage.joining import Invited
from checkin.storage.people import Named, Refs

__all__ = ["Receipt", "Refs"]

INVITED_FOR: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who says yes to these purposes, `entry` among them."""

    email: str = field(repr=False)
    name: str = field(repr=False)
    language: str
    site: SiteId
    profiles: tuple[ProfileId, ...]
    purposes: frozenset[Purpose]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolled person's references, and the badge just made for them."""

    refs: Refs
    badge: Held


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that was just made. Its code is mailed and kept nowhere."""

    email: str = field(repr=False)
    code: str = field(repr=False)
    until: datetime


def enrol(
    db: Db, person: NewPerson, shown: Shown, making: BadgeMaking, *, now: datetime
) -> Enrolled:
    """Write down what the person said yes to and make their badge: all of it, or nothing.

    Raises ConflictError without a yes to `entry`, and for an address that is enrolled already.
    """
    life = making.consent_life
    acts = consent.give((), person.purposes, shown, now=now, valid_for=life)
    refs = people.new_refs()
    added = people.add(
        db,
        Named(refs, person.name, person.email.lower(), person.language),
        person.profiles,
        entry_until=now + life,
        history=Purpose.HISTORY in person.purposes,
    )
    if not added:
        raise ConflictError("This address has a badge already. Sign in to see it.")
    consents.add(db, refs.consent, acts, partial(making.hashing.hint, address=person.email))
    site = sites.site(db, person.site)
    badge = badges.issue(db, refs.holder, making, now=now, home=site.code if site else None)
    audit.append(db, SELF, "person.enrol", f"consent:{refs.consent}", now=now)
    return Enrolled(refs, badge)


def invite(
    db: Db,
    email: str,
    profile: ProfileId,
    site: SiteId,
    hashing: Hashing,
    *,
    by: Actor,
    now: datetime,
    life: timedelta = INVITED_FOR,
) -> Invitation | None:
    """Make an invitation for an address, whatever its domain.

    None, and nothing to mail, while one is open or if the person takes part already: whoever
    invites is told the same either way.
    """
    code = secrets.token_urlsafe(16)
    invited = Invited(hashing.email(email), profile, site)
    if people.by_email(db, email.lower()) is not None:
        return None
    if not joining.invite(db, invited, token_hash(code), until=now + life, now=now):
        return None
    audit.append(db, by, "invitation.make", f"site:{site}", now=now)
    return Invitation(email.lower(), code, now + life)


def send_invitation(
    db: Db, invitation: Invitation, link: str, organisation: str, *, now: datetime
) -> None:
    """Mail an invitation, once. `link` is the address that its code opens."""
    letter = letters.invitation(organisation, link, (invitation.until - now).days)
    mail.put(db, invitation.email, letter.subject, letter.body, now=now)


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
