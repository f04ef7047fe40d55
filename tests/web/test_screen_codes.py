from base64 import b64decode

from checkin import images
from checkin.web import screen_codes


def test_a_code_lies_in_the_page_itself_as_a_drawing() -> None:
    kind, _, content = screen_codes.picture("CI1:ABC").partition(",")

    assert kind == "data:image/svg+xml;base64"
    assert b64decode(content).decode() == images.qr_svg("CI1:ABC", "M")
