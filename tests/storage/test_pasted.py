from datetime import datetime, timedelta
from uuid import UUID, uuid4

from checkin.core.pasted import Deed
from checkin.storage import pasted
from checkin.storage.joining import Start
from checkin.storage.pasted import Waiting
from checkin.storage.store import Store
from tests import world
from tests.world import Building

MINUTE = timedelta(minutes=1)


def paste(
    building: Building, *addresses: str, deed: Deed = Deed.INVITE, due_at: datetime | None = None
) -> UUID:
    made = uuid4()
    start = Start(building.everyone, building.hq) if deed is Deed.INVITE else None
    with building.runtime.writing() as db:
        pasted.add(
            db,
            made,
            deed,
            [(each, start, None) for each in addresses],
            due_at=due_at or building.now,
            until=building.now + timedelta(days=1),
        )
    return made


def due(building: Building, deed: Deed = Deed.INVITE, *, limit: int = 25) -> list[Waiting]:
    with building.runtime.reading() as db:
        return list(pasted.due(db, deed, now=building.now, limit=limit))


def test_lines_wait_until_they_are_done(building: Building, store: Store) -> None:
    paste(building, "ada@linden.example", "grace@linden.example")
    first, second = due(building)

    with store.writing() as db:
        pasted.done(db, [first])

    assert due(building) == [second]
    assert second.start == Start(building.everyone, building.hq)
    with store.reading() as db:
        assert pasted.waiting(db, Deed.INVITE) == 1


def test_no_more_lines_are_taken_than_asked_for_and_none_of_the_other_kind(
    building: Building,
) -> None:
    paste(building, "ada@linden.example", "grace@linden.example", "noor@linden.example")
    paste(building, "hal@linden.example", deed=Deed.END)

    assert len(due(building, limit=2)) == 2
    (leaver,) = due(building, Deed.END)
    assert (leaver.address, leaver.start) == ("hal@linden.example", None)


def test_a_list_can_be_undone_until_its_time_has_come(building: Building, store: Store) -> None:
    soon = building.now + MINUTE
    planned = paste(building, "ada@linden.example", deed=Deed.END, due_at=soon)
    other = paste(building, "grace@linden.example", deed=Deed.END, due_at=soon)
    assert due(building, Deed.END) == []

    with store.writing() as db:
        until = pasted.undone_until(db, planned, now=building.now)
        undone = [pasted.undo(db, planned, now=building.now) for _ in range(2)]
        late = pasted.undo(db, other, now=soon)

    assert (until, undone, late) == (soon, [True, False], False)
    assert world.rows(store)["pasted_line"] == 1
    with store.reading() as db:
        assert pasted.undone_until(db, other, now=soon) is None
