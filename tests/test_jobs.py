import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete

from checkin import jobs
from checkin.core import consent
from checkin.core.audit import SYSTEM
from checkin.core.consent import State
from checkin.core.inventory import Purpose
from checkin.core.pasted import Line
from checkin.core.policy import Posture
from checkin.core.retention import Limits
from checkin.jobs import Jobs
from checkin.services import codes, invitations, leaving, outbox, retention
from checkin.services.leaving import InForce
from checkin.settings import MailSettings
from checkin.storage import Db, audit, consents, mail, sites
from checkin.storage.mail import Letter
from checkin.storage.outbox import Waiting
from checkin.storage.store import Store
from checkin.storage.tables import receipt_code
from tests import mailbox, world
from tests.commands import free_port
from tests.mailbox import Mailbox
from tests.world import Building, looking_in, rows

HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mailbox.listening() as started:
        yield started


@pytest.fixture
def building(store: Store, tmp_path: Path, server: Mailbox) -> Building:
    account = MailSettings(host="127.0.0.1", port=server.port, starttls=False)
    return world.building(store, tmp_path, mail=account)


def put(building: Building, *subjects: str, life: timedelta = HOUR) -> None:
    for subject in subjects:
        with building.runtime.writing() as db:
            mail.put(
                db, f"{subject}@linden.example", Letter(subject, "Hi."), now=building.now, life=life
            )
        building.clock.pass_(seconds=1)


def waiting(building: Building) -> list[Waiting]:
    with building.runtime.reading() as db:
        return list(outbox.waiting(db, now=building.now))


def subjects(server: Mailbox) -> list[str]:
    return [letter["Subject"] for letter in server.arrived]


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# --- mail -------------------------------------------------------------------------------------


def test_what_waits_is_sent_and_forgotten(building: Building, server: Mailbox) -> None:
    put(building, "first", "second")

    assert jobs.send_waiting(building.runtime)

    assert subjects(server) == ["first", "second"]
    assert waiting(building) == []


def test_an_address_that_is_refused_for_good_is_forgotten(
    building: Building, server: Mailbox
) -> None:
    put(building, "gone")
    server.answer = "550 nobody here"

    assert jobs.send_waiting(building.runtime)

    assert waiting(building) == []


def test_what_is_put_off_waits_behind_the_others(building: Building, server: Mailbox) -> None:
    put(building, "first", "second")
    server.answer = "451 later"

    assert not jobs.send_waiting(building.runtime)

    assert [(one.subject, one.tries) for one in waiting(building)] == [("second", 0), ("first", 1)]


def test_a_server_that_puts_things_off_is_left_alone_for_longer_each_time(
    building: Building, server: Mailbox
) -> None:
    put(building, "first")
    server.answer = "451 later"
    work = Jobs(building.runtime)
    tries = []

    for _ in range(90):
        work.tick()
        tries.append(server.connections)
        building.clock.pass_(seconds=1)

    reached = [second for second, (one, next_) in enumerate(pairwise(tries), 1) if next_ > one]
    assert tries[0] == 1
    assert reached == [10, 30, 70]


def test_a_server_that_is_back_gets_what_waited(building: Building, server: Mailbox) -> None:
    put(building, "first")
    server.answer = "451 later"
    work = Jobs(building.runtime)
    work.tick()
    server.answer = "250 fine"

    building.clock.pass_(seconds=10)
    work.tick()

    assert subjects(server) == ["first"]
    assert waiting(building) == []


def test_a_failure_is_logged_without_an_address(
    building: Building, caplog: pytest.LogCaptureFixture
) -> None:
    unreachable = replace(building.runtime.settings.mail, port=free_port())
    rt = replace(building.runtime, settings=replace(building.runtime.settings, mail=unreachable))
    put(building, "ada")

    with caplog.at_level(logging.WARNING):
        jobs.send_waiting(rt)

    assert "mail.delayed" in caplog.text
    assert "linden.example" not in caplog.text


