import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import cose, statuslist
from checkin.core.badge import BadgeFault, KeyPurpose, StatusRef, TrustedKey
from checkin.core.cose import MalformedError
from checkin.core.statuslist import Held, Lists, Status, StatusArray, StatusList, filled
from checkin.keys import KeySet
from tests import minting
from tests.minting import BADGE, NOON, NOW, STATUS, STATUS_URI, TRUSTED

HOUR = timedelta(hours=1)
EVERY_PLACE_BUT_THREE = {4711: Status.INVALID, 815: Status.SUSPENDED, 0: 3}

# Examples that draft-ietf-oauth-status-list-20 prints, as facts
ONE_BIT = (1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1)
ONE_BIT_CBOR = "a2646269747301636c73744a78dadbb918000217015d"
TWO_BITS = (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)
TWO_BITS_CBOR = "a2646269747302636c73744b78da3be9f2130003df0207"
MILLION = {
    1: (
        {
            0: 1,
            1993: 1,
            25460: 1,
            159495: 1,
            495669: 1,
            554353: 1,
            645645: 1,
            723232: 1,
            854545: 1,
            934534: 1,
            1000345: 1,
        },
        (
            "a2646269747301636c737458bd78daeddc010dc0200c0041a88249400ad2903e0f4bba00bd93f002beb7"
            "a2a2010000a91e0900000000000000000000000000000080729604000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000005c6f4800000000000000fc2c2400000000"
            "00000000000000be1b12000000000000000000ecaa4b000000000000000000000000000000009b0b0900"
            "000000000000000038de9400000000000000002a30cc010000000080642f0bd8011b"
        ),
    ),
    2: (
        {
            0: 1,
            1993: 2,
            25460: 1,
            159495: 3,
            495669: 1,
            554353: 1,
            645645: 2,
            723232: 1,
            854545: 1,
            934534: 2,
            1000345: 3,
        },
        (
            "a2646269747302636c737459013d78daeddb310d00211000412ea1a04004fe5520ed357c28c81d3312b6"
            "df68bc65480000000000406e210100000000000000000000000000000000000000000000000000000000"
            "00000040795b020000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000080f4ba0400000000000000000000000000406d764a000000000000000000000000000000000000"
            "000000e0922101000000000000000000000000000000000000fc13120000000000000000000000000000"
            "0000000000000000000000000000000000c0912e01000000000000000000000000000000000000c07d4b"
            "02000000000000000000000000000000a8614a0000000000000000000000406a1fcd60010c"
        ),
    ),
    4: (
        {
            0: 1,
            1993: 2,
            35460: 3,
            459495: 4,
            595669: 5,
            754353: 6,
            845645: 7,
            923232: 8,
            924445: 9,
            934534: 10,
            1000345: 12,
            1004534: 11,
            1030203: 13,
            1030204: 14,
            1030205: 15,
        },
        (
            "a2646269747304636c737459024878daedd0410d8030100030081f0226908204244c025290840414111c"
            "ecb7e4b8b5123a0e40669b0200000000000000000000000000000020b549010000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000400ebb0200000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000e8c5a10000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000082280a000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000080ae9c0a00000000000000000000000000000000000000000000000000000000"
            "000000000000000000686a56403397020000000088655100000000000000000000000000000000000000"
            "0000000000000000000000000071dc0a0080ba55010000000000000000000000c0cf3daf030000000000"
            "00000008ec03dc4c04c0"
        ),
    ),
}
EXAMPLE_TOKEN = bytes.fromhex(
    "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850a5"
    "02782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f31061a648c5bea041a"
    "8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01032b18"
    "c35e2fe1101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c982c5e101"
    "a5e67f0cbc1e2b6f57ce99c279"
)
EXAMPLE_KEY = bytes.fromhex(
    "2371d69bfd03b3574f308f885a67f8981987f9869e0156cf56eeef076ec2c57a"
    "e8dfdde44963f5bb3586d815de890928875b1c4a6481398096e60a25e9b39f53"
)


def token(
    statuses: Mapping[int, int] = EVERY_PLACE_BUT_THREE,
    *,
    header: Mapping[object, object] | None = None,
    key: minting.MadeKey = STATUS,
    **changed: object,
) -> bytes:
    return minting.status_token(statuses, header=header, key=key, changed=changed)


def held(content: bytes, confirmed_at: datetime = NOON) -> Held:
    found = statuslist.read(content, TRUSTED)
    assert found is not None
    return Held(found, confirmed_at)


