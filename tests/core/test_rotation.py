from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkin.core import rotation
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.rotation import PUBLISHED_AHEAD, SIGNS_FOR, KeyState

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BADGE, DAY_PASS, STATUS, LOG = (
    KeyPurpose.BADGE,
    KeyPurpose.DAY,
    KeyPurpose.STATUS,
    KeyPurpose.LOG,
)


def key(name: str, begin: timedelta, purpose: KeyPurpose = BADGE, **changed: bool) -> TrustedKey:
    """A key that begins to sign so long after noon."""
    kid = name.encode().ljust(8)
    made = TrustedKey(
        kid, -19, purpose, bytes(32), NOON + begin, NOON + begin + SIGNS_FOR, revoked=False
    )
    return replace(made, **changed)  # type: ignore[arg-type]


PRESENT = key("present", -100 * DAY)
NEXT = key("next", 80 * DAY)
NEWER = key("newer", -DAY)
OLD = key("old", -200 * DAY)
STOLEN = key("stolen", -10 * DAY, revoked=True)


def states(*keys: TrustedKey, at: datetime = NOON) -> dict[str, KeyState]:
    found = rotation.lives(keys, now=at)
    return {life.key.kid.decode().strip(): life.state for life in found}


def test_the_newest_key_that_may_signs() -> None:
    assert rotation.signing([PRESENT, NEXT, NEWER, OLD, STOLEN], BADGE, now=NOON) == NEWER
    assert rotation.signing([OLD, NEXT, STOLEN], BADGE, now=NOON) is None
    assert rotation.signing([PRESENT], STATUS, now=NOON) is None


def test_every_key_has_its_place_in_life() -> None:
    assert states(PRESENT, NEXT, NEWER, OLD, STOLEN) == {
        "present": KeyState.SPARE,
        "next": KeyState.WAITING,
        "newer": KeyState.SIGNING,
        "old": KeyState.RETIRED,
        "stolen": KeyState.REVOKED,
    }


def test_keys_are_listed_by_purpose_and_from_new_to_old() -> None:
    keys = (OLD, key("log", -DAY, LOG), NEXT, key("day", -DAY, DAY_PASS), PRESENT)

    assert list(states(*keys)) == ["next", "present", "old", "day", "log"]


@pytest.mark.parametrize(
    ("purpose", "days"), [(BADGE, 181), (DAY_PASS, 63), (STATUS, 2), (LOG, None)]
)
def test_a_key_stays_published_until_nothing_it_signed_is_good(
    purpose: KeyPurpose, days: int | None
) -> None:
    old = key("old", -SIGNS_FOR, purpose)

    until = rotation.published_until(old)

    assert until == (None if days is None else NOON + days * DAY)
    assert rotation.is_published(old, now=NOON + 1000 * DAY) is (days is None)
    if until:
        assert rotation.is_published(old, now=until - timedelta(seconds=1))
        assert states(old, at=until) == {"old": KeyState.ENDED}


def test_the_next_key_begins_when_the_present_one_stops() -> None:
    assert rotation.first_use([PRESENT], BADGE, now=NOON) == PRESENT.not_after


def test_no_key_is_used_before_every_reader_can_know_it() -> None:
    ending = key("ending", -SIGNS_FOR + 3 * DAY)

    for keys in ([ending], [], [STOLEN], [key("another", -DAY, STATUS)]):
        assert rotation.first_use(keys, BADGE, now=NOON) == NOON + PUBLISHED_AHEAD


def test_the_first_of_the_keys_that_wait_comes_next() -> None:
    later = key("later", 90 * DAY)

    assert rotation.waiting([later, NEXT, PRESENT], BADGE, now=NOON) == NEXT
    assert rotation.waiting([replace(NEXT, revoked=True), PRESENT], BADGE, now=NOON) is None


def test_a_key_that_ends_soon_wants_another_unless_one_waits() -> None:
    ending = key("ending", -SIGNS_FOR + 29 * DAY)
    following = key("next", 29 * DAY)

    assert [life.renew for life in rotation.lives([ending], now=NOON)] == [True]
    assert [life.renew for life in rotation.lives([ending, following], now=NOON)] == [False] * 2
    assert [life.renew for life in rotation.lives([PRESENT], now=NOON)] == [False]


def test_each_life_says_when_it_changes() -> None:
    untils = {life.state: life.until for life in rotation.lives([PRESENT, NEXT, OLD], now=NOON)}

    assert untils == {
        KeyState.SIGNING: PRESENT.not_after,
        KeyState.WAITING: NEXT.not_before,
        KeyState.RETIRED: OLD.not_after + 181 * DAY,
    }
