"""Identifiers that sort by time and keep no more of it than they were given."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.ids import uuid7

MOMENT = datetime(2026, 11, 23, 8, 41, tzinfo=UTC)


@given(st.binary(min_size=10, max_size=10))
def test_it_is_a_uuid_of_version_7_with_the_given_time(random_bits: bytes) -> None:
    made = uuid7(MOMENT, random_bits)

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(MOMENT.timestamp() * 1000)


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_later_ones_sort_behind_earlier_ones(one: bytes, other: bytes) -> None:
    assert uuid7(MOMENT, one) < uuid7(MOMENT + timedelta(minutes=1), other)


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(MOMENT, b"short")
