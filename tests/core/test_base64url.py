import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import base64url


@given(st.binary())
def test_bytes_come_back_padded_or_not(content: bytes) -> None:
    text = base64url.encode(content)

    assert base64url.decode(text) == content
    assert base64url.decode(text + "=" * (-len(text) % 4)) == content
    assert "=" not in text


@pytest.mark.parametrize("text", ["a", "ab c", "ab!d", "ä", "ab\n", "a=bc", "ab+/"])
def test_what_is_not_base64url_is_refused_and_nothing_in_it_skipped(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library words it
        base64url.decode(text)
