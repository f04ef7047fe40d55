from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.badge import BadgeFault, KeyPurpose
from checkin.core.errors import NotFoundError, UnavailableError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import Decision, Posture, Reason
from checkin.core.scan import Direction
from checkin.services import badges, codes, desk, passes, people, sites
from checkin.services.desk import Start
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
    trust = rt.trust
    with rt.writing() as db:
        return desk.check(
            db,
            shown,
            door or building.main_entrance,
            Direction.IN,
            trust,
            viewer=LOU,
            now=building.now,
        ).explained.decision


def looks_at(building: Building, person: Enrolled) -> list[SeenBy]:
    with building.runtime.reading() as db:
        return list(audit.looks_at(db, person.refs.access))


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


# --- what else the desk can do -------------------------------------------------------------------


def trust(building: Building) -> Trust:
    rt = building.runtime
    return rt.trust


def reprint(building: Building, shown: str) -> badges.Card | None:
    rt = building.runtime
    with rt.writing() as db:
        return desk.reprint(
            db, shown, trust(building), rt.making(at=world.NOON), viewer=LOU, now=building.now
        )


def sign_in_code(building: Building, shown: str) -> str | None:
    with building.runtime.writing() as db:
        return desk.sign_in_code(db, shown, trust(building), viewer=LOU, now=building.now)


def join_code(building: Building, start: Start | None = None) -> str:
    with building.runtime.writing() as db:
        start = start or Start(building.everyone, building.hq)
        return desk.join_code(db, start, trust(building), by=LOU, now=building.now)


def test_a_badge_that_is_held_up_is_printed_again_as_it_was(building: Building) -> None:
    ada = world.enrol(building)

    card = reprint(building, short_code(building, ada))

    assert card is not None
    assert card.text == world.text_of(building, ada)
    assert [one.look.act for one in looks_at(building, ada)] == [desk.REPRINT]


@pytest.mark.parametrize("wrong", ["switched off", "run out", "nobody's"])
def test_only_a_good_badge_is_printed_again(building: Building, wrong: str) -> None:
    ada = world.enrol(building)
    shown = short_code(building, ada)
    match wrong:
        case "switched off":
            with building.runtime.writing() as db:
                people.switch_off(db, ada.refs.identity, LOU, "lost", now=building.now)
        case "run out":
            building.clock.pass_(days=91)
        case _:
            shown = "00000-00000"

    assert reprint(building, shown) is None
    assert looks_at(building, ada) == []


def test_whoever_has_no_address_signs_in_with_a_code_on_paper_once(building: Building) -> None:
    ada = world.enrol(building, on_paper=True)
    code = sign_in_code(building, world.text_of(building, ada))
    assert code is not None

    with building.runtime.writing() as db:
        tried = [
            codes.signed_in_by_paper(
                db, typed, "10.0.0.1", building.runtime.hashing, now=building.now
            )
            for typed in ("", "00000-00000", code, code)
        ]

    assert tried == [None, None, ada.refs.identity, None]
    assert [one.look.act for one in looks_at(building, ada)] == [desk.SIGN_IN_CODE]


def test_a_code_to_sign_in_with_runs_out(building: Building) -> None:
    code = sign_in_code(building, short_code(building, world.enrol(building, on_paper=True)))
    assert code is not None
    building.clock.pass_(minutes=15)

    with building.runtime.writing() as db:
        found = codes.signed_in_by_paper(
            db, code, "10.0.0.1", building.runtime.hashing, now=building.now
        )

    assert found is None


def test_nobody_with_an_address_and_nobody_without_a_badge_gets_a_code_to_sign_in(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)

    assert sign_in_code(building, world.text_of(building, ada)) is None
    assert sign_in_code(building, "good morning") is None
    assert "carry_code" not in world.rows(store)
    assert looks_at(building, ada) == []


def test_a_check_says_what_else_can_be_done(building: Building) -> None:
    with_mail, without = world.enrol(building), world.enrol(building, "Bo", on_paper=True)
    rt = building.runtime
    making = PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, building.now), rt.hashing)
    with rt.writing() as db:
        day_pass = passes.hand_out(db, building.hq, making, LOU, now=building.now)
    shown = (world.text_of(building, with_mail), world.text_of(building, without), day_pass.text)

    found = []
    for each in shown:
        with rt.writing() as db:
            checked = desk.check(
                db,
                each,
                building.main_entrance,
                Direction.IN,
                trust(building),
                viewer=LOU,
                now=building.now,
            )
        found.append(
            (bool(checked.help_code), checked.printable, checked.no_address, checked.day_pass)
        )

    assert found == [
        (True, True, False, False),
        (True, True, True, False),
        (False, False, False, True),
    ]


def test_a_code_to_join_with_is_written_down_without_anybody(
    building: Building, store: Store
) -> None:
    before = world.rows(store)

    join_code(building)

    grown = {name: rows for name, rows in world.rows(store).items() if rows != before.get(name)}
    assert set(grown) == {"audit_event", "desk_code"}
    assert world.find(store, "desk.join_code") == ["audit_event.act"]


def test_no_code_is_handed_out_while_nobody_can_join(building: Building, store: Store) -> None:
    with building.runtime.writing() as db:
        sites.close_desk(db, building.hq, LOU, now=building.now)

    with pytest.raises(UnavailableError, match="front desk is closed"):
        join_code(building)

    assert "desk_code" not in world.rows(store)


@pytest.mark.parametrize("unknown", ["site", "profile"])
def test_no_code_leads_to_nowhere(building: Building, unknown: str) -> None:
    nowhere = {
        "site": Start(building.everyone, SiteId(building.kiosk)),
        "profile": Start(ProfileId(building.kiosk), building.hq),
    }

    with pytest.raises(NotFoundError):
        join_code(building, nowhere[unknown])
