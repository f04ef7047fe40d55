from datetime import timedelta

from checkin.services.enrolment import Enrolled
from checkin.storage import entries
from checkin.storage.store import Store
from tests import world
from tests.world import Building


def enrolled(building: Building) -> list[Enrolled]:
    """Two people who carried a badge for a month."""
    since = building.now - timedelta(days=30)
    return [world.enrol(building, name, now=since) for name in ("Ada Lindqvist", "Grace Hopper")]


def test_a_person_sees_their_own_entries_newest_first(building: Building, store: Store) -> None:
    ada, grace = enrolled(building)
    world.came_in(building, ada, building.now - timedelta(days=9))
    world.came_in(building, ada, building.now)
    world.came_in(building, grace, building.now)

    with store.reading() as db:
        own = entries.own(db, ada.refs.holder, limit=10)
        newest = entries.own(db, ada.refs.holder, limit=1)

    assert [(one.minute, one.site, one.door) for one in own] == [
        (building.now, "Headquarters", "Main entrance"),
        (building.now - timedelta(days=9), "Headquarters", "Main entrance"),
    ]
    assert newest == own[:1]


def test_forgetting_deletes_all_of_one_holder_and_nothing_of_another(
    building: Building, store: Store
) -> None:
    ada, grace = enrolled(building)
    for days in (0, 1, 9):
        world.came_in(building, ada, building.now - timedelta(days=days))
    world.came_in(building, grace, building.now)

    with store.writing() as db:
        forgotten = entries.forget(db, ada.refs.holder)

    assert forgotten == {"entry": 3, "weekly_ref": 3}
    with store.reading() as db:
        assert entries.own(db, ada.refs.holder, limit=10) == []
        assert len(entries.own(db, grace.refs.holder, limit=10)) == 1
