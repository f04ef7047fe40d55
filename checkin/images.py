"""Pictures and paper: QR codes as SVG and PNG; cards, passes, posters and documents as PDF.

The only importer of qrcode, Pillow and fpdf2. It draws and never decodes: pictures leave, none
come in. What is drawn depends on the arguments alone, so the same card is the same file.

Lengths on paper are millimetres from the top left corner, type sizes are points. The type is
Helvetica, which every PDF reader brings along: nothing is embedded, and a sheet of badges stays
small. It has the letters of Western European languages (Windows-1252: German umlauts, the euro
sign); a letter it lacks is printed without its mark, or as a question mark. No name of a person is
printed; a badge leaves a line to write one on.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import Final, Literal, TypeAlias, cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.prefs import ViewerPreferences
from PIL import Image, ImageFilter
from qrcode import QRCode, constants
from qrcode.util import ALPHA_NUM, MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from checkin.core.document import Document, Part, Table

Ecc: TypeAlias = Literal["L", "M", "Q", "H"]
"""How much of a QR code may be lost. Paper takes Q, a screen M."""

Lang: TypeAlias = Literal["en", "de"]

CARD_WIDTH: Final = 85.6
CARD_HEIGHT: Final = 54.0
"""A bank card: ISO/IEC 7810, ID-1, as wallets and lanyards expect."""

HELD_SCALE: Final = 5
"""Pixels of a module of a code that is held before a camera."""

_A4: Final = (210.0, 297.0)
_LEVELS: Final[dict[Ecc, int]] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
_QUIET: Final = 4
"""Light modules around the code: ISO/IEC 18004, 9.1."""


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """A printed badge. `short_code` comes as it is shown, ABCDE-FGHIJ."""

    text: str
    short_code: str
    valid_until: date
    organisation: str
    works_at: str
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class DayPass:
    """One pass of a pack, good on one day."""

    text: str
    short_code: str
    day: date


@dataclass(frozen=True, slots=True)
class PassPack:
    """Day passes to be cut apart and handed out. The number stands on the sheet, on no pass."""

    number: str
    organisation: str
    site: str
    passes: Sequence[DayPass]
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class JoinPoster:
    """An invitation to hang up, with the link that begins joining."""

    link: str
    organisation: str
    lang: Lang = "en"


def qr_svg(text: str, ecc: Ecc) -> str:
    """A QR code as SVG, black on white with its quiet zone, one unit a module."""
    rows = _modules(text, ecc)
    side = len(rows)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}"/></svg>'
    )


def qr_png(text: str, ecc: Ecc, scale: int = 8) -> bytes:
    """A QR code as PNG of one bit a pixel, with its quiet zone, `scale` pixels a module."""
    png = BytesIO()
    _drawn(text, ecc, scale).convert("1").save(png, "PNG", optimize=True)
    return png.getvalue()


def _drawn(text: str, ecc: Ecc, scale: int) -> Image.Image:
    rows = _modules(text, ecc)
    side = len(rows)
    light = bytes(0 if dark else 255 for row in rows for dark in row)
    image = Image.frombytes("L", (side, side), light)
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


def held_up(text: str | None, width: int = 1280, height: int = 720) -> bytes:
    """What a camera takes of a printed badge, not quite straight or sharp, or of nobody (JPEG)."""
    room = Image.linear_gradient("L").resize((width, height)).point(lambda shade: 60 + shade * 0.4)
    if text is not None:
        code = _drawn(text, "Q", HELD_SCALE)
        turned = code.rotate(4, Image.Resampling.BICUBIC, expand=True)
        paper = Image.new("L", code.size, 255).rotate(4, expand=True)
        room.paste(turned, ((width - turned.width) // 2, (height - turned.height) // 2), paper)
        room = room.filter(ImageFilter.GaussianBlur(0.8))
    jpeg = BytesIO()
    room.convert("RGB").save(jpeg, "JPEG", quality=85)
    return jpeg.getvalue()


def qr_blocks(text: str, ecc: Ecc) -> str:
    """A QR code for a dark terminal: light modules as blocks, two rows in each line."""
    rows = [[not dark for dark in row] for row in _modules(text, ecc)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(
        "".join(" ▄▀█"[2 * up + down] for up, down in zip(upper, lower, strict=True))
        for upper, lower in pairs
    )


def badge_card_pdf(card: BadgeCard, *, now: datetime) -> bytes:
    """One badge on a page of its own size, for a card printer."""
    paper = _Paper((CARD_WIDTH, CARD_HEIGHT), _WORDS[card.lang].badge, card.lang, now)
    paper.turn()
    _draw_card(paper, card, 0, 0)
    return paper.pdf()


def badge_sheet_pdf(cards: Sequence[BadgeCard], *, now: datetime) -> bytes:
    """One badge or more on A4, ten a page, to cut out; the first one's language is the sheet's."""
    words = _WORDS[cards[0].lang]
    paper = _Paper(_A4, words.badge, cards[0].lang, now)
    left, top = (_A4[0] - 2 * CARD_WIDTH) / 2, 18.0
    for place, card in enumerate(cards):
        if place % 10 == 0:
            paper.turn()
            paper.write(words.cut_badge, left, 9, 2 * CARD_WIDTH - 60, 7, lines=2)
            paper.ruler(left + 2 * CARD_WIDTH, 12, words.ruler)
        x, y = left + place % 2 * CARD_WIDTH, top + place % 10 // 2 * CARD_HEIGHT
        paper.cut(x, y, CARD_WIDTH, CARD_HEIGHT)
        _draw_card(paper, card, x, y)
    return paper.pdf()


def pass_pack_pdf(pack: PassPack, *, now: datetime) -> bytes:
    """A pack of day passes on A4, ten a page, to be cut apart; the strip above names the pack."""
    words = _WORDS[pack.lang]
    paper = _Paper(_A4, f"{words.pack} {pack.number}", pack.lang, now)
    left, top, width, height = 12.0, 30.0, 93.0, 52.0
    for place, day_pass in enumerate(pack.passes):
        if place % 10 == 0:
            paper.turn()
            heading = f"{words.pack} {pack.number} · {pack.organisation}, {pack.site}"
            y = paper.write(heading, left, 8, 2 * width, 12, bold=True)
            paper.write(words.about_pack, left, y + 1, 2 * width - 64, 8, lines=3)
            paper.ruler(left + 2 * width, 20, words.ruler)
        x, y = left + place % 2 * width, top + place % 10 // 2 * height
        paper.cut(x, y, width, height)
        _draw_pass(paper, pack, day_pass, x, y)
    return paper.pdf()


def join_poster_pdf(poster: JoinPoster, *, now: datetime) -> bytes:
    """A poster on A4: what a badge is, how to get one, and that a day pass opens the same doors."""
    words = _WORDS[poster.lang]
    paper = _Paper(_A4, words.join_heading, poster.lang, now)
    paper.turn()
    left, width = 20.0, _A4[0] - 40
    y = paper.write(poster.organisation, left, 20, width, 16)
    y = paper.write(words.join_heading, left, y + 3, width, 38, bold=True, lines=2)
    y = paper.write(words.join_what, left, y + 5, width, 18, lines=5)
    box = 104.0
    paper.qr(poster.link, "Q", (_A4[0] - box) / 2, y + 4, box)
    y = paper.write(words.join_how, left, y + box + 6, width, 16, bold=True, centred=True, lines=2)
    y = paper.write(poster.link, left, y + 1, width, 11, centred=True, lines=3)
    paper.frame(left, y + 7, width, 44)
    y = paper.write(words.no_badge, left + 8, y + 13, width - 16, 20, bold=True)
    paper.write(words.no_badge_what, left + 8, y + 2, width - 16, 15, lines=4)
    return paper.pdf()


def document_pdf(document: Document, *, now: datetime) -> bytes:
    """A document on A4 to read and file: numbered pages, tables that go on over them."""
    pdf = _Sheets(unit="mm", format=_A4)
    pdf.core_fonts_encoding = "windows-1252"
    pdf.alias_nb_pages(_OF_ALL)
    pdf.named = _printable(document.title)
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


_OF_ALL = "\xa4\xa4"  # stands for the number of pages; no text has it
_AT_LEAST = 4  # rows of a table that stay with its heading


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
    pdf.multi_cell(0, size * 0.5, _printable(text), new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(1)


def _height(pdf: FPDF, text: str, size: float) -> float:
    """What a paragraph takes, with the space beneath it."""
    pdf.set_font("Helvetica", "B", size)
    return _lines(pdf, text, 0) * size * 0.5 + 1


def _lines(pdf: FPDF, text: str, width: float) -> int:
    """How many lines a text takes; a width of 0 is all that there is."""
    found = pdf.multi_cell(
        width, 1, _printable(text), align="L", dry_run=True, output=MethodReturnValue.LINES
    )
    assert isinstance(found, list)
    return len(found)


_LINE, _PADDING = 4.0, 1.0
_LONGEST_WORD = 36.0  # millimetres; what is longer, such as the name of a test, is broken
_MOST_LETTERS = 60


def _widths(pdf: FPDF, table: Table) -> tuple[float, ...]:
    """The widths of the columns: each holds its words whole, and more to say gets more room."""
    pdf.set_font("Helvetica", "B", 8)
    words, letters = [], []
    for texts in zip(table.columns, *table.rows, strict=True):
        longest = max(pdf.get_string_width(_printable(word)) for word in " ".join(texts).split())
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
                line.cell(_printable(cell))


def _draw_card(paper: "_Paper", card: BadgeCard, x: float, y: float) -> None:
    """Code left, words right, a mark in the corner to cut off: fingers then find the right way up.

    The code's box holds its quiet zone: version 13, the usual one, is 41 mm of code in 46 mm.
    """
    words = _WORDS[card.lang]
    paper.qr(card.text, "Q", x + 2, y + 4, 46)
    paper.notch(x + CARD_WIDTH, y)
    column, width = x + 49.5, 33.0
    below = paper.write(card.organisation, column, y + 7.5, width, 9, bold=True, lines=2)
    below = paper.write(card.works_at, column, below + 0.8, width, 7.5, lines=2)
    below = paper.write(words.valid_until, column, below + 2, width, 6)
    valid_until = _date_in_words(card.valid_until, card.lang)
    below = paper.write(valid_until, column, below, width, 8.5, bold=True)
    below = paper.write(words.short_code, column, below + 1.5, width, 6)
    paper.write(card.short_code, column, below, width, 12, code=True)
    paper.rule(column, y + 47, width)
    paper.write(words.write_name, column, y + 47.6, width, 6)


def _draw_pass(paper: "_Paper", pack: PassPack, day_pass: DayPass, x: float, y: float) -> None:
    words = _WORDS[pack.lang]
    paper.qr(day_pass.text, "Q", x + 3, y + 4, 44)
    column, width = x + 49, 41.0
    below = paper.write(words.day_heading, column, y + 6, width, 8)
    weekday = words.weekdays.split()[day_pass.day.weekday()]
    below = paper.write(weekday, column, below, width, 15, bold=True)
    day = _date_in_words(day_pass.day, pack.lang)
    below = paper.write(day, column, below, width, 11, bold=True)
    below = paper.write(pack.site, column, below + 1, width, 9, lines=2)
    below = paper.write(words.about_day, column, below + 1, width, 7.5, lines=3)
    below = paper.write(words.short_code, column, y + 40.5, width, 6)
    paper.write(day_pass.short_code, column, below, width, 12, code=True)


class _Canvas(FPDF):
    """fpdf2's page, with one thing more to draw."""

    def modules(self, rows: list[list[bool]], x: float, y: float, box: float) -> None:
        """Fill the dark modules of a code as one shape.

        Neither rectangle by rectangle, which shows seams on screens, nor as an image, which some
        readers blur.
        """
        unit = box * self.k / len(rows)
        runs = " ".join(f"{across} {down} {length} 1 re" for across, down, length in _runs(rows))
        place = f"{unit:.5f} 0 0 {-unit:.5f} {x * self.k:.5f} {(self.h - y) * self.k:.5f} cm"
        self._out(f"q 0 g {place} {runs} f Q")


