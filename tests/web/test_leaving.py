"""Taking back with the code of a receipt: one page, one press, nobody signed in."""

import json
import re
from base64 import b64decode
from html import unescape

import pytest
from sqlalchemy import select

from checkin.core import receipts
from checkin.core.receipts import ReceiptFault
from checkin.keys import KeySet
from checkin.storage.store import Store
from checkin.storage.tables import ended_badge
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

ADA = "ada.lindqvist@linden.example"
_CODE = re.compile(r'<span class="code">([0-9A-Z]{5}-[0-9A-Z]{5})</span>')


@pytest.fixture
def code(building: Building) -> str:
    """The code on Ada's receipt, as she printed it."""
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    signed_in = Visitor(building)
    signed_in.sign_in(ADA)
    found = _CODE.search(signed_in.open("/me/choices/receipt").text)
    assert found
    return found[1]


def test_taking_back_with_a_code_is_one_page_one_field_and_one_press(
    building: Building, code: str, store: Store
) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    (form,) = visitor.forms()
    assert set(form.fields) == {"csrf_token", "code"}
    assert not form.boxes

    visitor.press("Take everything back", code=code)

    assert "Tomorrow you get in at the front desk or with a day pass." in visitor.words
    assert "entries: 1" in visitor.words
    assert "what you said yes to and took back: 6" in visitor.words
    assert code in visitor.words
    assert "identity" not in world.rows(store)


def test_afterwards_it_shows_what_was_erased(building: Building, code: str) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    visitor.press("Take everything back", code=code)
    building.clock.pass_(days=3)

    visitor.open("/take-back")
    visitor.press("Show the receipt", code=code)

    assert "Everything was taken back" in visitor.words
    assert "The code shows it until 23 Dec 2026." in visitor.words
    assert "your name and work e-mail: 1" in visitor.words


def test_the_receipt_of_an_erasure_is_a_signed_file_that_proves_itself(
    building: Building, code: str
) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    visitor.press("Take everything back", code=code)

    at_once = signed_file(visitor)
    building.clock.pass_(days=3)
    visitor.open("/take-back")
    visitor.press("Show the receipt", code=code)
    later = signed_file(visitor)

    for text in (at_once, later):
        keys = KeySet.from_jwks(building.runtime.keyring.jwks(now=building.now))
        found = receipts.verify(text, keys)
        assert isinstance(found, dict), found
        assert {"table": "entry", "rows": 1} in found["deleted"]
        assert "entries: 1" in found["lines"]
        kept = {one["table"]: one["until"] for one in found["kept"]}
        assert kept["consent_event"] == "2027-11-18T12:00:00Z"
        assert kept["status_slot"] == "no end"
        for changed in (text.replace('"rows": 1', '"rows": 2', 1), text.replace("2027", "2026", 1)):
            assert receipts.verify(changed, keys) is ReceiptFault.BAD_SIGNATURE
    ours = json.loads(at_once)
    assert ours["record_id"] == json.loads(later)["record_id"]
    assert ours["erased_at"] == json.loads(later)["erased_at"] == "2026-11-23T12:00:00Z"
    assert "ada" not in at_once.lower()


def test_the_receipt_names_whatever_stays_somewhere_and_until_when(
    building: Building, store: Store
) -> None:
    """Every table with a row that the erasure left or made, the ledger and the backups."""
    ada = world.everything_about(building, "Ada Lindqvist")
    visitor, before = Visitor(building), world.rows(store)
    visitor.open("/take-back")

    code = building.runtime.hashing.receipt_code(ada.refs.consent)
    visitor.press("Take everything back", code=code)

    made = {name for name, rows in world.rows(store).items() if rows > before.get(name, 0)}
    led_to = {
        place.partition(".")[0]
        for ref in (ada.refs.consent, ada.refs.access)
        for place in world.find(store, str(ref))
    }
    kept = {one["table"]: one for one in json.loads(signed_file(visitor))["kept"]}
    made.remove("throttle")  # how often a code was typed here, whoever's
    assert made | led_to <= set(kept) - {"status_slot", "erasures.log", "backups"}
    assert all(one["reason"] and one["until"] for one in kept.values())
    until = {name: one["until"][:10] for name, one in kept.items()}
    assert until["erasure_mark"] == "2027-01-22"
    assert until["erasures.log"] == "2027-01-06"
    assert until["backups"] == "2026-12-07"
    with store.reading() as db:
        marked = max(db.scalars(select(ended_badge.c.until)))
    assert f"{marked:%Y-%m-%d}" <= until["ended_badge"]
    assert "copies in sealed backups" in visitor.words


def test_entries_alone_that_are_taken_back_end_in_backups_as_well(
    building: Building, code: str
) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    visitor.press("Take back only my entries", code=code)

    kept = {one["table"] for one in json.loads(signed_file(visitor))["kept"]}

    assert kept == {"erasure_mark", "erasures.log", "backups"}
    assert "The last ends on 7 Dec 2026." in visitor.words


def signed_file(visitor: Visitor) -> str:
    """The file that a page carries in itself."""
    found = re.search(r'href="data:application/json;base64,([^"]+)"', visitor.page.text)
    assert found
    return b64decode(unescape(found[1])).decode()


def test_it_says_what_is_in_force_before_anything_is_taken_back(
    building: Building, code: str
) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    visitor.press("Show the receipt", code=code)

    assert "nothing was taken back just now. In force are: A badge that opens doors" in (
        visitor.words
    )


def test_entries_alone_can_be_taken_back_and_only_once(building: Building, code: str) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")
    visitor.press("Take back only my entries", code=code)
    assert "Tomorrow you get in with your badge, as before." in visitor.words

    visitor.open("/take-back")
    visitor.press("Take back only my entries", code=code)

    assert "That isn't in force" in visitor.words


def test_a_wrong_code_says_so_at_its_field_and_many_have_to_wait(building: Building) -> None:
    visitor = Visitor(building)
    visitor.open("/take-back")

    statuses = [visitor.press("Show the receipt", code="00000-00001").status_code]
    assert "No receipt has this code" in visitor.words
    statuses += [visitor.press("Show the receipt").status_code for _ in range(20)]

    assert set(statuses[:20]) == {400}
    assert statuses[20] == 429
    assert "Wait a few minutes" in visitor.words


def test_it_speaks_german(building: Building, code: str) -> None:
    visitor = Visitor(building, language="de")
    visitor.open("/take-back")

    visitor.press("Alles zurücknehmen", code=code)

    assert "Morgen kommen Sie am Empfang oder mit einem Tagespass hinein." in visitor.words
    assert "Bleibt als Nachweis, ohne Ihren Namen." in visitor.words
