import pytest
from flask import Flask

from checkin.web.inputs import lines, visible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada Lindqvist ", "Ada Lindqvist"),
        ("Ada\u202egniK", "AdagniK"),
        ("A\u200bda\ufeff", "Ada"),
        ("Ada\u2028Lindqvist\x00", "AdaLindqvist"),
        ("\u3164\u2800", ""),
        ("Zoe\u0308", "Zo\u00eb"),
        ("王小明 Ōe", "王小明 Ōe"),
    ],
)
def test_of_a_text_what_can_be_seen_is_kept(typed: str, kept: str) -> None:
    assert visible(typed) == kept


def test_of_several_lines_each_is_kept_as_one() -> None:
    typed = " First:\u202e a\x00b \r\n\r\n second \r\n "

    with Flask(__name__).test_request_context(method="POST", data={"what": typed}):
        assert lines("what", most=100) == "First: ab\n\nsecond"
