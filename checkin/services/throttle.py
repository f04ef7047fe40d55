"""Slowing down whoever guesses, without ever shutting anyone out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest

from checkin.storage import Db, throttle


@dataclass(frozen=True, slots=True)
class Pace:
    """How often something may be tried: each step is a number of tries within a time.

    Longer times with fewer tries an hour make whoever goes on wait longer and longer.
    """

    steps: tuple[tuple[int, timedelta], ...]


def attempt(db: Db, pace: Pace, what: bytes, *, now: datetime) -> bool:
    """Count a try. False if there were too many already: then it isn't to be looked at.

    Counting comes first, so that tries sent at once can't all pass.
    """
    allowed = True
    for number, (most, window) in enumerate(pace.steps):
        step = _step(what, number)
        throttle.count(db, step, window=window, now=now)
        allowed = allowed and throttle.tries(db, step, now=now) <= most
    return allowed


def forget(db: Db, pace: Pace, what: bytes) -> None:
    """Forget the tries, because the last one was right."""
    for number in range(len(pace.steps)):
        throttle.forget(db, _step(what, number))


def remember(db: Db, what: bytes, *, life: timedelta, now: datetime) -> None:
    """Remember for a while that something was right from there."""
    throttle.forget(db, what)
    throttle.count(db, what, window=life, now=now)


def remembered(db: Db, what: bytes, *, now: datetime) -> bool:
    """Whether it is still remembered."""
    return throttle.tries(db, what, now=now) > 0


def subject(key: bytes, *parts: str) -> bytes:
    """What stands for something that is tried, such as a purpose and an address (32 bytes)."""
    return digest(key, "\0".join(parts).encode(), sha256)


def _step(what: bytes, number: int) -> bytes:
    return digest(what, bytes([number]), sha256)
