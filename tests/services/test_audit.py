from datetime import timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM, Actor
from checkin.core.ids import AccessRef
from checkin.services import audit
from checkin.services.audit import Wanted
from checkin.storage import audit as rows
from checkin.storage.audit import Look
from checkin.storage.store import Store
from tests.world import NOON

READER = Actor("adm-0a0a", "auditor")
LOOK = Look(READER, "list", ("name",), "badge_help", "The badge doesn't scan at gate 2")


def write(store: Store, number: int) -> None:
    with store.writing() as db:
        for second in range(number):
            rows.append(db, SYSTEM, "test.done", "t:1", now=NOON + timedelta(seconds=second))


def test_reading_goes_on_page_by_page_and_each_page_is_written_down(store: Store) -> None:
    write(store, audit.A_PAGE + 3)
    wanted, now = Wanted(families=frozenset({"test"})), NOON + timedelta(hours=1)

    with store.writing() as db:
        first = audit.page(db, wanted, None, what="other", by=READER, now=now)
        rest = audit.page(db, wanted, first.next_before, what="other", by=READER, now=now)
        log = audit.page(
            db, Wanted(families=frozenset({"log"})), None, what="log", by=READER, now=now
        )

    assert (len(first.entries), len(rest.entries)) == (audit.A_PAGE, 3)
    assert rest.next_before is None
    assert not {one.id for one in first.entries} & {one.id for one in rest.entries}
    assert {(one.actor, one.act, one.about) for one in log.entries} == {
        (READER, "log.read", "log:other")
    }


def test_a_file_holds_everything_that_was_asked_for_and_is_written_down(store: Store) -> None:
    write(store, 1005)

    with store.writing() as db:
        found = audit.export(db, Wanted(), what="all", form="csv", by=READER, now=NOON)
        (taken,) = rows.acts(db, Wanted(alias=READER.alias), before=None, limit=9)

    assert len({one.id for one in found}) == 1005
    assert (taken.act, taken.amount) == ("log.export_csv", "1005")


def test_looks_are_read_day_by_day(store: Store) -> None:
    people = [AccessRef(uuid4()) for _ in range(3)]
    with store.writing() as db:
        for days in (0, 2, 5):
            rows.looked(db, people, LOOK, now=NOON + timedelta(days=days))
        now = NOON + timedelta(days=9)

        newest = audit.looks_of(db, None, by=READER, now=now)
        middle = audit.looks_of(db, newest.earlier, by=READER, now=now)
        between = audit.looks_of(db, NOON.date() + timedelta(days=1), by=READER, now=now)

    assert newest.day == NOON.date() + timedelta(days=5)
    assert newest.later is None
    assert [one.records for one in middle.glances] == [3]
    assert (middle.day, middle.earlier) == (NOON.date() + timedelta(days=2), NOON.date())
    assert middle.later == newest.day
    assert (between.glances, between.earlier) == ([], NOON.date())


def test_where_nobody_ever_looked_today_is_empty(store: Store) -> None:
    with store.writing() as db:
        found = audit.looks_of(db, None, by=READER, now=NOON)

    assert (found.day, found.glances, found.earlier) == (NOON.date(), [], None)
