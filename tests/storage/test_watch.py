from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Executable, delete, func, select, union_all, update

from checkin.core.audit import Actor
from checkin.core.inventory import Cat, Subject
from checkin.storage import Db, tables, watch
from checkin.storage.audit import Look
from checkin.storage.store import Store
from checkin.storage.tables import badge, entry, holder, identity, kiosk, site
from checkin.storage.watch import UnwatchedReadError
from tests import world
from tests.world import NOON, Building, looking_in

LOOK = Look(Actor("kim", "enrolment_admin"), "record", ("name",), "badge_help", "At gate 2.")


@contextmanager
def reading(store: Store) -> Iterator[Db]:
    """A block in a request of the console."""
    with watch.console(), store.reading() as db:
        yield db


READS: dict[str, Executable] = {
    "a column": select(identity.c.display_name),
    "a table": select(entry),
    "a join": select(site.c.title).join(entry, entry.c.site == site.c.id),
    "a count": select(func.count()).select_from(holder),
    "a part of another question": select(site.c.title).where(site.c.id.in_(select(entry.c.site))),
    "one of two": union_all(select(site.c.title), select(identity.c.display_name)),
    "one behind a name": select(select(identity.c.work_email).subquery().c.work_email),
}


@pytest.mark.parametrize("how", READS)
def test_nothing_about_people_is_read_in_the_console_without_a_look(store: Store, how: str) -> None:
    with reading(store) as db, pytest.raises(UnwatchedReadError, match="read without a look"):
        db.execute(READS[how])


def test_what_a_change_gives_back_is_read_as_well(building: Building, store: Store) -> None:
    world.enrol(building)
    gone = delete(badge).returning(badge.c.cti)

    with (
        watch.console(),
        pytest.raises(UnwatchedReadError, match="badge"),
        store.writing() as db,
    ):
        db.execute(gone)

    assert world.rows(store)["badge"] == 1


def test_what_says_nothing_about_people_is_read_as_ever(store: Store) -> None:
    with reading(store) as db:
        db.execute(select(site, kiosk).join_from(site, kiosk, site.c.id == kiosk.c.door))
        with looking_in():
            db.execute(select(tables.throttle))
        db.execute(select(func.count()).select_from(site))


def test_changes_that_give_nothing_back_are_not_reads(building: Building, store: Store) -> None:
    with watch.console(), store.writing() as db:
        db.execute(update(holder).values(version=2).execution_options(unaudited=True))
        db.execute(update(site).values(title="HQ").returning(site.c.id))
        db.info["audited"] = True


def test_outside_the_console_nothing_is_watched(building: Building, store: Store) -> None:
    world.came_in(building, world.enrol(building), NOON)

    with store.reading() as db:
        assert db.execute(select(func.count()).select_from(entry)).scalar_one() == 1


def test_a_scan_is_never_watched(building: Building) -> None:
    """Its statements go to the driver itself: not a microsecond is spent on this."""
    ada = world.enrol(building)

    with watch.console():
        world.came_in(building, ada, NOON)


def test_a_look_leaves_an_event_for_each_person_it_saw(building: Building, store: Store) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    with watch.console(), store.writing() as db:
        with watch.looking(db, LOOK, now=NOON) as seen, looking_in():
            db.execute(select(identity.c.display_name)).all()
            seen.saw([ada.refs.access, grace.refs.access])
        with pytest.raises(UnwatchedReadError):
            db.execute(select(identity.c.display_name))

    with looking_in(), store.reading() as db:
        looked = set(db.scalars(select(tables.access_event.c.subject)))
    assert looked == {ada.refs.access, grace.refs.access}


def test_a_look_that_does_not_say_whom_it_saw_is_a_bug(store: Store) -> None:
    with watch.console(), store.writing() as db:
        with (
            pytest.raises(UnwatchedReadError, match="whom it saw"),
            watch.looking(db, LOOK, now=NOON),
            looking_in(),
        ):
            db.execute(select(identity.c.display_name))
        with watch.looking(db, LOOK, now=NOON) as seen:
            seen.saw([])


def test_a_look_that_fails_leaves_the_console_watched(store: Store) -> None:
    with reading(store) as db:
        with pytest.raises(ZeroDivisionError), watch.looking(db, LOOK, now=NOON):
            raise ZeroDivisionError
        with pytest.raises(UnwatchedReadError):
            db.execute(select(identity.c.ref))


def test_a_deed_may_read_what_it_shows_to_nobody(store: Store) -> None:
    with reading(store) as db:
        with watch.unseen("a test"), looking_in():
            db.execute(select(identity.c.ref))
        with pytest.raises(UnwatchedReadError):
            db.execute(select(identity.c.ref))


def test_every_table_about_people_is_watched_but_those_nobody_can_read() -> None:
    about = {
        table.name
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if column.info["privacy"].subject is Subject.EMPLOYEE
        and column.info["privacy"].category is not Cat.NONE
    }

    assert watch.watched() | watch.UNREADABLE == about
    assert {"identity", "entry", "badge", "consent_event", "access_event"} <= watch.watched()
