"""What is printed in these tests, and reading it again: lengths in millimetres."""

import math
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import NamedTuple

import pypdfium2
import zxingcpp
from PIL import Image

from checkin.images import (
    BadgeCard,
    DayPass,
    JoinPoster,
    PassPack,
    badge_card_pdf,
    badge_sheet_pdf,
    join_poster_pdf,
    pass_pack_pdf,
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
