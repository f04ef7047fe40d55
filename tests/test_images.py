"""What is printed can be read again, is as large as promised and says nothing it shouldn't."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkin.core.document import Document, Part, Table
from checkin.images import (
    BadgeCard,
    DayPass,
    Ecc,
    JoinPoster,
    Lang,
    PassPack,
    badge_card_pdf,
    badge_sheet_pdf,
    document_pdf,
    held_up,
    join_poster_pdf,
    pass_pack_pdf,
    qr_png,
    qr_svg,
)
from tests.qr_codes import qr_codes

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DOTS_PER_MM = 12
POINTS_PER_MM = 72 / 25.4

BADGE = BadgeCard(
    text="CI1:" + (ALPHANUMERIC * 7)[:309],
    short_code="7GK3M-Q9T2X",
    valid_until=date(2027, 2, 20),
    organisation="Nordlicht Werke",
    works_at="Hamburg, main house",
)
PACK = PassPack(
    number="P-104",
    organisation="Nordlicht Werke",
    site="Kiel",
    passes=[
        DayPass(
            text=f"CI1:{number}" + (ALPHANUMERIC * 6)[:230],
            short_code=f"7GK3{number}-Q9T2X",
            day=date(2026, 11, 23) + timedelta(days=number),
        )
        for number in range(10)
    ],
)
POSTER = JoinPoster("https://checkin.example/join/kiel", "Nordlicht Werke")


class Code(NamedTuple):
    """A QR code as a scanner finds it on paper; lengths in millimetres."""

    text: str
    level: str
    side: float
    left: float
    top: float


def every_document() -> list[bytes]:
    return [
        badge_card_pdf(BADGE, now=NOW),
        badge_sheet_pdf([BADGE], now=NOW),
        pass_pack_pdf(PACK, now=NOW),
        join_poster_pdf(POSTER, now=NOW),
    ]


def page_image(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as a printer would put it on paper, 12 dots to the millimetre."""
    document = pypdfium2.PdfDocument(pdf)
    image: Image.Image = document[page].render(scale=DOTS_PER_MM / POINTS_PER_MM).to_pil()
    return image.convert("L")


def codes(pdf: bytes, page: int = 0) -> list[Code]:
    found = qr_codes(page_image(pdf, page))
    return sorted((measured(barcode) for barcode in found), key=lambda code: (code.top, code.left))


def measured(barcode: zxingcpp.Barcode) -> Code:
    first, across = barcode.position.top_left, barcode.position.top_right
    side = math.hypot(across.x - first.x, across.y - first.y) / DOTS_PER_MM
    left, top = round(first.x / DOTS_PER_MM), round(first.y / DOTS_PER_MM)
    return Code(barcode.text, barcode.ec_level, side, left, top)


def page_size(pdf: bytes) -> tuple[float, float]:
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    return width / POINTS_PER_MM, height / POINTS_PER_MM


def words(pdf: bytes, page: int = 0) -> str:
    text: str = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return " ".join(text.split())


def read_png(png: bytes) -> zxingcpp.Barcode:
    barcode = zxingcpp.read_barcode(Image.open(BytesIO(png)))
    assert barcode is not None
    return barcode


# QR codes


@pytest.mark.parametrize("ecc", ["L", "M", "Q", "H"])
def test_a_png_holds_exactly_its_text_at_the_level_asked_for(ecc: Ecc) -> None:
    barcode = read_png(qr_png(BADGE.text, ecc))

    assert barcode.text == BADGE.text
    assert barcode.ec_level == ecc


@settings(max_examples=25, deadline=None)
@given(st.text(ALPHANUMERIC, min_size=1, max_size=500))
def test_every_text_of_the_alphanumeric_alphabet_comes_back(text: str) -> None:
    assert read_png(qr_png(text, "M", scale=4)).text == text


def test_other_texts_come_back_too() -> None:
    assert (
        read_png(qr_png("https://checkin.example/süd", "Q")).text == "https://checkin.example/süd"
    )


def test_a_badge_that_is_held_up_is_read_from_the_picture_and_nobody_is_not() -> None:
    assert read_png(held_up(BADGE.text)).text == BADGE.text
    assert zxingcpp.read_barcode(Image.open(BytesIO(held_up(None)))) is None


def test_a_badge_takes_one_alphanumeric_segment() -> None:
    image = Image.open(BytesIO(qr_png(BADGE.text, "Q", scale=1)))

    assert image.width == 69 + 8, "313 letters fit version 13 at Q as one such segment only"


