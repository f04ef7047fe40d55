import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import receipts
from checkin.core.badge import KeyPurpose
from checkin.core.receipts import ReceiptFault, Standing
from checkin.keys import KeySet
from tests.vectors import make_receipt
from tests.vectors.make_receipt import AT, GIVEN, KEY, LINES, PARTY, RECORD

TEXT = receipts.as_text(make_receipt.receipt())  # type: ignore[arg-type]
KEYS = KeySet([KEY])

# What ISO/IEC TS 27560 makes mandatory, and GDPR art. 13 and 30 ask for besides.
MANDATORY = {
    "schema_version", "record_id", "receipt_id", "pii_principal_id", "controllers", "recipients",
    "withdrawal_method", "jurisdiction", "rights", "authority", "impact_assessment", "prohibited",
    "issued_at", "lines", "consents",
}  # fmt: skip
MANDATORY_OF_EACH = {
    "purpose", "purpose_type", "lawful_basis", "event_state", "event_type", "event_time",
    "validity", "entity_id", "indication_method", "privacy_notice", "language", "notice_digest",
    "inventory_digest", "form_digest", "pii_information", "storage_location", "retention_period",
}  # fmt: skip


def changed(**parts: object) -> str:
    return json.dumps({**json.loads(TEXT), **parts})


def test_a_receipt_is_genuine_as_it_was_issued() -> None:
    found = receipts.verify(TEXT, KEYS)

    assert isinstance(found, dict)
    assert found["lines"] == list(LINES)
    assert found["record_id"] == str(RECORD)


def test_the_vectors_are_what_the_code_makes() -> None:
    assert make_receipt.FILE.read_text("utf-8") == make_receipt.content()


def test_plain_lines_come_first() -> None:
    assert next(iter(json.loads(TEXT))) == "lines"
    assert TEXT.index(LINES[0][:7]) < TEXT.index("schema_version")


def test_every_mandatory_field_is_there_and_says_something() -> None:
    receipt = json.loads(TEXT)

    assert receipt.keys() == MANDATORY | {"signature"}
    assert all(receipt[name] for name in MANDATORY)
    (consent,) = receipt["consents"]
    assert consent.keys() >= MANDATORY_OF_EACH
    assert all(consent[name] for name in MANDATORY_OF_EACH)
    (party,) = receipt["controllers"]
    assert set(party) == {"name", "address", "contact"}
    assert {part for one in consent["pii_information"] for part in one} == {
        "name",
        "pii_type",
        "necessity",
    }


def test_without_recipients_it_says_none() -> None:
    alone = replace(PARTY, recipients=())
    standing = Standing(replace(GIVEN, valid_until=None), (), "P1D")

    body = receipts.of_consent(RECORD, [standing], alone, LINES, acts=1, at=AT)

    assert body["recipients"] == ["none"]


@pytest.mark.parametrize("lines", [LINES[:9], (*LINES[:9], "")])
def test_ten_lines_are_ten(lines: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="10 plain lines"):
        receipts.of_consent(RECORD, [], PARTY, lines, acts=1, at=AT)


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(0, 7))
def test_any_flipped_bit_is_noticed(place: int, bit: int) -> None:
    content = bytearray(TEXT.encode())
    content[place] ^= 1 << bit
    text = content.decode(errors="replace")

    found = receipts.verify(text, KEYS)

    same = isinstance(found, dict) and found == receipts.verify(TEXT, KEYS)
    assert same or isinstance(found, ReceiptFault)
    if same:  # a space that isn't signed
        assert json.loads(text) == json.loads(TEXT) or "signature" in text


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", changed(signature=None), changed(signature={"kid": 3, "value": "x"}),
     changed(issued_at="yesterday"), changed(more=1.5), TEXT.replace("{", '{"lines": [],', 1),
     changed(signature={"kid": "A", "value": "A"})],
)  # fmt: skip
def test_what_is_no_receipt_is_unreadable(text: str) -> None:
    assert receipts.verify(text, KEYS) is ReceiptFault.UNREADABLE


def test_a_key_has_to_be_known_and_to_sign_receipts() -> None:
    of_badges = KeySet([replace(KEY, purpose=KeyPurpose.BADGE)])
    signature = {**json.loads(TEXT)["signature"], "alg": "none"}
    nameless = {name: part for name, part in signature.items() if name != "alg"}

    assert receipts.verify(TEXT, KeySet([])) is ReceiptFault.UNKNOWN_KEY
    assert receipts.verify(TEXT, of_badges) is ReceiptFault.UNKNOWN_KEY
    assert receipts.verify(changed(signature=signature), KEYS) is ReceiptFault.UNKNOWN_KEY
    assert receipts.verify(changed(signature=nameless), KEYS) is ReceiptFault.UNKNOWN_KEY


def test_a_revoked_key_proves_nothing() -> None:
    revoked = KeySet([replace(KEY, revoked=True)])

    assert receipts.verify(TEXT, revoked) is ReceiptFault.REVOKED_KEY


@pytest.mark.parametrize("days", [-3, 400])
def test_a_key_proves_what_was_issued_while_it_signed(days: int) -> None:
    at = f"{AT + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"

    assert receipts.verify(changed(issued_at=at), KEYS) is ReceiptFault.WRONG_TIME
    assert receipts.verify(changed(issued_at=at[:-1]), KEYS) is ReceiptFault.WRONG_TIME


def test_another_word_breaks_the_signature() -> None:
    receipt = json.loads(TEXT)
    receipt["consents"][0]["retention_period"] = "P99Y"

    assert receipts.verify(json.dumps(receipt), KEYS) is ReceiptFault.BAD_SIGNATURE
