"""Taking back without signing in: with the code of a receipt, or at the front desk.

It works for whoever is locked out, has lost the badge or had it switched off.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checkin.core import shortcode
from checkin.core.audit import SELF, Actor
from checkin.core.consent import Act, Method
from checkin.core.hashing import Hashing
from checkin.core.inventory import Purpose
from checkin.services import consent, throttle
from checkin.services.codes import TooManyTries
from checkin.services.consent import Cause, Choice, Receipt
from checkin.services.throttle import Pace
from checkin.storage import Db, badges, people, receipt_codes, watch
from checkin.storage.people import Named
from checkin.storage.receipt_codes import Ended, Standing

__all__ = ["Ended"]

_ALONE: Final = Cause(Act.WITHDRAW, SELF)
_PACE: Final = Pace(20, timedelta(seconds=2), timedelta(minutes=5))


class UnknownCode:
    """No receipt has this code, or its 30 days are over: the two answer alike."""


@dataclass(frozen=True, slots=True)
class InForce:
    """Somebody takes part under this code: their language, and where each consent stands."""

    language: str
    choices: tuple[Choice, ...]


Found = InForce | Ended | UnknownCode | TooManyTries


def look_up(db: Db, typed: str, client: str, hashing: Hashing, *, now: datetime) -> Found:
    """What the code of a receipt stands for."""
    found = _standing(db, typed, client, hashing, now=now)
    if not isinstance(found, Standing):
        return found
    if found.ended:
        return found.ended
    if found.identity is None:
        return UnknownCode()
    person = people.get(db, found.identity)
    return InForce(person.language, consent.choices(db, found.identity))


def take_back(
    db: Db,
    typed: str,
    purposes: Collection[Purpose],
    client: str,
    hashing: Hashing,
    *,
    now: datetime,
    cause: Cause = _ALONE,
) -> Receipt | Found:
    """Take consents back with the code of a receipt, or say what it stands for if none is in force.

    `cause` tells who typed it, if not the person. Raises ValueError for no purpose at all.
    """
    if not purposes:
        raise ValueError("say which consents are taken back")
    found = _standing(db, typed, client, hashing, now=now)
    if not isinstance(found, Standing):
        return found
    if found.identity is None:
        return found.ended or UnknownCode()
    person = people.get(db, found.identity)
    return _taken_back(db, person, purposes, cause, hashing, now=now)


def take_back_at_desk(
    db: Db,
    shown: str,
    purposes: Collection[Purpose],
    client: str,
    hashing: Hashing,
    *,
    by: Actor,
    now: datetime,
) -> Receipt | Found:
    """Take consents back for somebody at the desk, who shows a badge's short code or a receipt's.

    Nobody is named to whoever types it. Raises ValueError for no purpose at all.
    """
    code, cause = shortcode.normalise(shown), Cause(Act.WITHDRAW, by, method=Method.ASSISTED_CODE)
    with watch.unseen("a deed, whose receipt names nobody"):
        holder = badges.holder_of_code(db, hashing.code(code)) if code else None
        if holder is None:
            return take_back(db, shown, purposes, client, hashing, now=now, cause=cause)
        person = people.by_holder(db, holder)
        return _taken_back(db, person, purposes, cause, hashing, now=now)


def _taken_back(
    db: Db,
    person: Named,
    purposes: Collection[Purpose],
    cause: Cause,
    hashing: Hashing,
    *,
    now: datetime,
) -> Receipt | InForce:
    receipt = consent.end(db, person, purposes, cause, hashing, now=now)
    return receipt or InForce(person.language, consent.choices(db, person.refs.identity))


def _standing(
    db: Db, typed: str, client: str, hashing: Hashing, *, now: datetime
) -> Standing | UnknownCode | TooManyTries:
    """What the code stands for; wrong ones take as long as any, and more of them take longer."""
    tries = throttle.subject(hashing.email_key, "receipt codes", client)
    if again := throttle.attempt(db, _PACE, tries, now=now):
        return TooManyTries(again)
    code = shortcode.normalise(typed)
    found = receipt_codes.standing(db, hashing.receipt(code), now=now) if code else None
    return found or UnknownCode()
