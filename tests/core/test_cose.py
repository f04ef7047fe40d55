import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import cose
from checkin.core.badge import BadgeFault, read
from checkin.keys import KeySet
from tests.minting import NOON, TRUSTED, as_text

# RFC 8392, A.2.3 and A.3: a CWT signed with ECDSA on P-256
CWT_KEY = bytes.fromhex(
    "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"
    "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"
)
CWT = bytes.fromhex(
    "d28443a10126a104524173796d6d657472696345434453413235365850a701756"
    "36f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f"
    "61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d"
    "9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6f"
    "a29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a5"
    "2b9b63632c57209120e1c9e30"
)
# RFC 9052, C.2.1: "This is the content.", signed with ECDSA on P-256 by key "11"
CONTENT_KEY = bytes.fromhex(
    "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
    "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"
)
CONTENT = bytes.fromhex(
    "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58"
    "408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
    "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36"
)


@pytest.mark.parametrize(("example", "public"), [(CWT, CWT_KEY), (CONTENT, CONTENT_KEY)])
def test_published_examples_verify_but_are_no_badges(example: bytes, public: bytes) -> None:
    protected, _, payload, signature = cose.decode(example).value
    message = cose.to_be_signed(protected, payload)

    assert KeySet(()).verify_with(cose.ESP256, public, message, signature)
    assert not KeySet(()).verify_with(cose.ESP256, public, message + b"\0", signature)
    answer = read(as_text(example), TRUSTED, accepts={"hq"}, now=NOON)
    assert answer is BadgeFault.MALFORMED


def test_a_key_is_named_by_the_thumbprint_of_rfc_9679() -> None:
    public = bytes.fromhex(
        "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
        "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
    )

    assert cose.key_id(cose.ESP256, public).hex() == "496bd8afadf307e5"


def test_no_key_is_named_for_an_algorithm_without_keys() -> None:
    with pytest.raises(ValueError, match="algorithm -38"):
        cose.key_id(cose.PS384, bytes(256))


def test_no_tag_but_18_is_read_whatever_a_library_makes_of_it() -> None:
    for tag in (*range(18), *range(19, 66000), 2**32, 2**64 - 1):
        for content in (b"\x00", b"\x60", b"\x80")[: 3 if tag < 2000 else 1]:
            with pytest.raises(cose.MalformedError):
                cose.decode(head(6, tag) + content)


def head(major: int, number: int) -> bytes:
    """The beginning of a CBOR item, as short as it can be."""
    if number < 24:
        return bytes([major << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 256**size)
    return bytes([major << 5 | 23 + size.bit_length()]) + number.to_bytes(size)


@pytest.mark.parametrize(
    "content",
    [
        "1817",  # 23 in two bytes
        "190017",
        "1b000000000000000a",
        "5801ff",
        "9f01ff",
        "bf0102ff",
        "5f4101ff",
        "7f6161ff",
        "a201010102",  # a key twice
        "a202010100",  # keys in another order
        "a2616201616100",
        "a220000100",  # -1 before 1
        "a22000190100",
        "a2616100186400",
        "a1f500",  # true for a key
        "a1f93c0000",
        "a1410000",
        "a1800000",
        "fb3ff0000000000000",
        "f93c00",  # no floats at all
        "fa3fc00000",  # 1.5 in four bytes
        "fb7ff8000000000000",
        "62c328",  # no UTF-8
        "0000",  # a byte left over
        "",
        "ff",
        "1c",
        "f800",
        "9b7fffffffffffffff",
        "5b7fffffffffffffff",
        "bb7fffffffffffffff",
        "c249010000000000000000",
        "8181818181818100",  # seven deep
        "a1a1a1000000",
    ],
)
def test_all_but_the_one_encoding_is_refused(content: str) -> None:
    with pytest.raises(cose.MalformedError):
        cose.decode(bytes.fromhex(content))


leaves = st.integers(-(2**64), 2**64 - 1) | st.binary() | st.text()
keys = st.integers(-70000, 70000) | st.text(max_size=3)
maps = st.dictionaries(keys, leaves | st.lists(leaves, max_size=3), max_size=4)


@given(leaves | maps | st.lists(maps, max_size=3))
def test_values_survive_the_way_there_and_back(value: object) -> None:
    assert cose.decode(cose.encode(value)) == value


@pytest.mark.parametrize("value", [1.5, [float("nan")], {True: 0}, {1.0: 0}, {b"x": 0}])
def test_what_would_not_be_read_is_not_written(value: object) -> None:
    with pytest.raises(cose.MalformedError):
        cose.encode(value)


def test_keys_are_sorted_by_the_bytes_they_begin_with() -> None:
    value = {"b": 0, "a": {-2: 0, -1: 0, 70000: 0, 3: 0}, "": 0, -70000: 0, 65535: 0, 24: 0}

    encoded = cose.encode(value)

    assert encoded.hex() == ("a618180019ffff003a0001116f0060006161a403001a000111700020002100616200")
    assert cose.decode(encoded) == value


@given(st.binary(max_size=60))
def test_bytes_are_read_only_if_they_are_the_encoding_of_what_is_read(content: bytes) -> None:
    try:
        value = cose.decode(content)
    except cose.MalformedError:
        return

    assert cose.encode(value) == content


# --- what others encode -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"\xa2\x02\x00\x01\x00", b"\x18\x01", b"\xd2\x84\x40\xa0\x40\x40", b"\x01"],
    ids=bytes.hex,
)
def test_other_definite_encodings_are_read_where_a_format_has_them(content: bytes) -> None:
    assert cose.decode_loosely(content) is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"\x01\x02", b"\xa2\x01\x00\x01\x00", b"\x9f\xff", b"\xc1\x00", b"\x81" * 99 + b"\x00"],
    ids=bytes.hex,
)
def test_what_could_hide_something_is_read_nowhere(content: bytes) -> None:
    with pytest.raises(cose.MalformedError):
        cose.decode_loosely(content)
