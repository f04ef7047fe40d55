import pytest

from checkin.web.inputs import visible


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
