from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.consent import Act, State
from checkin.core.inventory import Purpose
from checkin.core.retention import Limits
from checkin.services import consent, consent_clock, notices, retention, standing
from checkin.services.enrolment import Enrolled
from checkin.services.letters import Mailing
from checkin.storage import Db, roster
from checkin.storage.store import Store
from tests import world
from tests.world import BOTH, ENTRY_ALONE, SHOWN, Building

YEAR = timedelta(days=360)
GRACE = timedelta(days=30)
MAILING = Mailing("Linden Works", "http://localhost:8000/me/choices")


def lapse(building: Building, limit: int = 100) -> int:
    with building.runtime.writing() as db:
        return consent_clock.lapse(
            db, building.runtime.hashing, now=building.now, grace=GRACE, limit=limit
        )


def remind(building: Building) -> int:
    with building.runtime.writing() as db:
        return consent_clock.remind(db, MAILING, now=building.now)


def pause(building: Building, person: Enrolled) -> None:
    with building.runtime.writing() as db:
        standing.pause(db, person.refs.identity, building.runtime.hashing, now=building.now)


def step(building: Building, person: Enrolled, act: Act, *purposes: Purpose) -> None:
    with building.runtime.writing() as db:
        standing.step(
            db,
            person.refs.identity,
            purposes,
            act,
            building.runtime.hashing,
            now=building.now,
        )


def enrolled(db: Db) -> list[str]:
    return [one.name for one in roster.page(db, "", None, 25)]


# --- the end of a yes ---------------------------------------------------------------------------


def test_a_yes_ends_when_its_time_is_over_and_everything_on_it_goes(
    building: Building, store: Store
) -> None:
    world.enrol(building, "Ada Lindqvist", now=building.now - timedelta(days=50))
    world.enrol(building, "Grace Hopper")
    building.clock.pass_(days=310)

    assert lapse(building) == 1

    with store.reading() as db:
        assert enrolled(db) == ["Grace Hopper"]


