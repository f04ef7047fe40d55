import ast
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import Dialect, Executable, delete, func, insert, select, update
from sqlalchemy.engine import Compiled

from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose
from checkin.core.scan import Direction, Scan
from checkin.services import scanning
from checkin.storage import Db, entries, purposes, tables
from checkin.storage.prepared import Prepared
from checkin.storage.purposes import Duty, UndeclaredPurposeError, reads
from checkin.storage.store import Store
from checkin.storage.tables import entry, holder, identity, metadata, session, site
from tests import world
from tests.storage.reading import STORAGE, helpers, said, says
from tests.world import NOON, Building

ENTRY, HISTORY, PROOF = Purpose.ENTRY, Purpose.HISTORY, Purpose.PROOF
LOGIN, OVERSIGHT = Purpose.LOGIN, Purpose.OVERSIGHT

ALLOWED: Final[dict[tuple[Purpose | Duty, ...], dict[str, str]]] = {
    (ENTRY,): {
        "badges": "add by_code code_hash_at end end_device ended_at forget_before forget_ended get "
        "holder_of_code of_holder on_device places_of replace sites_of",
        "conflicts": "add",
        "devices": "add forget get keep_until of_holder of_key",
        "door_rules": "profiles_of",
        "people": "add by_email by_holder end_at ends_at everybody get hold in_force "
        "let_doors_know lock over paused_until pauses_over readdress reminded rename set_end",
        "profiles": "combinations",
        "roster": "one page",
        "scans": "_store_at_once _store_in_turn",
        "snapshots": "lists_in_use places",
        "status": "statuses",
    },
    (HISTORY,): {"entries": "own"},
    (ENTRY, HISTORY): {"scan_facts": "_prepared at_door", "scans": "begin_week"},
    (PROOF,): {"consents": "add close history"},
    (PROOF, ENTRY): {
        "consents": "for_purpose of_holder on_texts running_out unanswered",
        "receipt_codes": "missing standing",
    },
    (OVERSIGHT,): {
        "audit": "acts glances last last_look looks_at next_look",
        "health": "last_written",
        "looks": "opened",
        "rights": "answer count_waiting get of_person take_back waiting",
    },
    (OVERSIGHT, ENTRY): {"looks": "given"},
    (LOGIN,): {
        "accounts": "add aliases change_role end every finish_setup get locked of_address of_setup "
        "reopen secrets_of set_password start_setup use_step",
        "joining": "arrive decline end_invitations forget forget_code invite invited "
        "keep_carry_code named proved take_back under_way use_carry_code use_desk_code use_try",
        "outbox": "given_up newest waiting",
        "passkeys": "of_account of_credential remove remove_all use",
        "pasted": "due",
        "sessions": "console_account end end_all end_one end_others give_reason of_account prove "
        "use",
        "throttle": "first forget locked",
    },
    (LOGIN, ENTRY): {"sessions": "person"},
    (Duty.COPY,): {"dossier": "held"},
    (Duty.ERASURE,): {
        "badges": "erase",
        "conflicts": "forget",
        "devices": "erase",
        "entries": "forget",
        "erasing": "rows",
        "joining": "erase",
        "mail": "forget",
        "people": "erase",
        "receipt_codes": "left_behind",
        "retention": "backlog delete_due due",
    },
    (Duty.BACKUP,): {"copies": "_rows"},
}  # fmt: skip
"""What each helper reads for: another pair is another promise, and belongs into review.

Two purposes are two records that the helper links. A duty reads whatever there is.
"""

UNTOLD: Final = {
    "audit": "append looked",
    "conflicts": "count_waiting newest settle",
    "copies": "counts out",
    "dossier": "traced",
    "grants": "give standing",
    "guards": "install missing",
    "inventory": "digest tables",
    "joining": "begin forget_ended keep_code keep_desk_code",
    "mail": "put",
    "migrate": "differences upgrade",
    "outbox": "done tried",
    "passkeys": "add",
    "pasted": "add done undo undone_until waiting",
    "profiles": "enrolled",
    "receipt_codes": "end keep",
    "rights": "add",
    "sessions": "add",
    "throttle": "keep",
    "watch": "check watched",
}
"""Functions that use a table about people and read nothing of anybody: they write, count rows, know
the table alone, or read what says nothing. If they did read about somebody they would raise."""


