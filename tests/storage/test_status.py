from datetime import timedelta

import pytest
from sqlalchemy import update

from checkin.core.audit import SYSTEM
from checkin.core.policy import EntryConsent
from checkin.core.statuslist import Status
from checkin.services import badges
from checkin.storage import audit, status
from checkin.storage.status import Place
from checkin.storage.store import Store
from checkin.storage.tables import holder
from tests import world
from tests.world import Building, looking_in

KID, OTHER_KID = b"badge-1\0", b"badge-2\0"


def lists_for(building: Building, store: Store, *kids: bytes) -> list[int]:
    with store.writing() as db:
        numbers = [status.list_for(db, kid) for kid in kids]
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    return numbers


def marked(building: Building, store: Store, number: int = 1) -> dict[int, Status]:
    with store.reading() as db:
        return dict(status.statuses(db, number, now=building.now) or {})


def test_each_key_has_a_list_of_its_own(building: Building, store: Store) -> None:
    assert lists_for(building, store, KID, OTHER_KID, KID) == [1, 2, 1]


def test_a_place_is_never_drawn_twice(
    building: Building, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_for(building, store, KID, OTHER_KID)
    monkeypatch.setattr("secrets.randbelow", lambda _limit: 4711)

    with store.writing() as db:
        drawn = [status.draw(db, number) for number in (1, 1, 2)]
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert drawn == [Place(1, 4711), None, Place(2, 4711)]


def test_places_are_switched_off_in_their_own_list_alone(
    building: Building, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_for(building, store, KID, OTHER_KID)
    monkeypatch.setattr("secrets.randbelow", lambda _limit: 4711)
    with store.writing() as db:
        assert status.draw(db, 1)
        assert status.draw(db, 2)

        status.switch_off(db, [Place(2, 4711)])
        status.switch_off(db, [])
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert marked(building, store, 1) == {}
    assert marked(building, store, 2) == {4711: Status.INVALID}


def test_a_list_that_never_began_is_none(store: Store, building: Building) -> None:
    with store.reading() as db:
        assert status.statuses(db, 1, now=building.now) is None


@pytest.mark.parametrize(
    ("entry", "shown"),
    [(EntryConsent.SUSPENDED, Status.SUSPENDED), (EntryConsent.ENDED, Status.INVALID)],
)
def test_a_paused_or_ended_yes_shows_in_the_list(
    building: Building, store: Store, entry: EntryConsent, shown: Status
) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")
    assert marked(building, store) == {}

    with looking_in(), store.writing() as db:
        db.execute(update(holder).where(holder.c.ref == ada.refs.holder).values(entry=entry))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert marked(building, store) == {ada.badge.place.slot: shown}
    assert grace.badge.place.slot != ada.badge.place.slot


def test_a_yes_that_has_run_out_shows_before_anybody_writes_it_down(
    building: Building, store: Store
) -> None:
    ada, life = world.enrol(building), building.runtime.making().consent_life
    building.clock.at += life - timedelta(seconds=1)
    before = marked(building, store)

    building.clock.pass_(seconds=1)

    assert before == {}
    assert marked(building, store) == {ada.badge.place.slot: Status.INVALID}


def test_a_badge_that_was_replaced_stays_off_when_its_holder_pauses(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    with store.writing() as db:
        newer = badges.reissue(db, ada.refs.holder, building.runtime.making(), now=building.now)
        db.execute(update(holder).values(entry=EntryConsent.SUSPENDED))

    assert marked(building, store) == {
        ada.badge.place.slot: Status.INVALID,
        newer.place.slot: Status.SUSPENDED,
    }
