from datetime import timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.storage import Db, accounts, audit
from checkin.storage.store import Store
from tests.world import NOON

HASH = b"h" * 32
LATER = NOON + timedelta(hours=1)


def add(db: Db, email: str = "kim@linden.example", alias: str = "adm-0001") -> AccountId:
    account = AccountId(uuid4())
    accounts.add(db, account, alias=alias, email=email, role=Role.RECEPTION, site=None)
    audit.append(db, SYSTEM, "account.made", f"account:{account}", now=NOON)
    return account


def set_up(db: Db, account: AccountId) -> None:
    accounts.start_setup(db, account, HASH, until=LATER)
    accounts.set_password(db, account, "kept")
    accounts.finish_setup(db, account, "sealed", 7)


def test_an_account_is_found_by_id_by_address_and_while_its_link_is_good(store: Store) -> None:
    with store.writing() as db:
        kim = add(db)
        accounts.start_setup(db, kim, HASH, until=LATER)

        by_id, by_address = accounts.get(db, kim), accounts.of_address(db, "kim@linden.example")
        in_setup = accounts.of_setup(db, HASH, now=NOON)
        too_late = accounts.of_setup(db, HASH, now=LATER)

    assert by_id is not None
    assert by_id == by_address == in_setup
    assert too_late is None


def test_only_an_account_that_is_set_up_has_secrets_to_sign_in_with(store: Store) -> None:
    with store.writing() as db:
        kim = add(db)
        before = accounts.secrets_of(db, "kim@linden.example")
        accounts.start_setup(db, kim, HASH, until=LATER)
        accounts.set_password(db, kim, "kept")
        half = accounts.secrets_of(db, "kim@linden.example")
        accounts.finish_setup(db, kim, "sealed", 7)
        after = accounts.secrets_of(db, "kim@linden.example")

    assert (before, half) == (None, None)
    assert after == accounts.Secrets(kim, "kept", "sealed")


def test_secrets_show_in_no_log(store: Store) -> None:
    secrets = accounts.Secrets(AccountId(uuid4()), "kept", "sealed")

    assert "kept" not in repr(secrets)
    assert "sealed" not in repr(secrets)


def test_a_step_is_used_once_and_never_an_earlier_one(store: Store) -> None:
    with store.writing() as db:
        kim = add(db)
        set_up(db, kim)
        used = [accounts.use_step(db, kim, step) for step in (7, 8, 8, 6, 9)]

    assert used == [False, True, False, False, True]


def test_an_account_that_ended_keeps_no_secret_and_comes_last(store: Store) -> None:
    with store.writing() as db:
        kim, lou = add(db), add(db, "lou@linden.example", "adm-0002")
        set_up(db, kim)
        accounts.end(db, kim, now=NOON)

        listed = accounts.every(db)
        secrets = accounts.secrets_of(db, "kim@linden.example")

    assert [account.id for account in listed] == [lou, kim]
    assert listed[-1].ended_at == NOON
    assert not listed[-1].has_password
    assert secrets is None


def test_an_account_is_reopened_in_another_role_under_its_old_alias(store: Store) -> None:
    with store.writing() as db:
        kim = add(db)
        accounts.end(db, kim, now=NOON)
        accounts.reopen(db, kim, Role.DPO, None)
        found = accounts.get(db, kim)
        aliases = accounts.aliases(db)

    assert found is not None
    assert (found.role, found.ended_at, found.alias) == (Role.DPO, None, "adm-0001")
    assert aliases == {"adm-0001"}


def test_starting_over_forgets_what_was_signed_in_with(store: Store) -> None:
    with store.writing() as db:
        kim = add(db)
        set_up(db, kim)
        accounts.start_setup(db, kim, b"n" * 32, until=LATER)
        found, secrets = accounts.get(db, kim), accounts.secrets_of(db, "kim@linden.example")

    assert found is not None
    assert not found.has_password
    assert secrets is None
