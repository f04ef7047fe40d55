from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from checkin.core import shortcode, staffcode
from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import DoorId, KioskId
from checkin.core.policy import Posture
from checkin.core.scan import Direction
from checkin.core.site import InputMode
from checkin.services import kiosks, sites
from checkin.services.kiosks import Care, Health, KioskView, NotPaired, Paired, Trouble
from checkin.services.signin import token_hash
from checkin.storage.store import Store
from tests import world
from tests.world import Building

EVE = Actor("adm-0001", "site_admin")
WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")


def new_code(building: Building, kiosk: KioskId | None = None) -> str:
    rt = building.runtime
    with rt.writing() as db:
        return kiosks.new_code(db, kiosk or building.kiosk, rt.hashing, EVE, now=building.now)


def pair(
    building: Building,
    code: str,
    *,
    title: str | None = None,
    client: str = "203.0.113.7",
    keep_code: bool = False,
) -> Paired | NotPaired:
    rt = building.runtime
    with rt.writing() as db:
        return kiosks.pair(
            db, code, title, rt.hashing, client=client, keep_code=keep_code, now=building.now
        )


def heartbeat(building: Building, secret: str, health: Health = WELL) -> KioskView | NotPaired:
    with building.runtime.writing() as db:
        return kiosks.heartbeat(
            db, token_hash(secret), health, building.runtime.hashing, now=building.now
        )


def care_of(building: Building) -> tuple[Care, tuple[Trouble, ...]]:
    with building.runtime.reading() as db:
        row = kiosks.row(db, building.kiosk, now=building.now)
    return row.care, row.troubles


def staff_code(building: Building) -> str:
    with building.runtime.reading() as db:
        return kiosks.staff_code(kiosks.one(db, building.kiosk), building.runtime.hashing)


# --- pairing ----------------------------------------------------------------------------------


def test_a_code_pairs_a_device_and_ends_the_credential_before_it(building: Building) -> None:
    paired = pair(building, new_code(building))

    assert isinstance(paired, Paired)
    assert paired.kiosk.id == building.kiosk
    assert isinstance(heartbeat(building, paired.credential), KioskView)
    assert heartbeat(building, building.kiosk_secret) is NotPaired.UNKNOWN


def test_a_device_that_gave_its_credential_back_waits_to_be_paired(
    building: Building, store: Store
) -> None:
    before = staff_code(building)
    with building.runtime.writing() as db:
        ended = kiosks.release(db, building.kiosk_hash, now=building.now)
        again = kiosks.release(db, building.kiosk_hash, now=building.now)

    assert (ended, again) == (None, NotPaired.UNKNOWN)
    assert heartbeat(building, building.kiosk_secret) is NotPaired.UNKNOWN
    assert care_of(building) == (Care.UNPAIRED, ())
    assert staff_code(building) != before
    assert world.find(store, "kiosk.released") == ["audit_event.act"]


def test_a_device_that_was_shut_out_has_nothing_to_give_back(building: Building) -> None:
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)
        why_not = kiosks.release(db, building.kiosk_hash, now=building.now)

    assert why_not is NotPaired.REVOKED
    assert heartbeat(building, building.kiosk_secret) is NotPaired.REVOKED


def test_a_device_may_say_what_it_is_called(building: Building) -> None:
    named = pair(building, new_code(building), title="Old laptop")
    unnamed = pair(building, new_code(building))

    assert isinstance(named, Paired)
    assert isinstance(unnamed, Paired)
    assert (named.kiosk.title, unnamed.kiosk.title) == ("Old laptop", "Old laptop")


def test_a_code_may_be_typed_as_people_type(building: Building) -> None:
    code = new_code(building)

    assert isinstance(pair(building, f" {shortcode.pretty(code).lower()} "), Paired)


def test_a_code_works_once(building: Building) -> None:
    code = new_code(building)
    pair(building, code)

    assert pair(building, code) is NotPaired.WRONG_CODE


def test_a_demos_code_works_again_and_again(building: Building) -> None:
    code = new_code(building)

    assert isinstance(pair(building, code, keep_code=True), Paired)
    assert isinstance(pair(building, code, keep_code=True), Paired)


def test_a_code_runs_out_after_ten_minutes(building: Building) -> None:
    code = new_code(building)

    building.clock.pass_(minutes=10)

    assert pair(building, code) is NotPaired.WRONG_CODE


