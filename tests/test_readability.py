"""Codes fit the symbols that were promised, and a decoder of others reads them when held badly."""

from io import BytesIO
from random import Random

import pytest
import zxingcpp
from PIL import Image

from checkin.images import Ecc, qr_png
from tests import minting
from tests.journeys import film
from tests.journeys.film import Scene
from tests.minting import PHONE, PHONE_P256, as_text

PRINTED = as_text(minting.printed())
DAY_PASS = as_text(minting.day_pass())
LIVE = as_text(minting.live(PHONE))
LIVE_P256 = as_text(minting.live(PHONE_P256))

PIXELS = 240
"""How wide a code is in the camera's picture, without its quiet zone."""


def modules(text: str, ecc: Ecc) -> int:
    """The side of the code without its quiet zone."""
    return Image.open(BytesIO(qr_png(text, ecc, scale=1))).width - 8


@pytest.mark.parametrize(
    ("text", "ecc", "version"),
    [
        (PRINTED, "M", 11),
        (PRINTED, "Q", 13),
        (DAY_PASS, "Q", 11),
        (LIVE, "M", 14),
        (LIVE_P256, "M", 15),
    ],
)
def test_a_text_fits_the_symbol_that_was_promised(text: str, ecc: Ecc, version: int) -> None:
    assert (modules(text, ecc) - 17) / 4 <= version


def held_badly(chance: Random, text: str, ecc: Ecc) -> Image.Image:
    """A code of 240 pixels, turned, tilted, out of focus, in poor light and packed as JPEG."""
    paper = film.on_paper(qr_png(text, ecc))
    size = PIXELS / (modules(text, ecc) * 8) * paper.height / film.HEIGHT
    scene = Scene(
        size=size,
        turned=chance.uniform(-25, 25),
        leaning=chance.uniform(-15, 15),
        aside=chance.uniform(-15, 15),
        blur=chance.uniform(0.4, 1.0),
        light=chance.uniform(0.6, 1.0),
        grain=21,
    )
    packed = BytesIO()
    film.photograph(scene, paper, chance).convert("RGB").save(packed, "JPEG", quality=80)
    return Image.open(packed)


@pytest.mark.slow
def test_of_200_pictures_of_badly_held_codes_95_of_100_are_read() -> None:
    chance = Random(240)
    codes: list[tuple[str, Ecc]] = [
        (PRINTED, "Q"),
        (DAY_PASS, "Q"),
        (LIVE, "M"),
        (LIVE_P256, "M"),
    ]

    read = [
        any(found.text == text for found in zxingcpp.read_barcodes(held_badly(chance, text, ecc)))
        for text, ecc in codes
        for _ in range(50)
    ]

    assert len(read) == 200
    for first in range(0, 200, 50):
        assert sum(read[first : first + 50]) >= 48, codes[first // 50]
