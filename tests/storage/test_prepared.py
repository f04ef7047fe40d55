"""Statements that the driver runs itself: the same values in and out as through SQLAlchemy."""

from typing import Any

import pytest
from sqlalchemy import Insert, Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from checkin.core.policy import Say
from checkin.storage.prepared import Prepared
from checkin.storage.store import Store
from checkin.storage.tables import badge, door, holder, kiosk, scan_answer, site
from tests.world import NOON, Building, enrol, looking_in

ANSWER: dict[str, Any] = {
    "nonce_hash": bytes(32),
    "admit": True,
    "say": Say.WELCOME,
    "at": NOON,
    "kept_from": NOON,
}


def adding(table: Table) -> Insert:
    """An insert whose every column is a parameter of its name."""
    return insert(table).values(
        {column.name: bindparam(column.name, type_=column.type) for column in table.c}
    )


@pytest.mark.parametrize("table", [badge, door, holder, kiosk, site], ids=str)
def test_a_row_reads_as_it_does_through_sqlalchemy(
    building: Building, store: Store, table: Table
) -> None:
    enrol(building)

    with looking_in(), store.reading() as db:
        usual = db.execute(select(table).order_by(*table.primary_key)).first()
        prepared = Prepared(select(table).order_by(*table.primary_key), db.dialect).first(db, {})

    assert usual is not None
    assert vars(prepared) == usual._asdict()


def test_where_there_is_no_row_there_is_none(store: Store) -> None:
    with looking_in(), store.reading() as db:
        assert Prepared(select(badge), db.dialect).first(db, {}) is None


def test_what_is_written_reads_back(store: Store) -> None:
    with store.scanning() as db:
        written = Prepared(adding(scan_answer), db.dialect).write(db, ANSWER)

    assert written == 1
    with store.reading() as db:
        assert db.execute(select(scan_answer)).one()._asdict() == ANSWER


def test_a_parameter_that_is_missing_is_an_error(store: Store) -> None:
    with store.scanning() as db, pytest.raises(KeyError):
        Prepared(adding(scan_answer), db.dialect).write(db, {})


def test_a_fault_is_the_one_that_sqlalchemy_raises_and_says_no_values(store: Store) -> None:
    with store.scanning() as db:
        Prepared(adding(scan_answer), db.dialect).write(db, ANSWER)

    with pytest.raises(IntegrityError) as fault, store.scanning() as db:
        Prepared(adding(scan_answer), db.dialect).write(db, ANSWER)

    assert "welcome" not in str(fault.value)


def test_a_statement_that_changes_with_its_values_is_refused(store: Store) -> None:
    with store.reading() as db, pytest.raises(ValueError, match="depends"):
        Prepared(select(badge).where(badge.c.slot.in_([1, 2])), db.dialect)


def test_tables_whose_changes_are_written_down_cannot_be_changed(store: Store) -> None:
    with store.scanning() as db, pytest.raises(ValueError, match="audit"):
        Prepared(update(badge).values(version=2), db.dialect)


def test_nor_can_they_beside_a_selection(store: Store) -> None:
    changed = update(badge).values(version=2).returning(badge.c.cti).cte("changed")

    with store.scanning() as db, pytest.raises(ValueError, match="audit"):
        Prepared(select(site.c.id).add_cte(changed), db.dialect)
