"""Writes receipt.json: a signed receipt and its key, for Python and browsers to agree on.

python -m tests.vectors.make_receipt
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from checkin.core import receipts
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.consent import Act, By, ConsentEvent, Method, Shown, State
from checkin.core.ids import ConsentRef
from checkin.core.inventory import Purpose
from checkin.core.receipts import Datum, Party, Standing
from checkin.keys import KeySet
from tests.minting import MadeKey

FILE = Path(__file__).with_name("receipt.json")
AT = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
RECORD = ConsentRef(UUID("5f0c1d1e-8a0b-4c55-9a53-1f2e3d4c5b6a"))
MADE = MadeKey("receipt")
KEY = TrustedKey(
    MADE.kid,
    MADE.alg,
    KeyPurpose.LOG,
    MADE.public,
    AT - timedelta(days=1),
    AT + timedelta(days=365),
    revoked=False,
)
PARTY = Party(
    name="Linden Works Ltd",
    address="2 Linden Road, Ahrenfeld",
    contact="privacy@linden.example",
    authority="the State Data Protection Commissioner",
    country="Norway",
    recipients=("Hoster GmbH",),
    impact_assessment="DPIA-7",
    withdrawal="one press, without a reason",
)
SHOWN = Shown("entry:1.0.0", "de", "aa" * 32, "bb" * 32, "cc" * 32)
GIVEN = ConsentEvent(
    Purpose.ENTRY,
    State.GIVEN,
    Act.GIVE,
    By.SUBJECT,
    Method.WEB_BOX_BUTTON,
    AT,
    AT + timedelta(days=360),
    SHOWN,
)
LINES = tuple(
    f'Zeile {number}: \u201eJa\u201c \u2013 t\u00fcr\u00f6ffnend \U0001f6aa "\\\\"'
    for number in range(1, 11)
)


class Made:
    """Signs with the key that is no secret."""

    def sign(self, kid: bytes, message: bytes) -> bytes:
        assert kid == MADE.kid
        return MADE.sign(message)


def receipt() -> dict[str, object]:
    """The receipt of the vectors."""
    standing = Standing(GIVEN, (Datum("identity.display_name", "name"),), "P12M at most")
    unsigned = receipts.of_consent(RECORD, [standing], PARTY, LINES, acts=1, at=AT)
    return dict(receipts.signed(unsigned, MADE.kid, Made()))


def content() -> str:
    """What receipt.json says."""
    vectors = {"jwks": KeySet([KEY]).jwks(), "receipt": receipts.as_text(receipt())}  # type: ignore[arg-type]
    return json.dumps(vectors, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(content(), "utf-8")