# --- what the draft prints ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bits", "statuses", "printed"), [(1, ONE_BIT, ONE_BIT_CBOR), (2, TWO_BITS, TWO_BITS_CBOR)]
)
def test_the_drafts_small_lists_come_out_byte_for_byte(
    bits: int, statuses: tuple[int, ...], printed: str
) -> None:
    made = filled(bits, len(statuses), dict(enumerate(statuses)))
    read = statuslist.unpacked(cose.decode_loosely(bytes.fromhex(printed)))

    assert read == made
    assert [read.at(place) for place in range(len(read))] == list(statuses)
    assert statuslist.packed(made) == cose.decode_loosely(bytes.fromhex(printed))


@pytest.mark.parametrize("bits", MILLION)
def test_the_drafts_lists_of_a_million_come_out_byte_for_byte(bits: int) -> None:
    statuses, printed = MILLION[bits]

    made = filled(bits, 2**20, statuses)

    assert statuslist.packed(made) == cose.decode_loosely(bytes.fromhex(printed))
    assert {place: made.at(place) for place in statuses} == statuses


def test_the_drafts_example_is_read_and_its_signature_is_good() -> None:
    example = statuslist.parse(EXAMPLE_TOKEN)

    assert example.uri == "https://example.com/statuslists/1"
    assert example.kid == b"12"
    assert example.typ == statuslist.TYP
    assert example.ttl == timedelta(seconds=43200)
    assert (example.array.bits, len(example.array)) == (1, 16)
    assert KeySet(()).verify_with(cose.ESP256, EXAMPLE_KEY, example.signed, example.signature)
    assert not KeySet(()).verify_with(
        cose.ESP256, EXAMPLE_KEY, example.signed + b"x", example.signature
    )


def test_the_drafts_example_is_no_list_of_this_profile() -> None:
    assert statuslist.read(EXAMPLE_TOKEN, TRUSTED) is None


# --- arrays -------------------------------------------------------------------------------------


@given(st.sampled_from([1, 2, 4, 8]), st.data())
def test_every_place_says_what_was_put_there(bits: int, data: st.DataObject) -> None:
    places = st.dictionaries(st.integers(0, 99), st.integers(0, 2**bits - 1))
    statuses = data.draw(places)

    array = statuslist.unpacked(statuslist.packed(filled(bits, 100, statuses)))

    assert {place: array.at(place) for place in range(100)} == {
        place: statuses.get(place, 0) for place in range(100)
    }


def test_behind_the_end_there_is_nothing() -> None:
    array = filled(2, 12, {})

    assert len(array) == 12
    assert array.at(11) == 0
    assert array.at(12) is None
    assert array.at(2**64 - 1) is None


@pytest.mark.parametrize(
    ("bits", "statuses"), [(3, {}), (2, {0: 4}), (2, {8: 1}), (2, {-1: 1}), (1, {0: -1})]
)
def test_what_fits_no_place_is_refused(bits: int, statuses: dict[int, int]) -> None:
    with pytest.raises(ValueError, match=r"bits|no place"):
        filled(bits, 8, statuses)


# --- what others may send -----------------------------------------------------------------------

BOMB = zlib.compress(bytes(200_000_000), 9)


@pytest.mark.parametrize(
    "packed",
    [
        None,
        {"bits": 2},
        {"bits": 2, "lst": "text"},
        {"bits": 3, "lst": zlib.compress(b"")},
        {"bits": True, "lst": zlib.compress(b"")},
        {"bits": 2, "lst": b"not zlib"},
        {"bits": 2, "lst": zlib.compress(bytes(100))[:-1]},
        {"bits": 2, "lst": zlib.compress(bytes(100)) + b"more"},
        {"bits": 2, "lst": bytes(statuslist.MAX_COMPRESSED + 1)},
        {"bits": 2, "lst": BOMB},
        {"bits": 1, "lst": zlib.compress(bytes(2**17 + 1), 9)},
    ],
    ids=str,
)
def test_a_list_that_is_none_or_too_large_is_not_unpacked(packed: object) -> None:
    with pytest.raises(MalformedError):
        statuslist.unpacked(packed)


def test_a_list_of_a_million_places_is_still_read() -> None:
    array = statuslist.unpacked({"bits": 1, "lst": zlib.compress(bytes(2**17), 9)})

    assert len(array) == statuslist.MAX_PLACES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        token() + b"\0",
        token()[1:],
        bytes(70_000),
        cose.encode(cose.Tag(18, [b"\xa0", {}, b"\xa0"])),
        cose.encode(cose.Tag(18, "text")),
        cose.encode(cose.Tag(18, [b"\xa0", {}, "text", bytes(64)])),
        cose.encode(cose.Tag(18, [b"\xa0", {}, b"\x00", bytes(64)])),
        cose.encode(cose.Tag(18, [b"\xa0", [], b"\xa0", bytes(64)])),
        cose.encode(cose.Tag(18, [b"\xa0", {}, b"\xa0", bytes(64)])),
        token(sub=7),
        token(iat=-1),
        token(iat=2**32),
        token(exp="later"),
        token(ttl=1.5),
        token(lst={}),
    ],
    ids=lambda content: content[:24].hex(),
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedError):
        statuslist.parse(content)

    assert statuslist.read(content, TRUSTED) is None


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert statuslist.read(content, TRUSTED) is None
    assert statuslist.read(b"\xd2\x84" + content, TRUSTED) is None


