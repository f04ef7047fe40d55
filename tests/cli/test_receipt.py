import json
from pathlib import Path

import pytest

from tests.commands import invoke
from tests.vectors import make_receipt


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    vectors = json.loads(make_receipt.FILE.read_text("utf-8"))
    receipt, jwks = tmp_path / "receipt.json", tmp_path / "jwks.json"
    receipt.write_text(vectors["receipt"], "utf-8")
    jwks.write_text(json.dumps(vectors["jwks"]), "utf-8")
    return receipt, jwks


def test_a_genuine_receipt_is_said_to_be_and_read_out(files: tuple[Path, Path]) -> None:
    done = invoke("receipt", "verify", files[0], "--jwks", files[1])

    assert done.exit_code == 0
    assert done.stdout.startswith("Genuine. Issued 2026-11-22T09:14:00Z")
    assert make_receipt.LINES[9] in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("P12M", "P99M", "was changed"), ('"lines"', "lines", "no receipt"), ("", "", "")],
)
def test_a_changed_one_is_refused(files: tuple[Path, Path], old: str, new: str, said: str) -> None:
    receipt, jwks = files
    receipt.write_text(receipt.read_text("utf-8").replace(old, new) if old else "", "utf-8")

    done = invoke("receipt", "verify", receipt, "--jwks", jwks)

    assert done.exit_code == 1
    assert done.stdout.startswith("Not genuine")
    assert said in done.stdout


def test_keys_that_are_none_are_a_wrong_call(files: tuple[Path, Path]) -> None:
    receipt, jwks = files
    jwks.write_text("[]")

    done = invoke("receipt", "verify", receipt, "--jwks", jwks)

    assert done.exit_code == 2
    assert "no set of keys" in done.stderr
