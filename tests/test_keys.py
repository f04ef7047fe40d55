import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from checkin.core import cose
from checkin.core.badge import Badge, KeyPurpose, Kind, StatusRef, issue, read
from checkin.core.rotation import SIGNS_FOR
from checkin.keys import KeyFault, Keyring, KeySet, SealError, file_faults
from tests.minting import BADGE, BADGE_P256, STOLEN, TRUSTED

NOW = datetime(2026, 11, 22, 12, 0, 0, 700_000, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "the keys"


@pytest.fixture
def keyring(directory: Path) -> Keyring:
    return Keyring.create(directory, now=NOW)


def index(directory: Path) -> dict[str, Any]:
    read_index: dict[str, Any] = json.loads((directory / "keys.json").read_text())
    return read_index


def write_index(directory: Path, document: object) -> None:
    (directory / "keys.json").write_text(json.dumps(document))


# --- making and loading ------------------------------------------------------------------------


def test_a_new_keyring_has_a_key_for_each_purpose(keyring: Keyring) -> None:
    kids = {keyring.active(purpose, NOW) for purpose in KeyPurpose}

    assert len(kids) == len(KeyPurpose)
    for purpose in KeyPurpose:
        key = keyring.key(keyring.active(purpose, NOW))
        assert key is not None
        assert key.purpose is purpose
        assert key.not_before == NOW.replace(microsecond=0)
        assert key.not_after == key.not_before + SIGNS_FOR
        assert key.kid == cose.key_id(key.alg, key.public)


def test_nobody_else_may_read_the_files_from_their_first_moment_on(directory: Path) -> None:
    before = os.umask(0)
    try:
        Keyring.create(directory, now=NOW)
    finally:
        os.umask(before)

    assert S_IMODE(directory.stat().st_mode) == 0o700
    assert {S_IMODE(file.stat().st_mode) for file in directory.iterdir()} == {0o600}
    assert len(list(directory.iterdir())) == len(KeyPurpose) + 2


def test_a_keyring_that_is_loaded_again_is_the_same(directory: Path, keyring: Keyring) -> None:
    again = Keyring.load(directory)
    kid = keyring.active(KeyPurpose.BADGE, NOW)

    assert again.jwks() == keyring.jwks()
    assert again.sign(kid, b"x") == keyring.sign(kid, b"x")
    assert again.secret("codes") == keyring.secret("codes")
    assert again.unseal(keyring.seal(b"x", b"row 1"), b"row 1") == b"x"


def test_keys_are_never_made_over_others(directory: Path, keyring: Keyring) -> None:
    held = {file.name: file.read_bytes() for file in directory.iterdir()}

    with pytest.raises(KeyFault, match="isn't empty"):
        Keyring.create(directory, now=NOW)

    assert {file.name: file.read_bytes() for file in directory.iterdir()} == held


@pytest.mark.parametrize("name", ["keys.json", "secret.bin", "*.pem", "."])
@pytest.mark.parametrize("mode", [0o040, 0o004, 0o020])
def test_what_others_can_reach_is_refused_with_the_command_that_mends_it(
    directory: Path, keyring: Keyring, name: str, mode: int
) -> None:
    path = directory if name == "." else next(directory.glob(name))
    right = S_IMODE(path.stat().st_mode)
    path.chmod(right | mode)

    with pytest.raises(KeyFault) as caught:
        Keyring.load(directory)

    assert str(caught.value).endswith(f"Mend it: chmod {right:o} '{path}'")
    path.chmod(right)
    Keyring.load(directory)


def test_another_users_keys_are_refused(
    directory: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)

    with pytest.raises(KeyFault, match="Mend it: sudo chown 4711"):
        Keyring.load(directory)


@pytest.mark.parametrize("name", ["keys.json", "secret.bin", "*.pem"])
def test_a_missing_file_is_named(directory: Path, keyring: Keyring, name: str) -> None:
    path = next(directory.glob(name))
    path.unlink()

    with pytest.raises(KeyFault, match=f"{path.name} is missing"):
        Keyring.load(directory)


def test_a_missing_directory_is_named(directory: Path) -> None:
    with pytest.raises(KeyFault, match="the keys is missing"):
        Keyring.load(directory)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: [],
        lambda _: {"keys": [{}]},
        lambda entries: {"keys": [entries[0] | {"purpose": "everything"}]},
        lambda entries: {"keys": [entries[0] | {"alg": "none"}]},
        lambda entries: {"keys": [entries[0] | {"not_before": "some day"}]},
        lambda entries: {"keys": [entries[0] | {"kid": "../" + entries[0]["kid"]}]},
    ],
)
def test_an_index_that_makes_no_sense_is_refused(
    directory: Path, keyring: Keyring, spoil: Callable[[list[dict[str, Any]]], object]
) -> None:
    write_index(directory, spoil(index(directory)["keys"]))

    with pytest.raises(KeyFault, match=r"keys\.json or a key it names can't be read"):
        Keyring.load(directory)


