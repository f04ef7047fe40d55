from dataclasses import replace
from datetime import timedelta

from checkin.core.audit import SYSTEM
from checkin.storage import audit, notices
from checkin.storage.store import Store
from tests.world import Building


def test_a_published_notice_is_found_by_its_version_and_by_its_digest(
    building: Building, store: Store
) -> None:
    english, german = building.runtime.shipped_notices()

    with store.reading() as db:
        assert notices.get(db, "entry:1.0.0", "de") == german
        assert notices.get(db, "entry:1.0.0", "fr") is None
        assert notices.get(db, "entry:9.0.0", "en") is None
        assert notices.by_digest(db, english.digest) == english
        assert notices.by_digest(db, "0" * 64) is None


def test_the_newest_version_holds_from_its_day_on(building: Building, store: Store) -> None:
    english, german = building.runtime.shipped_notices()
    begins = building.now + timedelta(days=14)
    with store.writing() as db:
        newer = replace(english, version="2.0.0")
        notices.add(db, newer, published_at=building.now, effective_at=begins)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    with store.reading() as db:
        before = notices.in_force(db, now=begins - timedelta(seconds=1))
        after = notices.in_force(db, now=begins)

    assert list(before) == [german, english]
    assert list(after) == [newer]
