import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import base45


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"\xff\xff", "FGW"),
        (b"\xff", "U5"),
        (b"", ""),
    ],
)
def test_the_examples_of_rfc_9285_hold_both_ways(content: bytes, text: str) -> None:
    assert base45.encode(content) == text
    assert base45.decode(text) == content


@pytest.mark.parametrize(
    "text",
    [
        "GGW",  # 65536, RFC 9285, section 6
        ":::",
        "::",
        "V5",  # 256
        "A",
        "BB8A",
        "bb8",
        "BB8\n",
        "BB8\0\0",
        "BB_",
        "BB٨",
        "BBÿ",
        "BB\udc80",
        "GGWBB",
    ],
)
def test_what_no_bytes_encode_to_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        base45.decode(text)


@given(st.binary(max_size=900))
def test_bytes_survive_the_way_there_and_back(content: bytes) -> None:
    assert base45.decode(base45.encode(content)) == content


@given(st.text(base45.ALPHABET, max_size=30))
def test_a_text_that_is_read_is_the_only_one_of_its_bytes(text: str) -> None:
    try:
        content = base45.decode(text)
    except ValueError:
        return

    assert base45.encode(content) == text