def test_a_new_code_ends_the_older_one(building: Building) -> None:
    older = new_code(building)

    new_code(building)

    assert pair(building, older) is NotPaired.WRONG_CODE


def test_making_a_code_leaves_the_paired_device_working(building: Building) -> None:
    new_code(building)

    assert isinstance(heartbeat(building, building.kiosk_secret), KioskView)


def test_five_wrong_codes_a_minute_are_enough(building: Building) -> None:
    code = new_code(building)

    tried = [pair(building, "AAAAA-AAAAA") for _ in range(5)]

    assert tried == [NotPaired.WRONG_CODE] * 5
    assert pair(building, code) is NotPaired.TOO_MANY_TRIES
    assert isinstance(pair(building, code, client="203.0.113.8"), Paired)


def test_after_a_minute_the_next_code_may_be_tried(building: Building) -> None:
    code = new_code(building)
    for _ in range(6):
        pair(building, "AAAAA-AAAAA")

    building.clock.pass_(minutes=1)

    assert isinstance(pair(building, code), Paired)


def test_a_wrong_code_changes_nothing_about_any_kiosk(building: Building, store: Store) -> None:
    before = world.rows(store)

    pair(building, "AAAAA-AAAAA")

    assert {**world.rows(store), "throttle": 0} == {**before, "throttle": 0}


def test_a_credential_says_which_device_it_is_for(building: Building) -> None:
    paired = pair(building, new_code(building))
    assert isinstance(paired, Paired)

    assert kiosks.named_in(paired.credential) == building.kiosk
    assert kiosks.named_in("one of an earlier release") is None


def test_neither_code_nor_credential_is_kept(building: Building, store: Store) -> None:
    code = new_code(building)
    paired = pair(building, code)

    assert isinstance(paired, Paired)
    assert world.find(store, code) == []
    assert world.find(store, paired.credential) == []


def test_of_two_devices_with_one_code_only_the_first_is_paired(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_code(building)
    monkeypatch.setattr("checkin.storage.kiosks.pair", lambda *_, **__: None)

    with pytest.raises(ConflictError, match="new one"):
        pair(building, code)


# --- hearing from them ------------------------------------------------------------------------


def test_a_heartbeat_is_answered_with_what_the_device_needs(building: Building) -> None:
    view = heartbeat(building, building.kiosk_secret)

    assert view == KioskView(
        "Headquarters",
        "Main entrance",
        (Direction.IN, Direction.OUT),
        InputMode.SCANNER,
        Posture.NORMAL,
        staffcode.verifier(staff_code(building), building.kiosk, 1),
    )


def test_a_heartbeat_takes_the_place_of_the_one_before(building: Building, store: Store) -> None:
    heartbeat(building, building.kiosk_secret)
    heartbeat(building, building.kiosk_secret, replace(WELL, queued=3))

    with store.reading() as db:
        seen = kiosks.row(db, building.kiosk, now=building.now).seen
    assert seen is not None
    assert (seen.at, seen.health.queued) == (building.now, 3)
    assert world.rows(store)["kiosk_health"] == 1


def test_a_device_learns_that_its_door_was_locked(building: Building) -> None:
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED, EVE, now=building.now)

    view = heartbeat(building, building.kiosk_secret)

    assert isinstance(view, KioskView)
    assert view.posture is Posture.LOCKED


def test_a_device_that_was_shut_out_is_told_so(building: Building) -> None:
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)

    assert heartbeat(building, building.kiosk_secret) is NotPaired.REVOKED


def test_a_device_that_was_shut_out_can_be_paired_again(building: Building) -> None:
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)

    paired = pair(building, new_code(building))

    assert isinstance(paired, Paired)
    assert isinstance(heartbeat(building, paired.credential), KioskView)


def test_shutting_out_ends_a_code_that_waits(building: Building) -> None:
    code = new_code(building)
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)

    assert pair(building, code) is NotPaired.WRONG_CODE


# --- for the console --------------------------------------------------------------------------


def test_a_device_is_well_while_it_is_heard_of(building: Building) -> None:
    heartbeat(building, building.kiosk_secret)

    building.clock.pass_(minutes=5)

    assert care_of(building) == (Care.NONE, ())


