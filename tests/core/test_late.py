"""Scans that a kiosk answered by itself: what happened is kept, and a disagreement is noticed."""

from dataclasses import replace

import pytest

from checkin.core.badge import BadgeFault
from checkin.core.inventory import Purpose
from checkin.core.late import Answered, Disputed, as_it_happened, dispute, uncounted
from checkin.core.policy import BadgeState, Facts, HolderFacts, Recording, Say, decide
from tests.core.test_policy import NOON, WELCOME

LET_IN = Answered(True, Say.WELCOME)
TURNED_AWAY = Answered(False, Say.USE_DESK)
GOOD = decide(WELCOME, now=NOON)


def refused(**changes: object) -> Facts:
    return replace(WELCOME, **changes)  # type: ignore[arg-type]


REVOKED = refused(known=replace(WELCOME.known, state=BadgeState.REVOKED))  # type: ignore[type-var]


def test_who_agrees_has_no_dispute() -> None:
    assert dispute(LET_IN, GOOD) is None
    assert dispute(TURNED_AWAY, decide(REVOKED, now=NOON)) is None


@pytest.mark.parametrize(
    ("facts", "about"),
    [
        (REVOKED, Disputed.LET_IN),
        (refused(known=None), Disputed.UNKNOWN_BADGE),
        (refused(proof_used=True), Disputed.SHOWN_TWICE),
    ],
)
def test_whoever_was_let_in_against_the_rules_is_a_dispute(facts: Facts, about: Disputed) -> None:
    assert dispute(LET_IN, decide(facts, now=NOON)) is about


def test_whoever_was_turned_away_and_should_not_have_been_is_one_too() -> None:
    assert dispute(TURNED_AWAY, GOOD) is Disputed.TURNED_AWAY


def test_a_kiosk_that_could_not_tell_said_nothing_to_disagree_with() -> None:
    assert dispute(Answered(False, Say.NO_DATA), GOOD) is None


def test_whoever_came_in_counts_as_having_come_in() -> None:
    happened = as_it_happened(LET_IN, decide(REVOKED, now=NOON), REVOKED)

    assert happened.admit
    assert Recording.COUNTED in happened.recording


def test_only_whoever_wants_it_is_named() -> None:
    holder = WELCOME.known
    assert isinstance(holder, HolderFacts)
    named = refused(known=replace(holder, remembers=frozenset({Purpose.HISTORY})))
    unnamed = refused(known=replace(holder, remembers=frozenset()))

    for facts, expected in ((named, True), (unnamed, False)):
        happened = as_it_happened(LET_IN, decide(facts, now=NOON), facts)
        assert (Recording.NAMED in happened.recording) is expected


def test_a_proof_that_was_used_before_is_not_kept_again() -> None:
    facts = refused(proof_used=True)

    happened = as_it_happened(LET_IN, decide(facts, now=NOON), facts)

    assert Recording.PROVED not in happened.recording


def test_whoever_was_turned_away_is_a_refusal_without_a_name() -> None:
    assert as_it_happened(TURNED_AWAY, GOOD, WELCOME).recording == {Recording.REFUSED}


def test_what_could_not_be_read_is_only_counted() -> None:
    facts = refused(shown=BadgeFault.MALFORMED)
    answered = Answered(False, Say.UNREADABLE)

    assert as_it_happened(answered, decide(facts, now=NOON), facts).recording == {Recording.UNREAD}


def test_what_is_not_counted_is_kept_in_every_other_way() -> None:
    counted = as_it_happened(LET_IN, GOOD, WELCOME)

    assert uncounted(counted) == replace(counted, recording=counted.recording - {Recording.COUNTED})
    assert Recording.COUNTED in counted.recording
