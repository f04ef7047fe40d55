from datetime import timedelta

import pytest

from checkin.core import rotation
from checkin.core.badge import KeyPurpose
from checkin.core.roles import Role
from checkin.core.rotation import SIGNS_FOR
from checkin.web.key_words import PURPOSES, STATES, what_next
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


def test_the_page_says_of_every_key_where_it_is_and_what_comes_next(
    building: Building, site_admin: Clerk
) -> None:
    keyring = building.runtime.keyring
    stolen = keyring.active(KeyPurpose.BADGE, building.now)
    keyring.revoke(stolen, now=building.now)

    page = site_admin.get("/console/keys")

    said = words(page)
    assert all(title in said for title in PURPOSES.values())
    assert all(key.kid.hex() in said for key in keyring.all_keys())
    assert f"{stolen.hex()} Revoked Nothing it ever signed is good any more." in said
    until = building.now + timedelta(days=80)
    assert f"Signing It signs until {until:%Y-%m-%d}." in said


def test_the_next_key_is_made_ahead_and_used_by_itself(
    building: Building, site_admin: Clerk
) -> None:
    present = building.runtime.keyring.active(KeyPurpose.DAY, building.now)

    answer = site_admin.post("/console/keys/new", purpose="day")

    assert answer.status_code == 303
    said = words(site_admin.get("/console/keys"))
    assert "Readers learn it now. It begins to sign on 2027-02-11, by itself." in said
    assert building.runtime.keyring.active(KeyPurpose.DAY, building.now) == present


def test_no_second_key_is_made_while_one_waits(building: Building, site_admin: Clerk) -> None:
    site_admin.post("/console/keys/new", purpose="day")

    answer = site_admin.post("/console/keys/new", purpose="day")

    assert answer.status_code == 409
    assert len(building.runtime.keyring.all_keys()) == 5


def test_a_key_that_stops_soon_asks_for_the_next(building: Building) -> None:
    building.clock.at += timedelta(days=60)
    fresh = Clerk(building, Role.SITE_ADMIN)

    said = words(fresh.get("/console/keys"))

    assert "Make the next key now." in said


def test_every_state_of_a_key_has_words(building: Building) -> None:
    keyring, now = building.runtime.keyring, building.now
    old = keyring.active(KeyPurpose.BADGE, now)
    keyring.new(KeyPurpose.BADGE, now=now, at_once=True)
    keyring.new(KeyPurpose.STATUS, now=now)
    later = now + SIGNS_FOR * 4
    lives = rotation.lives(keyring.all_keys(), now=now)
    lives += rotation.lives(keyring.all_keys(), now=later)
    keyring.retire(old, now=now)
    lives += rotation.lives(keyring.all_keys(), now=now)
    keyring.revoke(old, now=now)
    lives += rotation.lives(keyring.all_keys(), now=now)

    assert {life.state for life in lives} == set(STATES)
    for life in lives:
        assert what_next(life).endswith(".")


@pytest.mark.parametrize("purpose", ["", "everything"])
def test_a_purpose_that_does_not_exist_is_refused(site_admin: Clerk, purpose: str) -> None:
    assert site_admin.post("/console/keys/new", purpose=purpose).status_code == 400