def by_name(table: dict[str, str]) -> set[str]:
    return {f"{module}.{name}" for module, names in table.items() for name in names.split()}


def test_every_helper_reads_for_what_the_table_allows_and_for_nothing_else() -> None:
    wanted = {name: frozenset(why) for why, modules in ALLOWED.items() for name in by_name(modules)}
    found = {one.name: one.why for one in helpers() if one.why}

    assert found == wanted


def test_every_helper_that_uses_a_table_about_people_says_what_for_or_reads_nothing() -> None:
    untold = {one.name: set(one.tables) for one in helpers() if not one.why}
    unknown = {name: tables for name, tables in untold.items() if name not in by_name(UNTOLD)}

    assert not unknown, f"say what these read for with @reads, and list them above: {unknown}"
    assert set(untold) == by_name(UNTOLD)


def test_no_helper_names_a_purpose_that_nothing_it_uses_is_kept_for() -> None:
    for one in helpers():
        kept_for = {
            purpose
            for name in one.tables
            for column in metadata.tables[name].columns
            if column.info["privacy"].personal
            for purpose in column.info["privacy"].purposes
        }
        asked = {why for why in one.why if isinstance(why, Purpose)}
        assert asked <= kept_for, one.name


def test_only_helpers_say_what_they_read_for_and_only_on_their_own_line() -> None:
    """Nobody outside, and no block inside, can give itself a purpose or a duty."""
    naming, calls, marks = set(), 0, 0
    for path in sorted(STORAGE.parent.rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and "purposes" in ast.unparse(node):
                naming.add(path)
            if isinstance(node, ast.Call) and says(node):
                calls += 1
            if isinstance(node, ast.FunctionDef) and said(node):
                marks += 1

    assert {path.parent for path in naming} == {STORAGE}
    assert calls == marks > 0


# --- what is refused --------------------------------------------------------------------------

READS: Final[dict[str, Executable]] = {
    "what is shown": select(holder.c.entry),
    "what finds": select(site.c.id).where(select(holder.c.entry).exists()),
    "what changes find rows by": update(holder).where(holder.c.entry == "ended").values(version=2),
    "what deletions find rows by": delete(holder).where(holder.c.entry == "ended"),
    "what a change gives back": update(holder).values(version=2).returning(holder.c.entry),
}


@pytest.mark.parametrize("how", READS)
def test_what_is_kept_for_one_purpose_is_read_for_no_other(store: Store, how: str) -> None:
    told = r"holder\.entry \(kept for entry\) read for login$"

    with (
        pytest.raises(UndeclaredPurposeError, match=told),
        store.writing() as db,
        reads(Purpose.LOGIN),
    ):
        db.execute(READS[how], execution_options={"unaudited": True})


@pytest.mark.parametrize("how", READS)
def test_nothing_is_read_about_anybody_without_saying_what_for(store: Store, how: str) -> None:
    with (
        pytest.raises(UndeclaredPurposeError, match="say which with @reads"),
        store.writing() as db,
    ):
        db.execute(READS[how], execution_options={"unaudited": True})


def test_a_scan_s_connection_refuses_as_well(store: Store) -> None:
    with pytest.raises(UndeclaredPurposeError, match="holder"), store.scanning() as db:
        db.execute(select(holder.c.ref))


def test_every_column_that_is_wrong_is_named_and_none_that_is_right(store: Store) -> None:
    linked = select(session.c.until).join(identity, identity.c.ref == session.c.identity)

    with (
        pytest.raises(UndeclaredPurposeError) as fault,
        store.reading() as db,
        reads(Purpose.HISTORY, Purpose.ENTRY),
    ):
        db.execute(linked.where(session.c.account.is_(None)))

    assert str(fault.value) == (
        "session.account (kept for login); session.identity (kept for login); "
        "session.until (kept for login) read for entry and history"
    )


def test_two_purposes_link_two_records(store: Store) -> None:
    linked = select(session.c.until).join(identity, identity.c.ref == session.c.identity)

    with store.reading() as db, reads(Purpose.LOGIN, Purpose.ENTRY):
        assert db.execute(linked).all() == []


def test_a_duty_reads_whatever_there_is(store: Store) -> None:
    for duty in Duty:
        with store.reading() as db, reads(duty):
            assert db.execute(select(identity)).all() == []


def test_what_says_nothing_about_anybody_needs_no_purpose(store: Store) -> None:
    with store.writing() as db:
        db.execute(select(site))
        db.execute(select(func.count()).select_from(holder))
        db.execute(select(holder.c.version))
        db.execute(
            insert(tables.throttle).values(what_hash=b"a", tries=1, until=NOON),
        )


def test_a_helper_reads_for_its_own_purpose_whoever_calls_it(building: Building) -> None:
    ada = world.enrol(building)

    with building.runtime.reading() as db:
        assert entries.own(db, ada.refs.holder, limit=1) == []
        with reads(Purpose.ENTRY):
            assert entries.own(db, ada.refs.holder, limit=1) == []
            with pytest.raises(UndeclaredPurposeError, match="kept for history"):
                db.execute(select(entry.c.minute))
        with pytest.raises(UndeclaredPurposeError, match="no purpose"):
            db.execute(select(entry.c.minute))


def test_a_helper_with_a_wrong_purpose_is_refused_before_anything_is_read(store: Store) -> None:
    @reads(Purpose.FULLNESS)
    def who_is_in(db: Db) -> list[HolderRef]:
        return list(db.scalars(select(tables.weekly_ref.c.holder)))

    told = r"weekly_ref\.holder \(kept for history\) read for fullness$"
    with store.reading() as db:
        with pytest.raises(UndeclaredPurposeError, match=told):
            who_is_in(db)
        assert db.execute(select(site)).all() == []


def test_a_fault_inside_leaves_nobody_a_purpose(store: Store) -> None:
    with store.reading() as db:
        with pytest.raises(ZeroDivisionError), reads(Purpose.ENTRY):
            raise ZeroDivisionError
        with pytest.raises(UndeclaredPurposeError):
            db.execute(select(holder.c.ref))


def test_what_was_allowed_once_is_asked_again_each_time(store: Store) -> None:
    """What is read is worked out once for each statement; whether it may be isn't."""
    with store.reading() as db:
        with reads(Purpose.ENTRY):
            db.execute(select(holder.c.ref))
        with pytest.raises(UndeclaredPurposeError):
            db.execute(select(holder.c.ref))


def test_a_statement_of_a_scan_is_asked_when_it_is_prepared(store: Store) -> None:
    with store.reading() as db:
        with pytest.raises(UndeclaredPurposeError, match="no purpose"):
            Prepared(select(holder.c.entry), db.dialect)
        with pytest.raises(UndeclaredPurposeError, match="read for login"):
            prepared_for_login(db.dialect)
        with reads(Purpose.ENTRY):
            prepared = Prepared(select(holder.c.entry), db.dialect)
        assert prepared.first(db, {}) is None


@reads(Purpose.LOGIN)
def prepared_for_login(dialect: Dialect) -> Prepared:
    return Prepared(select(holder.c.entry), dialect)


def test_and_never_when_it_runs(building: Building, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a microsecond of a scan is spent on it."""
    rt, text = building.runtime, world.text_of(building, world.enrol(building))
    trust = rt.trust
    asked: list[Compiled] = []

    for _ in range(2):
        scan = Scan(building.kiosk_hash, text, uuid4(), NOON, Direction.IN)
        shown = scanning.read_token(text, trust, now=NOON)
        with rt.scanning() as db:
            scanning.record_scan(db, scan, shown, trust, now=NOON)
        monkeypatch.setattr(purposes, "check", asked.append)

    assert asked == []
    assert world.rows(rt.store)["scan_answer"] == 2
