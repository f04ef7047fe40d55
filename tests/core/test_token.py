"""Shapes; what they refuse is in the vectors, each under its name."""

import pytest

from checkin.core import cose, token
from checkin.core.cose import MalformedError
from checkin.core.token import BlindToken, IssuedToken, ProofToken, parse
from tests import minting
from tests.minting import BADGE, DAY_PASS, PHONE


def test_a_badge_and_a_day_pass_are_tokens_of_an_issuer() -> None:
    badge, day_pass = parse(minting.printed()), parse(minting.day_pass())

    assert isinstance(badge, IssuedToken)
    assert (badge.alg, badge.kid, badge.typ) == (cose.ED25519, BADGE.kid, token.BADGE_TYP)
    assert isinstance(day_pass, IssuedToken)
    assert day_pass.claims[token.SCOPE] == "day"


def test_what_is_signed_is_made_of_the_bytes_as_received() -> None:
    header, payload = cose.encode(minting.badge_header()), cose.encode(minting.printed_claims())

    parsed = parse(minting.printed())

    assert isinstance(parsed, IssuedToken)
    assert parsed.signed == cose.encode(["Signature1", header, b"", payload])
    assert parsed.signature == BADGE.sign(parsed.signed)


def test_a_proof_holds_the_token_it_was_made_for() -> None:
    proof = parse(minting.live())

    assert isinstance(proof, ProofToken)
    assert proof.inner == parse(minting.issuer_live())
    assert proof.signature == PHONE.sign(proof.signed)


def test_there_is_room_for_day_passes_signed_blindly() -> None:
    header, payload = {1: cose.PS384, 4: DAY_PASS.kid}, {7: bytes(32)}
    parts = (cose.encode(header), cose.encode(payload))

    assert parse(minting.envelope(*parts, bytes(256))) == BlindToken(DAY_PASS.kid)
    with pytest.raises(MalformedError):
        parse(minting.envelope(*parts, bytes(64)))
    with pytest.raises(MalformedError):
        parse(minting.envelope(parts[0], cose.encode({7: bytes(31)}), bytes(256)))


def test_a_proof_goes_around_no_blind_day_pass() -> None:
    blind = minting.envelope(
        cose.encode({1: cose.PS384, 4: DAY_PASS.kid}), cose.encode({7: bytes(32)}), bytes(256)
    )

    with pytest.raises(MalformedError):
        parse(minting.live(inner=blind))


def test_proofs_around_proofs_end_where_nesting_is_too_deep() -> None:
    nested = minting.live(inner=minting.live())

    assert isinstance(parse(nested), ProofToken)
    for _ in range(8):
        nested = minting.live(inner=nested)
    with pytest.raises(MalformedError):
        parse(b"\xd2\x84" + nested[2:40])
