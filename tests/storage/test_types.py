"""Column types: times that say that they are UTC, members of closed sets, short bytes."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from sqlalchemy import make_url

from checkin.storage.types import ByValue, UtcDateTime, short_bytes

SQLITE, POSTGRESQL = (
    make_url(url).get_dialect()() for url in ("sqlite://", "postgresql+psycopg://")
)
NOON_IN_UTC = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"


def test_a_time_comes_back_aware_and_in_utc_from_either_database() -> None:
    in_berlin = NOON_IN_UTC.astimezone(timezone(timedelta(hours=1)))
    column = UtcDateTime()

    for dialect in (SQLITE, POSTGRESQL):
        stored = column.process_bind_param(in_berlin, dialect)
        assert column.process_result_value(stored, dialect) == NOON_IN_UTC
    assert column.process_bind_param(None, SQLITE) is None
    assert column.process_result_value(None, SQLITE) is None


def test_a_time_that_doesn_t_say_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        UtcDateTime().process_bind_param(NOON_IN_UTC.replace(tzinfo=None), SQLITE)


def test_a_closed_set_is_stored_by_value_and_nothing_else_is_taken() -> None:
    column = ByValue(Colour)

    assert column.process_bind_param(Colour.RED, SQLITE) == "red"
    assert column.process_result_value("red", SQLITE) is Colour.RED
    assert column.process_result_value(None, SQLITE) is column.process_bind_param(None, SQLITE)
    with pytest.raises(ValueError, match="blue"):
        column.process_result_value("blue", SQLITE)


def test_no_column_of_bytes_is_longer_than_a_hash() -> None:
    assert short_bytes(64).length == 64
    with pytest.raises(ValueError, match="hashes"):
        short_bytes(65)