def test_a_key_under_another_keys_name_is_refused(directory: Path, keyring: Keyring) -> None:
    one, other, *_ = directory.glob("*.pem")
    one.write_bytes(other.read_bytes())

    with pytest.raises(KeyFault, match="can't be read"):
        Keyring.load(directory)


def test_a_key_of_another_kind_is_refused(directory: Path, keyring: Keyring) -> None:
    pem = Ed448PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    next(directory.glob("*.pem")).write_bytes(pem)

    with pytest.raises(KeyFault, match="can't be read"):
        Keyring.load(directory)


def test_nothing_that_can_be_printed_shows_a_secret(directory: Path, keyring: Keyring) -> None:
    secret = (directory / "secret.bin").read_bytes()
    printed = repr(keyring) + str(keyring) + json.dumps(keyring.jwks()) + repr(keyring.jwks())

    assert repr(keyring) == f"Keyring('{directory}', 4 keys)"
    assert secret.hex() not in printed
    assert "PRIVATE" not in printed
    assert not {"d", "k"} & set().union(*keyring.jwks()["keys"])


# --- which key signs ---------------------------------------------------------------------------


def test_the_newest_key_that_may_sign_does(directory: Path, keyring: Keyring) -> None:
    first = keyring.active(KeyPurpose.BADGE, NOW)
    document = index(directory)
    later = next(entry for entry in document["keys"] if entry["purpose"] == "log")
    later["purpose"] = "badge"
    later["not_before"] = (NOW + timedelta(days=10)).isoformat()
    write_index(directory, document)

    renewed = Keyring.load(directory)

    assert renewed.active(KeyPurpose.BADGE, NOW) == first
    assert renewed.active(KeyPurpose.BADGE, NOW + timedelta(days=11)).hex() == later["kid"]


def test_a_key_signs_for_half_a_year_and_no_longer(keyring: Keyring) -> None:
    begin = NOW.replace(microsecond=0)

    keyring.active(KeyPurpose.DAY, begin + SIGNS_FOR - timedelta(seconds=1))
    for moment in (begin - timedelta(seconds=1), begin + SIGNS_FOR):
        with pytest.raises(KeyFault, match="No day key may sign on"):
            keyring.active(KeyPurpose.DAY, moment)


def test_a_revoked_key_signs_no_more_and_is_published_as_such(
    directory: Path, keyring: Keyring
) -> None:
    document = index(directory)
    next(entry for entry in document["keys"] if entry["purpose"] == "day")["revoked"] = True
    write_index(directory, document)

    renewed = Keyring.load(directory)

    with pytest.raises(KeyFault, match="No day key"):
        renewed.active(KeyPurpose.DAY, NOW)
    assert [jwk["purpose"] for jwk in renewed.jwks()["keys"] if jwk["revoked"]] == ["day"]


def test_nothing_is_signed_with_a_key_that_is_not_there(keyring: Keyring) -> None:
    with pytest.raises(KeyFault, match="no private key 0000000000000000"):
        keyring.sign(bytes(8), b"x")


def test_a_badge_of_a_new_keyring_is_good_for_whoever_has_the_published_keys(
    keyring: Keyring,
) -> None:
    badge = Badge(
        cti=bytes(16),
        kind=Kind.PRINTED,
        aud="hq",
        issued_at=NOW.replace(microsecond=0),
        expires_at=NOW.replace(microsecond=0) + timedelta(days=90),
        not_before=None,
        kid=keyring.active(KeyPurpose.BADGE, NOW),
        status=StatusRef("https://b.example.org/s/1", 7),
    )
    published = json.loads(json.dumps(keyring.jwks()))

    answer = read(issue(badge, keyring), KeySet.from_jwks(published), accepts={"hq"}, now=NOW)

    assert answer == badge


