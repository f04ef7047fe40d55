"""The two statements of a scan: how many there are, and that the second keeps nothing stale."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, update

from checkin.core.audit import SYSTEM
from checkin.core.policy import Facts, Presented, decide
from checkin.core.scan import Direction, Scan
from checkin.services import scanning
from checkin.storage import Db, audit, scan_facts, scans, tables
from checkin.storage.prepared import Prepared
from checkin.storage.scan_facts import Sought
from checkin.storage.store import Store
from tests.world import ENTRY_ALONE, NOON, Building, building, enrol, rows, text_of


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[Building]:
    store = Store(database_url)
    yield building(store, tmp_path)
    store.close()


def sought(world: Building, cti: bytes) -> Sought:
    hashing = world.runtime.hashing
    code_hash = hashing.code(hashing.short_code(cti))
    return Sought(bytes(32), code_hash, hashing.ended(cti), None)


def statements(db: Db, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every statement that this block sends from now on."""
    sent: list[object] = []
    event.listen(db, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement))
    run = Prepared._run

    def noted(self: Prepared, db: Db, values: Mapping[str, Any]) -> object:
        sent.append(self)
        return run(self, db, values)

    monkeypatch.setattr(Prepared, "_run", noted)
    return sent


def test_a_scan_without_history_takes_two_statements(
    world: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = world.runtime
    text = text_of(world, enrol(world, purposes=ENTRY_ALONE))
    scan = Scan(world.kiosk_hash, text, uuid4(), world.now, Direction.IN)
    trust = rt.trust

    shown = scanning.read_token(scan.token, trust, now=world.now)
    with rt.scanning() as db:
        sent = statements(db, monkeypatch)
        scanning.record_scan(db, scan, shown, trust, now=world.now)

    # SQLite has no statement that writes two tables; it writes them one after the other, alone.
    assert len(sent) == (2 if rt.store.dialect == "postgresql" else 3)


@pytest.mark.parametrize("changed", ["kiosk", "door", "badge", "holder"])
def test_nothing_is_stored_on_facts_that_have_changed(world: Building, changed: str) -> None:
    person = enrol(world)
    table = tables.metadata.tables[changed]
    with world.runtime.writing() as db:
        found = scan_facts.at_kiosk(
            db,
            world.kiosk_hash,
            sought(world, person.badge.cti.bytes),
            org_code=world.runtime.settings.code,
            now=world.now,
        )
        assert found is not None
        facts = Facts(found.badge, found.door, found.known, found.grants, Direction.IN)
        decision = decide(facts, now=world.now)
        db.execute(update(table).values(version=table.c.version + 1))
        audit.append(db, SYSTEM, "test", "test:changed", now=world.now)

        sought_for = sought(world, person.badge.cti.bytes)
        stored = scans.store(
            db,
            found,
            sought_for,
            decision,
            Direction.IN,
            presented=Presented.PRINTED,
            now=world.now,
        )

    assert decision.admit
    assert not stored
    assert {"entry", "scan_answer", "kiosk_count"} & set(rows(world.runtime.store)) == set()


def test_a_week_begins_only_for_whom_entries_are_kept(world: Building) -> None:
    """A scan that was judged a moment before this was taken back leaves no reference behind."""
    ada = enrol(world, purposes=ENTRY_ALONE)
    with world.runtime.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=NOON)
        scans.begin_week(db, ada.refs.holder, now=NOON)

    assert "weekly_ref" not in rows(world.runtime.store)