class _Paper:
    """A PDF that is drawn on from the top left corner: black on white, no links, no actions."""

    def __init__(self, size: tuple[float, float], title: str, lang: Lang, now: datetime) -> None:
        self._pdf = _Canvas(unit="mm", format=size)
        self._pdf.core_fonts_encoding = "windows-1252"
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
        lines = self._pdf.multi_cell(width, text=_printable(text), dry_run=True, output="LINES")
        # fpdf2 hands back the bytes it would write, each as the letter of that number
        return [line.encode("latin-1").decode("windows-1252") for line in cast(list[str], lines)]

    def qr(self, text: str, ecc: Ecc, x: float, y: float, box: float) -> None:
        """Draw a code that fills a square box together with its quiet zone."""
        self._pdf.modules(_modules(text, ecc), x, y, box)

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


def _modules(text: str, ecc: Ecc) -> list[list[bool]]:
    """The rows of a QR code, quiet zone included, dark ones True.

    One segment, alphanumeric whenever the text allows it: what badge texts are made for. Raises
    `qrcode.exceptions.DataOverflowError` for more than one code can hold.
    """
    data = text.encode()
    mode = MODE_ALPHA_NUM if set(data) <= set(ALPHA_NUM) else MODE_8BIT_BYTE
    code = QRCode(error_correction=_LEVELS[ecc], border=_QUIET)
    code.add_data(QRData(data, mode=mode, check_data=False))
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Where dark modules lie side by side: column, row and how many."""
    for y, row in enumerate(rows):
        x = 0
        for dark, modules in groupby(row):
            length = sum(1 for _ in modules)
            if dark:
                yield x, y, length
            x += length


_UNMARKED: Final = str.maketrans(
    {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i", "ẞ": "SS"}
)
"""Letters that Unicode doesn't take apart into a letter and a mark."""


