"""A signed-in account of each role that has pages."""

import pytest

from checkin.core.roles import Role
from tests.web.admin.clerk import Clerk
from tests.world import Building


@pytest.fixture
def site_admin(building: Building) -> Clerk:
    return Clerk(building, Role.SITE_ADMIN)


@pytest.fixture
def enrolment_admin(building: Building) -> Clerk:
    return Clerk(building, Role.ENROLMENT_ADMIN)


@pytest.fixture
def reception(building: Building) -> Clerk:
    return Clerk(building, Role.RECEPTION)
