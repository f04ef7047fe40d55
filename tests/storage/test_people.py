from uuid import UUID

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.errors import NotFoundError
from checkin.core.ids import HolderRef, IdentityRef
from checkin.storage import audit, people
from checkin.storage.store import Store
from tests import world
from tests.world import Building, looking_in

NOBODY = IdentityRef(UUID(int=7))


def test_nobody_is_found_under_a_reference_that_leads_nowhere(
    building: Building, store: Store
) -> None:
    with store.reading() as db:
        with pytest.raises(NotFoundError):
            people.get(db, NOBODY)
        with pytest.raises(NotFoundError):
            people.by_holder(db, HolderRef(NOBODY))
        assert people.by_email(db, "nobody@linden.example") is None


def test_a_person_is_found_by_each_reference(building: Building, store: Store) -> None:
    ada = world.enrol(building)

    with store.reading() as db:
        assert people.get(db, ada.refs.identity).refs == ada.refs
        assert people.by_holder(db, ada.refs.holder).refs == ada.refs
        found = people.by_email(db, "ada.lindqvist@linden.example")

    assert found is not None
    assert found.refs == ada.refs


def test_the_lock_of_somebody_who_left_can_not_be_taken(building: Building, store: Store) -> None:
    with pytest.raises(NotFoundError), store.writing() as db:
        people.lock(db, HolderRef(NOBODY))


def test_every_lock_raises_the_version_that_scans_check(building: Building, store: Store) -> None:
    from sqlalchemy import select

    from checkin.storage.tables import holder

    ada = world.enrol(building)
    version = select(holder.c.version).where(holder.c.ref == ada.refs.holder)
    with looking_in(), store.reading() as db:
        before = db.execute(version).scalar_one()

    with store.writing() as db:
        people.lock(db, ada.refs.holder)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with looking_in(), store.reading() as db:
        assert db.execute(version).scalar_one() == before + 1
