"""`docs/badge-format.md` says what the code does."""

import re
from pathlib import Path

import pytest

from checkin.core import cose
from checkin.core.badge import BadgeFault
from tests import minting
from tests.minting import BADGE

DOCUMENT = (Path(__file__).parents[2] / "checkin/docs/badge-format.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)


def from_hex(block: str) -> bytes:
    """The bytes of a block; what stands behind # explains them."""
    return bytes.fromhex("".join(line.partition("#")[0] for line in block.splitlines()))


def test_the_example_is_what_the_code_makes_of_its_key() -> None:
    token, signed, live = map(from_hex, blocks("cbor"))
    text = blocks("text")[0].removesuffix("\n")

    assert token == minting.printed()
    assert text == minting.as_text(token)
    assert BADGE.sign(signed) == token[-64:]
    assert live == minting.live()
    for value in (
        BADGE.seed,
        BADGE.public,
        cose.encode(cose.public_key(BADGE.alg, BADGE.public)),
        BADGE.kid,
    ):
        assert f"| `{value.hex()}` |" in DOCUMENT


def test_the_numbers_beside_the_example_are_its_own() -> None:
    text = minting.as_text(minting.printed())

    assert f"The token, {len(minting.printed())} bytes" in DOCUMENT
    assert f"`checkin test key: phone`. {len(minting.live())} bytes" in DOCUMENT
    assert f"The text, {len(text)} characters" in DOCUMENT
    assert f"a printed badge is {len(text)} characters" in DOCUMENT


def test_every_code_has_its_place_in_the_table_in_order() -> None:
    table = DOCUMENT[DOCUMENT.index("| step |") : DOCUMENT.index("What the table leaves open")]
    named = [code for code in re.findall(r"`(\w+)`", table) if code in set(BadgeFault)]

    assert list(dict.fromkeys(named)) == list(BadgeFault)


def test_the_example_in_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])

    for block in blocks("python"):
        exec(compile(block, "badge-format.md", "exec"), {})  # noqa: S102  the page's own example
