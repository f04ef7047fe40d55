from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.parity import LONGEST_WAIT, TOLERATED, UNKNOWN, Parity, WayIn, parity

SECOND = timedelta(seconds=1)
MOST = LONGEST_WAIT // timedelta(milliseconds=1)


def test_one_slow_screen_among_three_is_outvoted() -> None:
    told = parity([(WayIn.DAY_PASS, each) for each in (900, 40_000, 1_100)])

    assert told == Parity(None, timedelta(milliseconds=1_100))


def test_nothing_told_is_nothing_known_and_no_reason_to_stop() -> None:
    assert parity([]) == UNKNOWN
    assert not UNKNOWN.slower


@pytest.mark.parametrize(
    ("badge", "day_pass", "slower"),
    [
        (SECOND, SECOND + TOLERATED, False),
        (SECOND, SECOND + TOLERATED + timedelta(milliseconds=1), True),
        (20 * SECOND, SECOND, False),
        (None, 30 * SECOND, False),
        (SECOND, None, False),
    ],
)
def test_a_day_pass_may_take_five_seconds_longer_and_no_more(
    badge: timedelta | None, day_pass: timedelta | None, slower: bool
) -> None:
    assert Parity(badge, day_pass).slower is slower


@given(st.lists(st.tuples(st.sampled_from(WayIn), st.integers(1, MOST)), min_size=1))
def test_what_is_known_was_told_by_some_screen(told: list[tuple[WayIn, int]]) -> None:
    found = parity(told)

    for way, known in ((WayIn.BADGE, found.badge), (WayIn.DAY_PASS, found.day_pass)):
        of_way = [timedelta(milliseconds=each) for told_way, each in told if told_way is way]
        assert known in of_way if of_way else known is None