# --- signatures --------------------------------------------------------------------------------


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


# --- published keys ----------------------------------------------------------------------------


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


# --- secrets and seals -------------------------------------------------------------------------


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


# --- rotation ----------------------------------------------------------------------------------

BEGAN = NOW.replace(microsecond=0)
EIGHT_DAYS = timedelta(days=8)


def active(keyring: Keyring, now: datetime = NOW, purpose: KeyPurpose = KeyPurpose.BADGE) -> bytes:
    return keyring.active(purpose, now)


def test_the_next_key_is_published_at_once_and_signs_when_the_present_one_stops(
    keyring: Keyring,
) -> None:
    present = active(keyring)

    made = keyring.new(KeyPurpose.BADGE, now=NOW)

    assert made.not_before == BEGAN + SIGNS_FOR
    assert len(keyring.jwks()["keys"]) == 5
    assert active(keyring, made.not_before - timedelta(seconds=1)) == present
    assert active(keyring, made.not_before) == made.kid


def test_a_key_made_late_still_waits_for_readers(keyring: Keyring) -> None:
    late = NOW + SIGNS_FOR - timedelta(days=2)

    made = keyring.new(KeyPurpose.DAY, now=late)

    assert made.not_before == (late + EIGHT_DAYS).replace(microsecond=0)


def test_one_key_waits_at_a_time(keyring: Keyring) -> None:
    keyring.new(KeyPurpose.BADGE, now=NOW)

    with pytest.raises(KeyFault, match="waits already"):
        keyring.new(KeyPurpose.BADGE, now=NOW)

    keyring.new(KeyPurpose.DAY, now=NOW)


def test_in_an_emergency_a_new_key_signs_at_once(keyring: Keyring) -> None:
    later = NOW + timedelta(days=1)

    made = keyring.new(KeyPurpose.BADGE, now=later, at_once=True)

    assert active(keyring, later) == made.kid


def test_a_waiting_key_is_not_used_before_every_reader_can_know_it(keyring: Keyring) -> None:
    made = keyring.new(KeyPurpose.BADGE, now=NOW)
    ready = BEGAN + EIGHT_DAYS

    with pytest.raises(KeyFault, match=r"Readers may not know .* before 2026-11-30 12:00 UTC"):
        keyring.activate(made.kid, now=ready - timedelta(seconds=1))
    assert active(keyring, ready) != made.kid

    sooner = keyring.activate(made.kid, now=ready)

    assert active(keyring, ready) == made.kid
    assert (sooner.not_before, sooner.not_after) == (ready, ready + SIGNS_FOR)


def test_in_an_emergency_a_waiting_key_is_used_early(keyring: Keyring) -> None:
    made = keyring.new(KeyPurpose.BADGE, now=NOW)

    keyring.activate(made.kid, now=NOW + timedelta(hours=1), at_once=True)

    assert active(keyring, NOW + timedelta(hours=1)) == made.kid


def test_only_a_key_that_waits_can_be_activated(keyring: Keyring) -> None:
    waits = keyring.new(KeyPurpose.BADGE, now=NOW)
    keyring.revoke(waits.kid, now=NOW)

    for kid in (active(keyring), waits.kid):
        with pytest.raises(KeyFault, match="doesn't wait"):
            keyring.activate(kid, now=NOW + EIGHT_DAYS)
    with pytest.raises(KeyFault, match="There is no key"):
        keyring.activate(bytes(8), now=NOW)


def test_whoever_retires_a_key_too_early_is_told_what_to_do(keyring: Keyring) -> None:
    old = active(keyring)
    with pytest.raises(KeyFault, match="Make one with `checkin keys new badge`"):
        keyring.retire(old, now=NOW)
    waits = keyring.new(KeyPurpose.BADGE, now=NOW)

    with pytest.raises(
        KeyFault, match=rf"{waits.kid.hex()} will from {waits.not_before:%Y-%m-%d};"
    ):
        keyring.retire(old, now=NOW)


