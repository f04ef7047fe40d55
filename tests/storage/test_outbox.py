from datetime import UTC, datetime, timedelta

import pytest

from checkin.storage import mail, outbox
from checkin.storage.mail import Letter
from checkin.storage.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(store: Store) -> Store:
    with store.writing() as db:
        for minutes, subject in enumerate(("first", "second", "third")):
            when = NOW + minutes * MINUTE
            mail.put(
                db, "ada@linden.example", Letter(subject, "Hello."), now=when, life=15 * MINUTE
            )
    return store


def test_messages_wait_in_the_order_they_came(store: Store) -> None:
    with store.reading() as db:
        found = outbox.waiting(db, now=NOW, limit=2)

    assert [message.subject for message in found] == ["first", "second"]
    assert found[0].address == "ada@linden.example"
    assert found[0].body == "Hello."


def test_one_that_failed_lets_the_others_go_first(store: Store) -> None:
    with store.writing() as db:
        outbox.tried(db, outbox.waiting(db, now=NOW, limit=1)[0].id)

    with store.reading() as db:
        found = outbox.waiting(db, now=NOW, limit=9)

    assert [(message.subject, message.tries) for message in found] == [
        ("second", 0),
        ("third", 0),
        ("first", 1),
    ]


def test_a_message_that_nobody_needs_any_more_does_not_wait(store: Store) -> None:
    with store.reading() as db:
        found = outbox.waiting(db, now=NOW + 16 * MINUTE, limit=9)

    assert [message.subject for message in found] == ["third"]


def test_one_that_is_done_is_gone(store: Store) -> None:
    with store.writing() as db:
        outbox.done(db, outbox.waiting(db, now=NOW, limit=1)[0].id)

    with store.reading() as db:
        found = outbox.newest(db, now=NOW, limit=9)

    assert [message.subject for message in found] == ["third", "second"]
