"""Conflicts: one a presentation, and none that leads to somebody who doesn't want that."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from checkin.core.ids import HolderRef
from checkin.core.late import Disputed, Settled
from checkin.storage import conflicts
from checkin.storage.tables import conflict
from tests.world import ENTRY_ALONE, Building, enrol, looking_in


def dispute(building: Building, nonce: bytes, holder: HolderRef | None = None) -> bool:
    with building.runtime.writing() as db:
        return conflicts.add(
            db,
            nonce * 32,
            building.main_entrance,
            building.now - timedelta(hours=len(nonce)),
            Disputed.LET_IN,
            data_minutes=17,
            holder=holder,
        )


def test_a_presentation_is_disputed_once(building: Building) -> None:
    assert (dispute(building, b"a"), dispute(building, b"a")) == (True, False)

    with building.runtime.reading() as db:
        assert conflicts.count_waiting(db) == 1


def test_what_waits_comes_first(building: Building) -> None:
    dispute(building, b"a")
    dispute(building, b"b")
    with building.runtime.writing() as db:
        first, second = conflicts.newest(db, limit=10)
        conflicts.settle(db, first.id, Settled.IN_ORDER, now=building.now)

    with building.runtime.reading() as db:
        found = conflicts.newest(db, limit=10)

    assert [one.id for one in found] == [second.id, first.id]
    assert [one.outcome for one in found] == [None, Settled.IN_ORDER]


def test_one_that_nobody_has_cannot_be_settled(building: Building) -> None:
    with building.runtime.writing() as db:
        assert not conflicts.settle(db, uuid4(), Settled.IN_ORDER, now=building.now)


def test_it_is_nobody_s_once_entries_are_not_kept_any_more(building: Building) -> None:
    """Even if the scan was judged a moment before that was taken back."""
    dispute(building, b"a", enrol(building, purposes=ENTRY_ALONE).refs.holder)
    dispute(building, b"b", HolderRef(uuid4()))

    with building.runtime.reading() as db, looking_in():
        assert db.scalars(select(conflict.c.holder)).all() == [None, None]


def test_it_is_its_holder_s_until_it_is_forgotten(building: Building) -> None:
    ada = enrol(building)
    dispute(building, b"a", ada.refs.holder)
    with looking_in(), building.runtime.reading() as db:
        before = db.scalars(select(conflict.c.holder)).all()
    with building.runtime.writing() as db:
        forgotten = conflicts.forget(db, ada.refs.holder)

    with looking_in(), building.runtime.reading() as db:
        after = db.scalars(select(conflict.c.holder)).all()

    assert (before, after) == ([ada.refs.holder], [None])
    assert forgotten == {"conflict": 1}
