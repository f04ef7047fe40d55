from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import badge, possession
from checkin.core.badge import BadgeFault, HolderKey
from checkin.core.possession import CHALLENGE_LIFE, Possession
from tests import minting
from tests.core.test_hashing import hashing
from tests.minting import NOON, OTHER_PHONE, PHONE, PHONE_P256, TRUSTED, MadeKey

NONCE = bytes(range(16))
MAC = hashing().challenge


def key_of(phone: MadeKey) -> HolderKey:
    return HolderKey(phone.alg, phone.public)


def test_whoever_signs_with_a_key_is_shown_to_hold_it() -> None:
    for phone in (PHONE, PHONE_P256):
        proof = minting.possession(phone, NONCE)

        shown = possession.read(proof, key_of(phone), TRUSTED)

        assert shown == Possession(key_of(phone), "LINDEN", NONCE)


@pytest.mark.parametrize("other", [OTHER_PHONE, PHONE_P256])
def test_a_key_that_didnt_sign_is_not_shown(other: MadeKey) -> None:
    proof = minting.possession(PHONE, NONCE)

    assert possession.read(proof, key_of(other), TRUSTED) is None


@pytest.mark.parametrize("content", [b"", b"\xd2\x84", minting.live(), minting.printed()])
def test_what_has_another_shape_shows_nothing(content: bytes) -> None:
    assert possession.read(content, key_of(PHONE), TRUSTED) is None


def test_the_header_names_the_keys_own_algorithm() -> None:
    header = minting.possession_header(PHONE_P256)
    proof = minting.minted(header, {3: "LINDEN", 6: minting.NOW, 39: NONCE}, PHONE)

    assert possession.read(proof, key_of(PHONE), TRUSTED) is None


def test_a_door_takes_no_proof_of_possession() -> None:
    text = minting.as_text(minting.possession(PHONE, NONCE))

    assert badge.read(text, TRUSTED, accepts=None, now=NOON) is BadgeFault.MALFORMED


def test_a_challenge_is_open_for_two_minutes_and_only_where_it_was_made() -> None:
    nonce = possession.challenge(MAC, b"rand", now=NOON)
    last = NOON + CHALLENGE_LIFE - timedelta(seconds=1)

    assert len(nonce) == 16
    assert possession.is_open(nonce, MAC, now=last)
    assert not possession.is_open(nonce, MAC, now=NOON + CHALLENGE_LIFE)
    assert not possession.is_open(nonce, hashing(50).challenge, now=NOON)


@given(st.binary(min_size=16, max_size=16))
def test_no_other_bytes_are_an_open_challenge(nonce: bytes) -> None:
    assert not possession.is_open(nonce, MAC, now=NOON)
