from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.core.consent import Act, By, Shown, State
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.inventory import Purpose
from checkin.core.policy import EntryConsent
from checkin.core.statuslist import Status
from checkin.services import consent, standing
from checkin.services.enrolment import Enrolled
from checkin.storage import consents, status, tables
from checkin.storage.store import Store
from tests import world
from tests.world import BOTH, ENTRY_ALONE, SHOWN, Building, looking_in

YEAR = timedelta(days=360)
NEWER = Shown("entry:2.0.0", "de", "dd" * 32, "ee" * 32, "ff" * 32)


@pytest.fixture
def ada(building: Building) -> Enrolled:
    person = world.enrol(building, "Ada Lindqvist")
    building.clock.pass_(days=1)
    return person


def stands(building: Building, person: Enrolled) -> dict[Purpose, State]:
    with building.runtime.reading() as db:
        return {one.purpose: one.state for one in consent.choices(db, person.refs.identity)}


def door(store: Store, person: Enrolled) -> tuple[EntryConsent, bool]:
    """What doors know of the person: where `entry` stands, and whether entries are kept."""
    wanted = select(tables.holder.c.entry, tables.holder.c.history)
    with looking_in(), store.reading() as db:
        found = db.execute(wanted.where(tables.holder.c.ref == person.refs.holder)).one()
    return found.entry, found.history


def pause(building: Building, person: Enrolled) -> None:
    with building.runtime.writing() as db:
        standing.pause(db, person.refs.identity, building.runtime.hashing, now=building.now)


def resume(building: Building, person: Enrolled, by: By = By.SUBJECT) -> bool:
    hashing = building.runtime.hashing
    with building.runtime.writing() as db:
        return standing.resume(db, person.refs.identity, hashing, now=building.now, by=by)


def step(building: Building, person: Enrolled, act: Act, *purposes: Purpose) -> None:
    hashing = building.runtime.hashing
    with building.runtime.writing() as db:
        standing.step(db, person.refs.identity, purposes, act, hashing, now=building.now)


def reaffirm(building: Building, person: Enrolled, *purposes: Purpose) -> None:
    with building.runtime.writing() as db:
        standing.reaffirm(
            db,
            person.refs.identity,
            purposes,
            NEWER,
            building.runtime.hashing,
            now=building.now,
            valid_for=YEAR,
        )


# --- saying yes again ---------------------------------------------------------------------------


def test_a_yes_said_again_holds_from_now_on_the_text_that_was_shown(
    building: Building, ada: Enrolled
) -> None:
    reaffirm(building, ada, *BOTH)

    with building.runtime.reading() as db:
        badge, history = consent.choices(db, ada.refs.identity)
    assert badge.state is history.state is State.RENEWED
    assert badge.until == history.until == building.now + YEAR
    assert badge.since == building.now - timedelta(days=1)
    assert (badge.shown, history.shown) == (NEWER, NEWER)


def test_what_was_never_said_yes_to_is_not_said_again(building: Building) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)

    with pytest.raises(ConflictError, match="none can't reaffirm"):
        reaffirm(building, ada, Purpose.HISTORY)


# --- pausing ------------------------------------------------------------------------------------


def test_a_pause_stops_the_badge_and_what_is_remembered_and_deletes_nothing(
    building: Building, store: Store, ada: Enrolled
) -> None:
    world.came_in(building, ada, building.now)
    before = world.rows(store)

    pause(building, ada)

    assert door(store, ada) == (EntryConsent.SUSPENDED, False)
    kept = world.rows(store)
    assert (kept["entry"], kept["badge"]) == (before["entry"], before["badge"])


def test_a_paused_badge_is_on_its_status_list_as_paused(
    building: Building, store: Store, ada: Enrolled
) -> None:
    place = ada.badge.place
    pause(building, ada)

    with store.reading() as db:
        listed = status.statuses(db, place.list_number, now=building.now)

    assert listed == {place.slot: Status.SUSPENDED}


def test_a_pause_ends_by_one_press_and_all_is_as_it_was(
    building: Building, store: Store, ada: Enrolled
) -> None:
    pause(building, ada)
    building.clock.pass_(days=3)

    assert resume(building, ada)

    assert stands(building, ada) == dict.fromkeys(BOTH, State.GIVEN)
    assert door(store, ada) == (EntryConsent.IN_FORCE, True)


def test_without_a_pause_there_is_none_to_end(
    building: Building, store: Store, ada: Enrolled
) -> None:
    before = world.rows(store)

    assert not resume(building, ada)
    assert world.rows(store) == before


def test_nobody_but_the_person_asks_for_a_pause_twice(building: Building, ada: Enrolled) -> None:
    pause(building, ada)
    building.clock.pass_(days=1)

    with pytest.raises(ConflictError, match="nothing to pause"):
        pause(building, ada)


def test_what_is_paused_can_be_taken_back_at_once(
    building: Building, store: Store, ada: Enrolled
) -> None:
    pause(building, ada)

    with building.runtime.writing() as db:
        receipt = consent.withdraw(
            db,
            ada.refs.identity,
            [Purpose.ENTRY],
            building.runtime.hashing,
            now=building.now,
        )

    assert receipt is not None
    assert receipt.left
    assert "identity" not in world.rows(store)


# --- a new text ---------------------------------------------------------------------------------


def test_a_new_text_changes_nothing_at_the_door_until_it_takes_effect(
    building: Building, store: Store, ada: Enrolled
) -> None:
    step(building, ada, Act.ANNOUNCE, *BOTH)

    assert stands(building, ada) == dict.fromkeys(BOTH, State.RENEWAL_DUE)
    assert door(store, ada) == (EntryConsent.IN_FORCE, True)


def test_a_text_about_entries_alone_never_touches_the_door(
    building: Building, store: Store, ada: Enrolled
) -> None:
    step(building, ada, Act.ANNOUNCE, Purpose.HISTORY)
    building.clock.pass_(days=14)

    step(building, ada, Act.SUSPEND, Purpose.HISTORY)

    assert door(store, ada) == (EntryConsent.IN_FORCE, False)


def test_whoever_answers_after_all_has_everything_back(
    building: Building, store: Store, ada: Enrolled
) -> None:
    step(building, ada, Act.ANNOUNCE, *BOTH)
    building.clock.pass_(days=14)
    step(building, ada, Act.SUSPEND, *BOTH)
    assert door(store, ada) == (EntryConsent.SUSPENDED, False)
    building.clock.pass_(days=1)

    reaffirm(building, ada, *BOTH)

    assert door(store, ada) == (EntryConsent.IN_FORCE, True)


def test_what_was_answered_meanwhile_is_left_alone(building: Building, ada: Enrolled) -> None:
    with pytest.raises(ConflictError, match="given can't suspend"):
        step(building, ada, Act.SUSPEND, *BOTH)

    assert stands(building, ada) == dict.fromkeys(BOTH, State.GIVEN)


def test_every_act_is_kept_with_the_text_it_rests_on(building: Building, ada: Enrolled) -> None:
    step(building, ada, Act.ANNOUNCE, Purpose.HISTORY)

    with building.runtime.reading() as db:
        *_, last = consents.history(db, ada.refs.consent)

    assert (last.act, last.by, last.shown) == (Act.ANNOUNCE, By.SYSTEM, SHOWN)


def test_somebody_who_left_has_nothing_to_pause(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        consent.withdraw(
            db,
            ada.refs.identity,
            [Purpose.ENTRY],
            building.runtime.hashing,
            now=building.now,
        )

    with pytest.raises(NotFoundError):
        pause(building, ada)
