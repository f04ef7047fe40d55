"""Passkeys as rows: a count that only goes on, and owners."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from checkin.core.audit import SYSTEM
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.storage import accounts, audit, passkeys
from checkin.storage.passkeys import Passkey
from checkin.storage.store import Store
from tests.world import NOON


@pytest.fixture
def kept(store: Store) -> Passkey:
    account = AccountId(uuid4())
    made = Passkey(uuid4(), account, "Laptop", "abc", "key", 0, NOON)
    with store.writing() as db:
        accounts.add(db, account, alias="adm-1", email="a@b.example", role=Role.DPO, site=None)
        passkeys.add(db, made)
        audit.append(db, SYSTEM, "test", "test", now=NOON)
    return made


def use(store: Store, kept: Passkey, count: int) -> bool:
    with store.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=NOON)
        return passkeys.use(db, kept.id, count)


def test_a_passkey_is_kept_as_it_was_made(store: Store, kept: Passkey) -> None:
    with store.reading() as db:
        assert passkeys.of_credential(db, "abc") == kept
        assert passkeys.of_account(db, kept.account) == [kept]
        assert passkeys.of_credential(db, "abd") is None


def test_a_device_that_doesn_t_count_may_say_nought_again(store: Store, kept: Passkey) -> None:
    assert [use(store, kept, count) for count in (0, 0, 3, 3, 0, 4)] == [
        *(True, True, True),
        *(False, False, True),
    ]


def test_one_credential_belongs_to_one_account(store: Store, kept: Passkey) -> None:
    with pytest.raises(IntegrityError), store.writing() as db:
        passkeys.add(db, replace(kept, id=uuid4()))


def test_an_account_removes_its_own_alone(store: Store, kept: Passkey) -> None:
    with store.writing() as db:
        audit.append(db, SYSTEM, "test", "test", now=NOON)
        assert not passkeys.remove(db, kept.id, AccountId(uuid4()))
        assert passkeys.remove(db, kept.id, kept.account)
        assert not passkeys.remove(db, kept.id, kept.account)
