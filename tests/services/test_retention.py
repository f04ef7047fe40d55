from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.core.errors import ConflictError
from checkin.core.inventory import Purpose
from checkin.services import consent, retention
from checkin.storage import mail, tables
from checkin.storage.mail import Letter
from checkin.storage.store import Store
from tests import world
from tests.world import Building, looking_in

DAY = timedelta(days=1)


def run(building: Building, limit: int = retention.BATCH) -> retention.Run:
    with building.runtime.writing() as db:
        return retention.run_batch(
            db, building.runtime.settings.limits, now=building.now, limit=limit
        )


def acts(store: Store) -> list[tuple[str, str]]:
    with looking_in(), store.reading() as db:
        written = select(tables.audit_event.c.act, tables.audit_event.c.amount)
        return [(row.act, row.amount) for row in db.execute(written)]


def test_a_run_lets_go_of_what_is_due_and_writes_down_how_much(
    building: Building, store: Store
) -> None:
    with building.runtime.writing() as db:
        for number in range(3):
            mail.put(db, "a@b.example", Letter(f"{number}", "Hello."), now=building.now, life=DAY)
    building.clock.pass_(days=2)

    done = run(building)

    assert done == retention.Run({"mail_queue": 3}, full=False)
    assert ("retention.ran", "3") in acts(store)


def test_a_run_that_finds_nothing_writes_nothing(building: Building, store: Store) -> None:
    before = acts(store)

    done = run(building)

    assert done.rows == 0
    assert acts(store) == before


def test_a_second_run_finds_nothing_left(building: Building) -> None:
    with building.runtime.writing() as db:
        mail.put(db, "a@b.example", Letter("Hi", "Hello."), now=building.now, life=DAY)
    building.clock.pass_(days=2)

    first, second = run(building), run(building)

    assert (first.rows, second.rows) == (1, 0)


def test_a_full_batch_says_that_there_may_be_more(building: Building) -> None:
    with building.runtime.writing() as db:
        for number in range(3):
            mail.put(db, "a@b.example", Letter(f"{number}", "Hello."), now=building.now, life=DAY)
    building.clock.pass_(days=2)

    batches = [run(building, limit=2) for _ in range(2)]

    assert [(batch.rows, batch.full) for batch in batches] == [(2, True), (1, False)]


def test_nothing_is_deleted_while_the_clock_is_behind_what_was_written(
    building: Building, store: Store
) -> None:
    with building.runtime.writing() as db:
        mail.put(db, "a@b.example", Letter("Hi", "Hello."), now=building.now - 3 * DAY, life=DAY)
    before = world.rows(store)
    building.clock.pass_(minutes=-6)

    with pytest.raises(ConflictError, match="Nothing is deleted until the clock is right"):
        run(building)

    assert world.rows(store) == before


def test_whoever_says_that_the_clock_is_right_now_lets_deletion_go_on(
    building: Building, store: Store
) -> None:
    with building.runtime.writing() as db:
        mail.put(db, "a@b.example", Letter("Hi", "Hello."), now=building.now - 9 * DAY, life=DAY)
    building.clock.pass_(days=-2)

    with building.runtime.writing() as db:
        limits = building.runtime.settings.limits
        done = retention.run_batch(db, limits, now=building.now, clock_is_right=True)

    assert done.rows == 1
    assert world.find(store, "clock_is_right") == ["audit_event.reason"]


def test_a_clock_that_was_set_right_by_a_little_stops_nothing(building: Building) -> None:
    building.clock.pass_(minutes=-4)

    assert run(building).rows == 0


def test_proof_of_a_consent_outlives_it_by_its_months_and_no_longer(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        consent.withdraw(
            db, ada.refs.identity, [Purpose.ENTRY], building.runtime.hashing, now=building.now
        )
    kept_for = timedelta(days=30 * building.runtime.settings.limits.evidence_months)
    building.clock.pass_(days=(kept_for - DAY).days)
    run(building)
    before = world.rows(store).get("consent_event", 0)

    building.clock.pass_(days=2)
    run(building)

    assert before > 0
    assert "consent_event" not in world.rows(store)


def test_what_is_due_can_be_seen_before_it_goes(building: Building) -> None:
    with building.runtime.writing() as db:
        mail.put(db, "a@b.example", Letter("Hi", "Hello."), now=building.now, life=DAY)
    building.clock.pass_(days=2)

    with building.runtime.reading() as db:
        (found,) = retention.due(db, building.runtime.settings.limits, now=building.now)

    assert (found.table, found.rows) == ("mail_queue", 1)


def test_a_row_is_due_and_a_day_later_it_is_overdue(building: Building) -> None:
    world.came_in(building, world.enrol(building), building.now)
    limits = building.runtime.settings.limits

    def told() -> tuple[int, int, bool]:
        with building.runtime.reading() as db:
            found = retention.backlog(db, limits, now=building.now)
            (entry,) = [one for one in found if one.table == "entry"]
            late = retention.overdue(db, limits, now=building.now)
        return entry.due, entry.overdue, "entry" in late

    assert told() == (0, 0, False)
    building.clock.pass_(days=30)
    assert told() == (1, 0, False)
    building.clock.pass_(hours=24)
    assert told() == (1, 1, True)
    run(building)
    assert told() == (0, 0, False)


def test_what_a_monitor_reads_is_too_coarse_to_tell_of_a_day(building: Building) -> None:
    backlog = retention.Backlog("entry", 11, 1, building.now - timedelta(minutes=119))

    text = retention.exposition([backlog], now=building.now)

    assert 'checkin_erasure_due{table="entry"} 20' in text
    assert 'checkin_erasure_overdue{table="entry"} 10' in text
    assert 'checkin_oldest_row_age_seconds{table="entry"} 3600' in text
    assert text.endswith("\n")
    empty = retention.exposition([retention.Backlog("entry", 0, 0, None)], now=building.now)
    assert 'checkin_oldest_row_age_seconds{table="entry"} 0' in empty
