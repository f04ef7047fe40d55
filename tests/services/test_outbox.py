from datetime import UTC, datetime, timedelta

import pytest

from checkin.services import outbox
from checkin.storage import mail
from checkin.storage.mail import Letter
from checkin.storage.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def store(store: Store) -> Store:
    with store.writing() as db:
        mail.put(db, "ada@linden.example", Letter("Your code", "123456"), now=NOW)
        mail.put(
            db, "bo@linden.example", Letter("Your code", "654321"), now=NOW + timedelta(seconds=1)
        )
    return store


def test_a_sent_message_leaves_no_address_behind(store: Store) -> None:
    with store.writing() as db:
        for message in outbox.waiting(db, now=NOW):
            outbox.sent(db, message)

    with store.reading() as db:
        assert outbox.newest(db, now=NOW) == []


def test_a_message_that_was_tried_waits_behind_the_others(store: Store) -> None:
    with store.writing() as db:
        outbox.tried(db, outbox.waiting(db, now=NOW)[0])

    with store.reading() as db:
        assert [message.body for message in outbox.waiting(db, now=NOW)] == ["654321", "123456"]


def test_a_demo_shows_the_newest_message_first(store: Store) -> None:
    with store.reading() as db:
        assert [message.body for message in outbox.newest(db, now=NOW)] == ["654321", "123456"]