@pytest.mark.parametrize("changes", [{"demo": True}, {"mail": MailSettings()}])
def test_a_demo_and_an_instance_without_a_server_send_nothing(
    building: Building, server: Mailbox, changes: dict[str, object]
) -> None:
    settings = replace(building.runtime.settings, **changes)  # type: ignore[arg-type]
    put(building, "first")

    Jobs(replace(building.runtime, settings=settings)).tick()

    assert server.connections == 0
    assert len(waiting(building)) == 1


# --- pasted lists -----------------------------------------------------------------------------


def ask(building: Building, *addresses: str) -> None:
    with building.runtime.writing() as db:
        lines = [Line(address, None) for address in addresses]
        invitations.ask(
            db, lines, building.everyone, building.hq, None, by=SYSTEM, now=building.now
        )


def test_a_list_of_addresses_becomes_mail_in_one_round(
    building: Building, server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    ask(building, "ada@linden.example", "grace@linden.example")

    Jobs(building.runtime).tick()

    assert {letter["To"] for letter in server.arrived} == {
        "ada@linden.example",
        "grace@linden.example",
    }


def test_an_invitation_whose_address_is_refused_is_counted_and_can_be_sent_anew(
    building: Building, server: Mailbox, store: Store
) -> None:
    server.answer = "550 nobody here"
    ask(building, "nobody@linden.example")
    put(building, "gone")

    Jobs(building.runtime).tick()

    with building.runtime.reading() as db:
        assert invitations.undelivered(db, building.runtime.hashing, now=building.now) == 1
    assert "invitation" not in world.rows(store)


def test_a_code_never_waits_behind_hundreds_of_invitations(
    building: Building, server: Mailbox
) -> None:
    ask(building, *(f"person{number}@linden.example" for number in range(30)))
    jobs.invite(building.runtime)
    with building.runtime.writing() as db:
        codes.mail_code(
            db, "ada@linden.example", "Linden Works", building.runtime.hashing, now=building.now
        )

    jobs.send_waiting(building.runtime)

    assert server.arrived[0]["To"] == "ada@linden.example"


# --- retention --------------------------------------------------------------------------------


def test_what_is_due_goes_at_the_start_and_every_hour(building: Building, store: Store) -> None:
    work, ada = Jobs(building.runtime), world.enrol(building).refs.identity
    with building.runtime.writing() as db:
        codes.carry(db, ada, now=building.now - timedelta(hours=1))
    work.tick()
    at_the_start = world.rows(store).get("carry_code")
    with building.runtime.writing() as db:
        codes.carry(db, ada, now=building.now)

    building.clock.pass_(minutes=59)
    work.tick()
    within_the_hour = world.rows(store).get("carry_code")
    building.clock.pass_(minutes=1)
    work.tick()

    assert (at_the_start, within_the_hour) == (None, 1)
    assert "carry_code" not in world.rows(store)


def test_an_address_that_is_no_longer_needed_goes_within_a_minute(
    building: Building, store: Store
) -> None:
    work = Jobs(replace(building.runtime, settings=replace(building.runtime.settings, demo=True)))
    put(building, "first", life=timedelta(minutes=15))
    work.tick()
    building.clock.pass_(minutes=14, seconds=58)
    work.tick()
    before = world.rows(store).get("mail_queue")

    building.clock.pass_(minutes=1)
    work.tick()

    assert before == 1
    assert "mail_queue" not in world.rows(store)


def test_all_of_it_goes_however_many_batches_it_takes(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(building, *(f"n{number}" for number in range(5)), life=timedelta(minutes=1))
    building.clock.pass_(minutes=5)
    whole = retention.run_batch
    batches: list[retention.Run] = []

    def two_at_once(
        db: Db, limits: Limits, *, now: datetime, clock_is_right: bool
    ) -> retention.Run:
        batches.append(whole(db, limits, now=now, limit=2, clock_is_right=clock_is_right))
        return batches[-1]

    monkeypatch.setattr(retention, "run_batch", two_at_once)

    told: list[int] = []

    assert jobs.delete_due(building.runtime, tell=told.append) == 5
    assert [batch.rows for batch in batches] == [2, 2, 1]
    assert told == [2, 4]


def test_a_clock_that_went_back_stops_deletion_and_says_so(
    building: Building, caplog: pytest.LogCaptureFixture
) -> None:
    put(building, "first", life=timedelta(minutes=1))
    building.clock.pass_(hours=-2)

    with caplog.at_level(logging.ERROR):
        rows = jobs.let_go(building.runtime)

    assert rows == 0
    assert "retention.halted" in caplog.text


def test_a_yes_that_has_run_out_ends_by_itself(building: Building, store: Store) -> None:
    world.enrol(building)
    building.clock.pass_(days=building.runtime.settings.limits.consent_valid_months * 30 + 1)

    Jobs(building.runtime).tick()

    assert "identity" not in world.rows(store)


def test_what_nobody_answered_stops_the_moment_the_new_text_holds(building: Building) -> None:
    ada = world.enrol(building).refs.consent
    longer = world.with_limits(building, retention_entry_days=60)
    edition = world.publish(building, runtime=longer)
    assert edition is not None
    work = Jobs(building.runtime)
    building.clock.at = edition.effective_at - timedelta(minutes=20)
    work.tick()
    with building.runtime.reading() as db:
        before = consent.state(consents.history(db, ada), Purpose.HISTORY)

    building.clock.pass_(minutes=20)
    work.tick()

    with building.runtime.reading() as db:
        after = consent.state(consents.history(db, ada), Purpose.HISTORY)
    assert (before, after) == (State.RENEWAL_DUE, State.SUSPENDED)


def test_people_are_told_before_their_yes_ends_and_where_to_say_it_again(
    building: Building, store: Store
) -> None:
    world.enrol(building)
    building.clock.pass_(days=335)
    demo = replace(building.runtime, settings=replace(building.runtime.settings, demo=True))

    Jobs(demo).tick()

    (letter,) = world.letters(store)
    assert letter.subject.endswith("ends on 18 Nov 2027")
    assert "http://localhost:8000/me/choices" in letter.body


def test_more_people_than_a_batch_are_seen_to_in_one_hour(
    building: Building, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    for name in ("Ada Lindqvist", "Grace Hopper"):
        world.enrol(building, name)
    building.clock.pass_(days=361)

    Jobs(building.runtime).tick()

    assert "identity" not in world.rows(store)


def test_whoever_said_yes_before_codes_came_with_it_gets_one(
    building: Building, store: Store
) -> None:
    people = [world.enrol(building, name) for name in ("Ada Lindqvist", "Grace Hopper")]
    with looking_in(), store.writing() as db:
        db.execute(delete(receipt_code))

    Jobs(building.runtime).tick()

    hashing = building.runtime.hashing
    for person in people:
        code = hashing.receipt_code(person.refs.consent)
        with building.runtime.writing() as db:
            found = leaving.look_up(db, code, "here", hashing, now=building.now)
        assert isinstance(found, InForce)


# --- the thread -------------------------------------------------------------------------------


def test_jobs_run_beside_requests_until_they_are_told_to_stop(
    building: Building, server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "TICK_SECONDS", 0.01)
    put(building, "first")

    stop = jobs.start(building.runtime)

    until(lambda: len(server.arrived) == 1)
    stop.set()


def test_a_round_that_fails_does_not_end_the_others(
    building: Building,
    server: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(jobs, "TICK_SECONDS", 0.01)
    whole, failures = jobs.send_waiting, iter([RuntimeError("a bug")])

    def fails_once(rt: object) -> bool:
        for failure in failures:
            raise failure
        return whole(rt)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "send_waiting", fails_once)
    put(building, "first")

    stop = jobs.start(building.runtime)

    until(lambda: len(server.arrived) == 1)
    stop.set()
    assert "jobs.failed" in caplog.text


def test_what_holds_at_doors_is_kept_as_it_changes(building: Building) -> None:
    jobs.Jobs(building.runtime).tick()
    before = rows(building.runtime.store)["door_rules"]
    with building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.LOCKED)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    jobs.keep_rules(building.runtime)

    assert rows(building.runtime.store)["door_rules"] == before + 1
