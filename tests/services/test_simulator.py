from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.badge import BadgeFault, Kind
from checkin.core.errors import NotFoundError
from checkin.core.ids import DoorId, IdentityRef
from checkin.core.policy import Decision, GapMode, Posture, Reason
from checkin.core.scan import Direction
from checkin.services import people, simulator, sites
from checkin.services.enrolment import Enrolled
from checkin.services.people import RECORD, RECORDS_A_DAY, StopLooking
from checkin.services.signin import Look
from checkin.services.simulator import HeldUp, Moment, OfPerson, State
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM = Actor("adm-0002", "enrolment_admin")
LOOK = Look(KIM, RECORD, ("name",), "badge_help", "The badge is said not to work.")


@pytest.fixture
def good(building: Building) -> HeldUp:
    return HeldUp(Kind.PRINTED, State.GOOD, (building.everyone,))


def asked(
    building: Building,
    held: HeldUp,
    *,
    door: DoorId | None = None,
    direction: Direction = Direction.IN,
    at: datetime | None = None,
) -> Decision:
    moment = Moment(door or building.main_entrance, direction, at or building.now)
    with building.runtime.reading() as db:
        return simulator.simulate(db, held, moment, org_code="LINDEN")


# --- without a person -------------------------------------------------------------------------


def test_a_good_badge_is_let_in_and_leaves_nothing(
    building: Building, good: HeldUp, store: Store
) -> None:
    before = world.rows(store)

    decision = asked(building, good)

    assert (decision.admit, decision.reason) == (True, Reason.OK)
    assert world.rows(store) == before


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.EXPIRED, BadgeFault.EXPIRED),
        (State.REVOKED, Reason.REVOKED),
        (State.REPLACED, Reason.REPLACED),
        (State.PAUSED, Reason.SUSPENDED),
        (State.ENDED, Reason.CONSENT_ENDED),
        (State.OTHER_SITE, BadgeFault.WRONG_SITE),
        (State.UNKNOWN, Reason.UNKNOWN_BADGE),
        (State.UNREADABLE, BadgeFault.NOT_A_BADGE),
    ],
)
def test_every_state_has_the_answer_of_the_ladder(
    building: Building, good: HeldUp, state: State, reason: Reason | BadgeFault
) -> None:
    decision = asked(building, replace(good, state=state))

    assert (decision.admit, decision.reason) == (False, reason)


def test_a_badge_used_just_now_meets_the_doors_gap(building: Building, good: HeldUp) -> None:
    just_now = replace(good, state=State.USED_JUST_NOW)
    assert asked(building, just_now).reason is Reason.OK

    with building.runtime.writing() as db:
        sites.set_gap(
            db,
            building.main_entrance,
            timedelta(minutes=2),
            GapMode.REFUSE,
            KIM,
            now=building.now,
        )

    assert asked(building, just_now).reason is Reason.TOO_SOON
    assert asked(building, just_now, direction=Direction.OUT).admit


@pytest.mark.parametrize(
    ("state", "reason"), [(State.GOOD, Reason.OK), (State.REVOKED, Reason.REVOKED)]
)
def test_a_day_pass_has_its_sites_own_profile(
    building: Building, state: State, reason: Reason
) -> None:
    day_pass = HeldUp(Kind.DAY, state, ())

    assert asked(building, day_pass).reason is reason
    assert asked(building, replace(day_pass, state=State.GOOD), door=building.lab_entrance).reason \
        is Reason.NOT_THIS_DOOR  # fmt: skip


def test_the_time_asked_about_counts(building: Building, good: HeldUp) -> None:
    with building.runtime.writing() as db:
        mondays = sites.add_profile(
            db, "Mondays", [building.main_entrance], "1 07:00-19:00", KIM, now=building.now
        )
        sites.close_on(
            db, building.hq, (building.now + timedelta(days=7)).date(), KIM, now=building.now
        )
    held = replace(good, profiles=(mondays,))

    assert asked(building, held).admit
    for later in (timedelta(hours=8), timedelta(days=1), timedelta(days=7)):
        assert asked(building, held, at=building.now + later).reason is Reason.OUTSIDE_HOURS


def test_without_a_profile_no_door_opens(building: Building, good: HeldUp) -> None:
    assert asked(building, replace(good, profiles=())).reason is Reason.NOT_THIS_DOOR


def test_what_the_door_does_now_comes_first(building: Building, good: HeldUp) -> None:
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED, KIM, now=building.now)

    assert asked(building, good).reason is Reason.DOOR_LOCKED


def test_a_door_has_to_exist(building: Building, good: HeldUp) -> None:
    with pytest.raises(NotFoundError):
        asked(building, good, door=DoorId(uuid4()))


# --- with a person ----------------------------------------------------------------------------


def of_person(
    building: Building,
    person: Enrolled,
    moment: Moment | None = None,
) -> OfPerson | StopLooking:
    rt = building.runtime
    trust = rt.trust
    with rt.writing() as db:
        return simulator.of_person(db, person.refs.identity, moment, LOOK, trust, now=building.now)


def here(building: Building, door: DoorId | None = None) -> Moment:
    return Moment(door or building.main_entrance, Direction.IN, building.now)


def test_somebodys_badge_is_an_opened_record_that_they_can_read(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)

    told = of_person(building, ada, here(building))

    assert isinstance(told, OfPerson)
    assert told.decision is not None
    assert told.decision.reason is Reason.OK
    assert world.find(store, LOOK.reason) == ["access_event.reason"]


def test_the_time_counts_for_somebodys_badge_too(building: Building) -> None:
    ada = world.enrol(building)

    told = of_person(building, ada, replace(here(building), at=building.now + timedelta(days=400)))

    assert isinstance(told, OfPerson)
    assert told.decision is not None
    assert not told.decision.admit


def test_without_a_moment_or_a_badge_nothing_is_answered(building: Building) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        people.switch_off(db, ada.refs.identity, KIM, "lost", now=building.now)

    off = of_person(building, ada, here(building))

    assert isinstance(off, OfPerson)
    assert off.decision is not None
    assert off.decision.reason is Reason.REVOKED
    unasked = of_person(building, ada)
    assert isinstance(unasked, OfPerson)
    assert unasked.decision is None


def test_the_limit_of_opened_records_holds_here_as_well(building: Building) -> None:
    persons = [world.enrol(building, f"Person {number}") for number in range(RECORDS_A_DAY + 1)]

    told = [of_person(building, person, here(building)) for person in persons]

    assert [isinstance(each, StopLooking) for each in told] == [False] * RECORDS_A_DAY + [True]


def test_a_person_and_a_door_have_to_exist(building: Building) -> None:
    ada = world.enrol(building)
    nobody = replace(ada, refs=replace(ada.refs, identity=IdentityRef(uuid4())))

    with pytest.raises(NotFoundError):
        of_person(building, nobody, here(building))
    with pytest.raises(NotFoundError):
        of_person(building, ada, here(building, DoorId(uuid4())))


def test_somebody_without_a_badge_gets_no_answer(building: Building, store: Store) -> None:
    from sqlalchemy import delete

    from checkin.storage import audit
    from checkin.storage.tables import badge

    ada = world.enrol(building)
    with store.writing() as db:
        db.execute(delete(badge))
        audit.append(db, KIM, "test", "test", now=building.now)

    told = of_person(building, ada, here(building))

    assert isinstance(told, OfPerson)
    assert told.decision is None
