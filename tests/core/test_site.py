"""Doors: which way people go through them."""

from checkin.core.scan import Direction
from checkin.core.site import DoorWay


def test_a_door_is_used_one_way_or_either() -> None:
    assert DoorWay.IN.directions == {Direction.IN}
    assert DoorWay.OUT.directions == {Direction.OUT}
    assert DoorWay.EITHER.directions == {Direction.IN, Direction.OUT}
