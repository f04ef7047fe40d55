from datetime import date, timedelta
from uuid import UUID

import pytest

from checkin import jobs
from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.pasted import Line
from checkin.core.policy import Reason
from checkin.core.scan import Direction
from checkin.services import consent, invitations, leavers, scanning
from checkin.services.enrolment import Enrolled
from checkin.services.invitations import Start
from checkin.storage import roster
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM = Actor("kim", "enrolment_admin")
ADA = "ada.lindqvist@linden.example"
LAST = date(2026, 12, 31)


def end_now(building: Building, *addresses: str) -> None:
    with building.runtime.writing() as db:
        leavers.end_now(
            db,
            [Line(address, None) for address in addresses],
            building.runtime.hashing,
            by=KIM,
            now=building.now,
        )


def plan(building: Building, *addresses: str, last: date | None = LAST) -> UUID:
    with building.runtime.writing() as db:
        lines = [Line(address, last) for address in addresses]
        return leavers.plan(db, lines, by=KIM, now=building.now)


def settle(building: Building) -> int:
    with building.runtime.writing() as db:
        return leavers.settle(db, building.runtime.hashing, now=building.now, limit=25)


def last_day(building: Building, person: Enrolled) -> date | None:
    with building.runtime.reading() as db:
        ends_at = roster.one(db, person.refs.identity).ends_at
    return ends_at.date() if ends_at else None


def reason(building: Building, text: str) -> object:
    rt = building.runtime
    trust = rt.trust
    with rt.reading() as db:
        answer = scanning.explain(
            db, text, building.main_entrance, Direction.IN, trust, now=building.now
        )
    assert answer is not None
    return answer.decision.reason


# --- at once ------------------------------------------------------------------------------------


def test_no_door_takes_a_leaver_s_badge_from_that_moment_on(building: Building) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    end_now(building, ADA, "nobody@linden.example")

    assert reason(building, world.text_of(building, ada)) is Reason.CONSENT_ENDED
    assert reason(building, world.text_of(building, grace)) is Reason.OK


def test_what_is_kept_on_a_leaver_is_erased_by_the_one_way(
    building: Building, store: Store
) -> None:
    world.everything_about(building, "Ada Lindqvist")
    end_now(building, ADA)

    assert jobs.end_what_is_over(building.runtime) == 1

    assert world.find(store, "lindqvist") == []
    assert "invitation" not in world.rows(store)


def test_a_leaver_s_invitation_and_way_in_end_as_well(building: Building, store: Store) -> None:
    with store.writing() as db:
        start = Start(building.everyone, building.hq)
        invitations.invite(db, ADA, start, building.runtime.hashing, now=building.now)

    end_now(building, ADA)

    assert "invitation" not in world.rows(store)


# --- after a last day ---------------------------------------------------------------------------


def test_a_plan_takes_effect_after_a_minute_and_the_badge_after_its_last_day(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    text = world.text_of(building, ada)
    plan(building, ADA, "nobody@linden.example")
    assert settle(building) == 0

    building.clock.pass_(minutes=1)
    assert settle(building) == 2

    assert last_day(building, ada) == LAST
    building.clock.at = building.clock.at.replace(month=12, day=31, hour=22)
    assert reason(building, text) is Reason.OK
    building.clock.pass_(hours=1)
    assert reason(building, text) is Reason.CONSENT_ENDED
    assert jobs.end_what_is_over(building.runtime) == 1
    assert world.find(store, "lindqvist") == []


def test_a_plan_that_is_undone_never_was(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    planned = plan(building, ADA)

    with store.writing() as db:
        until = leavers.undo_until(db, planned, now=building.now)
        undone = leavers.undo(db, planned, by=KIM, now=building.now)
    building.clock.pass_(minutes=1)

    assert (until, undone) == (building.now, True)
    assert settle(building) == 0
    assert last_day(building, ada) is None


def test_after_its_minute_a_plan_stands(building: Building, store: Store) -> None:
    planned = plan(building, ADA)
    building.clock.pass_(minutes=1)

    with store.writing() as db:
        assert not leavers.undo(db, planned, by=KIM, now=building.now)

    assert settle(building) == 1


def test_a_list_can_only_end_never_prolong(building: Building) -> None:
    ada = world.enrol(building)
    for last in (LAST, date(2027, 6, 30)):
        plan(building, ADA, last=last)
        building.clock.pass_(minutes=1)
        settle(building)

    assert last_day(building, ada) == LAST


def test_a_plan_says_when_everybody_s_last_day_is(building: Building) -> None:
    with pytest.raises(ConflictError, match="no last day"):
        plan(building, ADA, last=None)


def test_an_open_invitation_ends_with_the_last_day(building: Building, store: Store) -> None:
    with store.writing() as db:
        start = Start(building.everyone, building.hq)
        made = invitations.invite(db, ADA, start, building.runtime.hashing, now=building.now)
    assert made is not None
    plan(building, ADA, last=date(2026, 11, 25))
    building.clock.pass_(minutes=1)

    settle(building)

    enrolled = world.rows(store)["invitation"]
    building.clock.pass_(days=4)
    assert enrolled == 1
    assert jobs.let_go(building.runtime) >= 1
    assert "invitation" not in world.rows(store)


# --- one person ---------------------------------------------------------------------------------


def set_last_day(building: Building, identity: IdentityRef, last: date | None) -> None:
    with building.runtime.writing() as db:
        leavers.set_last_day(db, identity, last, by=KIM, now=building.now)


def test_one_person_s_last_day_can_be_moved_and_cleared(building: Building) -> None:
    ada = world.enrol(building)
    text = world.text_of(building, ada)
    shown = []
    for last in (date(2026, 11, 24), date(2026, 11, 30), None):
        set_last_day(building, ada.refs.identity, last)
        shown.append(last_day(building, ada))

    building.clock.pass_(days=20)

    assert shown == [date(2026, 11, 24), date(2026, 11, 30), None]
    assert reason(building, text) is Reason.OK


def test_no_new_yes_outlasts_the_last_day(building: Building, store: Store) -> None:
    ada = world.enrol(building, purposes=world.ENTRY_ALONE)
    set_last_day(building, ada.refs.identity, date(2026, 11, 24))
    with store.writing() as db:
        consent.give(
            db,
            ada.refs.identity,
            [Purpose.HISTORY],
            world.SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=timedelta(days=360),
        )

    building.clock.pass_(days=2)

    assert reason(building, world.text_of(building, ada)) is Reason.CONSENT_ENDED


def test_nobody_has_a_last_day_who_does_not_take_part(building: Building) -> None:
    with pytest.raises(NotFoundError):
        set_last_day(building, IdentityRef(building.kiosk), LAST)


# --- hundreds -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_three_hundred_leavers_are_refused_everywhere_at_once_and_then_erased(
    building: Building, store: Store
) -> None:
    crowd = [world.enrol(building, f"Person {number:03}") for number in range(300)]
    texts = [world.text_of(building, person) for person in crowd]

    end_now(building, *(f"person.{number:03}@linden.example" for number in range(300)))

    assert {reason(building, text) for text in texts} == {Reason.CONSENT_ENDED}
    assert jobs.end_what_is_over(building.runtime) == 300
    assert not {"identity", "badge", "holder"} & world.rows(store).keys()
