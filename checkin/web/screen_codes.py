"""QR codes that a page shows on a screen."""

from base64 import b64encode
from typing import Final

from checkin import images

LEVEL: Final = "M"
"""How much of the code may be lost on a screen; paper takes Q."""


def picture(text: str) -> str:
    """A QR code as the address of an image that lies in the page itself."""
    svg = images.qr_svg(text, LEVEL).encode()
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
