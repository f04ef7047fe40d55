from uuid import UUID

import pytest
from sqlalchemy import delete

from checkin.core.consent import Act
from checkin.core.erasure import MARKED_FOR, Erasure
from checkin.core.errors import UnavailableError
from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose
from checkin.storage import erasures, tables
from checkin.storage.store import Store, UnrecordedErasureError
from tests import world
from tests.world import NOON

ONE = Erasure(UUID(int=1), NOON, HolderRef(UUID(int=2)), Act.WITHDRAW, (Purpose.ENTRY,))


def test_an_erasure_is_in_the_ledger_when_its_block_ends(store: Store) -> None:
    assert store.ledger is not None
    with store.writing() as db:
        erasures.note(db, ONE, until=NOON + MARKED_FOR)
        assert store.ledger.read() == []

    assert store.ledger.read() == [ONE]
    with store.reading() as db:
        assert erasures.missing(db, [ONE]) == []


def test_an_erasure_of_a_block_that_fails_is_in_no_ledger(store: Store) -> None:
    assert store.ledger is not None

    def fail() -> None:
        with store.writing() as db:
            erasures.note(db, ONE, until=NOON + MARKED_FOR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert store.ledger.read() == []


def test_an_erasure_that_could_not_be_kept_is_void(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has it first; if the database then fails, the ledger takes it back."""
    assert store.ledger is not None
    ledger = store.ledger

    def fail(*_: object) -> None:
        assert ledger.read() == [ONE]
        raise UnavailableError("The disk is full.")

    monkeypatch.setattr("sqlalchemy.engine.RootTransaction.commit", fail)
    with pytest.raises(UnavailableError), store.writing() as db:
        erasures.note(db, ONE, until=NOON + MARKED_FOR)

    assert ledger.read() == []


def test_nothing_is_erased_without_a_ledger(database_url: str) -> None:
    store = Store(database_url)

    with pytest.raises(UnrecordedErasureError), store.writing() as db:
        erasures.note(db, ONE, until=NOON + MARKED_FOR)

    assert world.rows(store) == {}
    store.close()


def test_a_database_that_is_older_than_the_ledger_shows(store: Store) -> None:
    with store.writing() as db:
        erasures.note(db, ONE, until=NOON + MARKED_FOR)
    with store.writing() as db:
        db.execute(delete(tables.erasure_mark))

    with store.reading() as db:
        assert erasures.missing(db, [ONE]) == [ONE]
        assert erasures.missing(db, []) == []


def test_an_erasure_is_marked_once(store: Store) -> None:
    with store.writing() as db:
        erasures.mark(db, ONE, until=NOON)
        erasures.mark(db, ONE, until=NOON)

    assert world.rows(store) == {"erasure_mark": 1}
