"""Tables as text that spreadsheet programs open without running anything in it (RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell that begins with it may be run as: a formula, or what comes before one."""

_SEPARATORS: Final = {"en": ",", "de": ";"}
"""What spreadsheet programs of a language take for the end of a cell: not the decimal sign."""

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it some spreadsheet programs take the umlauts of UTF-8 for something else."""


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str]], language: str) -> str:
    """A table as a file that spreadsheet programs of this language open as it is."""
    return _BYTE_ORDER_MARK + csv_text(head, rows, separator=_SEPARATORS[language])


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ",") -> str:
    """A table with a first row of names; cells that a program would run are made plain text."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([_plain(cell) for cell in head])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return made.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) else cell