def test_a_retired_key_signs_no_more_and_verifies_on(keyring: Keyring) -> None:
    old, later = active(keyring), NOW + timedelta(days=1)
    with pytest.raises(KeyFault, match=r"No other badge key may sign yet"):
        keyring.retire(old, now=later)
    newer = keyring.new(KeyPurpose.BADGE, now=later, at_once=True)

    retired = keyring.retire(old, now=later)

    assert retired.not_after == later.replace(microsecond=0)
    assert active(keyring, later) == newer.kid
    assert keyring.verify(old, b"x", keyring.sign(old, b"x"))
    with pytest.raises(KeyFault, match="doesn't sign"):
        keyring.retire(old, now=later + timedelta(seconds=1))


def test_a_revoked_key_is_followed_at_once_by_another_if_none_could_sign(keyring: Keyring) -> None:
    stolen = active(keyring)

    made = keyring.revoke(stolen, now=NOW)

    assert made is not None
    assert active(keyring) == made.kid
    assert [jwk["revoked"] for jwk in keyring.jwks()["keys"]].count(True) == 1
    with pytest.raises(KeyFault, match="revoked already"):
        keyring.revoke(stolen, now=NOW)


def test_a_key_that_is_revoked_while_it_waits_never_signs_and_names_no_day(
    keyring: Keyring,
) -> None:
    waits, soon = keyring.new(KeyPurpose.BADGE, now=NOW), NOW + timedelta(hours=1)

    assert keyring.revoke(waits.kid, now=soon) is None

    revoked = keyring.key(waits.kid)
    assert revoked is not None
    assert revoked.not_before == revoked.not_after == soon.replace(microsecond=0)
    assert keyring.new(KeyPurpose.BADGE, now=soon).not_before == waits.not_before


def test_files_of_keys_are_all_named_up_to_a_folder_that_is_gone(
    keyring: Keyring, tmp_path: Path
) -> None:
    assert file_faults(keyring._directory) == []
    (keyring._directory / "secret.bin").unlink()
    (keyring._directory / "keys.json").chmod(0o640)

    index, secret = file_faults(keyring._directory)
    assert index.startswith(f"Others may read {keyring._directory / 'keys.json'}.")
    assert secret == f"{keyring._directory / 'secret.bin'} is missing."
    assert file_faults(tmp_path / "gone") == [f"{tmp_path / 'gone'} is missing."]


def test_a_revoked_key_is_followed_by_the_spare_one_if_there_is_one(keyring: Keyring) -> None:
    old = active(keyring)
    newer = keyring.new(KeyPurpose.BADGE, now=NOW + timedelta(days=1), at_once=True)

    assert keyring.revoke(newer.kid, now=NOW + timedelta(days=2)) is None

    assert active(keyring, NOW + timedelta(days=2)) == old


def test_a_running_server_takes_up_what_another_process_changes(
    directory: Path, keyring: Keyring
) -> None:
    serving = Keyring.load(directory)
    stolen = active(serving)

    made = keyring.revoke(stolen, now=NOW)

    assert made is not None
    found = serving.key(stolen)
    assert found is not None
    assert found.revoked
    assert active(serving) == made.kid
    assert serving.sign(made.kid, b"x") == keyring.sign(made.kid, b"x")


def test_what_a_running_server_can_not_read_leaves_it_with_what_it_had(
    directory: Path, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    before = keyring.jwks()
    write_index(directory, {"keys": [{}]})

    after = [keyring.jwks() for _ in range(3)]

    assert after == [before] * 3
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    (directory / "keys.json").unlink()
    assert keyring.jwks() == before


def test_keys_that_readers_need_no_more_are_left_out(keyring: Keyring) -> None:
    late = NOW + SIGNS_FOR + timedelta(days=100)

    needed = {jwk["purpose"] for jwk in keyring.jwks(now=late)["keys"]}

    assert needed == {"badge", "log"}


def test_a_change_that_fails_leaves_the_keys_as_they_were(
    directory: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (directory / "keys.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("checkin.keys.files.write_index", full)
    with pytest.raises(OSError, match="no space"):
        keyring.revoke(active(keyring), now=NOW)

    assert (directory / "keys.json").read_bytes() == before
    assert not any(jwk["revoked"] for jwk in keyring.jwks()["keys"])


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
