"""A document on paper tears nothing apart and says on each sheet what it is."""

import pypdfium2
import pytest

from checkin.core.document import Document, Part, Table
from checkin.images import (
    document_pdf,
)
from tests.images.printed import NOW


def sheets(document: Document) -> list[list[str]]:
    """The lines of each sheet of a document, without its foot."""
    pdf = pypdfium2.PdfDocument(document_pdf(document, now=NOW))
    found = [sheet.get_textpage().get_text_range().splitlines() for sheet in pdf]
    return [[line.strip() for line in lines if line.strip()] for lines in found]


@pytest.mark.parametrize("before", range(30, 46))
def test_a_heading_takes_along_what_comes_first_beneath_it(before: int) -> None:
    table = Table(("What", "Which"), tuple((f"row {row}", "is this one") for row in range(9)))
    document = Document(
        "A pack",
        "For a council.",
        (
            Part("First", points=tuple(f"point {number}" for number in range(before))),
            Part("Second", ("What is said first.",), table=table),
        ),
    )

    [sheet] = [one for one in sheets(document) if "2. Second" in one]

    beneath = sheet[sheet.index("2. Second") + 1 :]
    assert beneath[0] == "What is said first."
    assert sum(line.startswith("row") for line in beneath) >= 4


def test_a_row_of_a_table_is_never_torn_and_the_head_comes_again() -> None:
    long = " ".join(["words"] * 120)
    rows = tuple((f"row {number}", f"{long} ends {number}.") for number in range(12))
    document = Document("A pack", "For a council.", (Part("One", table=Table(("A", "B"), rows)),))

    found = sheets(document)

    assert len(found) > 1
    for sheet in found:
        begun = [line.split()[1] for line in sheet if line.startswith("row ")]
        ended = [line.rpartition("ends ")[2].rstrip(".") for line in sheet if "ends " in line]
        assert begun == ended
        assert any(line.startswith("A ") for line in sheet)


def test_every_sheet_says_what_it_is_of_and_which_it_is() -> None:
    points = tuple(f"point {number}" for number in range(120))
    document = Document("A pack", "For a council.", (Part("One", points=points),))

    found = sheets(document)

    feet = [" ".join(sheet[-2:]) for sheet in found]
    assert feet == [f"A pack {number} / {len(found)}" for number in range(1, len(found) + 1)]