def test_a_png_has_one_bit_a_pixel_and_nothing_but_the_picture() -> None:
    image = Image.open(BytesIO(qr_png(BADGE.text, "M", scale=3)))

    assert image.mode == "1"
    assert image.size == ((61 + 8) * 3, (61 + 8) * 3)
    assert image.info == {}


def test_an_svg_draws_the_same_modules_as_the_png() -> None:
    svg = ElementTree.fromstring(qr_svg(BADGE.text, "M"))  # noqa: S314  # our own
    png = Image.open(BytesIO(qr_png(BADGE.text, "M", scale=1)))
    ground, path = svg

    assert svg.attrib["viewBox"] == f"0 0 {png.width} {png.height}"
    assert ground.attrib == {"width": str(png.width), "height": str(png.height), "fill": "#fff"}
    assert drawn(path.attrib["d"]) == {
        (x, y) for y in range(png.height) for x in range(png.width) if not png.getpixel((x, y))
    }


def drawn(path: str) -> set[tuple[int, int]]:
    """The modules that a path of runs like `M4 7h3v1h-3z` fills."""
    filled = set()
    for run in path.removesuffix("z").split("z"):
        start, length = run.removeprefix("M").split("v")[0].split("h")
        x, y = map(int, start.split())
        filled |= {(x + step, y) for step in range(int(length))}
    return filled


def test_an_svg_needs_no_style_and_no_script() -> None:
    svg = qr_svg("<script>&", "M")

    assert "style" not in svg
    assert "script" not in svg


def test_four_light_modules_surround_a_code() -> None:
    image = Image.open(BytesIO(qr_png("CI1:A", "M", scale=1)))

    dark = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if not image.getpixel((x, y))
    ]

    assert min(min(place) for place in dark) == 4
    assert max(max(place) for place in dark) == image.width - 5


# Badges


def test_a_card_is_as_large_as_a_bank_card() -> None:
    assert page_size(badge_card_pdf(BADGE, now=NOW)) == pytest.approx((85.6, 54.0), abs=0.01)


def test_a_card_holds_the_badge_at_level_q_and_at_least_35_mm() -> None:
    (code,) = codes(badge_card_pdf(BADGE, now=NOW))

    assert (code.text, code.level) == (BADGE.text, "Q")
    assert code.side == pytest.approx(46 * 69 / 77, abs=0.15)
    assert code.side >= 35


def test_the_quiet_zone_of_a_card_is_white() -> None:
    image = page_image(badge_card_pdf(BADGE, now=NOW))
    (code,) = codes(badge_card_pdf(BADGE, now=NOW))

    quiet = 4 * code.side / 69
    left, top = (48 - 2 - code.side) / 2 + 2, (50 - 4 - code.side) / 2 + 4
    around = image.crop(
        (
            round((left - quiet) * DOTS_PER_MM),
            round((top - quiet) * DOTS_PER_MM),
            round((left + code.side + quiet) * DOTS_PER_MM),
            round((top + code.side + quiet) * DOTS_PER_MM),
        )
    )
    edge = math.floor(quiet * DOTS_PER_MM)
    around.paste(255, (edge, edge, around.width - edge, around.height - edge))

    assert around.getextrema() == (255, 255)


def test_a_card_says_what_a_person_needs_and_no_name() -> None:
    printed = words(badge_card_pdf(BADGE, now=NOW))

    assert printed == (
        "Nordlicht Werke Hamburg, main house Good until 20 February 2027 "
        "Short code, to type at the kiosk 7GK3M-Q9T2X Your name, if you like"
    )


def test_a_mark_shows_which_corner_to_cut_off() -> None:
    image = page_image(badge_card_pdf(BADGE, now=NOW))

    corner = [(image.width - 6, 6), (6, 6), (6, image.height - 6)]

    assert [image.getpixel(place) for place in corner] == [0, 255, 255]