# --- whose list it is ---------------------------------------------------------------------------


def test_what_is_issued_is_read_back_and_is_the_same_bytes_each_time() -> None:
    array = filled(2, statuslist.SIZE, {4711: Status.INVALID})
    signer = minting.TestSigner()

    made = statuslist.issue(STATUS_URI, array, STATUS.kid, signer, at=NOON)

    assert statuslist.issue(STATUS_URI, array, STATUS.kid, signer, at=NOON) == made
    assert statuslist.read(made, TRUSTED) == StatusList(
        STATUS_URI, NOON, NOON + timedelta(hours=24), array
    )
    assert statuslist.parse(made).ttl == timedelta(seconds=60)
    assert statuslist.parse(made).kid == STATUS.kid


def test_a_full_size_list_is_small_enough_to_be_fetched_every_minute() -> None:
    some = {place * 97: Status.INVALID for place in range(1311)}  # a hundredth
    array = filled(2, statuslist.SIZE, some)

    made = statuslist.issue(STATUS_URI, array, STATUS.kid, minting.TestSigner(), at=NOON)

    assert len(made) < 4000


@pytest.mark.parametrize(
    "content",
    [
        token(key=BADGE),
        token(key=minting.STATUS_STOLEN),
        token(key=minting.STRANGER),
        token(header={1: -9, 4: STATUS.kid, 16: statuslist.TYP}),
        token(header={1: -19, 4: STATUS.kid, 16: "application/vnd.checkin+cwt"}),
        token(header={1: -19, 4: STATUS.kid}),
        token(header={1: -19, 16: statuslist.TYP}),
        token(header={1: -19, 4: "text", 16: statuslist.TYP}),
        token(exp=None),
        token()[:-1] + bytes([token()[-1] ^ 1]),
    ],
)
def test_only_a_trusted_key_for_lists_makes_a_list(content: bytes) -> None:
    assert statuslist.read(content, TRUSTED) is None


def test_a_key_that_is_revoked_makes_no_list_any_more() -> None:
    key = TrustedKey(
        STATUS.kid, STATUS.alg, KeyPurpose.STATUS, STATUS.public, NOON, NOON + HOUR, revoked=False
    )

    assert statuslist.read(token(), KeySet([key])) is not None
    assert statuslist.read(token(), KeySet([replace(key, revoked=True)])) is None


# --- what a reader holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (1, None),
        (4711, BadgeFault.REVOKED),
        (815, BadgeFault.SUSPENDED),
        (0, BadgeFault.STATUS_UNKNOWN),
        (statuslist.SIZE - 1, None),
        (statuslist.SIZE, BadgeFault.STATUS_UNKNOWN),
    ],
)
def test_a_list_says_what_is_at_a_badges_place(place: int, fault: BadgeFault | None) -> None:
    lists = Lists([held(token())])

    assert lists.fault(StatusRef(STATUS_URI, place), now=NOON) is fault


def test_a_list_that_isnt_held_says_nothing_good() -> None:
    lists = Lists([held(token())])

    answer = lists.fault(StatusRef("https://b.example.org/s/2", 1), now=NOON)

    assert answer is BadgeFault.STATUS_UNKNOWN


def test_a_list_is_stale_from_its_end_on() -> None:
    lists = Lists([held(token(exp=NOW + 60))])
    ref = StatusRef(STATUS_URI, 4711)

    assert lists.fault(ref, now=NOON + timedelta(seconds=59)) is BadgeFault.REVOKED
    assert lists.fault(ref, now=NOON + timedelta(seconds=60)) is BadgeFault.STATUS_STALE


def test_a_reader_may_want_a_fresher_word_than_a_list_promises() -> None:
    lists = Lists([held(token(), confirmed_at=NOON)], max_age=4 * HOUR)
    ref = StatusRef(STATUS_URI, 1)

    assert lists.fault(ref, now=NOON + 4 * HOUR) is None
    assert lists.fault(ref, now=NOON + 4 * HOUR + timedelta(seconds=1)) is BadgeFault.STATUS_STALE


def test_times_are_in_utc() -> None:
    assert statuslist.parse(token()).issued_at == datetime.fromtimestamp(NOW - 60, UTC)
    assert StatusArray(1, b"").at(0) is None
