"""A signed-in account of each role that has pages."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from checkin import passwords
from checkin.core.roles import Role
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk
from tests.world import Building


@pytest.fixture(scope="package", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords hashed in no time; `tests/test_passwords.py` holds the real ones to their cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def site_admin(building: Building) -> Clerk:
    return Clerk(building, Role.SITE_ADMIN)


@pytest.fixture
def enrolment_admin(building: Building) -> Clerk:
    return Clerk(building, Role.ENROLMENT_ADMIN)


@pytest.fixture
def reception(building: Building) -> Clerk:
    return Clerk(building, Role.RECEPTION)


@pytest.fixture
def empty_admin(store: Store, tmp_path: Path) -> Clerk:
    """A site admin of an instance that has nothing but its settings and keys."""
    clock = world.Clock()
    keys = Keyring.create(tmp_path / "keys", now=world.NOON - timedelta(days=1))
    runtime = Runtime(world.settings(tmp_path), store, keys, clock)
    return Clerk(Building(runtime, clock), Role.SITE_ADMIN)
