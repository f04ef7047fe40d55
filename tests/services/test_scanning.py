"""Scans on a real database: one decision and one trace, and nothing that outlives a choice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from checkin.core import badge as badges_core
from checkin.core import base45
from checkin.core.audit import SYSTEM
from checkin.core.badge import Assurance, Badge, BadgeFault, KeyPurpose, Kind
from checkin.core.inventory import Purpose
from checkin.core.policy import GapMode, Posture, Reason, Say
from checkin.core.scan import Direction, Scan
from checkin.core.site import DoorClass
from checkin.services import badges, consent, scanning
from checkin.services.enrolment import Enrolled
from checkin.services.scanning import Answer, Trust, Unanswered
from checkin.storage import Db, audit, kiosks, passes, scan_facts, sites, tables
from tests import minting
from tests.minting import PHONE, PHONE_P256, MadeKey
from tests.phones import phone_of
from tests.vectors import make_badge
from tests.world import ENTRY_ALONE, Building, enrol, looking_in, rows, text_of


@pytest.fixture
def world(building: Building) -> Building:
    return building


def trust(world: Building) -> Trust:
    return world.runtime.trust


def scan(
    world: Building,
    token: str,
    direction: Direction = Direction.IN,
    *,
    nonce: UUID | None = None,
    now: datetime | None = None,
) -> Answer | Unanswered:
    sent = Scan(world.kiosk_hash, token, nonce or uuid4(), world.now, direction)
    with world.runtime.scanning() as db:
        return record(db, world, sent, now=now or world.now)


def record(db: Db, world: Building, sent: Scan, *, now: datetime) -> Answer | Unanswered:
    shown = scanning.read_token(sent.token, trust(world), now=now)
    return scanning.record_scan(db, sent, shown, trust(world), now=now)


def said(answer: Answer | Unanswered) -> Say:
    assert isinstance(answer, Answer)
    return answer.say


def day_pass(world: Building) -> str:
    """A day pass for today at the headquarters, as a pack has it."""
    rt = world.runtime
    midnight = world.now.replace(hour=0)
    claims = Badge(
        cti=uuid4().bytes,
        kind=Kind.DAY,
        aud="hq",
        issued_at=world.now - timedelta(hours=1),
        not_before=midnight,
        expires_at=midnight + timedelta(days=1),
        kid=rt.keyring.active(KeyPurpose.DAY, world.now),
        status=None,
    )
    code_hash = rt.hashing.code(rt.hashing.short_code(claims.cti))
    with rt.writing() as db:
        passes.add(
            db,
            world.hq,
            [passes.Pass(code_hash, midnight, claims.expires_at, claims.kid, b"m" * 8)],
        )
        audit.append(db, SYSTEM, "pass.print", "pass:test", now=world.now)
    return badges_core.issue(claims, rt.keyring)


def traces(world: Building) -> dict[str, int]:
    """How many rows of each kind scans have left."""
    kinds = ("entry", "weekly_ref", "refusal", "scan_answer", "marker", "kiosk_count")
    found = rows(world.runtime.store)
    return {kind: found[kind] for kind in kinds if kind in found}


def counts(world: Building) -> tuple[int, int, int]:
    count = tables.kiosk_count.c
    with world.runtime.reading() as db:
        found = db.execute(select(count.came_in, count.left_again, count.unread)).all()
    came_in, left, unread = (sum(row[place] for row in found) for place in range(3))
    return came_in, left, unread


# --- what a scan leaves -----------------------------------------------------------------------


def test_with_history_an_entry_is_kept_to_the_minute(world: Building) -> None:
    person = enrol(world)
    world.clock.pass_(seconds=17)

    answer = scan(world, text_of(world, person))

    assert said(answer) is Say.WELCOME
    with looking_in(), world.runtime.reading() as db:
        entry = db.execute(select(tables.entry)).one()
    assert entry.minute == world.now.replace(second=0)
    assert entry.kiosk == world.kiosk
    assert len(entry.salt) == len(entry.commitment) == 32
    assert counts(world) == (1, 0, 0)


def test_without_history_a_scan_leaves_a_count_and_no_row_about_the_person(
    world: Building,
) -> None:
    person = enrol(world, purposes=ENTRY_ALONE)

    scan(world, text_of(world, person))

    assert traces(world) == {"scan_answer": 1, "kiosk_count": 1}


def test_a_day_pass_gets_the_same_answer_and_leaves_a_count(world: Building) -> None:
    person = enrol(world, purposes=ENTRY_ALONE)
    badge_answer = scan(world, text_of(world, person))

    pass_answer = scan(world, day_pass(world))

    assert pass_answer == badge_answer
    assert counts(world) == (2, 0, 0)
    assert traces(world) == {"scan_answer": 2, "kiosk_count": 1}


def test_leaving_stores_no_entry(world: Building) -> None:
    person = enrol(world)

    answer = scan(world, text_of(world, person), Direction.OUT)

    assert said(answer) is Say.GOODBYE
    assert "entry" not in traces(world)
    assert counts(world) == (0, 1, 0)


def test_entries_of_two_weeks_bear_two_references(world: Building) -> None:
    person = enrol(world)
    scan(world, text_of(world, person))
    scan(world, text_of(world, person))

    world.clock.pass_(days=7)
    scan(world, text_of(world, person))

    assert traces(world)["entry"] == 3
    assert traces(world)["weekly_ref"] == 2


def test_an_unreadable_text_leaves_nothing_but_a_count(world: Building) -> None:
    answer = scan(world, "https://example.org/")

    assert said(answer) is Say.UNREADABLE
    assert traces(world) == {"scan_answer": 1, "kiosk_count": 1}
    assert counts(world) == (0, 0, 1)


def test_a_neutral_refusal_keeps_what_was_said_and_no_reason(world: Building) -> None:
    person = enrol(world)
    with world.runtime.writing() as db:
        badges.revoke(db, person.badge.id, SYSTEM, "badge_help", now=world.now)

    answer = scan(world, text_of(world, person))

    assert said(answer) is Say.USE_DESK
    with world.runtime.reading() as db:
        refusal = db.execute(select(tables.refusal)).one()
    assert (refusal.say, refusal.reason) == (Say.USE_DESK, None)


def test_a_scan_at_a_locked_door_keeps_the_reason(world: Building) -> None:
    person = enrol(world)
    with world.runtime.writing() as db:
        sites.set_posture(db, world.main_entrance, Posture.LOCKED)
        audit.append(db, SYSTEM, "door.posture", "door:main", now=world.now)

    answer = scan(world, text_of(world, person))

    assert said(answer) is Say.CLOSED
    with world.runtime.reading() as db:
        assert db.execute(select(tables.refusal.c.reason)).scalar_one() is Reason.DOOR_LOCKED


def test_a_day_pass_that_is_let_in_shows_that_the_alternative_works(world: Building) -> None:
    scan(world, day_pass(world))

    with world.runtime.reading() as db:
        used = db.execute(select(tables.site.c.alternative_at).where(tables.site.c.code == "hq"))
        assert used.scalar_one() == world.now


# --- who is refused ---------------------------------------------------------------------------


def test_a_voided_day_pass_is_refused(world: Building) -> None:
    text = day_pass(world)
    with world.runtime.writing() as db:
        db.execute(update(tables.day_pass).values(voided=True))
        audit.append(db, SYSTEM, "pass.void", "pass:test", now=world.now)

    assert said(scan(world, text)) is Say.USE_DESK


def test_yesterday_s_day_pass_is_refused(world: Building) -> None:
    text = day_pass(world)
    world.clock.pass_(days=1)

    assert said(scan(world, text)) is Say.USE_DESK


def test_a_badge_of_somebody_who_took_the_consent_back_is_refused(world: Building) -> None:
    person = enrol(world)
    text = text_of(world, person)
    take_back(world, person)

    assert said(scan(world, text)) is Say.USE_DESK
    assert explained(world, text) is Reason.CONSENT_ENDED


def test_a_badge_stops_when_the_consent_runs_out_before_it(world: Building) -> None:
    person = enrol(world)
    with world.runtime.writing() as db:
        db.execute(update(tables.holder).values(entry_until=world.now))
        audit.append(db, SYSTEM, "test", "holder:test", now=world.now)

    assert said(scan(world, text_of(world, person))) is Say.USE_DESK


def test_a_genuine_badge_that_the_building_has_never_heard_of_is_refused(world: Building) -> None:
    person = enrol(world)
    claims = replace(person.badge.claims("https://x.example/s/1"), cti=bytes(16))
    text = badges_core.issue(claims, world.runtime.keyring)

    assert said(scan(world, text)) is Say.USE_DESK
    assert explained(world, text) is Reason.UNKNOWN_BADGE


def test_a_replaced_badge_is_refused_and_the_new_one_let_in(world: Building) -> None:
    person = enrol(world)
    old = text_of(world, person)
    with world.runtime.writing() as db:
        held = badges.reissue(db, person.refs.holder, world.runtime.making(), now=world.now)

    assert said(scan(world, old)) is Say.USE_DESK
    assert explained(world, old) is Reason.REPLACED
    assert said(scan(world, badges.redraw(held, world.runtime.making()))) is Say.WELCOME


def test_a_badge_without_a_profile_at_this_door_is_not_here(world: Building) -> None:
    person = enrol(world)
    with world.runtime.writing() as db:
        db.execute(tables.profile_door.delete())
        audit.append(db, SYSTEM, "test", "profile:test", now=world.now)

    assert said(scan(world, text_of(world, person))) is Say.NOT_HERE


def test_a_full_site_says_so_and_takes_people_again_when_some_have_left(world: Building) -> None:
    person = enrol(world, purposes=ENTRY_ALONE)
    text = text_of(world, person)
    with world.runtime.writing() as db:
        db.execute(update(tables.site).values(capacity=1))
        audit.append(db, SYSTEM, "site.capacity", "site:hq", now=world.now)

    first, second = scan(world, text), scan(world, text)
    scan(world, text, Direction.OUT)
    third = scan(world, text)

    assert [said(first), said(second), said(third)] == [Say.WELCOME, Say.FULL, Say.WELCOME]


def test_within_the_re_entry_gap_the_same_badge_waits(world: Building) -> None:
    person = enrol(world, purposes=ENTRY_ALONE)
    text = text_of(world, person)
    with world.runtime.writing() as db:
        sites.set_gap(db, world.main_entrance, 300, GapMode.REFUSE)
        audit.append(db, SYSTEM, "door.gap", "door:main", now=world.now)

    first = scan(world, text)
    again = scan(world, text, now=world.clock.pass_(minutes=4))
    leaving = scan(world, text, Direction.OUT)
    later = scan(world, text, now=world.clock.pass_(minutes=2))

    assert [said(one) for one in (first, again, leaving, later)] == [
        Say.WELCOME,
        Say.ALREADY,
        Say.GOODBYE,
        Say.WELCOME,
    ]


# --- typed codes ------------------------------------------------------------------------------


def code_of(world: Building, person: Enrolled) -> str:
    return world.runtime.hashing.short_code(person.badge.cti.bytes)


def typed_pass(world: Building) -> str:
    """The short code under a new day pass."""
    found = badges_core.inspect(day_pass(world))
    assert isinstance(found, Badge)
    return world.runtime.hashing.short_code(found.cti)


def test_a_key_that_is_revoked_opens_nothing_shown_or_typed(world: Building) -> None:
    person, shown, typed = enrol(world), day_pass(world), typed_pass(world)
    badge_text, badge_code = text_of(world, person), code_of(world, person)
    keyring, now = world.runtime.keyring, world.now
    assert said(scan(world, typed)) is Say.WELCOME

    for purpose in (KeyPurpose.BADGE, KeyPurpose.DAY):
        keyring.revoke(keyring.active(purpose, now), now=now)

    for text in (shown, typed, badge_text, badge_code):
        assert said(scan(world, text)) is Say.USE_DESK
        assert explained(world, text) is BadgeFault.KEY_REVOKED


def test_a_pass_typed_after_its_key_has_stopped_signing_is_good(world: Building) -> None:
    typed, keyring = typed_pass(world), world.runtime.keyring
    old, before_midnight = keyring.active(KeyPurpose.DAY, world.now), world.now - timedelta(days=1)
    keyring.new(KeyPurpose.DAY, now=before_midnight, at_once=True)

    keyring.retire(old, now=before_midnight)

    assert said(scan(world, typed)) is Say.WELCOME


def test_a_typed_code_stands_for_the_badge_however_it_is_written(world: Building) -> None:
    person = enrol(world)
    code = code_of(world, person)

    assert said(scan(world, code)) is Say.WELCOME
    assert said(scan(world, f"{code[:5].lower()}-{code[5:]}")) is Say.WELCOME


def test_a_typed_code_is_bound_to_the_badge_s_dates_and_site(world: Building) -> None:
    person = enrol(world)
    code = code_of(world, person)

    assert said(scan(world, code, now=world.now + timedelta(days=91))) is Say.USE_DESK
    assert said(scan(world, code, now=world.now - timedelta(days=1))) is Say.USE_DESK
    with world.runtime.writing() as db:
        db.execute(update(tables.badge).values(aud="elsewhere"))
        audit.append(db, SYSTEM, "test", "badge:test", now=world.now)
    assert explained(world, code) is BadgeFault.WRONG_SITE


def test_a_code_that_nobody_has_is_neutral_and_a_mistyped_one_unreadable(world: Building) -> None:
    right = code_of(world, enrol(world))
    nobody = world.runtime.hashing.short_code(uuid4().bytes)
    mistyped = right[:-1] + ("0" if right[-1] != "0" else "1")

    assert said(scan(world, nobody)) is Say.USE_DESK
    assert said(scan(world, mistyped)) is Say.UNREADABLE


def test_five_wrong_codes_a_minute_and_the_kiosk_waits(world: Building) -> None:
    for _ in range(5):
        scan(world, world.runtime.hashing.short_code(uuid4().bytes))
    right = code_of(world, enrol(world))

    blocked = scan(world, right)
    later = scan(world, right, now=world.clock.pass_(seconds=61))

    assert blocked is Unanswered.TOO_MANY_CODES
    assert said(later) is Say.WELCOME


# --- nonces -----------------------------------------------------------------------------------


def test_a_scan_sent_twice_gets_the_same_answer_and_leaves_one_trace(world: Building) -> None:
    person = enrol(world)
    nonce = uuid4()
    first = scan(world, text_of(world, person), nonce=nonce)
    before = traces(world)

    again = scan(world, text_of(world, person), nonce=nonce, now=world.clock.pass_(hours=2))

    assert again == first
    assert traces(world) == before
    assert counts(world) == (1, 0, 0)


def test_the_stored_answer_wins_over_what_has_become_of_the_badge(world: Building) -> None:
    person = enrol(world)
    nonce, text = uuid4(), text_of(world, person)
    first = scan(world, text, nonce=nonce)
    take_back(world, person)

    assert scan(world, text, nonce=nonce) == first


def test_concurrent_sends_of_one_nonce_get_one_decision_and_one_trace(world: Building) -> None:
    person = enrol(world)
    nonce, text = uuid4(), text_of(world, person)
    together = threading.Barrier(8)

    def send(_: int) -> Answer | Unanswered:
        together.wait()
        return scan(world, text, nonce=nonce)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert set(answers) == {answers[0]}
    assert said(answers[0]) is Say.WELCOME
    assert traces(world) == {"entry": 1, "weekly_ref": 1, "scan_answer": 1, "kiosk_count": 1}
    assert counts(world) == (1, 0, 0)


# --- badges on phones ------------------------------------------------------------------------


@pytest.mark.parametrize("key", [PHONE, PHONE_P256], ids=lambda key: key.name)
def test_a_badge_on_a_phone_is_let_in_and_its_entry_says_so(world: Building, key: MadeKey) -> None:
    phone = phone_of(world, enrol(world), key)

    answer = scan(world, phone.shows(world.now))

    assert said(answer) is Say.WELCOME
    with looking_in(), world.runtime.reading() as db:
        assert db.scalars(select(tables.entry.c.assurance)).all() == ["live"]
    assert traces(world)["marker"] == 1


def test_each_entry_says_what_was_shown(world: Building) -> None:
    person = enrol(world)
    phone = phone_of(world, person)

    for shown in (text_of(world, person), typed(world, person), phone.shows(world.now)):
        assert said(scan(world, shown)) is Say.WELCOME

    with looking_in(), world.runtime.reading() as db:
        found = db.scalars(select(tables.entry.c.assurance)).all()
    assert sorted(found) == ["live", "printed", "typed"]


def test_the_same_proof_is_good_once_and_the_next_one_again(world: Building) -> None:
    phone = phone_of(world, enrol(world))
    shown = phone.shows(world.now)
    assert said(scan(world, shown)) is Say.WELCOME

    world.clock.pass_(seconds=5)

    assert said(scan(world, shown)) is Say.SHOW_LIVE
    assert explained(world, shown) is Reason.REPLAYED
    assert said(scan(world, shown, Direction.OUT)) is Say.SHOW_LIVE
    assert said(scan(world, phone.shows(world.now))) is Say.WELCOME


def test_the_twin_of_an_ecdsa_signature_is_the_same_proof(world: Building) -> None:
    phone = phone_of(world, enrol(world), PHONE_P256)
    shown = phone.shows(world.now)
    content = base45.decode(shown.removeprefix(badges_core.PREFIX))
    twin = minting.as_text(make_badge.with_other_s(content))
    assert said(scan(world, shown)) is Say.WELCOME

    assert twin != shown
    assert said(scan(world, twin)) is Say.SHOW_LIVE


def test_a_proof_of_an_hour_ago_is_a_picture(world: Building) -> None:
    phone = phone_of(world, enrol(world))
    shown = phone.shows(world.now)
    world.clock.pass_(seconds=30)

    assert said(scan(world, shown)) is Say.SHOW_LIVE
    assert explained(world, shown) is BadgeFault.PROOF_STALE


def test_a_proof_that_was_refused_is_not_used_up(world: Building) -> None:
    phone = phone_of(world, enrol(world))
    shown = phone.shows(world.now)
    door(world, posture=Posture.LOCKED)
    assert said(scan(world, shown)) is Say.CLOSED

    door(world, posture=Posture.NORMAL)

    assert said(scan(world, shown)) is Say.WELCOME


def test_of_many_at_once_with_one_proof_one_is_let_in(world: Building) -> None:
    shown = phone_of(world, enrol(world)).shows(world.now)
    together = threading.Barrier(8)

    def send(_: int) -> Say:
        together.wait()
        return said(scan(world, shown))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert sorted(answers) == [Say.SHOW_LIVE] * 7 + [Say.WELCOME]
    assert counts(world) == (1, 0, 0)
    assert traces(world)["entry"] == 1


def test_what_a_phone_was_given_opens_nothing_alone(world: Building) -> None:
    phone = phone_of(world, enrol(world))

    assert said(scan(world, minting.as_text(phone.issued))) is Say.SHOW_LIVE


def test_a_badge_on_a_phone_ends_with_the_consent(world: Building) -> None:
    person = enrol(world)
    phone = phone_of(world, person)
    take_back(world, person)

    assert said(scan(world, phone.shows(world.now))) is Say.USE_DESK


def test_a_restricted_door_asks_for_what_it_was_told_to(world: Building) -> None:
    person = enrol(world)
    phone = phone_of(world, person)
    door(world, door_class=DoorClass.RESTRICTED)
    assert said(scan(world, text_of(world, person))) is Say.WELCOME
    assert said(scan(world, day_pass(world))) is Say.SHOW_LIVE

    door(world, assurance=Assurance.LIVE)

    assert explained(world, text_of(world, person)) is BadgeFault.LIVE_ONLY
    assert explained(world, typed(world, person)) is BadgeFault.LIVE_ONLY
    assert explained(world, day_pass(world)) is BadgeFault.DAY_PASS_NOT_ALLOWED
    assert said(scan(world, phone.shows(world.now))) is Say.WELCOME


def test_no_general_door_can_ask_for_a_phone(world: Building) -> None:
    with pytest.raises(IntegrityError):
        door(world, assurance=Assurance.LIVE)


def door(world: Building, **values: object) -> None:
    """Change the main entrance."""
    with world.runtime.writing() as db:
        changed = update(tables.door).where(tables.door.c.id == world.main_entrance)
        db.execute(changed.values(version=tables.door.c.version + 1, **values))
        audit.append(db, SYSTEM, "door.test", f"door:{world.main_entrance}", now=world.now)


def typed(world: Building, person: Enrolled) -> str:
    return badges.short_code(person.badge, world.runtime.hashing)


# --- the race between a scan and a withdrawal -------------------------------------------------


def test_no_entry_is_kept_after_a_withdrawal_whatever_overlaps_it(world: Building) -> None:
    people = [enrol(world, f"Ada Lindqvist {number}") for number in range(6)]
    for person in people:
        texts = [text_of(world, person)] * 8
        together = threading.Barrier(9)

        def send(text: str, together: threading.Barrier = together) -> Answer | Unanswered:
            together.wait()
            return scan(world, text)

        def withdraw(someone: Enrolled = person, together: threading.Barrier = together) -> None:
            together.wait()
            take_back(world, someone)

        with ThreadPoolExecutor(9) as pool:
            ending = pool.submit(withdraw)
            answers = list(pool.map(send, texts))
            ending.result()

        assert {said(answer) for answer in answers} <= {Say.WELCOME, Say.USE_DESK}
        assert "entry" not in traces(world)
        assert "weekly_ref" not in traces(world)


def test_a_scan_that_read_before_a_withdrawal_and_stores_after_it_decides_again(
    world: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, runtime = enrol(world), world.runtime
    sent = Scan(world.kiosk_hash, text_of(world, person), uuid4(), world.now, Direction.IN)
    read, held = scan_facts.at_kiosk, {"times": 0}
    nothing_comes_between = runtime.store.dialect == "sqlite"  # unless it is in the same block

    def facts_then_withdrawal(db: Db, *args: Any, **kwargs: Any) -> object:
        found = read(db, *args, **kwargs)
        held["times"] += 1
        if held["times"] == 1:
            with nullcontext(db) if nothing_comes_between else runtime.writing() as other:
                consent.withdraw(
                    other,
                    person.refs.identity,
                    [Purpose.ENTRY],
                    runtime.hashing,
                    now=world.now,
                )
        return found

    monkeypatch.setattr(scan_facts, "at_kiosk", facts_then_withdrawal)

    with runtime.writing() if nothing_comes_between else runtime.scanning() as db_of_scan:
        answer = record(db_of_scan, world, sent, now=world.now)

    assert said(answer) is Say.USE_DESK
    assert held["times"] == 2
    assert "entry" not in traces(world)


# --- who may ask ------------------------------------------------------------------------------


def test_a_device_that_isn_t_paired_gets_no_answer(world: Building) -> None:
    sent = Scan(bytes(32), text_of(world, enrol(world)), uuid4(), world.now, Direction.IN)

    with world.runtime.writing() as db:
        answer = record(db, world, sent, now=world.now)

    assert answer is Unanswered.NOT_PAIRED
    assert traces(world) == {}


def test_a_revoked_kiosk_gets_no_answer(world: Building) -> None:
    person = enrol(world)
    with world.runtime.writing() as db:
        kiosks.revoke(db, world.kiosk, now=world.now)
        audit.append(db, SYSTEM, "kiosk.revoked", "kiosk:test", now=world.now)

    assert scan(world, text_of(world, person)) is Unanswered.REVOKED
    assert traces(world) == {}


def test_a_direction_that_the_door_hasn_t_is_refused_as_unreadable(world: Building) -> None:
    with world.runtime.writing() as db:
        db.execute(update(tables.kiosk).values(door=world.courtyard))
        audit.append(db, SYSTEM, "test", "kiosk:test", now=world.now)

    answer = scan(world, text_of(world, enrol(world)), Direction.OUT)

    assert answer is Unanswered.WRONG_DIRECTION


# --- helpers of these tests -------------------------------------------------------------------


def take_back(world: Building, person: Enrolled) -> None:
    with world.runtime.writing() as db:
        consent.withdraw(
            db, person.refs.identity, [Purpose.ENTRY], world.runtime.hashing, now=world.now
        )


def explained(world: Building, token: str) -> Reason | BadgeFault:
    with world.runtime.reading() as db:
        found = scanning.explain(
            db, token, world.main_entrance, Direction.IN, trust(world), now=world.now
        )
    assert found is not None
    return found.decision.reason
