from datetime import timedelta

import pytest

from checkin import runtime
from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError
from checkin.services import upkeep
from checkin.storage import audit, migrate
from checkin.storage.store import Store


def test_an_empty_database_is_refused_with_the_two_ways_to_fill_it(bare_url: str) -> None:
    with pytest.raises(ConflictError, match=r"`checkin restore`, or make it anew with `checkin mi"):
        upkeep.check_up_to_date(bare_url)


def test_a_database_behind_this_release_is_refused_with_the_command_that_mends_it(
    bare_url: str,
) -> None:
    migrate.upgrade(bare_url, to="0001")

    with pytest.raises(ConflictError, match=r"stands at step 0001 .* Run `checkin migrate` first"):
        upkeep.check_up_to_date(bare_url)


def test_a_database_that_was_brought_up_to_date_is_accepted(bare_url: str) -> None:
    moved = upkeep.bring_up_to_date(bare_url)

    upkeep.check_up_to_date(bare_url)
    assert moved.current is None
    assert moved.head == upkeep.revisions(bare_url).current


def test_a_sound_database_says_when_it_is_and_when_it_last_wrote(database_url: str) -> None:
    store = Store(database_url)
    now = runtime.utc_now()
    with store.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=now)

    with store.reading() as db:
        assert upkeep.faults(db) == upkeep.unguarded(db) == []
        assert upkeep.last_written(db) == now.replace(microsecond=0)
        assert abs(upkeep.clock(db) - now) < timedelta(minutes=1)
    store.close()