def test_a_device_is_silent_after_five_minutes(building: Building) -> None:
    heartbeat(building, building.kiosk_secret)

    building.clock.pass_(minutes=5, seconds=1)

    assert care_of(building) == (Care.SILENT, ())


@pytest.mark.parametrize(
    ("health", "trouble"),
    [
        (replace(WELL, queued=1), Trouble.QUEUE),
        (replace(WELL, clock_milliseconds=-31_000), Trouble.CLOCK),
        (replace(WELL, camera="refused"), Trouble.CAMERA),
    ],
)
def test_a_device_that_reports_trouble_needs_a_look(
    building: Building, health: Health, trouble: Trouble
) -> None:
    heartbeat(building, building.kiosk_secret, health)

    assert care_of(building) == (Care.TROUBLED, (trouble,))


def test_devices_that_need_care_come_first(building: Building) -> None:
    rt, now = building.runtime, building.now
    with rt.writing() as db:
        new = kiosks.add(db, building.courtyard, "New", InputMode.SCANNER, EVE, now=now)
        gone = kiosks.add(db, building.courtyard, "Gone", InputMode.SCANNER, EVE, now=now)
        kiosks.revoke(db, gone, EVE, now=now)
    building.clock.pass_(minutes=6)

    with rt.reading() as db:
        rows = kiosks.listed(db, now=building.now)

    assert [(row.kiosk.id, row.care) for row in rows] == [
        (building.kiosk, Care.SILENT),
        (new, Care.UNPAIRED),
        (gone, Care.REVOKED),
    ]


def test_what_isnt_there_cant_be_changed(building: Building) -> None:
    nowhere, rt = KioskId(uuid4()), building.runtime
    with rt.writing() as db:
        with pytest.raises(NotFoundError):
            kiosks.revoke(db, nowhere, EVE, now=building.now)
        with pytest.raises(NotFoundError):
            kiosks.set_input(db, nowhere, InputMode.CAMERA, EVE, now=building.now)
        with pytest.raises(NotFoundError):
            kiosks.new_code(db, nowhere, rt.hashing, EVE, now=building.now)
        with pytest.raises(NotFoundError):
            kiosks.add(db, DoorId(uuid4()), "New", InputMode.SCANNER, EVE, now=building.now)


def test_each_act_is_written_down_with_who_did_it(building: Building, store: Store) -> None:
    rt = building.runtime
    with rt.writing() as db:
        kiosks.set_input(db, building.kiosk, InputMode.BOTH, EVE, now=building.now)
    new_code(building)

    for act in ("kiosk.input_both", "kiosk.code"):
        assert world.find(store, act) == ["audit_event.act"]
    assert world.find(store, EVE.alias) == ["audit_event.actor"]


def test_a_changed_kiosk_raises_what_scans_check(building: Building, store: Store) -> None:
    from sqlalchemy import select

    from checkin.storage.tables import kiosk

    def version() -> int:
        with store.reading() as db:
            return int(db.execute(select(kiosk.c.version)).scalar_one())

    before = version()
    with building.runtime.writing() as db:
        kiosks.set_input(db, building.kiosk, InputMode.BOTH, EVE, now=building.now)
    changed = version()
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now + timedelta(seconds=1))

    assert before < changed < version()


# --- the staff code ---------------------------------------------------------------------------


def test_a_changed_staff_code_reaches_the_device_with_its_next_heartbeat(
    building: Building, store: Store
) -> None:
    before = staff_code(building)

    with building.runtime.writing() as db:
        kiosks.change_staff_code(db, building.kiosk, EVE, now=building.now)

    after, view = staff_code(building), heartbeat(building, building.kiosk_secret)
    assert after != before
    assert isinstance(view, KioskView)
    assert view.staff == staffcode.verifier(after, building.kiosk, 2)
    assert world.find(store, "kiosk.staff_code") == ["audit_event.act"]


def test_a_device_that_was_shut_out_takes_its_staff_code_with_it(building: Building) -> None:
    before = staff_code(building)

    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)

    assert staff_code(building) != before


def test_only_a_kiosk_that_exists_has_a_staff_code_to_change(building: Building) -> None:
    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        kiosks.change_staff_code(db, KioskId(uuid4()), EVE, now=building.now)
