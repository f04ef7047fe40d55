"""Badges that a hand turns, tilts and holds out of focus, before the decoder that kiosks have."""

from base64 import b64encode
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from tests.journeys.conftest import Visiting
from tests.test_readability import LIVE_P256, held_badly

READ = """async (picture) => {
  const { Decoder } = await import("/static/kiosk/decode.js");
  const { middle } = await import("/static/kiosk/camera.js");
  const decoder = (window.decoder ??= new Decoder());
  const shot = await createImageBitmap(await (await fetch(picture)).blob());
  const { x, y, side } = middle(shot.width, shot.height);
  return decoder.read(await createImageBitmap(shot, x, y, side, side));
}"""


def address(picture: Image.Image) -> str:
    packed = BytesIO()
    picture.save(packed, "PNG")
    return "data:image/png;base64," + b64encode(packed.getvalue()).decode()


@pytest.mark.slow
def test_the_largest_badge_is_read_in_nearly_every_frame(visiting: Visiting) -> None:
    visitor = visiting(bypass_csp=True)  # the page itself lets nothing fetch a picture
    visitor.tab.goto("/kiosk")
    visitor.excuse("401")
    chance = Random(240)

    seen = [
        visitor.tab.evaluate(READ, address(held_badly(chance, LIVE_P256, "M"))) for _ in range(20)
    ]

    assert sum(sight == {"kind": "text", "text": LIVE_P256} for sight in seen) >= 18
