"""Tries: counted under a hash, remembered for a while, forgotten on request."""

from datetime import UTC, datetime, timedelta

from checkin.storage import throttle
from checkin.storage.store import Store
from checkin.storage.throttle import Tries

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHAT = bytes(32)


def test_tries_are_remembered_until_their_time_is_over(store: Store) -> None:
    kept = Tries(3, NOW + timedelta(minutes=1))
    with store.writing() as db:
        assert throttle.locked(db, WHAT, now=NOW).number == 0
        throttle.keep(db, WHAT, Tries(2, NOW + timedelta(seconds=5)))
        throttle.keep(db, WHAT, kept)

        assert throttle.locked(db, WHAT, now=NOW) == kept
        assert throttle.locked(db, WHAT, now=kept.until).number == 0
        throttle.forget(db, WHAT)
        assert throttle.locked(db, WHAT, now=NOW).number == 0
