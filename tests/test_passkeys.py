"""Passkeys: what is asked of browsers, and which of their answers are good."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import passkeys
from checkin.passkeys import Made, Signed
from tests.authenticator import PRESENT, Authenticator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = passkeys.Site("localhost", "http://localhost:8000", "Linden Works", b"k" * 32)
SIGN_IN = "sign in"


def make(
    device: Authenticator, about: str = "make 1", later: timedelta = timedelta()
) -> Made | None:
    options = passkeys.to_make(HERE, b"an account", "kim@linden.example", [], "make 1", now=NOW)
    return passkeys.made(HERE, device.make(options), about, now=NOW + later)


def public_key(device: Authenticator) -> str:
    made = make(honest(device))
    assert made is not None
    return made.public_key


def honest(device: Authenticator) -> Authenticator:
    """The same passkey in a device that doesn't lie."""
    same = Authenticator(credential=device.credential)
    same.key = device.key
    return same


def sign(
    device: Authenticator, about: str = SIGN_IN, later: timedelta = timedelta()
) -> Signed | None:
    key = public_key(device)
    answer = device.sign(passkeys.to_sign(HERE, [], SIGN_IN, now=NOW))
    return passkeys.signed(HERE, answer, about, key, now=NOW + later)


def test_a_device_makes_a_passkey_and_signs_with_it() -> None:
    device = Authenticator(count=7)

    made, signed = make(device), sign(device)

    assert made is not None
    assert signed is not None
    assert signed.credential == made.credential
    assert (made.sign_count, signed.sign_count) == (7, 7)
    assert made.challenge != signed.challenge


LIES: dict[str, Authenticator] = {
    "another site": Authenticator(origin="http://evil.example"),
    "another host": Authenticator(host="evil.example"),
    "nobody's presence": Authenticator(flags=0),
    "a device that didn't ask for its owner": Authenticator(flags=PRESENT),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_device_can_t_show_is_not_taken(lie: str) -> None:
    assert make(LIES[lie]) is None
    assert sign(LIES[lie]) is None


def test_a_challenge_is_answered_at_its_own_page_and_in_its_own_time() -> None:
    device, late = Authenticator(), passkeys.LIFE

    assert make(device, about="make 2") is None
    assert make(device, later=late) is None
    assert sign(device, about="prove 1") is None
    assert sign(device, later=late) is None


def test_a_challenge_that_was_made_elsewhere_is_no_challenge() -> None:
    device = Authenticator()
    elsewhere = replace(HERE, key=b"x" * 32)
    answer = device.sign(passkeys.to_sign(elsewhere, [], SIGN_IN, now=NOW))

    assert passkeys.signed(HERE, answer, SIGN_IN, public_key(device), now=NOW) is None


def test_the_signature_of_another_device_is_not_taken() -> None:
    answer = Authenticator().sign(passkeys.to_sign(HERE, [], SIGN_IN, now=NOW))

    assert passkeys.signed(HERE, answer, SIGN_IN, public_key(Authenticator()), now=NOW) is None


def test_a_passkey_that_is_known_is_named_so_that_no_second_is_made() -> None:
    made = make(Authenticator())
    assert made is not None

    known = [made.credential]
    asked = json.loads(passkeys.to_make(HERE, b"1", "kim@x.example", known, "make", now=NOW))

    assert [one["id"] for one in asked["excludeCredentials"]] == [made.credential]
    assert asked["authenticatorSelection"]["userVerification"] == "required"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://checkin.linden.example", "checkin.linden.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
    ],
)
def test_passkeys_belong_to_a_name(address: str, host: str | None) -> None:
    found = passkeys.site(address, "Linden Works", b"k")

    assert (found.host if found else None) == host
    assert found is None or found.origin == address


GOOD = Authenticator().sign(passkeys.to_sign(HERE, [], SIGN_IN, now=NOW))


@given(st.data())
def test_whatever_is_sent_it_is_no_answer_and_nothing_breaks(data: st.DataObject) -> None:
    answer = json.loads(GOOD)
    part = data.draw(st.sampled_from([*answer["response"], "id", "rawId", "type"]))
    junk = data.draw(st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text())))
    (answer["response"] if part in answer["response"] else answer)[part] = junk
    text = json.dumps(answer)

    assert passkeys.signed(HERE, text, SIGN_IN, "AA", now=NOW) is None
    assert passkeys.made(HERE, text, SIGN_IN, now=NOW) is None
    named = passkeys.credential(text)
    assert named is None or isinstance(named, str)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "x" * 8_001, "[" * 5_000])
def test_what_is_no_answer_names_no_passkey(text: str) -> None:
    assert passkeys.credential(text) is None
    assert passkeys.made(HERE, text, SIGN_IN, now=NOW) is None
