"""Sign-ins as rows: a person's, a console account's, and the reason a session gives."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from checkin.core.audit import SYSTEM
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.storage import Db, audit, sessions, tables
from checkin.storage.sessions import Account
from tests.world import Building, enrol

TOKEN = bytes(range(32))


@pytest.fixture
def world(building: Building) -> Building:
    return building


def console_session(world: Building) -> AccountId:
    account = AccountId(uuid4())
    until = world.now + timedelta(hours=12)
    with world.runtime.writing() as db:
        db.execute(
            insert(tables.account).values(
                id=account,
                alias="adm-1",
                work_email="a@linden.example",
                role=Role.ENROLMENT_ADMIN,
                totp_step=0,
            )
        )
        audit.append(db, SYSTEM, "account.add", f"account:{account}", now=world.now)
        sessions.add(db, TOKEN, account_id=account, began_at=world.now, until=until)
    return account


def found(db: Db, world: Building, *, idle: timedelta = timedelta(hours=1)) -> Account | None:
    return sessions.console_account(db, TOKEN, now=world.now, used_since=world.now - idle)


def test_a_console_session_that_nobody_uses_is_over(world: Building) -> None:
    console_session(world)

    with world.runtime.writing() as db:
        world.clock.pass_(minutes=40)
        assert found(db, world) is not None
        sessions.use(db, TOKEN, now=world.now)
        world.clock.pass_(minutes=19)
        assert found(db, world) is not None
        assert found(db, world, idle=timedelta(minutes=19)) is None


def test_a_console_session_keeps_the_reason_it_gave(world: Building) -> None:
    console_session(world)

    with world.runtime.writing() as db:
        before = found(db, world)
        sessions.give_reason(db, TOKEN, "badge_help", "The badge doesn't scan at gate 2")
        after = found(db, world)

    assert before is not None
    assert before.reason is None
    assert after is not None
    assert (after.reason_code, after.actor.alias) == ("badge_help", "adm-1")


def test_a_session_of_an_account_ends_with_all_the_others_of_it(world: Building) -> None:
    account = console_session(world)

    with world.runtime.writing() as db:
        sessions.end_all(db, account)
        assert found(db, world) is None


def test_a_session_belongs_to_one_person_or_one_account_never_to_both_or_none(
    world: Building,
) -> None:
    until = world.now + timedelta(hours=1)
    person, account = enrol(world).refs.identity, console_session(world)

    for owners in ({}, {"identity_ref": person, "account_id": account}):
        with pytest.raises(IntegrityError), world.runtime.writing() as db:
            sessions.add(db, bytes(32), began_at=world.now, until=until, **owners)  # type: ignore[arg-type]
