"""What is held on a person: read, taken along, corrected."""

import csv
import io
import json

import pytest
from sqlalchemy import select

from checkin.core.audit import SELF
from checkin.services.enrolment import Enrolled
from checkin.storage.store import Store
from checkin.storage.tables import audit_event
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building, looking_in

ADDRESS = "ada.lindqvist@linden.example"
NEW = "ada.berg@linden.example"
BYTE_ORDER_MARK = "\ufeff"


@pytest.fixture
def ada(building: Building) -> Enrolled:
    enrolled = world.enrol(building, "Ada Lindqvist")
    world.came_in(building, enrolled, building.now)
    return enrolled


@pytest.fixture
def visitor(building: Building, ada: Enrolled) -> Visitor:
    signed_in = Visitor(building)
    signed_in.sign_in(ADDRESS)
    signed_in.open("/me/data")
    return signed_in


# --- to read ----------------------------------------------------------------------------------


def test_the_page_shows_each_value_with_what_for_where_from_and_until_when(
    visitor: Visitor,
) -> None:
    assert "Name and work e-mail (1)" in visitor.words
    assert "Ada Lindqvist So that the front desk can help the right person." in visitor.words
    assert "What for Open the door with a QR badge" in visitor.words
    assert "On what ground GDPR art. 6(1)(a)" in visitor.words
    assert "Where it comes from the door, when you came in" in visitor.words
    assert "Who gets it, besides us nobody" in visitor.words
    assert "Deleted on 23 Dec 2026." in visitor.words
    assert "Unless you say yes again, it goes on 18 Nov 2027 at the latest." in visitor.words
    assert "kept, not shown" in visitor.words


def test_in_german_no_value_stays_english_and_times_read_as_people_write_them(
    visitor: Visitor,
) -> None:
    visitor.open("/me/data?language=de")

    assert "aufbewahrt, nicht gezeigt" in visitor.words
    assert "ja Ob Ihre Eintritte für Sie aufgehoben werden dürfen" in visitor.words
    assert "23.11.2026, 12:00 UTC Wann er entstanden ist." in visitor.words
    assert "darf Ob Ihr Ausweis Türen öffnen darf, so wie Sie es gewählt haben." in visitor.words
    for english in ("kept, not shown", "True", "False", "2026-11-23T", "in_force", "web_box"):
        assert english not in visitor.words


def test_the_page_says_whom_to_ask_and_what_can_still_be_worked_out(visitor: Visitor) -> None:
    assert "Or write to privacy@linden.example." in visitor.words
    assert "With a list of the staff in hand" in visitor.words
    assert "Your entries are kept, for you." in visitor.words


def test_without_entries_the_page_says_that_nobody_can_work_them_out(building: Building) -> None:
    world.enrol(building, "Grace Hopper", purposes=world.ENTRY_ALONE)
    grace = Visitor(building)
    grace.sign_in("grace.hopper@linden.example")

    grace.open("/me/data")

    assert "your entries aren't kept" in grace.words


# --- to take along ----------------------------------------------------------------------------


def test_the_copy_is_a_file_of_everything(visitor: Visitor) -> None:
    copy = visitor.follow("For programs (JSON)")

    assert copy.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    told = json.loads(copy.text)
    assert told["organisation"] == "Linden Works"
    assert {"identity", "badge", "consent_event"} <= {part["table"] for part in told["tables"]}


@pytest.mark.parametrize("page", ["data", "data.json", "data.csv", "entries", "looks"])
def test_whose_it_is_comes_from_the_sign_in_and_from_nothing_that_is_sent(
    building: Building, visitor: Visitor, page: str
) -> None:
    grace = world.everything_about(building, "Grace Hopper")
    names = ("identity", "holder", "subject", "record", "id", "person", "consent", "access")
    refs = (grace.refs.identity, grace.refs.holder, grace.refs.consent, grace.refs.access)
    own = visitor.open(f"/me/{page}").text

    for ref in refs:
        query = "&".join(f"{name}={ref}" for name in names)
        answer = visitor.open(f"/me/{page}?{query}")
        assert answer.status_code == 200
        assert answer.text.count("\n") == own.count("\n")
        assert "Grace" not in answer.text
        assert str(ref) not in answer.text.replace(query, "").replace(
            query.replace("&", "&amp;"), ""
        )


def test_the_table_has_the_same_values(visitor: Visitor) -> None:
    told = json.loads(visitor.open("/me/data.json").text)["tables"]

    copy = visitor.open("/me/data.csv")

    assert copy.headers["Content-Disposition"] == "attachment; filename=my-data.csv"
    assert copy.text.startswith(BYTE_ORDER_MARK)
    lines = list(csv.DictReader(io.StringIO(copy.text.removeprefix(BYTE_ORDER_MARK))))
    assert {line["What"] for line in lines} == {part["title"] for part in told}
    assert len(lines) == sum(len(row["values"]) for part in told for row in part["rows"])
    assert "Ada Lindqvist" in {line["Value"] for line in lines if line["Field"] == "display_name"}


def test_copies_speak_the_language_of_the_page_they_are_asked_from(visitor: Visitor) -> None:
    visitor.open("/me/data?language=de")

    copy = visitor.follow("Für Programme (JSON)")
    assert json.loads(copy.text)["language"] == "de"

    visitor.open("/me/data?language=de")
    table = visitor.follow("Für eine Tabelle (CSV)")
    assert table.text.removeprefix(BYTE_ORDER_MARK).startswith('"Was";"Nummer";"Feld";"Wert"')


# --- to correct -------------------------------------------------------------------------------


def test_a_name_is_changed_at_once_and_the_log_tells_neither(
    building: Building, store: Store, visitor: Visitor
) -> None:
    visitor.press("Change my name", name="Ada Berg")

    assert "Your name is changed." in visitor.words
    assert "Hello, Ada Berg" in visitor.open("/me").text
    with looking_in(), store.reading() as db:
        acts = db.execute(select(audit_event.c.act, audit_event.c.actor)).all()
    assert ("person.rename", SELF.alias) in acts
    assert "identity.display_name" not in world.find(store, "Ada Lindqvist")
    found = [*world.find(store, "Ada Berg"), *world.find(store, "Lindqvist")]
    assert "audit_event" not in {place.partition(".")[0] for place in found}


def test_a_name_that_is_none_changes_nothing(visitor: Visitor) -> None:
    page = visitor.press("Change my name", name=" ")

    assert page.status_code == 400
    assert "Type your first and last name." in visitor.words
    assert "Hello, Ada Lindqvist" in visitor.open("/me").text


def test_a_new_address_is_proved_before_it_holds(
    building: Building, store: Store, visitor: Visitor
) -> None:
    visitor.press("Change my address", email=NEW)
    assert "Prove your new address" in visitor.words
    wrong = visitor.press("Use this address", code="00000000")
    assert wrong.status_code == 400
    assert "That code isn't right" in visitor.words
    assert ADDRESS in visitor.open("/me/data").text

    visitor.open("/me/data/address")
    visitor.press("Use this address", code=visitor.mailed_code(NEW))

    assert "Your address is changed." in visitor.words
    assert NEW in visitor.page.text
    building.clock.pass_(minutes=1)
    again = Visitor(building)
    again.sign_in(NEW)
    assert again.path == "/me"
