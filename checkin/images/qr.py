"""QR codes, and the picture that a camera takes of one."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Final, Literal, TypeAlias

from PIL import Image, ImageFilter
from qrcode import QRCode, constants
from qrcode.util import ALPHA_NUM, MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

Ecc: TypeAlias = Literal["L", "M", "Q", "H"]
"""How much of a QR code may be lost. Paper takes Q, a screen M."""

HELD_SCALE: Final = 5
"""Pixels of a module of a code that is held before a camera."""

_LEVELS: Final[dict[Ecc, int]] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
_QUIET: Final = 4
"""Light modules around the code: ISO/IEC 18004, 9.1."""


def qr_svg(text: str, ecc: Ecc) -> str:
    """A QR code as SVG, black on white with its quiet zone, one unit a module."""
    rows = modules(text, ecc)
    side = len(rows)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(rows))
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


def qr_blocks(text: str, ecc: Ecc) -> str:
    """A QR code for a dark terminal: light modules as blocks, two rows in each line."""
    rows = [[not dark for dark in row] for row in modules(text, ecc)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(
        "".join(" ▄▀█"[2 * up + down] for up, down in zip(upper, lower, strict=True))
        for upper, lower in pairs
    )


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


def _drawn(text: str, ecc: Ecc, scale: int) -> Image.Image:
    rows = modules(text, ecc)
    side = len(rows)
    light = bytes(0 if dark else 255 for row in rows for dark in row)
    image = Image.frombytes("L", (side, side), light)
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


def modules(text: str, ecc: Ecc) -> list[list[bool]]:
    """The rows of a QR code, quiet zone included, dark ones True.

    One segment, alphanumeric whenever the text allows it: what badge texts are made for. Raises
    `qrcode.exceptions.DataOverflowError` for more than one code can hold.
    """
    data = text.encode()
    mode = MODE_ALPHA_NUM if set(data) <= set(ALPHA_NUM) else MODE_8BIT_BYTE
    code = QRCode(error_correction=_LEVELS[ecc], border=_QUIET)
    code.add_data(QRData(data, mode=mode, check_data=False))
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Where dark modules lie side by side: column, row and how many."""
    for y, row in enumerate(rows):
        x = 0
        for dark, side_by_side in groupby(row):
            length = sum(1 for _ in side_by_side)
            if dark:
                yield x, y, length
            x += length
