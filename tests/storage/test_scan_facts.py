from datetime import date, datetime

import pytest

from checkin.core.policy import HolderFacts
from checkin.storage import scan_facts
from checkin.storage.scan_facts import Found, Sought
from tests import world
from tests.world import NOON, Building


@pytest.fixture
def sought(building: Building) -> Sought:
    """Ada's badge, as a scan looks it up."""
    hashing, cti = building.runtime.hashing, world.enrol(building).badge.cti.bytes
    return Sought(bytes(32), hashing.code(hashing.short_code(cti)), hashing.ended(cti), None)


def at_kiosk(building: Building, kiosk_hash: bytes, sought: Sought) -> Found | None:
    with building.runtime.reading() as db:
        return scan_facts.at_kiosk(db, kiosk_hash, sought, org_code="LINDEN", now=NOON)


def test_where_no_kiosk_asks_there_is_nothing_to_know(building: Building, sought: Sought) -> None:
    assert at_kiosk(building, b"?" * 32, sought) is None


def test_a_door_without_a_kiosk_knows_the_same(building: Building, sought: Sought) -> None:
    asked = at_kiosk(building, building.kiosk_hash, sought)
    with building.runtime.reading() as db:
        explained = scan_facts.at_door(
            db, building.main_entrance, sought, org_code="LINDEN", now=NOON
        )

    assert asked is not None
    assert explained is not None
    assert isinstance(asked.known, HolderFacts)
    assert (explained.badge, explained.known, explained.grants, explained.door) == (
        asked.badge,
        asked.known,
        asked.grants,
        asked.door,
    )
    assert (asked.kiosk, explained.kiosk) == (building.kiosk, None)


@pytest.mark.parametrize("moment", [NOON, NOON.replace(day=29, hour=23)])
def test_weeks_begin_on_monday_in_utc(moment: datetime) -> None:
    assert scan_facts.monday(moment) == date(2026, 11, 23)
