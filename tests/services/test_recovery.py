from datetime import datetime, timedelta

from sqlalchemy import select

from checkin import jobs
from checkin.core.audit import SYSTEM
from checkin.core.consent import Act, State
from checkin.core.inventory import Purpose
from checkin.runtime import Runtime
from checkin.services import backups, consent, enrolment, recovery, upkeep
from checkin.services.enrolment import Enrolled
from checkin.storage import tables
from checkin.storage.store import Store
from tests import world
from tests.world import SHOWN, Building, looking_in


class Yesterday:
    """The database as it is now, to be brought back later beside the one that goes on."""

    def __init__(self, building: Building, url: str) -> None:
        self.building, self.url = building, url
        with building.runtime.reading() as db:
            self.frames = list(backups.pack(db, now=building.now))

    def brought_back(self) -> Building:
        """The instance with that database: the same keys, the same ledger, the clock of today."""
        last_step = upkeep.revisions(self.url).head
        assert last_step is not None
        backups.bring_back(self.url, last_step, iter(self.frames[1:]))
        old = self.building.runtime
        store = Store(self.url, old.store.ledger)
        return Building(
            Runtime(old.settings, store, old.keyring, self.building.clock),
            self.building.clock,
            hq=self.building.hq,
            everyone=self.building.everyone,
            kiosk=self.building.kiosk,
        )


def acts(building: Building, person: Enrolled) -> list[tuple[Act, State, datetime]]:
    """The ledger of consents of one person, oldest first."""
    event = tables.consent_event.c
    wanted = (
        select(event.act, event.state, event.occurred_at)
        .where(event.record == person.refs.consent)
        .order_by(event.seq)
    )
    with looking_in(), building.runtime.reading() as db:
        return [tuple(row) for row in db.execute(wanted)]


def test_a_backup_of_yesterday_does_not_bring_back_who_was_erased_since(
    building: Building, bare_url: str
) -> None:
    ada, grace = world.everything_about(building, "Ada Lindqvist"), world.enrol(building, "Grace H")
    world.came_in(building, ada, building.now)
    yesterday = Yesterday(building, bare_url)
    building.clock.pass_(hours=3)
    world.take_back(building, ada)
    erased_at = building.now
    building.clock.pass_(hours=21)

    restored = yesterday.brought_back()
    store = restored.runtime.store
    assert len(restored.runtime.missing_erasures()) == 1
    assert "identity.display_name" in world.find(store, "lindqvist")

    assert jobs.recover(restored.runtime) == 1

    assert restored.runtime.missing_erasures() == []
    assert world.find(store, "lindqvist") == []
    assert world.find(store, str(ada.refs.holder)) == []
    assert world.rows(store)["identity"] == 1
    ended = [act for act in acts(restored, ada) if act[0] is Act.WITHDRAW]
    assert ended == [(Act.WITHDRAW, State.WITHDRAWN, erased_at)] * 2
    assert acts(restored, ada) == acts(building, ada)
    assert acts(restored, grace) == acts(building, grace)
    store.close()


def test_entries_taken_back_alone_are_erased_again_and_the_badge_stays(
    building: Building, bare_url: str
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    yesterday = Yesterday(building, bare_url)
    building.clock.pass_(hours=3)
    world.take_back(building, ada, Purpose.HISTORY)

    restored = yesterday.brought_back()
    jobs.recover(restored.runtime)

    left = world.rows(restored.runtime.store)
    assert "entry" not in left
    assert left["badge"] == 1
    restored.runtime.store.close()


def test_what_was_said_yes_to_again_before_the_backup_stays(
    building: Building, bare_url: str
) -> None:
    """The ledger tells of an erasure, and what the backup holds was said yes to after it."""
    ada = world.enrol(building)
    world.take_back(building, ada, Purpose.HISTORY)
    building.clock.pass_(minutes=1)
    with building.runtime.writing() as db:
        consent.give(
            db,
            ada.refs.identity,
            [Purpose.HISTORY],
            SHOWN,
            building.runtime.hashing,
            now=building.now,
            valid_for=timedelta(days=90),
        )
    yesterday = Yesterday(building, bare_url)
    restored = yesterday.brought_back()
    ledger = building.runtime.store.ledger
    assert ledger is not None

    with restored.runtime.writing() as db:
        assert recovery.replay(db, ledger.read(), building.runtime.hashing, now=building.now) == 0

    with restored.runtime.reading() as db:
        assert all(choice.given for choice in consent.choices(db, ada.refs.identity))
    restored.runtime.store.close()


def test_a_leaver_and_a_lapse_stay_erased_as_well(building: Building, bare_url: str) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")
    yesterday = Yesterday(building, bare_url)
    hashing = building.runtime.hashing
    with building.runtime.writing() as db:
        enrolment.end(db, ada.refs.identity, SYSTEM, "left", hashing, now=building.now)
    building.clock.pass_(days=400)
    jobs.see_to_consents(building.runtime)

    restored = yesterday.brought_back()
    assert jobs.recover(restored.runtime) == 2

    assert "identity" not in world.rows(restored.runtime.store)
    for person in (ada, grace):
        assert acts(restored, person) == acts(building, person)
    restored.runtime.store.close()


def test_who_joined_and_left_since_the_backup_is_marked_and_nothing_breaks(
    building: Building, bare_url: str
) -> None:
    yesterday = Yesterday(building, bare_url)
    world.take_back(building, world.enrol(building))

    restored = yesterday.brought_back()

    assert jobs.recover(restored.runtime) == 0
    assert restored.runtime.missing_erasures() == []
    assert jobs.recover(restored.runtime) == 0
    restored.runtime.store.close()


def test_a_badge_of_the_backup_opens_the_door_again(building: Building, bare_url: str) -> None:
    ada = world.enrol(building)
    yesterday = Yesterday(building, bare_url)
    with building.runtime.reading() as db:
        before = backups.counts(db)

    restored = yesterday.brought_back()

    with restored.runtime.reading() as db:
        assert backups.counts(db) == before
    world.came_in(restored, ada, building.now)
    restored.runtime.store.close()
