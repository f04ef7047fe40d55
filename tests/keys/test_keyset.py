from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.core import cose
from checkin.keys import KeyFault, KeySet
from tests.minting import BADGE, BADGE_P256, STOLEN, TRUSTED

# --- signatures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [  # RFC 8032, 7.1, tests 1 to 3
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            (
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ),
    ],
)
def test_ed25519_is_that_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    parts = [bytes.fromhex(part) for part in (public, message, signature)]

    assert key.sign(parts[1]) == parts[2]
    assert KeySet(()).verify_with(cose.ED25519, *parts)
    assert not KeySet(()).verify_with(cose.ED25519, parts[0], parts[1] + b"\0", parts[2])


@pytest.mark.parametrize("key", [BADGE, BADGE_P256], ids=lambda key: key.name)
def test_a_signature_is_good_for_its_key_and_message_alone(key: Any) -> None:
    signature = key.sign(b"message")

    assert TRUSTED.verify(key.kid, b"message", signature)
    assert not TRUSTED.verify(key.kid, b"massage", signature)
    assert not TRUSTED.verify(STOLEN.kid, b"message", signature)
    assert not TRUSTED.verify(bytes(8), b"message", signature)
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(64), b"\xff" * 64):
        assert not TRUSTED.verify(key.kid, b"message", wrong)


@pytest.mark.parametrize(
    ("alg", "public"),
    [
        (cose.ED25519, bytes(31)),
        (cose.ESP256, bytes(64)),
        (cose.ESP256, b"\xff" * 64),
        (cose.ESP256, b""),
        (cose.PS384, bytes(256)),
    ],
)
def test_what_is_no_public_key_verifies_nothing(alg: int, public: bytes) -> None:
    assert not TRUSTED.verify_with(alg, public, b"message", BADGE.sign(b"message"))


# --- published keys ---------------------------------------------------------------------------


def test_published_keys_say_all_that_a_reader_needs() -> None:
    jwks = {jwk["kid"]: jwk for jwk in TRUSTED.jwks()["keys"]}

    assert list(jwks["Dv3uUG7zg7Y"]) == [
        *("kty", "crv", "alg", "kid", "use", "x", "purpose", "nbf", "exp", "revoked")
    ]
    assert KeySet.from_jwks(TRUSTED.jwks()).jwks() == TRUSTED.jwks()
    assert {(jwk["kty"], jwk["crv"], jwk["alg"]) for jwk in jwks.values()} == {
        ("OKP", "Ed25519", "Ed25519"),
        ("EC", "P-256", "ES256"),
    }


def test_keys_of_other_kinds_are_left_out() -> None:
    rsa = {"kty": "RSA", "alg": "PS384", "n": "AQAB", "e": "AQAB", "kid": "AAAAAAAAAAA"}

    assert KeySet.from_jwks({"keys": [rsa]}).jwks() == {"keys": []}


@pytest.mark.parametrize(
    "changed",
    [
        {"kty": "EC"},
        {"crv": "P-256"},
        {"x": "AAAA"},
        {"x": None},
        {"kid": "!"},
        {"kid": "AAAAAAAAAAA"},
        {"kid": 7},
        {"purpose": "everything"},
        {"nbf": "2026"},
        {"exp": None},
        {"exp": 1e300},
        {"revoked": "no"},
        {"revoked": None},
    ],
)
def test_a_set_with_a_key_that_makes_no_sense_is_refused(changed: dict[str, object]) -> None:
    good = TRUSTED.jwks()["keys"][0]

    with pytest.raises(KeyFault, match="no set of keys"):
        KeySet.from_jwks({"keys": [good | changed]})


@pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": ["x"]}, {"keys": [None]}])
def test_what_is_no_set_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(KeyFault, match="no set of keys"):
        KeySet.from_jwks(document)


def test_two_keys_of_one_name_are_refused() -> None:
    key = TRUSTED.key(BADGE.kid)
    assert key is not None

    with pytest.raises(KeyFault, match="Two keys"):
        KeySet([key, replace(key, revoked=True)])
