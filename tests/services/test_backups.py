from collections.abc import Iterator
from pathlib import Path

import cbor2
import pytest

from checkin.core.errors import ConflictError
from checkin.services import backups, upkeep
from checkin.storage.store import Store
from tests import world
from tests.world import NOON, Building


def packed(building: Building) -> list[bytes]:
    with building.runtime.reading() as db:
        return list(backups.pack(db, now=building.now))


def bring_back(url: str, frames: list[bytes]) -> None:
    """Bring these frames back, the head among them."""
    rest: Iterator[bytes] = iter(frames)
    backups.bring_back(url, backups.head(rest).step, rest)


@pytest.fixture
def building(bare_url: str, tmp_path: Path) -> Iterator[Building]:
    """A company in a database that was made by the steps of the schema."""
    upkeep.bring_up_to_date(bare_url)
    store = Store(bare_url)
    yield world.building(store, tmp_path)
    store.close()


def test_a_backup_says_when_it_was_made_and_at_which_step(
    building: Building, bare_url: str
) -> None:
    told = backups.head(iter(packed(building)))

    assert told.made_at == NOON
    assert told.step == upkeep.revisions(bare_url).head


def test_a_backup_of_a_newer_release_is_left_alone(building: Building) -> None:
    frames = [cbor2.dumps({"made_at": NOON, "step": "9999"}), *packed(building)[1:]]

    with pytest.raises(ConflictError, match="newer"):
        backups.head(iter(frames))


def test_a_database_with_tables_is_left_alone(building: Building, bare_url: str) -> None:
    before = world.rows(building.runtime.store)

    with pytest.raises(ConflictError, match="overwrites nothing"):
        bring_back(bare_url, packed(building))

    assert world.rows(building.runtime.store) == before


def test_a_backup_that_is_cut_leaves_an_empty_database(building: Building, tmp_path: Path) -> None:
    frames, url = packed(building), f"sqlite:///{tmp_path}/another.sqlite"

    for cut in (frames[:-1], frames[:1], [*frames[:1], *frames[2:]], []):
        with pytest.raises(ConflictError, match="cut"):
            bring_back(url, cut)
        assert upkeep.revisions(url).current is None
    bring_back(url, frames)

    assert not upkeep.revisions(url).pending


def test_it_is_written_down(building: Building) -> None:
    before = world.rows(building.runtime.store)["audit_event"]

    with building.runtime.writing() as db:
        backups.note(db, "backup.made", now=building.now)

    assert world.rows(building.runtime.store)["audit_event"] == before + 1
