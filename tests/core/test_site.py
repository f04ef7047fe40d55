from datetime import UTC, datetime, timedelta

import pytest

from checkin.core.scan import Direction
from checkin.core.site import ALTERNATIVE_WITHIN, DoorWay, another_way_in

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=3)


def test_a_door_is_used_in_its_own_ways() -> None:
    assert DoorWay.IN.directions == {Direction.IN}
    assert DoorWay.OUT.directions == {Direction.OUT}
    assert DoorWay.EITHER.directions == set(Direction)


@pytest.mark.parametrize(
    ("signs", "stands"),
    [
        ((None, None), False),
        ((LONG_AGO, None), False),
        ((LONG_AGO, NOON), True),
        ((NOON - ALTERNATIVE_WITHIN, None), True),
        ((NOON - ALTERNATIVE_WITHIN - timedelta(seconds=1), LONG_AGO), False),
    ],
)
def test_one_fresh_sign_is_enough_to_join(
    signs: tuple[datetime | None, ...], *, stands: bool
) -> None:
    assert another_way_in(*signs, desk_closed_at=None, now=NOON) is stands


def test_a_desk_that_is_closed_outweighs_every_sign() -> None:
    assert not another_way_in(NOON, NOON, desk_closed_at=LONG_AGO, now=NOON)
