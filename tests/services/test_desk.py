from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.badge import BadgeFault, KeyPurpose
from checkin.core.errors import NotFoundError
from checkin.core.ids import DoorId
from checkin.core.policy import Decision, Posture, Reason
from checkin.core.scan import Direction
from checkin.services import badges, desk, passes, people, sites
from checkin.services.enrolment import Enrolled
from checkin.services.passes import PassMaking
from checkin.services.scanning import Trust
from checkin.storage import audit
from checkin.storage.audit import SeenBy
from checkin.storage.store import Store
from tests import world
from tests.world import Building

LOU = Actor("adm-0003", "reception")


def check(building: Building, shown: str, door: DoorId | None = None) -> Decision:
    rt = building.runtime
    trust = Trust(rt.keyring, rt.hashing, rt.settings.code)
    with rt.writing() as db:
        return desk.check(
            db,
            shown,
            door or building.main_entrance,
            Direction.IN,
            trust,
            viewer=LOU,
            now=building.now,
        ).decision


def looks_at(building: Building, person: Enrolled) -> list[SeenBy]:
    with building.runtime.reading() as db:
        return list(audit.looks_at(db, person.refs.access, limit=100))


def short_code(building: Building, person: Enrolled) -> str:
    return badges.short_code(person.badge, building.runtime.hashing)


def test_the_desk_sees_what_the_door_would_say(building: Building) -> None:
    ada = world.enrol(building)

    assert check(building, world.text_of(building, ada)).reason is Reason.OK
    assert check(building, short_code(building, ada)).reason is Reason.OK
    at_the_lab = check(building, world.text_of(building, ada), building.lab_entrance)
    assert at_the_lab.reason in {Reason.NOT_THIS_DOOR, BadgeFault.WRONG_SITE}


def test_the_desk_sees_the_exact_reason_where_the_kiosk_is_neutral(building: Building) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        people.switch_off(db, ada.refs.identity, LOU, "lost", now=building.now)

    assert check(building, world.text_of(building, ada)).reason is Reason.REVOKED


def test_the_holder_can_read_that_the_desk_looked(building: Building) -> None:
    ada = world.enrol(building)

    check(building, world.text_of(building, ada))
    check(building, short_code(building, ada))

    seen = looks_at(building, ada)
    assert [(one.look.viewer, one.look.act, one.look.categories) for one in seen] == [
        (LOU, desk.DESK, ("badge",))
    ] * 2


def test_a_day_pass_and_a_strange_text_leave_nothing(building: Building, store: Store) -> None:
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, building.now), rt.hashing)
    with rt.writing() as db:
        shown = passes.hand_out(db, building.hq, making, LOU, now=building.now)
    before = world.rows(store)

    assert check(building, shown.text).reason is Reason.OK
    assert check(building, shown.short_code).reason is Reason.OK
    assert check(building, "good morning").reason is BadgeFault.NOT_A_BADGE
    assert check(building, "00000-00000").admit is False

    assert world.rows(store) == before


def test_the_desk_explains_a_locked_door(building: Building) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED, LOU, now=building.now)

    assert check(building, world.text_of(building, ada)).reason is Reason.DOOR_LOCKED


def test_there_is_no_answer_for_a_door_that_isnt_there(building: Building) -> None:
    with pytest.raises(NotFoundError):
        check(building, "CI1:", DoorId(uuid4()))


def test_checking_counts_and_stores_no_scan(building: Building, store: Store) -> None:
    ada = world.enrol(building)

    check(building, world.text_of(building, ada))

    assert not {"scan_answer", "kiosk_count", "entry", "refusal"} & set(world.rows(store))
