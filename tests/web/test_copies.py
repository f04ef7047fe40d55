"""A person's own copies, as programs and as spreadsheets read them."""

import csv
import io
import json
from typing import Any

import pytest

from checkin.core.retention import Limits
from checkin.services import record
from checkin.services.record import Copy, Processors
from checkin.services.signin import Person
from checkin.storage import dossier as kept
from checkin.web import copies
from checkin.web.record_words import RECORD
from tests import world
from tests.world import Building

LIMITS = Limits()


@pytest.fixture
def copy(building: Building) -> Copy:
    ada = world.everything_about(building, "Ada Lindqvist")
    refs, rt = ada.refs, building.runtime
    person = Person(refs.identity, refs.consent, refs.holder, refs.access, "en")
    with rt.reading() as db:
        return record.copy(db, person, rt.hashing, LIMITS, Processors(("Hosting Ltd",), ()))


def for_programs(building: Building, copy: Copy, language: str = "en") -> dict[str, Any]:
    text = copies.for_programs(copy, "Linden Works", LIMITS, language, now=building.now)
    return json.loads(text)  # type: ignore[no-any-return]


def for_spreadsheets(copy: Copy, language: str, separator: str) -> list[dict[str, str]]:
    file = copies.for_spreadsheets(copy.tables, LIMITS, language)
    text = file.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def tables(told: dict[str, Any]) -> dict[str, Any]:
    return {part["table"]: part for part in told["tables"]}


# --- for programs -----------------------------------------------------------------------------


def test_each_column_says_why_what_for_on_what_ground_and_how_long(
    building: Building, copy: Copy
) -> None:
    told = tables(for_programs(building, copy))

    assert set(told) == kept.traced()
    for part in told.values():
        for column in part["columns"].values():
            assert column["why"].endswith(".")
            assert column["purposes"]
            assert all(column["basis"])
            assert column["kept"]
    assert told["identity"]["columns"]["work_email"]["recipients"] == ["Hosting Ltd"]


def test_values_are_as_stored_and_secrets_only_named(building: Building, copy: Copy) -> None:
    told = tables(for_programs(building, copy))

    assert told["holder"]["rows"][0]["values"]["history"] is True
    assert told["badge"]["rows"][0]["values"]["code_hash"] == "kept, not shown"
    assert told["session"]["rows"][0]["values"]["account"] is None
    assert told["entry"]["rows"][0]["deleted_on"] == "2026-12-23"
    assert told["entry"]["rows"][0]["unless_renewed"] is False
    assert told["identity"]["rows"][0]["deleted_on"] == "2027-11-18"
    assert told["identity"]["rows"][0]["unless_renewed"] is True


def test_doors_and_entries_are_told_by_name(building: Building, copy: Copy) -> None:
    told = for_programs(building, copy)["in_words"]

    assert told["entries"] == [
        {
            "minute": "2026-11-23T13:00+01:00",
            "site": "Headquarters",
            "door": "Main entrance",
            "with": "printed badge",
            "deleted_on": "2026-12-23",
        }
    ]
    assert {"site": "Headquarters", "door": "Courtyard"} in told["opens"]


def test_words_are_in_ones_language_and_names_for_programs_in_none(
    building: Building, copy: Copy
) -> None:
    english, german = (for_programs(building, copy, one) for one in ("en", "de"))

    assert (english["language"], german["language"]) == ("en", "de")
    assert names(english) == names(german)
    assert german["in_words"]["entries"][0]["with"] == "gedruckter Ausweis"
    identity = tables(german)["identity"]
    assert identity["title"] == "Name und dienstliche E-Mail-Adresse"
    assert identity["source"].startswith("von Ihnen")
    assert identity["columns"]["display_name"]["why"] == (
        "Damit der Empfang dem richtigen Menschen hilft."
    )
    assert identity["columns"]["display_name"]["purposes"] == {
        "entry": "Die Tür mit einem QR-Ausweis öffnen"
    }
    assert tables(german)["badge"]["rows"][0]["values"]["code_hash"] == "aufbewahrt, nicht gezeigt"


def names(told: Any) -> Any:
    """The names of members, at every depth, with what stands beside them left out."""
    if isinstance(told, dict):
        return {name: names(member) for name, member in told.items()}
    return [names(one) for one in told] if isinstance(told, list) else None


# --- for spreadsheets -------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("de", ";")])
def test_each_value_has_a_line(copy: Copy, language: str, separator: str) -> None:
    lines = for_spreadsheets(copy, language, separator)

    rows = [row for part in copy.tables for row in part.rows]
    assert len(lines) == sum(len(row.values) for row in rows)
    assert all(len(line) == 11 for line in lines)


def test_a_line_says_all_about_its_value(copy: Copy) -> None:
    about = "Entries of those who asked for them"
    (line,) = [
        one
        for one in for_spreadsheets(copy, "en", ",")
        if (one["What"], one["Field"]) == (about, "minute")
    ]

    assert line == {
        "What": about,
        "Number": "1",
        "Field": "minute",
        "Value": "23 Nov 2026, 12:00 UTC",
        "Why": "When you came in, to the minute.",
        "What for": "Keep my entries for a few weeks, so that I can see them",
        "On what ground": "GDPR art. 6(1)(a)",
        "Where it comes from": "the door, when you came in",
        "Who gets it, besides us": "Hosting Ltd",
        "How long": line["How long"],
        "Deleted on": "23 Dec 2026",
    }
    assert line["How long"].startswith("30 days")


def test_a_line_of_what_lasts_as_long_as_the_yes_says_so(copy: Copy) -> None:
    said = {line["Deleted on"] for line in for_spreadsheets(copy, "en", ",")}

    assert "Unless you say yes again, it goes on 18 Nov 2027 at the latest." in said


def test_in_german_nothing_that_people_read_is_english(copy: Copy) -> None:
    lines = for_spreadsheets(copy, "de", ";")

    english = {
        said
        for line in for_spreadsheets(copy, "en", ",")
        for label in ("What", "Why", "What for", "Where it comes from", "How long")
        for said in [line[label]]
    }
    assert not english & {cell for line in lines for cell in line.values()}
    assert {line["Wert"] for line in lines if line["Feld"] == "history"} == {RECORD["de"].yes}
    name = next(one for one in lines if one["Feld"] == "display_name")
    assert name["Was"] == "Name und dienstliche E-Mail-Adresse"
    assert name["Warum"] == "Damit der Empfang dem richtigen Menschen hilft."
    assert name["Woher"].startswith("von Ihnen")