def test_german_letters_are_printed() -> None:
    card = replace(BADGE, organisation="Müßige Öltürme", works_at="Köln, 5 €", lang="de")

    printed = words(badge_card_pdf(card, now=NOW))

    assert "Müßige Öltürme Köln, 5 € Gültig bis 20. Februar 2027" in printed
    assert "Ihr Name, wenn Sie möchten" in printed


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Łódź", "Lódz"),
        ("STRAẞE", "STRASSE"),
        ("東京", "??"),
        ("a\u202eb\u200bc\nd", "abcd"),
        ("{nb} <b>**bold**</b>", "{nb} <b>**bold**</b>"),
        (r"(a\) Tj ET", r"(a\) Tj ET"),
    ],
)
def test_any_text_prints_as_letters_and_nothing_else(written: str, shown: str) -> None:
    printed = words(badge_card_pdf(replace(BADGE, works_at=written), now=NOW))

    assert f"Nordlicht Werke {shown} Good until" in printed


def test_long_names_end_before_they_touch_anything() -> None:
    card = replace(BADGE, organisation="Gesellschaft " * 9, works_at="x" * 200)

    pdf = badge_card_pdf(card, now=NOW)

    assert [code.text for code in codes(pdf)] == [BADGE.text]
    assert words(pdf).count("…") == 2
    assert "7GK3M-Q9T2X Your name, if you like" in words(pdf)


def test_a_sheet_holds_ten_whole_cards_a_page() -> None:
    pdf = badge_sheet_pdf([BADGE] * 11, now=NOW)

    assert page_size(pdf) == pytest.approx((210, 297), abs=0.1)
    assert [len(codes(pdf, 0)), len(codes(pdf, 1))] == [10, 1]
    first, second, third, *_ = codes(pdf)
    assert second.left - first.left == pytest.approx(85.6, abs=0.6)
    assert third.top - first.top == pytest.approx(54, abs=0.6)


# Day passes


def test_a_pack_holds_each_pass_at_level_q_and_at_least_35_mm() -> None:
    found = codes(pass_pack_pdf(PACK, now=NOW))

    assert [code.text for code in found] == [day_pass.text for day_pass in PACK.passes]
    assert {code.level for code in found} == {"Q"}
    assert min(code.side for code in found) >= 35


def test_each_pass_names_its_day_its_site_and_its_code() -> None:
    printed = words(pass_pack_pdf(PACK, now=NOW))

    for day_pass, day in zip(
        PACK.passes, ("Monday 23", "Tuesday 24", "Wednesday 25"), strict=False
    ):
        assert (
            f"Day pass {day} November 2026 Kiel Come and go all day. Nobody needs your name."
            f" Short code, to type at the kiosk {day_pass.short_code}"
        ) in printed


def test_the_number_of_a_pack_is_on_no_pass() -> None:
    printed = words(pass_pack_pdf(PACK, now=NOW))

    strip, *passes = printed.split("Day pass ")
    assert "Pack P-104" in strip
    assert len(passes) == 10
    assert "P-104" not in "".join(passes)


def test_a_pack_speaks_german() -> None:
    printed = words(pass_pack_pdf(replace(PACK, lang="de"), now=NOW))

    assert "Tagespass Montag 23. November 2026 Kiel Den ganzen Tag ein und aus gehen." in printed


# Poster


@pytest.mark.parametrize(
    ("lang", "same_doors"), [("en", "opens the same doors"), ("de", "öffnet dieselben Türen")]
)
def test_a_poster_offers_the_day_pass_beside_the_link(lang: Lang, same_doors: str) -> None:
    pdf = join_poster_pdf(replace(POSTER, lang=lang), now=NOW)

    assert [code.text for code in codes(pdf)] == [POSTER.link]
    assert POSTER.link in words(pdf)
    assert same_doors in words(pdf)


def test_the_longest_poster_stays_on_its_page() -> None:
    poster = JoinPoster("https://checkin.example/join/" + "a" * 150, "Werke " * 30, "de")

    pdf = join_poster_pdf(poster, now=NOW)

    assert [code.text for code in codes(pdf)] == [poster.link]
    lowest = page_image(pdf).point(lambda light: 255 - light).getbbox()
    assert lowest is not None
    assert lowest[3] / DOTS_PER_MM <= 297 - 5


# All documents


def test_the_same_input_makes_the_same_file() -> None:
    assert every_document() == every_document()


def test_documents_hold_no_links_actions_or_files() -> None:
    for pdf in every_document():
        for key in (
            b"/Annot",
            b"/URI",
            b"/JavaScript",
            b"/JS",
            b"/AA",
            b"/EmbeddedFile",
            b"/Launch",
        ):
            assert key not in pdf


def test_readers_are_asked_not_to_shrink_the_page() -> None:
    for pdf in every_document():
        assert b"/PrintScaling /None" in pdf


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
