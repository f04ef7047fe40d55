from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from checkin.core.audit import SYSTEM
from checkin.core.badge import Kind
from checkin.core.ids import BadgeId
from checkin.core.policy import BadgeState
from checkin.services.badges import LIFE, reissue
from checkin.storage import audit, badges, people, status
from checkin.storage.badges import TOLD_LATER
from checkin.storage.store import Store
from checkin.storage.tables import ended_badge, status_slot
from tests import world
from tests.world import Building


def places(store: Store) -> dict[tuple[int, int], int]:
    with store.reading() as db:
        rows = db.execute(select(status_slot))
        return {(row.list_number, row.slot): row.value for row in rows}


def test_a_badge_of_a_short_code_that_is_taken_is_not_kept(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    hashing = building.runtime.hashing
    taken = hashing.code(hashing.short_code(ada.badge.cti.bytes))
    with store.writing() as db:
        place = status.draw(db, ada.badge.place.list_number)
        assert place is not None
        other = replace(ada.badge, cti=uuid4(), place=place)

        kept = badges.add(db, other, taken)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert not kept
    with store.reading() as db:
        assert badges.get(db, other.id) is None


def test_a_badge_is_switched_off_once_and_its_place_with_it(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)

    with store.writing() as db:
        first = badges.end(db, ada.badge.id, BadgeState.REVOKED, now=building.now)
        second = badges.end(db, ada.badge.id, BadgeState.REPLACED, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert (first, second) == (True, False)
    assert places(store) == {ada.badge.place: 1}
    with store.reading() as db:
        assert badges.get(db, ada.badge.id) == replace(ada.badge, state=BadgeState.REVOKED)


def test_only_the_good_badges_of_one_holder_make_way(building: Building, store: Store) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    with store.writing() as db:
        badges.replace(db, ada.refs.holder, Kind.PRINTED, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with store.reading() as db:
        states = [badges.get(db, one.badge.id) for one in (ada, grace)]
    assert [held and held.state for held in states] == [BadgeState.REPLACED, BadgeState.GOOD]
    assert places(store) == {ada.badge.place: 1, grace.badge.place: 0}


def test_of_erased_badges_a_keyed_hash_stays_as_long_as_a_kiosk_may_tell_of_them(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building, now=building.now - LIFE + timedelta(days=1))
    with store.writing() as db:
        second = reissue(db, ada.refs.holder, building.runtime.making(), now=building.now)
    later = building.clock.pass_(days=1 + TOLD_LATER.days)

    with store.writing() as db:
        erased = badges.erase(db, ada.refs.holder, building.runtime.hashing.ended, now=later)
        audit.append(db, SYSTEM, "test", "test", now=later)

    assert erased == 2
    with store.reading() as db:
        rows = {row.cti_hash: row.until for row in db.execute(select(ended_badge))}
    assert rows == {
        building.runtime.hashing.ended(second.cti.bytes): second.expires_at + TOLD_LATER
    }
    assert places(store) == {ada.badge.place: 1, second.place: 1}


def test_a_badge_opens_the_doors_of_its_profiles(building: Building, store: Store) -> None:
    ada = world.enrol(building, profiles=(building.everyone, building.lab_team))

    with store.reading() as db:
        opened = badges.places_of(db, ada.refs.holder)
        sites = badges.sites_of(db, ada.refs.holder)

    assert [(one.site, one.door) for one in opened] == [
        ("Headquarters", "Courtyard"),
        ("Headquarters", "Loading bay"),
        ("Headquarters", "Main entrance"),
        ("Laboratory", "Lab entrance"),
    ]
    assert sites == {"hq", "lab"}


def test_there_is_no_badge_of_an_unknown_number(building: Building, store: Store) -> None:
    with store.reading() as db:
        assert badges.get(db, BadgeId(uuid4())) is None


def test_whoever_opens_no_door_reads_times_in_utc(store: Store) -> None:
    with store.reading() as db:
        assert str(badges.zone_of(db, people.new_refs().holder)) == "UTC"
