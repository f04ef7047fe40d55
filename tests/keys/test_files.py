import json
import os
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from checkin.core import cose
from checkin.core.badge import KeyPurpose
from checkin.core.rotation import SIGNS_FOR
from checkin.keys import KeyFault, Keyring, file_faults
from tests.keys.ring import NOW, index, write_index


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
