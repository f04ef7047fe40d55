from uuid import uuid4

import pytest

from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.services import accounts, passkeys, signin
from checkin.services.passkeys import Passkey, Proof
from checkin.storage.store import Store
from tests import world
from tests.services.colleague import ADDRESS, HOUR, account_of, invited, set_up, sign_in
from tests.services.colleague import attempt as attempt_with_code
from tests.world import Building


@pytest.fixture
def kim(building: Building) -> AccountId:
    return set_up(building, invited(building, role=Role.SITE_ADMIN))


def add(building: Building, who: AccountId, credential: str = "abc", count: int = 0) -> Passkey:
    rt = building.runtime
    with rt.writing() as db:
        passkeys.add(
            db,
            who,
            "Kim's laptop",
            credential,
            "a public key",
            sign_count=count,
            challenge=uuid4().bytes,
            hashing=rt.hashing,
            now=building.now,
        )
        found = passkeys.named(db, credential)
    assert found is not None
    return found


def proof(passkey: Passkey, count: int = 0, challenge: bytes = b"once") -> Proof:
    return Proof(passkey, count, challenge)


def sign_in_by(building: Building, shown: Proof) -> str | None:
    rt = building.runtime
    with rt.writing() as db:
        return passkeys.sign_in(db, shown, hashing=rt.hashing, life=HOUR, now=building.now)


def test_a_passkey_signs_in_and_it_is_written_down(
    building: Building, kim: AccountId, store: Store
) -> None:
    secret = sign_in_by(building, proof(add(building, kim)))

    assert secret is not None
    found = account_of(building, secret)
    assert found is not None
    assert found.id == kim
    assert world.find(store, "account.signed_in_passkey") == ["audit_event.act"]


def test_a_challenge_is_answered_once(building: Building, kim: AccountId) -> None:
    kept = add(building, kim)

    assert sign_in_by(building, proof(kept)) is not None
    assert sign_in_by(building, proof(kept)) is None
    assert sign_in_by(building, proof(kept, challenge=b"another")) is not None


def test_a_count_that_goes_back_is_a_copied_passkey(
    building: Building, kim: AccountId, store: Store
) -> None:
    kept = add(building, kim, count=5)

    assert sign_in_by(building, proof(kept, 6, b"1")) is not None
    assert sign_in_by(building, proof(kept, 6, b"2")) is None
    assert sign_in_by(building, proof(kept, 0, b"3")) is None
    assert world.find(store, "account.passkey_copied") == ["audit_event.act"]


def test_a_session_is_proved_by_a_passkey_of_its_own_account_alone(
    building: Building, kim: AccountId
) -> None:
    rt = building.runtime
    other = set_up(building, invited(building, "lou@linden.example"))
    secret = sign_in(building, attempt_with_code(building))
    assert secret is not None
    theirs, own = add(building, other, "theirs"), add(building, kim, "own")

    with rt.writing() as db:
        refused = passkeys.prove(
            db, proof(theirs), kim, secret, hashing=rt.hashing, now=building.now
        )
        proved = passkeys.prove(db, proof(own), kim, secret, hashing=rt.hashing, now=building.now)

    assert refused is None
    assert proved is not None
    assert account_of(building, secret) is None
    assert account_of(building, proved[0]) is not None


def test_nobody_removes_somebody_else_s_passkey(building: Building, kim: AccountId) -> None:
    other = set_up(building, invited(building, "lou@linden.example"))
    kept = add(building, kim)

    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        passkeys.remove(db, other, kept.id, now=building.now)
    with building.runtime.writing() as db:
        passkeys.remove(db, kim, kept.id, now=building.now)
        assert passkeys.listed(db, kim) == []


def test_an_account_has_a_few_passkeys_and_each_once(building: Building, kim: AccountId) -> None:
    add(building, kim, "first")
    with pytest.raises(ConflictError, match="added already"):
        add(building, kim, "first")
    for number in range(1, passkeys.MOST):
        add(building, kim, f"number {number}")

    with pytest.raises(ConflictError, match="10 passkeys at most"):
        add(building, kim, "one too many")


def test_a_passkey_goes_with_everything_else_that_opened_the_account(
    building: Building, kim: AccountId
) -> None:
    rt = building.runtime
    kept = add(building, kim)

    with rt.writing() as db:
        accounts.setup_again(db, ADDRESS, rt.hashing, now=building.now)

    with rt.reading() as db:
        assert passkeys.named(db, "abc") is None
        assert passkeys.listed(db, kim) == []
    assert kept.account == kim


def test_a_passkey_of_an_account_that_ended_names_nobody(
    building: Building, kim: AccountId
) -> None:
    rt = building.runtime
    add(building, kim)
    invited(building, "lou@linden.example", Role.SITE_ADMIN)
    admin = signin.Account(
        AccountId(uuid4()), "adm-1", Role.SITE_ADMIN, None, None, building.now, None, None
    )

    with rt.writing() as db:
        accounts.end(db, kim, by=admin, now=building.now)
        assert passkeys.named(db, "abc") is None
        assert passkeys.listed(db, kim) == []
