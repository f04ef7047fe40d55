"""Commitments: the same bytes everywhere, and nothing to read in them without the salt."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.audit import Canonical, Kind, canonical, commitment

SALT = bytes(range(32))


def test_the_canonical_text_sorts_keys_and_leaves_no_space() -> None:
    assert canonical({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'.encode()


def test_a_commitment_is_the_hmac_of_domain_kind_and_body_under_the_salt() -> None:
    body: dict[str, Canonical] = {"v": 1, "act": "badge.revoke"}
    message = b'checkin-log/v1\x00audit\x00{"act":"badge.revoke","v":1}'

    assert commitment(Kind.AUDIT, body, SALT) == hmac.digest(SALT, message, "sha256")


@pytest.mark.parametrize("body", [{"v": 1.5}, {"list": [1, 2.0]}, {"deep": {"x": float("nan")}}])
def test_floats_are_refused_at_every_depth(body: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="floats"):
        commitment(Kind.AUDIT, body, SALT)  # type: ignore[arg-type]


def test_keys_that_languages_sort_differently_are_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        canonical({"straße": 1})


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(Kind.AUDIT, {}, b"short")


@given(st.dictionaries(st.text("abc", min_size=1), st.integers()), st.sampled_from(Kind))
def test_another_kind_body_or_salt_gives_another_commitment(
    body: dict[str, int], kind: Kind
) -> None:
    one = commitment(kind, body, SALT)

    assert one == commitment(kind, dict(reversed(body.items())), SALT)
    assert one != commitment(kind, {**body, "more": 1}, SALT)
    assert one != commitment(kind, body, bytes(32))
    assert len({commitment(each, body, SALT) for each in Kind}) == len(Kind)
