"""Slowing down whoever guesses, without ever shutting anyone out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest

from checkin.storage import Db, throttle
from checkin.storage.throttle import Tries

MINUTE = timedelta(minutes=1)
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """How many tries are free; each further one waits twice as long as the one before it.

    All is forgotten when nothing was tried for as long as it is `remembered`, or for the longest
    wait: if that is all, whoever guesses gets the free tries again by waiting just once.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    remembered: timedelta = timedelta(0)

    @property
    def life(self) -> timedelta:
        """How long after the last try all is forgotten."""
        return max(self.longest_wait, self.remembered)

    def wait(self, tries: int) -> timedelta:
        """How long after its last try something that was tried this often may come again."""
        if tries < self.free:
            return timedelta(0)
        doublings = min(tries - self.free, _MOST_DOUBLINGS)
        return min(self.first_wait * (1 << doublings), self.longest_wait)


def attempt(db: Db, pace: Pace, what: bytes, *, now: datetime) -> datetime | None:
    """Count a try. None if it may go on; else when it may come again, and it isn't counted."""
    tries = throttle.locked(db, what, now=now)
    again = tries.until - pace.life + pace.wait(tries.number)
    if tries.number and now < again:
        return again
    throttle.keep(db, what, Tries(tries.number + 1, now + pace.life))
    return None


def forget(db: Db, what: bytes) -> None:
    """Forget the tries, because the last one was right."""
    throttle.forget(db, what)


def count(db: Db, what: bytes, *, life: timedelta, now: datetime) -> int:
    """Count something that isn't a guess; how often it happened within its life."""
    tries = throttle.locked(db, what, now=now)
    until = tries.until if tries.number else now + life
    throttle.keep(db, what, Tries(tries.number + 1, until))
    return tries.number + 1


def counted(db: Db, what: bytes, *, now: datetime) -> int:
    """How often something was counted within its life."""
    return throttle.locked(db, what, now=now).number


def remember(db: Db, what: bytes, *, until: datetime) -> None:
    """Remember for a while that something was right from there."""
    throttle.keep(db, what, Tries(1, until))


def remembered(db: Db, what: bytes, *, now: datetime) -> bool:
    """Whether something was right from there, not too long ago (`remember`)."""
    return throttle.locked(db, what, now=now).number > 0


def one_at_a_time(db: Db, what: bytes) -> None:
    """Wait until nobody else is at this, and let nobody else be until the block ends."""
    throttle.hold(db, what)


def once(db: Db, what: bytes, *, until: datetime) -> bool:
    """Whether this is the first time, for something that may happen once until then."""
    return throttle.first(db, what, until=until)


def subject(key: bytes, *parts: str) -> bytes:
    """What stands for something that is tried, such as a purpose and an address (32 bytes)."""
    return digest(key, "\0".join(parts).encode(), sha256)
