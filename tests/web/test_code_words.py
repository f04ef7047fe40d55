"""Codes in people's data: each of them says something, in both languages."""

from enum import StrEnum

import pytest

from checkin.core.inventory import Purpose
from checkin.services import desk
from checkin.storage.dossier import traced
from checkin.storage.tables import metadata
from checkin.storage.types import ByValue
from checkin.web.code_words import CODES, said

KEPT_FOR = {
    purpose
    for table in metadata.sorted_tables
    for column in table.columns
    for purpose in column.info["privacy"].purposes
}


def kinds_of_codes() -> dict[tuple[str, str], type[StrEnum]]:
    """The columns that hold one of a few values in what people get to read, with these values."""
    return {
        (table.name, column.name): column.type.members
        for table in metadata.sorted_tables
        if table.name in traced()
        for column in table.columns
        if isinstance(column.type, ByValue)
    }


def test_every_code_that_people_read_has_words_in_both_languages() -> None:
    kinds = kinds_of_codes()

    assert len(kinds) > 10
    for (table, column), kind in kinds.items():
        for code in [one for one in kind if kind is not Purpose or one in KEPT_FOR]:
            for language in ("en", "de"):
                words = said(table, column, code.value, language)
                assert (table, column) in CODES, f"{table}.{column} has no words"
                assert code.value in CODES[table, column], f"{table}.{column}: {code.value}"
                assert "_" not in words


def test_what_words_are_kept_for_is_there() -> None:
    for table, column in CODES:
        assert column in metadata.tables[table].c


@pytest.mark.parametrize(
    ("table", "column", "value", "english", "german"),
    [
        ("access_event", "categories", "name,badge", "name, badge", "Name, Ausweis"),
        ("access_event", "role", "dpo", "Data protection officer", "Datenschutz"),
        ("access_event", "reason", "She asked me.", "She asked me.", "She asked me."),
        ("identity", "language", "de", "Deutsch", "Deutsch"),
        ("identity", "display_name", "good", "good", "good"),
        ("badge", "state", "new_state", "new_state", "new_state"),
    ],
)
def test_codes_are_told_in_words_and_all_else_as_it_is(
    table: str, column: str, value: str, english: str, german: str
) -> None:
    assert said(table, column, value, "en") == english
    assert said(table, column, value, "de") == german


def test_a_reason_that_nobody_typed_is_told_in_ones_language() -> None:
    told = said("access_event", "reason", desk.CODE_WHY, "de")

    assert told == "Sie baten am Empfang um einen Code zum Anmelden."
