from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from uuid import UUID, uuid4

import pytest

from checkin.core.consent import Act
from checkin.core.erasure import Erasure
from checkin.core.errors import UnavailableError
from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose
from checkin.storage.ledger import Ledger

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ONE = Erasure(UUID(int=1), NOW, HolderRef(UUID(int=2)), Act.WITHDRAW, (Purpose.ENTRY,))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "erasures.log")


def test_without_a_file_nothing_was_erased(ledger: Ledger) -> None:
    assert ledger.read() == []
    assert ledger.keep_only(NOW) == 0


def test_what_is_noted_is_read_by_another_and_is_this_users_alone(ledger: Ledger) -> None:
    ledger.note([ONE])

    assert Ledger(ledger.path).read() == [ONE]
    assert S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_what_was_never_kept_is_not_read(ledger: Ledger) -> None:
    ledger.note([ONE])
    ledger.void([ONE.id])

    assert ledger.read() == []


def test_a_line_without_an_end_does_not_swallow_the_next(ledger: Ledger) -> None:
    ledger.path.write_text(ONE.as_line()[:40])

    ledger.note([ONE])

    assert ledger.read() == [ONE]


def test_it_forgets_what_is_older_than_any_backup(ledger: Ledger) -> None:
    old = replace(ONE, id=uuid4(), at=NOW - timedelta(days=45))
    ledger.note([old, ONE])

    assert ledger.keep_only(NOW - timedelta(days=44)) == 1
    assert ledger.keep_only(NOW - timedelta(days=44)) == 0
    assert ledger.read() == [ONE]
    assert str(old.id) not in ledger.path.read_text()


def test_many_write_at_once_and_no_line_is_lost(ledger: Ledger) -> None:
    many = [replace(ONE, id=uuid4()) for _ in range(40)]

    with ThreadPoolExecutor(8) as all_of_them:
        list(all_of_them.map(lambda one: ledger.note([one]), many))

    assert {one.id for one in ledger.read()} == {one.id for one in many}


def test_a_ledger_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="ledger"):
        Ledger(tmp_path / "nowhere" / "erasures.log").note([ONE])
