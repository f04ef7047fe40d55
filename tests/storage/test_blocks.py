"""The block for a scan: what it may change, when that is kept, and what it waits for."""

from contextlib import suppress

import pytest
from sqlalchemy import func, insert, literal, select, update

from checkin.core.errors import UnavailableError
from checkin.core.policy import Posture
from checkin.storage.dialect import insert_into
from checkin.storage.prepared import Prepared
from checkin.storage.store import Store, UnauditedWriteError
from checkin.storage.tables import door, scan_answer
from tests import world
from tests.storage.test_prepared import ANSWER
from tests.world import Building


def test_a_scan_changes_nothing_that_has_to_be_written_down(building: Building) -> None:
    with pytest.raises(UnauditedWriteError, match="door"), building.runtime.scanning() as db:
        db.execute(update(door).values(posture=Posture.OPEN))

    with building.runtime.reading() as db:
        assert set(db.scalars(select(door.c.posture))) == {Posture.NORMAL}


@pytest.mark.postgres
def test_what_a_scan_says_first_is_kept_whatever_comes_after(postgres_url: str) -> None:
    store = Store(postgres_url)

    with suppress(ZeroDivisionError), store.scanning() as db:
        db.execute(insert(scan_answer).values(ANSWER))
        raise ZeroDivisionError

    assert world.rows(store) == {"scan_answer": 1}
    store.close()


@pytest.mark.postgres
def test_a_scan_waits_for_no_other_scan(postgres_url: str) -> None:
    store = Store(postgres_url)

    with store.scanning() as one, store.scanning() as other:
        for db in (one, other):
            db.execute(insert_into(db, scan_answer).values(ANSWER).on_conflict_do_nothing())

    assert world.rows(store) == {"scan_answer": 1}
    store.close()


@pytest.mark.postgres
def test_after_a_lost_connection_one_scan_fails_and_the_next_goes_on(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store.scanning() as db:
        prepared = Prepared(select(literal(1).label("one")), db.dialect)
        lost = db.execute(select(func.pg_backend_pid())).scalar_one()
    with store.reading() as db:
        db.execute(select(func.pg_terminate_backend(lost)))

    with pytest.raises(UnavailableError), store.scanning() as db:
        prepared.first(db, {})
    with store.scanning() as db:
        found = prepared.first(db, {})

    assert found.one == 1
    store.close()
