"""Sheets of paper of any size, and what is drawn on them.

Lengths are millimetres from the top left corner, type sizes are points.
"""

from datetime import datetime
from typing import Final, cast

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from checkin.images.lettering import CODEC, printable
from checkin.images.printed_words import Lang
from checkin.images.qr import Ecc, modules, runs

A4: Final = (210.0, 297.0)


class Paper:
    """A PDF that is drawn on from the top left corner: black on white, no links, no actions."""

    def __init__(self, size: tuple[float, float], title: str, lang: Lang, now: datetime) -> None:
        self._pdf = _Canvas(unit="mm", format=size)
        self._pdf.core_fonts_encoding = CODEC
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_auto_page_break(False)
        self._pdf.alias_nb_pages("")  # else "{nb}" in a name would become a number
        self._pdf.set_title(title)
        self._pdf.set_lang(lang)
        self._pdf.set_creation_date(now)
        self._pdf.viewer_preferences = ViewerPreferences(print_scaling="None")

    def turn(self) -> None:
        """Begin a page."""
        self._pdf.add_page()

    def pdf(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

    def write(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        code: bool = False,
        centred: bool = False,
        lines: int = 1,
    ) -> float:
        """Write text within a width and at most so many lines; return where it ends below."""
        self._pdf.set_font("Courier" if code else "Helvetica", "B" if bold or code else "", size)
        height = size * 0.43  # 1.22 lines of a point, which is 0.353 mm
        wrapped = self._wrapped(text, width)
        if len(wrapped) > lines:
            wrapped = [*wrapped[: lines - 1], wrapped[lines - 1][:-1].rstrip() + "…"]
        for number, line in enumerate(wrapped):
            self._pdf.set_xy(x, y + number * height)
            self._pdf.cell(width, height, line, align="C" if centred else "L")
        return y + len(wrapped) * height

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines = self._pdf.multi_cell(width, text=printable(text), dry_run=True, output="LINES")
        # fpdf2 hands back the bytes it would write, each as the letter of that number
        return [line.encode("latin-1").decode(CODEC) for line in cast(list[str], lines)]

    def qr(self, text: str, ecc: Ecc, x: float, y: float, box: float) -> None:
        """Draw a code that fills a square box together with its quiet zone."""
        self._pdf.modules(modules(text, ecc), x, y, box)

    def rule(self, x: float, y: float, width: float) -> None:
        """Draw a line to write on."""
        self._pdf.set_line_width(0.2)
        self._pdf.line(x, y, x + width, y)

    def cut(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the edges to cut along."""
        self._pdf.set_line_width(0.1)
        self._pdf.set_dash_pattern(dash=1, gap=1)
        self._pdf.rect(x, y, width, height)
        self._pdf.set_dash_pattern()

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a box around what belongs together."""
        self._pdf.set_line_width(0.5)
        self._pdf.rect(x, y, width, height, round_corners=True, corner_radius=4)

    def notch(self, right: float, top: float) -> None:
        """Blacken a corner that is to be cut off."""
        self._pdf.polygon([(right - 5, top), (right, top), (right, top + 5)], style="F")

    def ruler(self, right: float, y: float, words: str) -> None:
        """Draw exactly 50 mm, to see whether a printer has shrunk the page."""
        self._pdf.set_line_width(0.2)
        self._pdf.line(right - 50, y, right, y)
        for end in (right - 50, right):
            self._pdf.line(end, y - 1, end, y + 1)
        self.write(words, right - 50, y + 1, 50, 6)


class _Canvas(FPDF):
    """fpdf2's page, with one thing more to draw."""

    def modules(self, rows: list[list[bool]], x: float, y: float, box: float) -> None:
        """Fill the dark modules of a code as one shape.

        Neither rectangle by rectangle, which shows seams on screens, nor as an image, which some
        readers blur.
        """
        unit = box * self.k / len(rows)
        dark = " ".join(f"{across} {down} {length} 1 re" for across, down, length in runs(rows))
        place = f"{unit:.5f} 0 0 {-unit:.5f} {x * self.k:.5f} {(self.h - y) * self.k:.5f} cm"
        self._out(f"q 0 g {place} {dark} f Q")
