from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from checkin.core.audit import SYSTEM
from checkin.core.notices import Notice
from checkin.core.terms import Level
from checkin.storage import audit, notices
from checkin.storage.notices import Edition
from checkin.storage.store import Store
from checkin.storage.tables import notice_version
from tests.world import AUTHOR, PUBLISHER, Building


def edition(building: Building, *languages: str, version: str, days: int) -> Edition:
    texts = {one.language: replace(one, version=version) for one in shipped(building)}
    holds = building.now + timedelta(days=days)
    chosen = {code: texts[code] for code in languages}
    return Edition(chosen, None, Level.MAJOR, "edda", "dana", building.now, holds)


def shipped(building: Building) -> tuple[Notice, ...]:
    return building.runtime.shipped_notices()


def publish(store: Store, building: Building, one: Edition) -> None:
    with store.writing() as db:
        notices.add(db, one)
        audit.append(db, SYSTEM, "test", "test", now=building.now)


def test_a_published_notice_is_found_by_its_version_and_by_its_digest(
    building: Building, store: Store
) -> None:
    english, german = shipped(building)

    with store.reading() as db:
        (found,) = notices.editions(db)
        assert notices.by_digest(db, english.digest) == english
        assert notices.by_digest(db, "0" * 64) is None

    assert found.texts == {"en": english, "de": german}
    assert (found.id, found.version, found.level) == ("entry:1.0.0", "1.0.0", Level.MAJOR)
    assert (found.author, found.publisher) == (AUTHOR, PUBLISHER.alias)
    assert found.terms == building.runtime.draft([english], AUTHOR).terms


def test_the_newest_version_holds_from_its_day_on(building: Building, store: Store) -> None:
    english, german = shipped(building)
    newer = edition(building, "en", version="2.0.0", days=14)
    publish(store, building, newer)

    with store.reading() as db:
        before = notices.in_force(db, now=newer.effective_at - timedelta(seconds=1))
        after = notices.in_force(db, now=newer.effective_at)
        promises = notices.promises(db, now=building.now)
        none = notices.promises(db, now=newer.effective_at)

    assert list(before) == [german, english]
    assert list(after) == [newer.texts["en"]]
    assert promises is not None
    assert none is None


def test_editions_come_in_the_order_in_which_they_hold(building: Building, store: Store) -> None:
    for version, days in (("2.0.0", 14), ("1.1.0", 0)):
        building.clock.pass_(seconds=1)
        publish(store, building, edition(building, "en", version=version, days=days))

    with store.reading() as db:
        found = [one.version for one in notices.editions(db)]

    assert found == ["1.0.0", "1.1.0", "2.0.0"]


@pytest.mark.parametrize(
    "change",
    [
        update(notice_version).values(body="{}"),
        update(notice_version).values(level=Level.PATCH),
        delete(notice_version),
    ],
)
def test_the_database_itself_refuses_to_change_a_published_notice(
    building: Building, store: Store, change: object
) -> None:
    refused = pytest.raises(DatabaseError, match=r"never changed|permission denied")

    with refused, store.writing() as db:
        db.execute(change)  # type: ignore[call-overload]

    with store.reading() as db:
        assert len(notices.editions(db)) == 1
