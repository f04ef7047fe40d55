"""What is left of somebody who took everything back: a day later, everywhere one can look."""

import logging
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from checkin.core.ids import IdentityRef
from checkin.core.inventory import Cat, Subject
from checkin.jobs import Jobs
from checkin.services import record, signin
from checkin.services.enrolment import Enrolled
from checkin.services.record import Processors
from checkin.storage import dossier, inventory
from checkin.storage.dossier import Whose, traced
from checkin.storage.store import Store
from tests import world
from tests.world import Building

HOUR = timedelta(hours=1)
KEPT = {"access_event", "audit_event", "consent_event", "receipt_code"}
"""Where references may still stand: as evidence, for as long as it is declared."""


class Files:
    """Every file of the instance: its own folder, and the database's where it is a file."""

    def __init__(self, folder: Path, database_url: str) -> None:
        of_database = [Path(database_url.removeprefix("sqlite:///")).parent]
        self.folders = [folder, *(of_database if database_url.startswith("sqlite") else [])]

    def holding(self, word: str) -> list[str]:
        """The names of those that hold this word, whatever its case."""
        found = [
            file.name
            for folder in self.folders
            for file in folder.rglob("*")
            if file.is_file() and word.lower().encode() in file.read_bytes().lower()
        ]
        return sorted(found)


def exported(building: Building, person: IdentityRef) -> dict[str, set[str]]:
    """The columns of each table in somebody's own copy."""
    rt = building.runtime
    with rt.writing() as db:
        token = signin.open_session(db, identity=person, now=building.now, life=HOUR)
        who = signin.person_of(db, token, now=building.now)
        assert who is not None
        held = record.held(db, who, rt.hashing, rt.settings.limits, Processors((), ()))
    return {part.table: {one.column for one in part.rows[0].values} for part in held}


def test_nothing_waits_for_the_clock_to_be_erased(building: Building, store: Store) -> None:
    """Letters, lines of lists, codes and invitations go with the press, not when they run out."""
    ada = world.everything_about(building, "Ada Lindqvist")
    address = "ada.lindqvist@linden.example"
    hashed = repr(building.runtime.hashing.email(address))
    assert {place.partition(".")[0] for place in world.find(store, address)} == {
        *("identity", "joining", "mail_queue", "pasted_line"),
    }
    assert {"invitation", "mailed_code"} <= holding(store, hashed)

    world.take_back(building, ada)

    for word in ("lindqvist", str(ada.refs.identity), str(ada.refs.holder), ada.badge.id.hex):
        assert world.find(store, word) == [], word
    assert holding(store, hashed) == set()


def holding(store: Store, value: str) -> set[str]:
    """The tables that hold a value as it is written in code."""
    tables = world.contents(store).items()
    return {name for name, rows in tables if any(value in row for row in rows)}


def telling(building: Building, person: Enrolled, address: str) -> set[str]:
    """Each value held on somebody that tells them apart, as it is written in code.

    References, hashes, keys and words of some length; not what places are called by.
    """
    about = {
        (table.name, column.name)
        for table in inventory.tables()
        for column in table.columns
        if column.privacy.category is not Cat.NONE and table.name not in KEPT
    }
    whose = Whose(person.refs, address, building.runtime.hashing.email(address))
    with building.runtime.reading() as db:
        places, held = dossier.places(db), dossier.held(db, whose)
    return {
        repr(value)
        for part in held
        for row in part.rows
        for column, value in row.items()
        if (part.table, column) in about and value not in places
        if isinstance(value, UUID | bytes) or (type(value) is str and len(value) >= 16)
    }


def test_no_value_that_tells_somebody_apart_is_left_but_in_the_evidence(
    building: Building, store: Store
) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    told = telling(building, ada, "ada.lindqvist@linden.example")
    assert len(told) > 15

    world.take_back(building, ada)

    left = {
        table: value
        for table, rows in world.contents(store).items()
        for value in told
        if table not in KEPT and any(value in row for row in rows)
    }
    assert left == {}


def test_of_somebody_who_is_in_every_table_a_day_later_only_evidence_is_left(
    building: Building,
    store: Store,
    tmp_path: Path,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files = Files(tmp_path, database_url)
    caplog.set_level(logging.DEBUG)
    ada = world.everything_about(building, "Ada Lindqvist")
    declared = {
        table.name: {column.name for column in table.columns}
        for table in inventory.tables()
        if table.name in traced()
        and any(column.privacy.subject is Subject.EMPLOYEE for column in table.columns)
    }
    copy = exported(building, ada.refs.identity)
    assert set(copy) == set(declared)
    assert copy == declared
    assert store.dialect != "sqlite" or files.holding("lindqvist")

    world.take_back(building, ada)
    building.clock.pass_(hours=24)
    Jobs(building.runtime).tick()
    store.empty_log()

    for word in ("lindqvist", str(ada.refs.identity), str(ada.refs.holder), ada.badge.id.hex):
        assert world.find(store, word) == [], word
    for ref in (ada.refs.consent, ada.refs.access):
        assert {place.partition(".")[0] for place in world.find(store, str(ref))} <= KEPT
    identity, holder = ada.refs.identity, ada.refs.holder
    for word in ("lindqvist", str(identity), identity.hex, holder.hex, ada.badge.id.hex):
        assert files.holding(word) == [], word
    assert files.holding(str(holder)) == ["erasures.log"]
    for word in ("lindqvist", str(identity), str(holder)):
        assert word not in caplog.text.lower()
