from datetime import date, timedelta

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import NotFoundError
from checkin.core.ids import ProfileId, SiteId
from checkin.core.pasted import Line
from checkin.services import invitations, joining
from checkin.services.invitations import Invitation, Post, Start
from checkin.storage import outbox
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM = Actor("kim", "enrolment_admin")
GRACE = "grace@elsewhere.example"
POST = Post("Linden Works", "http://localhost:8000/join/i/", timedelta(days=14))


def invite(building: Building, email: str, start: Start | None = None) -> Invitation | None:
    with building.runtime.writing() as db:
        start = start or Start(building.everyone, building.hq)
        return invitations.invite(db, email, start, building.runtime.hashing, now=building.now)


def ask(building: Building, *addresses: str, last: date | None = None) -> None:
    with building.runtime.writing() as db:
        invitations.ask(
            db,
            [Line(address, last) for address in addresses],
            building.everyone,
            building.hq,
            None,
            by=KIM,
            now=building.now,
        )


def work(building: Building, limit: int = 25) -> int:
    with building.runtime.writing() as db:
        return invitations.work_through(
            db, POST, building.runtime.hashing, now=building.now, limit=limit
        )


def undelivered(building: Building) -> int:
    with building.runtime.reading() as db:
        return invitations.undelivered(db, building.runtime.hashing, now=building.now)


# --- one invitation -----------------------------------------------------------------------------


def test_a_second_invitation_is_silently_the_first(building: Building, store: Store) -> None:
    first = invite(building, GRACE)
    before = world.rows(store)

    second = invite(building, GRACE.title())

    assert first is not None
    assert second is None
    assert world.rows(store) == before


def test_whoever_takes_part_is_not_invited(building: Building) -> None:
    world.enrol(building, "Ada Lindqvist")

    assert invite(building, "ada.lindqvist@linden.example") is None


def test_an_address_can_be_invited_again_when_its_invitation_has_run_out(
    building: Building,
) -> None:
    invite(building, GRACE)

    building.clock.pass_(days=14)

    assert invite(building, GRACE) is not None


def test_an_invitation_keeps_no_address(building: Building, store: Store) -> None:
    invite(building, GRACE)

    assert not world.find(store, "grace")


def test_an_invitation_is_over_with_the_last_day_it_is_for(building: Building) -> None:
    last = building.now + timedelta(days=3)

    made = invite(building, GRACE, Start(building.everyone, building.hq, last))

    assert made is not None
    assert made.until == last


# --- a list -------------------------------------------------------------------------------------


def test_a_list_becomes_messages_and_nothing_of_it_is_left(
    building: Building, store: Store
) -> None:
    ask(building, GRACE, "hal@elsewhere.example")

    assert work(building) == 2

    assert {letter.address for letter in world.letters(store)} == {GRACE, "hal@elsewhere.example"}
    letter = world.letters(store)[0]
    assert POST.links in letter.body
    assert "14 days" in letter.body
    assert "You don't have to" in letter.body
    assert "pasted_line" not in world.rows(store)


def test_a_list_is_worked_through_in_parts(building: Building) -> None:
    ask(building, *(f"person{number}@elsewhere.example" for number in range(5)))

    left = []
    for _ in range(3):
        work(building, limit=2)
        with building.runtime.reading() as db:
            left.append(invitations.waiting(db))

    assert left == [3, 1, 0]


def test_a_line_s_own_last_day_comes_with_the_invitation(building: Building, store: Store) -> None:
    ask(building, GRACE, last=date(2026, 12, 31))
    work(building)
    code = world.letters(store)[0].body.partition(POST.links)[2].split()[0]

    with building.runtime.reading() as db:
        way = joining.by_invitation(db, code, now=building.now)

    assert way.start.ends_at is not None
    assert way.start.ends_at.date() == date(2026, 12, 31)


@pytest.mark.parametrize("unknown", ["site", "profile"])
def test_nobody_is_invited_to_nowhere(building: Building, store: Store, unknown: str) -> None:
    site = SiteId(building.kiosk) if unknown == "site" else building.hq
    profile = ProfileId(building.kiosk) if unknown == "profile" else building.everyone

    with pytest.raises(NotFoundError), building.runtime.writing() as db:
        invitations.ask(db, [Line(GRACE, None)], profile, site, None, by=KIM, now=building.now)

    assert "pasted_line" not in world.rows(store)


def test_the_record_of_acts_tells_how_many_lines_and_never_what_became_of_them(
    building: Building, store: Store
) -> None:
    world.enrol(building, "Ada Lindqvist")
    invite(building, GRACE)
    before = world.rows(store)["audit_event"]

    for address in ("ada.lindqvist@linden.example", GRACE, "new@elsewhere.example"):
        ask(building, address)
        work(building)

    assert world.rows(store)["audit_event"] == before + 3
    assert world.find(store, "invitation.ask") == ["audit_event.act"]


# --- what can't be delivered --------------------------------------------------------------------


def test_an_invitation_that_bounces_is_counted_and_can_be_sent_anew(
    building: Building, store: Store
) -> None:
    ask(building, GRACE)
    work(building)

    with store.writing() as db:
        for _ in range(2):
            invitations.undeliverable(db, GRACE, building.runtime.hashing, now=building.now)

    assert undelivered(building) == 1
    assert "invitation" not in world.rows(store)
    ask(building, GRACE)
    work(building)
    assert len(world.letters(store)) == 2


def test_what_could_not_be_sent_in_a_day_counts_as_undelivered(
    building: Building, store: Store
) -> None:
    ask(building, GRACE)
    work(building)
    building.clock.pass_(hours=24)

    with store.writing() as db:
        invitations.give_up(db, building.runtime.hashing, now=building.now)

    assert world.letters(store) == []
    assert undelivered(building) == 1
    building.clock.pass_(days=15)
    assert undelivered(building) == 0


def test_a_code_that_was_not_sent_in_time_takes_no_invitation_back(
    building: Building, store: Store
) -> None:
    ask(building, GRACE)
    work(building)
    with store.writing() as db:
        for letter in world.letters(store):
            outbox.done(db, letter.id)
        from checkin.services import codes

        codes.mail_code(db, GRACE, "Linden Works", building.runtime.hashing, now=building.now)
    building.clock.pass_(minutes=15)

    with store.writing() as db:
        invitations.give_up(db, building.runtime.hashing, now=building.now)

    assert undelivered(building) == 0
    assert world.rows(store)["invitation"] == 1
