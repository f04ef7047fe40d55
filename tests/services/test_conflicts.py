"""Settling conflicts: what came of one is written down, and can be taken back."""

from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import NotFoundError
from checkin.core.late import Disputed, Settled
from checkin.services import conflicts
from checkin.storage import conflicts as kept
from tests.world import Building

KIM = Actor("kim", "site_admin")


def test_what_came_of_it_is_kept_and_written_down(building: Building) -> None:
    with building.runtime.writing() as db:
        kept.add(
            db,
            b"n" * 32,
            building.main_entrance,
            building.now,
            Disputed.LET_IN,
            data_minutes=None,
            holder=None,
        )
        (one,) = conflicts.listed(db)
        conflicts.settle(db, one.id, Settled.FOLLOWED_UP, KIM, now=building.now)

    with building.runtime.reading() as db:
        assert conflicts.waiting(db) == 0
        assert [each.outcome for each in conflicts.listed(db)] == [Settled.FOLLOWED_UP]

    with building.runtime.writing() as db:
        conflicts.settle(db, one.id, None, KIM, now=building.now)
        assert conflicts.waiting(db) == 1


def test_one_that_is_gone_cannot_be_settled(building: Building) -> None:
    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        conflicts.settle(db, uuid4(), Settled.IN_ORDER, KIM, now=building.now)