def test_entries_end_alone_where_the_badge_was_said_yes_to_again(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    building.clock.pass_(days=359)
    with building.runtime.writing() as db:
        standing.reaffirm(
            db,
            ada.refs.identity,
            [Purpose.ENTRY],
            SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=YEAR,
        )
    building.clock.pass_(days=1)

    lapse(building)

    with store.reading() as db:
        badge, history = consent.choices(db, ada.refs.identity)
    assert (badge.state, history.state) == (State.RENEWED, State.ERASED)
    assert "entry" not in world.rows(store)


def test_a_batch_says_whether_there_may_be_more(building: Building) -> None:
    for name in ("Ada Lindqvist", "Grace Hopper", "Karen Sparck"):
        world.enrol(building, name, purposes=ENTRY_ALONE)
    building.clock.pass_(days=361)

    assert [lapse(building, limit=2) for _ in range(3)] == [2, 1, 0]


def test_whoever_never_answers_to_a_new_text_leaves_after_the_days_of_grace(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    step(building, ada, Act.ANNOUNCE, *BOTH)
    building.clock.pass_(days=14)
    step(building, ada, Act.SUSPEND, *BOTH)
    building.clock.pass_(days=29)
    within_grace = lapse(building)

    building.clock.pass_(days=1)
    after_it = lapse(building)

    assert (within_grace, after_it) == (0, 1)
    with store.reading() as db:
        assert enrolled(db) == []


# --- pauses -------------------------------------------------------------------------------------


def test_a_pause_ends_by_itself_after_30_days(building: Building) -> None:
    ada = world.enrol(building)
    pause(building, ada)
    ended = []

    for _ in range(3):
        building.clock.pass_(days=15)
        with building.runtime.writing() as db:
            ended.append(consent_clock.resume(db, building.runtime.hashing, now=building.now))

    assert ended == [0, 1, 0]
    with building.runtime.reading() as db:
        assert all(one.in_force for one in consent.choices(db, ada.refs.identity))


def test_a_yes_that_runs_out_in_a_pause_ends_after_it(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    building.clock.pass_(days=350)
    pause(building, ada)
    building.clock.pass_(days=20)
    in_the_pause = lapse(building)

    building.clock.pass_(days=10)
    with building.runtime.writing() as db:
        consent_clock.resume(db, building.runtime.hashing, now=building.now)
    building.clock.pass_(seconds=1)

    assert (in_the_pause, lapse(building)) == (0, 1)
    assert "identity" not in world.rows(store)


def test_what_is_paused_is_not_deleted_and_goes_afterwards(
    building: Building, store: Store
) -> None:
    ada, grace = world.everything_about(building, "Ada Lindqvist"), world.enrol(building, "Grace")
    world.came_in(building, grace, building.now)
    building.clock.pass_(days=20)
    pause(building, ada)
    building.clock.pass_(days=20)

    with building.runtime.writing() as db:
        retention.run_batch(db, Limits(), now=building.now)
    in_the_pause = world.rows(store)["entry"]
    building.clock.pass_(days=10)
    with building.runtime.writing() as db:
        retention.run_batch(db, Limits(), now=building.now)

    assert in_the_pause == 1
    assert "entry" not in world.rows(store)
    assert "weekly_ref" not in world.rows(store)


def test_who_looked_is_kept_as_well_while_it_is_in_dispute(
    building: Building, store: Store
) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    building.clock.pass_(days=345)
    pause(building, ada)
    building.clock.pass_(days=20)

    with building.runtime.writing() as db:
        retention.run_batch(db, Limits(), now=building.now)

    assert world.rows(store)["access_event"] == 1


# --- reminders ----------------------------------------------------------------------------------


def test_people_are_told_30_and_7_days_before_and_never_more_often(
    building: Building, store: Store
) -> None:
    world.enrol(building, "Ada Lindqvist")
    told = {}

    for day in range(361):
        if remind(building):
            told[day] = [one.subject for one in world.letters(store)]
            with building.runtime.writing() as db:
                people_written_to_are_not_kept(db)
        building.clock.pass_(days=1)

    assert list(told) == [330, 353]
    assert told[330] == ["Your badge for Linden Works ends on 18 Nov 2027"]


def people_written_to_are_not_kept(db: Db) -> None:
    """The message was sent: an address stays only until then."""
    from checkin.core.audit import SYSTEM
    from checkin.storage import audit, mail

    mail.forget(db, "ada.lindqvist@linden.example")
    audit.append(db, SYSTEM, "test", "test", now=world.NOON)


def test_whoever_said_yes_again_is_told_again_a_year_later(building: Building) -> None:
    ada = world.enrol(building)
    building.clock.pass_(days=340)
    first = remind(building)
    with building.runtime.writing() as db:
        standing.reaffirm(
            db,
            ada.refs.identity,
            BOTH,
            SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=YEAR,
        )

    told = [remind(building)]
    building.clock.pass_(days=335)
    told.append(remind(building))

    assert (first, told) == (1, [0, 1])


@pytest.mark.parametrize("days", [0, 100, 329])
def test_nobody_is_told_before_there_is_something_to_tell(building: Building, days: int) -> None:
    world.enrol(building)
    building.clock.pass_(days=days)

    assert remind(building) == 0


def test_a_yes_that_holds_a_month_is_reminded_of_once(building: Building) -> None:
    ada = world.enrol(building, now=building.now)
    with building.runtime.writing() as db:
        standing.reaffirm(
            db,
            ada.refs.identity,
            BOTH,
            SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=timedelta(days=30),
        )

    told = []
    for _ in range(31):
        told.append(remind(building))
        building.clock.pass_(days=1)

    assert sum(told) == 1
    assert told.index(1) == 23


def test_whoever_has_no_address_is_written_nothing(building: Building, store: Store) -> None:
    world.enrol(building, on_paper=True)
    building.clock.pass_(days=335)

    told = [remind(building) for _ in range(2)]

    assert told == [1, 0]
    assert world.letters(store) == []


# --- texts that change --------------------------------------------------------------------------


def announce(building: Building) -> int:
    with building.runtime.writing() as db:
        return consent_clock.announce(db, MAILING, building.runtime.hashing, now=building.now)


def suspend(building: Building) -> int:
    with building.runtime.writing() as db:
        return consent_clock.suspend(db, building.runtime.hashing, now=building.now)


def stands(building: Building, person: Enrolled) -> list[State]:
    with building.runtime.reading() as db:
        return [one.state for one in consent.choices(db, person.refs.identity)]


def test_a_change_of_substance_is_told_once_and_leaves_the_badge_alone(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))

    told = [announce(building), announce(building)]

    assert told == [1, 0]
    (letter,) = world.letters(store)
    assert "7 December 2026" in letter.body
    assert stands(building, ada) == [State.GIVEN, State.RENEWAL_DUE]


def test_what_is_not_answered_stops_on_the_day_and_not_before(building: Building) -> None:
    ada = world.enrol(building)
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))
    announce(building)
    building.clock.pass_(days=13)
    early = suspend(building)

    building.clock.pass_(days=1)
    in_time = suspend(building)

    assert (early, in_time, suspend(building)) == (0, 1, 0)
    assert stands(building, ada) == [State.GIVEN, State.SUSPENDED]


def test_other_words_are_told_to_nobody(building: Building, store: Store) -> None:
    world.enrol(building)
    english, german = building.runtime.shipped_notices()
    world.publish(building, replace(english, title="In other words"), german)

    assert announce(building) == 0
    assert world.letters(store) == []


def test_whoever_joins_on_the_newest_text_is_told_nothing(building: Building) -> None:
    world.publish(building, runtime=world.with_limits(building, retention_entry_days=60))
    building.clock.pass_(days=14)
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        newest = notices.offered(db, "en", now=building.now).shown
        standing.reaffirm(
            db,
            ada.refs.identity,
            BOTH,
            newest,
            building.runtime.hashing,
            now=building.now,
            valid_for=YEAR,
        )

    assert (announce(building), suspend(building)) == (0, 0)
