"""A document on paper, to read and file."""

from datetime import datetime

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from checkin.core.document import Document, Part, Table
from checkin.images.lettering import CODEC, printable
from checkin.images.paper import A4

_OF_ALL = "\xa4\xa4"  # stands for the number of pages; no text has it
_AT_LEAST = 4  # rows of a table that stay with its heading
_LINE, _PADDING = 4.0, 1.0
_LONGEST_WORD = 36.0  # millimetres; what is longer, such as the name of a test, is broken
_MOST_LETTERS = 60


def document_pdf(document: Document, *, now: datetime) -> bytes:
    """A document on A4 to read and file: numbered pages, tables that go on over them."""
    pdf = _Sheets(unit="mm", format=A4)
    pdf.core_fonts_encoding = CODEC
    pdf.alias_nb_pages(_OF_ALL)
    pdf.named = printable(document.title)
    pdf.set_margins(18, 18, 18)
    pdf.set_auto_page_break(True, margin=18)
    pdf.set_title(document.title)
    pdf.set_lang("en")
    pdf.set_creation_date(now)
    pdf.add_page()
    _paragraph(pdf, document.title, 20, bold=True)
    _paragraph(pdf, document.lead, 10)
    for number, part in enumerate(document.parts, start=1):
        _part(pdf, f"{number}. {part.title}", part)
    return bytes(pdf.output())


class _Sheets(FPDF):
    """Pages that say at their foot what they are of and which of how many."""

    named = ""

    def footer(self) -> None:
        """The foot of a page."""
        self.set_y(-13)
        self.set_font("Helvetica", "", 8)
        self.cell(0, 4, self.named, new_x="LMARGIN")
        self.cell(0, 4, f"{self.page_no()} / {_OF_ALL}", align="R")


def _part(pdf: FPDF, title: str, part: Part) -> None:
    """A part; its heading never ends a page, but takes what comes first beneath it along."""
    widths = _widths(pdf, part.table) if part.table else ()
    points = [f"\N{BULLET} {point}" for point in part.points]
    begins = (*part.text, *points[:1])
    needed = 4 + _height(pdf, title, 13) + sum(_height(pdf, text, 10) for text in begins)
    if part.table:
        first = (part.table.columns, *part.table.rows[:_AT_LEAST])
        needed += sum(_row_height(pdf, row, widths) for row in first)
    if pdf.will_page_break(needed):
        pdf.add_page()
    pdf.ln(4)
    _paragraph(pdf, title, 13, bold=True)
    for text in (*part.text, *points):
        _paragraph(pdf, text, 10)
    if part.table is not None:
        _table(pdf, part.table, widths)


def _paragraph(pdf: FPDF, text: str, size: float, *, bold: bool = False) -> None:
    if pdf.will_page_break(_height(pdf, text, size)):
        pdf.add_page()
    pdf.set_font("Helvetica", "B" if bold else "", size)
    pdf.multi_cell(0, size * 0.5, printable(text), new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(1)


def _height(pdf: FPDF, text: str, size: float) -> float:
    """What a paragraph takes, with the space beneath it."""
    pdf.set_font("Helvetica", "B", size)
    return _lines(pdf, text, 0) * size * 0.5 + 1


def _lines(pdf: FPDF, text: str, width: float) -> int:
    """How many lines a text takes; a width of 0 is all that there is."""
    found = pdf.multi_cell(
        width, 1, printable(text), align="L", dry_run=True, output=MethodReturnValue.LINES
    )
    assert isinstance(found, list)
    return len(found)


def _widths(pdf: FPDF, table: Table) -> tuple[float, ...]:
    """The widths of the columns: each holds its words whole, and more to say gets more room."""
    pdf.set_font("Helvetica", "B", 8)
    words, letters = [], []
    for texts in zip(table.columns, *table.rows, strict=True):
        longest = max(pdf.get_string_width(printable(word)) for word in " ".join(texts).split())
        words.append(min(_LONGEST_WORD, longest) + 2 * (_PADDING + pdf.c_margin))
        letters.append(min(_MOST_LETTERS, max(map(len, texts))))
    room = pdf.epw - sum(words)
    return tuple(
        word + room * more / sum(letters) for word, more in zip(words, letters, strict=True)
    )


def _row_height(pdf: FPDF, row: tuple[str, ...], widths: tuple[float, ...]) -> float:
    pdf.set_font("Helvetica", "B", 8)
    lines = (
        _lines(pdf, text, width - 2 * _PADDING) for text, width in zip(row, widths, strict=True)
    )
    return max(lines) * _LINE + 2 * _PADDING


def _table(pdf: FPDF, table: Table, widths: tuple[float, ...]) -> None:
    pdf.set_font("Helvetica", "", 8)
    rows = (table.columns, *table.rows)
    with pdf.table(
        line_height=_LINE, text_align="LEFT", padding=_PADDING, col_widths=widths
    ) as drawn:
        for row in rows:
            line = drawn.row()
            for cell in row:
                line.cell(printable(cell))
