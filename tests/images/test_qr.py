"""Codes can be read again, and are drawn alike in every form."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkin.images import Ecc, held_up, qr_png, qr_svg
from tests.images.printed import ALPHANUMERIC, BADGE, read_png


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
