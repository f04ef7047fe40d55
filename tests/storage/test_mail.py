from datetime import timedelta

import pytest

from checkin.storage import mail
from checkin.storage.mail import Letter
from checkin.storage.store import Store
from tests import world
from tests.world import NOON


def test_a_message_waits_until_it_is_given_up(store: Store) -> None:
    with store.writing() as db:
        mail.put(db, "ada@linden.example", Letter("Hello", "Text"), now=NOON)
        mail.put(
            db, "ada@linden.example", Letter("Code", "Text"), now=NOON, life=timedelta(minutes=15)
        )

    assert {(one.subject, one.until - NOON, one.tries) for one in world.letters(store)} == {
        ("Hello", timedelta(hours=24), 0),
        ("Code", timedelta(minutes=15), 0),
    }


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028"])
def test_no_header_is_smuggled_into_a_message(store: Store, break_: str) -> None:
    with pytest.raises(ValueError, match="one line"), store.writing() as db:
        mail.put(
            db, f"ada@linden.example{break_}Bcc: all@linden.example", Letter("Hi", ""), now=NOON
        )
    with pytest.raises(ValueError, match="one line"), store.writing() as db:
        mail.put(
            db, "ada@linden.example", Letter(f"Hi{break_}Bcc: all@linden.example", ""), now=NOON
        )

    assert world.letters(store) == []


def test_messages_to_one_address_are_forgotten_together(store: Store) -> None:
    with store.writing() as db:
        for address in ("ada@linden.example", "ada@linden.example", "grace@linden.example"):
            mail.put(db, address, Letter("Hello", "Text"), now=NOON)

    with store.writing() as db:
        forgotten = mail.forget(db, "ada@linden.example")

    assert forgotten == 2
    assert [one.address for one in world.letters(store)] == ["grace@linden.example"]
