"""What changes a consent and ends nothing: saying yes again, pausing, and what the clock brings."""

from collections.abc import Collection
from datetime import datetime, timedelta

from checkin.core import consent
from checkin.core.audit import SELF, SYSTEM
from checkin.core.consent import Act, By, Shown
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.services.consent import keep
from checkin.storage import Db, audit, consents, people


def reaffirm(
    db: Db,
    identity: IdentityRef,
    purposes: Collection[Purpose],
    shown: Shown,
    hashing: Hashing,
    *,
    now: datetime,
    valid_for: timedelta,
) -> None:
    """Say yes again: for another while, or to a text that has changed.

    Raises ConflictError for what was never said yes to, has ended or is paused.
    """
    person = people.get(db, identity)
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    acts = consent.reaffirm(ledger, purposes, shown, now=now, valid_for=valid_for)
    keep(db, person, ledger, acts, hashing)
    audit.append(db, SELF, "consent.reaffirm", f"consent:{person.refs.consent}", now=now)


def pause(db: Db, identity: IdentityRef, hashing: Hashing, *, now: datetime) -> None:
    """Pause everything, as the person asks (GDPR art. 18): for 30 days at most.

    The badge opens nothing, nothing is used, and nothing is deleted. Raises ConflictError if the
    badge isn't in force.
    """
    person = people.get(db, identity)
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    keep(db, person, ledger, consent.pause(ledger, now=now), hashing)
    audit.append(db, SELF, "consent.freeze", f"consent:{person.refs.consent}", now=now)


def resume(
    db: Db, identity: IdentityRef, hashing: Hashing, *, now: datetime, by: By = By.SUBJECT
) -> bool:
    """End a pause, as the person asks or because it is over; False if nothing was paused."""
    person = people.get(db, identity)
    if not consent.open_to(consents.history(db, person.refs.consent), Act.UNFREEZE):
        return False
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    keep(db, person, ledger, consent.resume(ledger, by=by, now=now), hashing)
    actor = SELF if by is By.SUBJECT else SYSTEM
    audit.append(db, actor, "consent.unfreeze", f"consent:{person.refs.consent}", now=now)
    return True


def step(
    db: Db,
    identity: IdentityRef,
    purposes: Collection[Purpose],
    act: Act,
    hashing: Hashing,
    *,
    now: datetime,
) -> None:
    """Do to a person's consents what a new text brings: announce it, or suspend what rests on the
    old one.

    Raises ConflictError where it can't be done to all of them, as when one was answered meanwhile.
    """
    person = people.get(db, identity)
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    acts = consent.step(ledger, purposes, act, by=By.SYSTEM, now=now)
    keep(db, person, ledger, acts, hashing)
    audit.append(db, SYSTEM, f"consent.{act}", f"consent:{person.refs.consent}", now=now)
