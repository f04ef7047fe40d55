"""Codes that prove an address: mailed once, typed within 15 minutes, five tries each."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from checkin.core import shortcode
from checkin.core.hashing import Hashing
from checkin.core.ids import IdentityRef
from checkin.services import letters, throttle
from checkin.services.letters import Letter
from checkin.services.signin import token_hash
from checkin.services.throttle import Pace
from checkin.storage import Db, joining, mail, people
from checkin.storage.joining import Start
from checkin.storage.people import Named

LIFE: Final = timedelta(minutes=15)
CARRY_LIFE: Final = timedelta(minutes=5)

# Somebody else's tries slow the owner of an address down by minutes at most. Nothing about somebody
# who may be joining is remembered for longer than their code lives.
_FROM_THERE_TO_ADDRESS: Final = Pace(5, timedelta(minutes=1), timedelta(minutes=15))
_TO_ADDRESS: Final = Pace(10, timedelta(seconds=15), timedelta(minutes=5), remembered=LIFE)
# Many people join behind one company's address on the same morning.
_FROM_THERE: Final = Pace(300, timedelta(seconds=1), timedelta(seconds=30))


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Too many codes were asked for; the next may be at `again`."""

    again: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a code: the address as typed, and where the request comes from."""

    email: str
    client: str


def ask_to_sign_in(
    db: Db, asking: Asking, organisation: str, hashing: Hashing, *, now: datetime
) -> TooManyTries | None:
    """Mail a code to whoever is enrolled. For anybody else everything looks the same."""
    if slow := pace(db, asking, hashing, now=now):
        return slow
    if people.by_email(db, asking.email) is None:
        keep_decoy(db, asking.email, hashing, now=now)
    else:
        mail_code(db, asking.email, organisation, hashing, now=now)
    return None


def sign_in(
    db: Db, asking: Asking, typed: str, hashing: Hashing, *, now: datetime
) -> Named | TooManyTries | None:
    """The enrolled person who proves this address; None for a code that isn't good."""
    if slow := pace_typing(db, asking.client, hashing, now=now):
        return slow
    right = check(db, asking.email, typed, hashing, now=now)
    someone = people.by_email(db, asking.email)
    return someone if right else None


def pace(db: Db, asking: Asking, hashing: Hashing, *, now: datetime) -> TooManyTries | None:
    """Count that a code is asked for; when to come again, if it was too often."""
    return (
        _count(db, _FROM_THERE, hashing, "codes from", asking.client, now=now)
        or _count(
            db, _FROM_THERE_TO_ADDRESS, hashing, "codes", asking.client, asking.email, now=now
        )
        or _count(db, _TO_ADDRESS, hashing, "codes to", asking.email, now=now)
    )


def pace_typing(db: Db, client: str, hashing: Hashing, *, now: datetime) -> TooManyTries | None:
    """Count that a code is typed, right or wrong, so that a wrong one takes as long as any."""
    return _count(db, _FROM_THERE, hashing, "typed", client, now=now)


def mail_code(db: Db, email: str, organisation: str, hashing: Hashing, *, now: datetime) -> None:
    """Mail a new code to the address; an earlier one stops working."""
    digits = f"{secrets.randbelow(10**8):08}"
    joining.keep_code(db, hashing.email(email), hashing.code(digits), until=now + LIFE)
    send(db, email, letters.code(organisation, digits), now=now)


def keep_decoy(db: Db, email: str, hashing: Hashing, *, now: datetime) -> None:
    """For an address that gets no code: a row no code fits, so that all tries look alike."""
    joining.keep_code(db, hashing.email(email), secrets.token_bytes(32), until=now + LIFE)


def check(db: Db, email: str, typed: str, hashing: Hashing, *, now: datetime) -> bool:
    """Whether this is the code that was mailed. A right one is used up, a wrong one costs a try."""
    digits = "".join(typed.split())
    kept = joining.use_try(db, hashing.email(email), now=now)
    shown = hashing.code(digits) if digits.isascii() else b""
    if kept is None or not compare_digest(kept, shown):
        return False
    joining.forget_code(db, hashing.email(email))
    return True


def carry(db: Db, identity: IdentityRef, *, now: datetime) -> str:
    """A code that opens the person's pages on another screen: good once, for five minutes."""
    code = secrets.token_urlsafe(16)
    joining.keep_carry_code(db, token_hash(code), identity, until=now + CARRY_LIFE)
    return code


def hand_out(db: Db, start: Start, hashing: Hashing, *, now: datetime) -> str:
    """A code on paper with which its bearer can join: good once, for 15 minutes."""
    code = _drawn(hashing)
    joining.keep_desk_code(db, hashing.code(code), start, until=now + LIFE)
    return shortcode.pretty(code)


def hand_out_sign_in(db: Db, identity: IdentityRef, hashing: Hashing, *, now: datetime) -> str:
    """A code on paper with which somebody without an address signs in: once, for 15 minutes."""
    code = _drawn(hashing)
    joining.keep_carry_code(db, hashing.code(code), identity, until=now + LIFE)
    return shortcode.pretty(code)


def signed_in_by_paper(
    db: Db, typed: str, client: str, hashing: Hashing, *, now: datetime
) -> IdentityRef | TooManyTries | None:
    """Who signs in with a code from the front desk; None for a code that isn't good."""
    if slow := pace_typing(db, client, hashing, now=now):
        return slow
    code = shortcode.normalise(typed)
    return joining.use_carry_code(db, hashing.code(code), now=now) if code else None


def carried(db: Db, code: str, *, now: datetime) -> IdentityRef | None:
    """Whose pages this code opens; None, and it is used up, if its time is over."""
    return joining.use_carry_code(db, token_hash(code), now=now)


def send(db: Db, email: str, letter: Letter, *, now: datetime) -> None:
    """Leave a message whose address is forgotten after 15 minutes even if it can't be sent."""
    mail.put(db, email, letter, now=now, life=LIFE)


def _drawn(hashing: Hashing) -> str:
    """A code of ten symbols that nobody can guess, easy to type: the last one checks the others."""
    return hashing.short_code(secrets.token_bytes(16))


def _count(db: Db, limit: Pace, hashing: Hashing, *what: str, now: datetime) -> TooManyTries | None:
    subject = throttle.subject(hashing.email_key, *what)
    again = throttle.attempt(db, limit, subject, now=now)
    return TooManyTries(again) if again else None
