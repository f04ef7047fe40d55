from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from checkin.keys import Keyring, SealError
from tests.keys.ring import NOW

# --- secrets and seals ------------------------------------------------------------------------


def test_each_use_has_a_secret_of_its_own(keyring: Keyring, tmp_path: Path) -> None:
    other = Keyring.create(tmp_path / "others", now=NOW)
    secrets = {ring.secret(label) for ring in (keyring, other) for label in ("codes", "hints")}

    assert len(secrets) == 4
    assert {len(secret) for secret in secrets} == {32}
    assert keyring.secret("codes") == keyring.secret("codes")


def test_a_seal_opens_for_its_context_alone(keyring: Keyring, tmp_path: Path) -> None:
    sealed = keyring.seal(b"content", b"row 1")
    other = Keyring.create(tmp_path / "others", now=NOW)

    assert keyring.unseal(sealed, b"row 1") == b"content"
    assert keyring.seal(b"content", b"row 1") != sealed
    assert b"content" not in sealed
    for ring, changed, context in (
        (keyring, sealed, b"row 2"),
        (other, sealed, b"row 1"),
        (keyring, sealed[:-1] + bytes([sealed[-1] ^ 1]), b"row 1"),
        (keyring, sealed[:11], b"row 1"),
        (keyring, b"", b"row 1"),
    ):
        with pytest.raises(SealError):
            ring.unseal(changed, context)


# --- letters ----------------------------------------------------------------------------------


def test_a_letter_is_opened_for_the_use_it_was_sealed_for(tmp_path: Path) -> None:
    keys = Keyring.create(tmp_path / "keys", now=NOW)
    sealed = sealed_to(keys.letterbox, b"a scan", b"scan 7")

    assert keys.open_letter(sealed, b"scan 7") == b"a scan"
    for broken in (sealed[:-1], sealed[:20], b"", sealed + b"\0"):
        with pytest.raises(SealError):
            keys.open_letter(broken, b"scan 7")
    with pytest.raises(SealError):
        keys.open_letter(sealed, b"scan 8")


def test_the_letterbox_stays_the_same_after_a_restart(tmp_path: Path) -> None:
    keys = Keyring.create(tmp_path / "keys", now=NOW)
    sealed = sealed_to(keys.letterbox, b"a scan", b"scan 7")

    assert Keyring.load(tmp_path / "keys").open_letter(sealed, b"scan 7") == b"a scan"


def sealed_to(letterbox: bytes, content: bytes, context: bytes) -> bytes:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    return suite.encrypt(content, X25519PublicKey.from_public_bytes(letterbox), context)
