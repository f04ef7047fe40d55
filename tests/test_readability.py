"""Codes fit the symbols that were promised, and a decoder of others reads them when held badly."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageChops, ImageFilter

from checkin.images import Ecc, qr_png
from tests import minting
from tests.journeys import film
from tests.journeys.film import Scene
from tests.minting import PHONE, PHONE_P256, as_text
from tests.qr_codes import qr_codes

PRINTED = as_text(minting.printed())
DAY_PASS = as_text(minting.day_pass())
LIVE = as_text(minting.live(PHONE))
LIVE_P256 = as_text(minting.live(PHONE_P256))

CODES: tuple[tuple[str, Ecc], ...] = (
    (PRINTED, "Q"),
    (DAY_PASS, "Q"),
    (LIVE, "M"),
    (LIVE_P256, "M"),
)
"""What people hold up, as it is printed or shown."""

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
        leaning=chance.uniform(-25, 25),
        aside=chance.uniform(-25, 25),
        blur=chance.uniform(0.6, 1.4),
        light=chance.uniform(0.6, 1.0),
        grain=21,
    )
    packed = BytesIO()
    film.photograph(scene, paper, chance).convert("RGB").save(packed, "JPEG", quality=80)
    return Image.open(packed).convert("L")


def sharpened(picture: Image.Image) -> Image.Image:
    """The picture as the kiosk looks at it when it found nothing (static/kiosk/sharpen.js)."""
    around = picture.filter(ImageFilter.BoxBlur(2))
    lighter = ImageChops.subtract(picture, around).point(lambda shade: min(255, 4 * shade))
    darker = ImageChops.subtract(around, picture).point(lambda shade: min(255, 4 * shade))
    return ImageChops.subtract(ImageChops.add(picture, lighter), darker)


def is_read(picture: Image.Image, text: str) -> bool:
    """Whether zxing-cpp finds the text, at the first look or at the second."""
    looks = (picture, sharpened(picture))
    return any(found.text == text for look in looks for found in qr_codes(look))


@pytest.mark.slow
@pytest.mark.parametrize(("text", "ecc"), CODES)
def test_of_200_pictures_of_badly_held_codes_95_of_100_are_read(text: str, ecc: Ecc) -> None:
    chance = Random(240)

    read = sum(is_read(held_badly(chance, text, ecc), text) for _ in range(200 // len(CODES)))

    assert read >= 48  # of each kind
