from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core import claims, token
from checkin.core.claims import Badge, HolderKey, Kind, StatusRef
from checkin.core.token import IssuedToken, ProofToken
from tests import minting
from tests.minting import BADGE, NOON, NOW, PHONE, PHONE_P256, STATUS_URI

PRINTED = Badge(
    cti=minting.cti(),
    kind=Kind.PRINTED,
    aud="hq",
    issued_at=NOON - timedelta(days=30),
    expires_at=NOON + timedelta(days=60),
    not_before=None,
    kid=BADGE.kid,
    status=StatusRef(STATUS_URI, 4711),
)


def test_claims_have_their_registered_numbers() -> None:
    later = replace(PRINTED, not_before=NOON)

    assert claims.numbered(PRINTED) == minting.printed_claims()
    assert claims.numbered(later) == minting.printed_claims() | {5: NOW}


@pytest.mark.parametrize("phone", [PHONE, PHONE_P256], ids=lambda phone: phone.name)
def test_a_phones_key_is_a_claim_and_is_found_again(phone: minting.MadeKey) -> None:
    proof = token.parse(minting.live(phone))
    assert isinstance(proof, ProofToken)
    assert isinstance(proof.inner, IssuedToken)

    badge = claims.of_token(proof.inner, proof)

    assert badge.holder_key == HolderKey(phone.alg, phone.public)
    assert claims.numbered(badge) == minting.live_claims(phone)


def test_a_badge_is_of_the_kind_its_claims_make_it() -> None:
    bound = replace(PRINTED, kind=Kind.DAY, holder_key=HolderKey(PHONE.alg, PHONE.public))

    with pytest.raises(ValueError, match="no claims of a day badge"):
        claims.numbered(bound)
