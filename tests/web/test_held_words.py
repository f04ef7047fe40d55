"""Values that are held, in words."""

from dataclasses import replace
from typing import Any

import pytest

from checkin.core.inventory import Export, Origin
from checkin.core.retention import Limits
from checkin.services.record import Held, HeldValue
from checkin.storage import inventory
from checkin.web.held_words import facts, shown

NAME = next(
    column.privacy
    for table in inventory.tables()
    for column in table.columns
    if (table.name, column.name) == ("identity", "display_name")
)


def held(value: Any, export: Export = Export.VALUE) -> HeldValue:
    return HeldValue(
        "identity", "display_name", value, replace(NAME, export=export), ("Hosting Ltd",)
    )


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (None, "nothing", "nichts"),
        (True, "yes", "ja"),
        (False, "no", "nein"),
        (3, "3", "3"),
        ("Ada", "Ada", "Ada"),
        ("2026-11-23", "23 Nov 2026", "23.11.2026"),
        ("2026-11-23T12:00:00Z", "23 Nov 2026, 12:00 UTC", "23.11.2026, 12:00 UTC"),
    ],
)
def test_a_value_reads_as_people_write_it(value: Any, english: str, german: str) -> None:
    assert shown(held(value), "en") == english
    assert shown(held(value), "de") == german


def test_of_a_secret_it_says_that_it_is_there_or_that_there_is_none() -> None:
    assert shown(held(True, Export.PRESENCE_ONLY), "en") == "kept, not shown"
    assert shown(held(None, Export.PRESENCE_ONLY), "en") == "nothing"


def test_what_holds_for_several_values_is_said_once() -> None:
    part = Held("identity", Origin.YOU, NAME.retention, ())

    told = facts(part, [held("Ada"), held("Lindqvist")], Limits(), "de")

    assert dict(told) == {
        "Wofür": "Die Tür mit einem QR-Ausweis öffnen",
        "Auf welcher Grundlage": "Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)",
        "Woher": "von Ihnen oder aus dem, was Sie auf diesen Seiten getan haben",
        "Wer es außer uns bekommt": "Hosting Ltd",
        "Wie lange": "solange Sie mitmachen; weg, sobald Sie Ihr Ja zurücknehmen",
    }


def test_without_anybody_else_it_says_so() -> None:
    part = Held("identity", Origin.YOU, NAME.retention, ())

    told = dict(facts(part, [replace(held("Ada"), recipients=())], Limits(), "en"))

    assert told["Who gets it, besides us"] == "nobody"


def test_a_place_is_told_by_its_name_and_its_reference() -> None:
    kiosk = replace(held("0957ce4c"), table="entry", column="kiosk", place="Main entrance")

    assert shown(kiosk, "en") == "Main entrance (0957ce4c)"


def test_a_code_is_told_in_words() -> None:
    choice = replace(held("in_force"), table="holder", column="entry")

    assert (shown(choice, "en"), shown(choice, "de")) == ("it may", "darf")
