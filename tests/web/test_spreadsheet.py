"""Tables for spreadsheets: every cell comes back as it was, and none is run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.web.spreadsheet import csv_file, csv_text

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(
    lambda cell: not cell.startswith(("=", "+", "-", "@"))
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.tuples(PLAIN, PLAIN)))
def test_plain_cells_come_back_as_they_were(rows: list[tuple[str, str]]) -> None:
    assert read(csv_text(("a", "b"), rows)) == [["a", "b"], *(list(row) for row in rows)]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_program_would_run_is_made_plain(begin: str) -> None:
    cell = f"{begin}HYPERLINK('http://evil.example')"

    assert read(csv_text(("a",), [(cell,)]))[1] == [f"'{cell}"]


def test_commas_quotes_and_breaks_stay_inside_their_cell() -> None:
    cell = 'a "b", c\r\nd'

    assert csv_text(("x",), [(cell,)]) == '"x"\r\n"a ""b"", c\r\nd"\r\n'


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("de", ";")])
def test_a_file_is_what_programs_of_that_language_open(language: str, separator: str) -> None:
    assert csv_file(("ä", "b"), [], language) == f'\ufeff"ä"{separator}"b"\r\n'
