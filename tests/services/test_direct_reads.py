"""Reads of the database itself: who did it says so, and those it was about read of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from checkin.core.audit import SYSTEM, Actor
from checkin.core.errors import ConflictError
from checkin.core.ids import AccountId
from checkin.core.roles import Role
from checkin.services import direct_reads
from checkin.services.direct_reads import DIRECT, DirectRead
from checkin.services.enrolment import Enrolled
from checkin.storage import accounts, audit
from checkin.storage.audit import Look
from tests import world
from tests.world import Building

KIM = Actor("adm-0001", "site_admin")
WHY = "The table of badges had to be mended by hand."


def read(building: Building) -> DirectRead:
    return DirectRead(KIM, building.now, "OPS-17", "system_repair", WHY)


def tell(building: Building, one: DirectRead, addresses: Collection[str] | None) -> int:
    with building.runtime.writing() as db:
        return direct_reads.tell(db, one, addresses, now=building.now)


def looks(building: Building, person: Enrolled) -> list[Look]:
    with building.runtime.reading() as db:
        return [one.look for one in audit.looks_at(db, person.refs.access)]


def test_those_it_was_about_read_who_did_it_under_which_ticket_and_why(building: Building) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")

    told = tell(building, read(building), ["Ada.Lindqvist@linden.example"])

    assert told == 1
    why = f"Ticket OPS-17: {WHY}"
    assert looks(building, ada) == [Look(KIM, DIRECT, ("everything",), "system_repair", why)]
    assert looks(building, grace) == []


def test_it_can_have_been_about_everybody(building: Building) -> None:
    people = [world.enrol(building, name) for name in ("Ada Lindqvist", "Grace Hopper")]

    assert tell(building, read(building), None) == 2

    assert all(len(looks(building, person)) == 1 for person in people)


def test_it_is_told_as_of_when_it_was_done(building: Building) -> None:
    ada = world.enrol(building)
    earlier = building.now - timedelta(hours=20)

    tell(building, replace(read(building), at=earlier), None)

    with building.runtime.reading() as db:
        (seen,) = audit.looks_at(db, ada.refs.access)
    assert seen.at == earlier


def test_the_officers_are_told_and_the_log_has_it_without_a_name(building: Building) -> None:
    world.enrol(building)
    officer = AccountId(uuid4())
    with building.runtime.writing() as db:
        address = "dpo@linden.example"
        accounts.add(db, officer, alias="adm-0009", email=address, role=Role.DPO, site=None)
        audit.append(db, SYSTEM, "account.made", f"account:{officer}", now=building.now)

    tell(building, read(building), None)

    (letter,) = [one for one in world.letters(building.runtime.store) if one.address == address]
    assert f"Ticket OPS-17: {WHY}" in letter.body
    assert "own pages: 1." in letter.body
    assert "Ada" not in letter.body
    assert world.find(building.runtime.store, "looks.direct") == ["audit_event.act"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ticket": ""}, "Name the ticket"),
        ({"ticket": 31 * "x"}, "Name the ticket"),
        ({"reason": "Because."}, "Say why in 20 to 150"),
        ({"reason": 151 * "x"}, "Say why in 20 to 150"),
        ({"reason_code": "lateness"}, "is one of badge_help"),
    ],
)
def test_without_a_ticket_and_a_reason_nobody_is_told(
    building: Building, change: dict[str, str], said: str
) -> None:
    ada = world.enrol(building)

    with pytest.raises(ConflictError, match=said):
        tell(building, replace(read(building), **change), None)  # type: ignore[arg-type]

    assert looks(building, ada) == []


def test_a_time_to_come_and_an_unknown_address_are_refused(building: Building) -> None:
    ada = world.enrol(building)
    address = "ada.lindqvist@linden.example"

    with pytest.raises(ConflictError, match="still to come"):
        tell(building, replace(read(building), at=building.now + timedelta(minutes=1)), None)
    with pytest.raises(ConflictError, match=r"Nobody takes part with eve@linden\.example"):
        tell(building, read(building), [address, "eve@linden.example"])

    assert looks(building, ada) == []
