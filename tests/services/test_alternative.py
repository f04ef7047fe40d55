"""The way in without a badge has to stand and to be as quick, or nobody is asked to carry one."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import UnavailableError
from checkin.core.ids import KioskId
from checkin.core.retention import Limits
from checkin.core.site import InputMode
from checkin.services import alternative, desk, joining, kiosks, retention, sites
from checkin.services.alternative import COUNTS_FOR, UNKNOWN, Hindrance, Parity, WayIn
from checkin.services.kiosks import Health, Paired
from checkin.storage.joining import Start
from checkin.storage.store import Store
from tests import world
from tests.world import Building

EVE = Actor("adm-0001", "site_admin")
WELL = Health(0, 12, None, "off", "seen", 40, "1a2b3c4d")
QUICK, SLOW = 900, 6_000
SECOND = timedelta(seconds=1)


def tell(building: Building, badge: int, day_pass: int, kiosk: KioskId | None = None) -> None:
    """Let a kiosk tell how long each way takes there, in milliseconds."""
    medians = {WayIn.BADGE: badge, WayIn.DAY_PASS: day_pass}
    with building.runtime.writing() as db:
        alternative.keep_medians(db, kiosk or building.kiosk, medians, now=building.now)


def another(building: Building) -> KioskId:
    with building.runtime.writing() as db:
        return kiosks.add(
            db, building.courtyard, "Courtyard", InputMode.SCANNER, EVE, now=building.now
        )


def parity(building: Building) -> Parity:
    with building.runtime.reading() as db:
        return alternative.at_site(db, building.hq, now=building.now)


def hindrance(building: Building) -> Hindrance | None:
    with building.runtime.reading() as db:
        return alternative.hindrance(db, sites.site(db, building.hq), now=building.now)


def parity_of(badge: int, day_pass: int) -> Parity:
    return Parity(timedelta(milliseconds=badge), timedelta(milliseconds=day_pass))


def test_joining_needs_a_sign_of_a_way_in_without_a_badge(building: Building) -> None:
    with building.runtime.writing() as db:
        sites.open_desk(db, building.lab, EVE, now=building.now)
        lab = sites.site(db, building.lab)
        day = building.now + timedelta(hours=24)

        assert alternative.stands(db, lab, now=day)
        assert not alternative.stands(db, lab, now=day + SECOND)


def test_joining_needs_a_day_pass_to_be_as_quick(building: Building) -> None:
    tell(building, QUICK, QUICK + 5_000)
    assert hindrance(building) is None

    tell(building, QUICK, QUICK + 5_001)

    assert hindrance(building) is Hindrance.SLOWER
    with building.runtime.reading() as db:
        assert not alternative.stands(db, sites.site(db, building.hq), now=building.now)


def test_a_desk_that_is_closed_is_said_before_a_day_pass_that_is_slow(building: Building) -> None:
    tell(building, QUICK, SLOW)
    with building.runtime.writing() as db:
        sites.close_desk(db, building.hq, EVE, now=building.now)

    assert hindrance(building) is Hindrance.UNSEEN


def test_nothing_known_is_no_hindrance_and_other_sites_have_none_of_it(building: Building) -> None:
    assert parity(building) == UNKNOWN
    assert hindrance(building) is None
    tell(building, QUICK, SLOW)

    with building.runtime.reading() as db:
        found = alternative.parities(db, now=building.now)

    assert found == {building.hq: parity_of(QUICK, SLOW)}


def test_nobody_joins_by_any_way_while_a_day_pass_is_slower(building: Building) -> None:
    tell(building, QUICK, SLOW)
    start = Start(building.everyone, building.hq)
    trust = building.runtime.trust

    with building.runtime.reading() as db:
        assert joining.open_sites(db, now=building.now) == []
        with pytest.raises(UnavailableError, match="more than 5 seconds longer"):
            joining.by_poster(db, "hq", now=building.now)
    with (
        building.runtime.writing() as db,
        pytest.raises(UnavailableError, match="day passes take more than 5 seconds longer"),
    ):
        desk.join_code(db, start, trust, by=EVE, now=building.now)


def test_of_one_day_the_last_word_counts(building: Building, store: Store) -> None:
    tell(building, QUICK, 40_000)

    tell(building, 1_000, 1_200)

    assert parity(building) == parity_of(1_000, 1_200)
    assert world.rows(store)["waiting_time"] == 2


def test_one_bad_day_or_screen_is_outvoted_by_the_others(building: Building) -> None:
    courtyard = another(building)
    tell(building, QUICK, 40_000)
    tell(building, QUICK, 1_000, courtyard)
    building.clock.pass_(days=1)

    tell(building, QUICK, 1_100, courtyard)

    assert parity(building) == parity_of(QUICK, 1_100)
    assert hindrance(building) is None


def test_it_is_over_once_the_week_is(building: Building, store: Store) -> None:
    tell(building, QUICK, 40_000)
    midnight = datetime(2026, 11, 23, tzinfo=UTC)

    building.clock.at = midnight + COUNTS_FOR - SECOND
    assert parity(building).slower
    building.clock.at = midnight + COUNTS_FOR
    assert parity(building) == UNKNOWN

    with building.runtime.writing() as db:
        run = retention.run_batch(db, Limits(), now=building.now)
    assert run.deleted["waiting_time"] == 2
    assert "waiting_time" not in world.rows(store)


def test_a_screen_that_was_shut_out_has_no_say(building: Building) -> None:
    tell(building, QUICK, 40_000)
    with building.runtime.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=building.now)

    assert parity(building) == UNKNOWN


def test_what_a_stolen_screen_told_counts_for_no_device_in_its_place(building: Building) -> None:
    rt, now = building.runtime, building.now
    tell(building, QUICK, 40_000)
    with rt.writing() as db:
        kiosks.revoke(db, building.kiosk, EVE, now=now)
        code = kiosks.new_code(db, building.kiosk, rt.hashing, EVE, now=now)

        paired = kiosks.pair(db, code, None, rt.hashing, client="203.0.113.7", now=now)

    assert isinstance(paired, Paired)
    assert parity(building) == UNKNOWN


@pytest.mark.parametrize("told", [False, True])
def test_a_sign_of_life_keeps_what_it_tells(building: Building, told: bool) -> None:
    medians = {WayIn.BADGE: QUICK, WayIn.DAY_PASS: SLOW} if told else None

    with building.runtime.writing() as db:
        kiosks.heartbeat(
            db,
            building.kiosk_hash,
            WELL,
            building.runtime.hashing,
            medians=medians,
            now=building.now,
        )

    assert parity(building) == (parity_of(QUICK, SLOW) if told else UNKNOWN)


def test_a_stranger_tells_nothing(building: Building, store: Store) -> None:
    medians = {WayIn.BADGE: QUICK, WayIn.DAY_PASS: SLOW}

    with building.runtime.writing() as db:
        kiosks.heartbeat(
            db, b"x" * 32, WELL, building.runtime.hashing, medians=medians, now=building.now
        )

    assert "waiting_time" not in world.rows(store)
