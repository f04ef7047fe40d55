"""Libraries that know nothing of this project agree with it about badges."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.core.badge import Badge, BadgeFault, KeyPurpose, Kind, StatusRef, issue, read
from checkin.keys import Keyring
from tests.core.test_badge_document import blocks
from tests.independent import environment
from tests.minting import NOON, NOW, TRUSTED, cti
from tests.vectors import make_badge

pytestmark = pytest.mark.slow

VECTORS = json.loads(make_badge.FILE.read_text(encoding="utf-8"))
GENUINE = {
    *("ok", "wrong_site", "not_yet_valid", "expired", "lifetime_exceeded"),
    *("live_only", "day_pass_not_allowed"),
    *("proof_wrong_audience", "proof_future", "proof_stale", "proof_nonce"),
    *("status_unknown", "status_stale", "revoked", "suspended"),
}
FALSE = {"bad_signature", "bad_proof"}
UNREAD = {"too_long", "not_a_badge", "bad_encoding"}
# The CDDL lists one type and two algorithms; the reader tells others only after step 3.
TYPE_OR_ALG = {"bad_type", "bad_alg"}
# Its signature is genuine, only its header lies.
LYING_PROOF = "a proof that says EdDSA"
# CDDL has no words for how a text begins.
BEYOND_CDDL = {LYING_PROOF, "an audience behind a byte order mark"}


def texts(codes: set[str]) -> list[str]:
    cases = (case for case in VECTORS["cases"] if case["name"] != LYING_PROOF)
    return [case["text"] for case in cases if case["code"] in codes]


def test_another_cose_library_verifies_every_genuine_vector() -> None:
    genuine = texts(GENUINE)

    answers = environment.ask("witness_cose.py", {"jwks": VECTORS["jwks"], "texts": genuine})

    for text, answer in zip(genuine, answers, strict=True):
        badge = read(text, TRUSTED, accepts={"hq"}, now=NOON)
        assert answer is not None, text
        if isinstance(badge, Badge):
            assert answer[0]["3"] == badge.aud
            assert answer[0]["4"] == badge.expires_at.timestamp()
            assert answer[0]["7"] == badge.cti.hex()
            assert len(answer) == (2 if badge.kind is Kind.LIVE else 1)


def test_another_cose_library_refuses_every_false_signature() -> None:
    false = texts(FALSE)

    answers = environment.ask("witness_cose.py", {"jwks": VECTORS["jwks"], "texts": false})

    assert answers == [None] * len(false)


@pytest.mark.parametrize("kind", [Kind.PRINTED, Kind.DAY])
def test_badges_of_a_new_instance_verify_elsewhere_with_its_published_keys(
    tmp_path: Path, kind: Kind
) -> None:
    keyring = Keyring.create(tmp_path / "keys", now=NOON)
    purpose = KeyPurpose.DAY if kind is Kind.DAY else KeyPurpose.BADGE
    status = None if kind is Kind.DAY else StatusRef("https://b.example.org/s/1", 7)
    ends, kid = NOON + timedelta(hours=10), keyring.active(purpose, NOON)
    text = issue(Badge(cti(), kind, "hq", NOON, ends, None, kid, status), keyring)

    answers = environment.ask("witness_cose.py", {"jwks": keyring.jwks(), "texts": [text]})

    assert answers[0][0]["7"] == cti().hex()
    assert answers[0][0]["6"] == NOW


def shapes() -> Iterator[tuple[str, bool]]:
    """Each text that can be decoded, and whether it has one of the published shapes."""
    for case in VECTORS["cases"]:
        said_of_the_text = "seen" not in case and case["name"] not in BEYOND_CDDL
        if said_of_the_text and case["code"] not in UNREAD | TYPE_OR_ALG:
            yield case["text"], case["code"] != BadgeFault.MALFORMED


def test_the_published_cddl_draws_the_line_where_the_reader_does() -> None:
    expected = dict(shapes())

    answers = environment.ask(
        "witness_cddl.py", {"schema": blocks("cddl")[0], "texts": list(expected)}
    )

    names = {case["text"]: case["name"] for case in VECTORS["cases"]}
    pairs = zip(expected.items(), answers, strict=True)
    assert [names[text] for (text, fits), answer in pairs if fits is not answer] == []