def _printable(text: str) -> str:
    """Text in letters that the type has, without characters that can't be seen."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}
    )
    return "".join(_letter(letter) for letter in visible.translate(_UNMARKED))


def _letter(letter: str) -> str:
    for candidate in (letter, unicodedata.normalize("NFKD", letter)[0]):
        if candidate.encode("windows-1252", "ignore"):
            return candidate
    return "?"


def _date_in_words(day: date, lang: Lang) -> str:
    month = _WORDS[lang].months.split()[day.month - 1]
    return _WORDS[lang].date.format(day=day.day, month=month, year=day.year)


@dataclass(frozen=True, slots=True)
class _Words:
    """Everything that is printed in one language."""

    weekdays: str
    months: str
    date: str
    badge: str
    valid_until: str
    short_code: str
    write_name: str
    cut_badge: str
    ruler: str
    pack: str
    about_pack: str
    day_heading: str
    about_day: str
    join_heading: str
    join_what: str
    join_how: str
    no_badge: str
    no_badge_what: str


_WORDS: Final[dict[Lang, _Words]] = {
    "en": _Words(
        weekdays="Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        months="January February March April May June July August September October November"
        " December",
        date="{day} {month} {year}",
        badge="Badge",
        valid_until="Good until",
        short_code="Short code, to type at the kiosk",
        write_name="Your name, if you like",
        cut_badge="Print at 100 %. Cut along the lines, then cut off the black corner:"
        " fingers find the right way up.",
        ruler="50 mm if printed at 100 %",
        pack="Pack",
        about_pack="Cut the passes apart and keep this strip at the desk. If the pack is lost,"
        " this number switches its passes off.",
        day_heading="Day pass",
        about_day="Come and go all day. Nobody needs your name.",
        join_heading="Carry a badge, if you like",
        join_what="A QR badge, on paper or on your phone, opens our doors. You choose what we keep,"
        " and you take it back on any day with one press. No photo, no fingerprint, no face.",
        join_how="Point your phone's camera here, or open the address below.",
        no_badge="Rather not?",
        no_badge_what="A day pass from the front desk opens the same doors, all day."
        " Nobody asks for your name, and nobody keeps a list of who has no badge.",
    ),
    "de": _Words(
        weekdays="Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        date="{day}. {month} {year}",
        badge="Ausweis",
        valid_until="Gültig bis",
        short_code="Kurzcode zum Eintippen",
        write_name="Ihr Name, wenn Sie möchten",
        cut_badge="Mit 100 % drucken. An den Linien ausschneiden, dann die schwarze Ecke"
        " abschneiden: So fühlt man, wo oben ist.",
        ruler="50 mm, wenn mit 100 % gedruckt",
        pack="Stapel",
        about_pack="Tagespässe auseinanderschneiden, diesen Streifen am Empfang behalten. Geht der"
        " Stapel verloren, schaltet diese Nummer seine Pässe ab.",
        day_heading="Tagespass",
        about_day="Den ganzen Tag ein und aus gehen. Niemand braucht Ihren Namen.",
        join_heading="Ein Ausweis, wenn Sie möchten",
        join_what="Ein QR-Ausweis, auf Papier oder auf dem Telefon, öffnet unsere Türen. Sie"
        " wählen, was wir speichern, und nehmen es an jedem Tag mit einem Klick zurück."
        " Kein Foto, kein Fingerabdruck, kein Gesicht.",
        join_how="Halten Sie die Kamera des Telefons hierher oder öffnen Sie die Adresse darunter.",
        no_badge="Lieber nicht?",
        no_badge_what="Ein Tagespass vom Empfang öffnet dieselben Türen, den ganzen Tag. Niemand"
        " fragt nach Ihrem Namen, und niemand führt eine Liste, wer keinen Ausweis hat.",
    ),
}
