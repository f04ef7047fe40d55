"""The life of a key: published, then signing, then only verified, then gone; or revoked.

Readers may hold a set of keys that is a week old. So a key is published eight days before it first
signs, and stays published for as long as anything it signed may still be good.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from checkin.core.badge import KeyPurpose, TrustedKey

PUBLISHED_AHEAD: Final = timedelta(days=8)
"""How old a reader's set of keys may be, and a day."""

SIGNS_FOR: Final = timedelta(days=180)

GOOD_FOR: Final = {
    KeyPurpose.BADGE: timedelta(days=180),
    KeyPurpose.DAY: timedelta(days=62),  # packs are printed up to 60 days ahead
    KeyPurpose.STATUS: timedelta(hours=24),
    KeyPurpose.LOG: None,
}
"""How long what a key signed last may be good; a log's checkpoints are for good."""

_MARGIN: Final = timedelta(days=1)
_RENEW_BEFORE: Final = timedelta(days=30)


class KeyState(StrEnum):
    """Where a key is in its life."""

    WAITING = "waiting"
    SIGNING = "signing"
    SPARE = "spare"
    RETIRED = "retired"
    ENDED = "ended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KeyLife:
    """A key, where it is in its life, and when that changes next; None if it won't by itself."""

    key: TrustedKey
    state: KeyState
    until: datetime | None
    renew: bool


def may_sign(key: TrustedKey, purpose: KeyPurpose, *, now: datetime) -> bool:
    """Whether the key may sign for this purpose now."""
    in_window = key.not_before <= now < key.not_after
    return key.purpose is purpose and in_window and not key.revoked


def signing(keys: Iterable[TrustedKey], purpose: KeyPurpose, *, now: datetime) -> TrustedKey | None:
    """Return the key that signs for a purpose now: the newest that may; None if none may.

    Of two that begin in the same second it is the one that was made later, which comes later.
    """
    able = [key for key in keys if may_sign(key, purpose, now=now)]
    return max(reversed(able), key=lambda key: key.not_before, default=None)


def waiting(keys: Iterable[TrustedKey], purpose: KeyPurpose, *, now: datetime) -> TrustedKey | None:
    """Return the key that is published and signs for this purpose later; None without one."""
    later = [
        key for key in keys if key.purpose is purpose and not key.revoked and key.not_before > now
    ]
    return min(later, key=lambda key: (key.not_before, key.kid), default=None)


def first_use(keys: Iterable[TrustedKey], purpose: KeyPurpose, *, now: datetime) -> datetime:
    """Return when a key that is made now ought to sign first.

    When the present one stops, but not before every reader can know the new one.
    """
    present = signing(keys, purpose, now=now)
    earliest = now + PUBLISHED_AHEAD
    return max(earliest, present.not_after) if present else earliest


def published_until(key: TrustedKey) -> datetime | None:
    """Return until when the key stays in the published set; None for good."""
    good_for = GOOD_FOR[key.purpose]
    return None if good_for is None else key.not_after + good_for + _MARGIN


def is_published(key: TrustedKey, *, now: datetime) -> bool:
    """Whether something that the key signed may still be good, so that readers need it."""
    until = published_until(key)
    return until is None or now < until


def lives(keys: Collection[TrustedKey], *, now: datetime) -> list[KeyLife]:
    """Return every key with where it is in its life, by purpose and from new to old."""
    order = list(KeyPurpose)
    newest_first = sorted(keys, key=lambda key: (key.not_before, key.kid), reverse=True)
    newest_first.sort(key=lambda key: order.index(key.purpose))
    return [_life(key, keys, now) for key in newest_first]


def _life(key: TrustedKey, keys: Collection[TrustedKey], now: datetime) -> KeyLife:
    state = _state(key, keys, now)
    until = {
        KeyState.WAITING: key.not_before,
        KeyState.SIGNING: key.not_after,
        KeyState.SPARE: key.not_after,
        KeyState.RETIRED: published_until(key),
        KeyState.REVOKED: published_until(key),
        KeyState.ENDED: None,
    }[state]
    ends_soon = state is KeyState.SIGNING and key.not_after - now < _RENEW_BEFORE
    return KeyLife(key, state, until, ends_soon and not waiting(keys, key.purpose, now=now))


def _state(key: TrustedKey, keys: Collection[TrustedKey], now: datetime) -> KeyState:
    if not is_published(key, now=now):
        return KeyState.ENDED
    if key.revoked:
        return KeyState.REVOKED
    if now < key.not_before:
        return KeyState.WAITING
    if now >= key.not_after:
        return KeyState.RETIRED
    return KeyState.SIGNING if key == signing(keys, key.purpose, now=now) else KeyState.SPARE
