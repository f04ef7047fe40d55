from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checkin.core import consent
from checkin.core.consent import (
    DUTIES,
    LIVE,
    TRANSITIONS,
    Act,
    By,
    ConsentEvent,
    Duty,
    Method,
    Shown,
    State,
)
from checkin.core.errors import ConflictError, ForbiddenError
from checkin.core.inventory import CONSENT_PURPOSES, Purpose

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR = timedelta(days=360)
SHOWN = Shown("entry:1.0.0", "en", "aa", "bb", "cc")
BOTH = frozenset({Purpose.ENTRY, Purpose.HISTORY})
PURPOSES = st.sampled_from(CONSENT_PURPOSES)
ENDS = st.sampled_from([Act.WITHDRAW, Act.LAPSE, Act.REVOKE])


def given_both() -> tuple[ConsentEvent, ...]:
    return consent.give((), BOTH, SHOWN, now=NOON, valid_for=YEAR)


def event(purpose: Purpose, state: State, second: int = 0) -> ConsentEvent:
    at = NOON + timedelta(seconds=second)
    return ConsentEvent(
        purpose, state, Act.GIVE, By.SUBJECT, Method.WEB_BOX_BUTTON, at, None, SHOWN
    )


EVENTS = st.lists(
    st.builds(
        event,
        PURPOSES,
        st.sampled_from([state for state in State if state is not State.NONE]),
        st.integers(0, 3),
    ),
    max_size=8,
)


# --- what is in force ---------------------------------------------------------------------------


def test_nothing_is_in_force_before_anybody_said_anything() -> None:
    assert consent.granted(()) == frozenset()
    assert consent.state((), Purpose.ENTRY) is State.NONE


def test_what_was_said_yes_to_is_in_force() -> None:
    assert consent.granted(given_both()) == BOTH


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_acts_are_read_changes_nothing(
    events: list[ConsentEvent], chance: object
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert consent.granted(shuffled) == consent.granted(events)
    for purpose in CONSENT_PURPOSES:
        assert consent.state(shuffled, purpose) is consent.state(events, purpose)


@given(PURPOSES, st.lists(st.sampled_from([*LIVE, State.WITHDRAWN]), min_size=1))
def test_of_acts_in_one_second_the_stricter_counts(purpose: Purpose, states: list[State]) -> None:
    acts = [event(purpose, state) for state in states]

    in_force = consent.state(acts, purpose) in LIVE

    assert in_force is (State.WITHDRAWN not in states)


def test_an_act_counts_from_its_whole_second_on() -> None:
    (act,) = consent.give(
        (),
        [Purpose.ENTRY],
        SHOWN,
        now=NOON.replace(microsecond=999_999),
        valid_for=YEAR,
    )

    assert act.occurred_at == NOON


# --- saying yes ---------------------------------------------------------------------------------


def test_a_badge_comes_before_everything_that_is_remembered_of_it() -> None:
    with pytest.raises(ConflictError):
        consent.give((), [Purpose.HISTORY], SHOWN, now=NOON, valid_for=YEAR)


def test_history_can_be_said_yes_to_later() -> None:
    before = consent.give((), [Purpose.ENTRY], SHOWN, now=NOON, valid_for=YEAR)

    later = consent.give(before, [Purpose.HISTORY], SHOWN, now=NOON, valid_for=YEAR)

    assert consent.granted([*before, *later]) == BOTH


def test_a_yes_says_when_it_ends_and_what_was_shown() -> None:
    first, second = given_both()

    assert first.valid_until == second.valid_until == NOON + YEAR
    assert first.shown is SHOWN
    assert (first.by, first.method) == (By.SUBJECT, Method.WEB_BOX_BUTTON)


def test_a_yes_by_a_code_on_paper_is_the_person_s_own_as_well() -> None:
    acts = consent.give((), BOTH, SHOWN, now=NOON, valid_for=YEAR, method=Method.ASSISTED_CODE)

    assert {(act.by, act.method) for act in acts} == {(By.SUBJECT, Method.ASSISTED_CODE)}


def test_what_is_in_force_can_not_be_given_again() -> None:
    with pytest.raises(ConflictError):
        consent.give(given_both(), [Purpose.ENTRY], SHOWN, now=NOON, valid_for=YEAR)


# --- the end of a yes ---------------------------------------------------------------------------


@given(st.frozensets(PURPOSES), PURPOSES)
def test_what_is_not_in_force_can_not_end(said: frozenset[Purpose], other: Purpose) -> None:
    acts = consent.give((), said | {Purpose.ENTRY}, SHOWN, now=NOON, valid_for=YEAR) if said else ()

    ending = consent.end(acts, other, Act.WITHDRAW, by=By.SUBJECT, now=NOON)

    assert (ending is None) is (other not in consent.granted(acts))


def test_the_end_of_the_badge_ends_the_rest_with_it() -> None:
    acts = given_both()

    ending = consent.end(acts, Purpose.ENTRY, Act.WITHDRAW, by=By.SUBJECT, now=NOON)

    assert ending is not None
    assert consent.granted([*acts, *ending.events]) == frozenset()
    assert ending.duties == (Duty.ERASE_ENTRIES, Duty.END_BADGES, Duty.ERASE_PERSON)


def test_taking_back_entries_leaves_the_badge() -> None:
    acts = given_both()

    ending = consent.end(acts, Purpose.HISTORY, Act.WITHDRAW, by=By.SUBJECT, now=NOON)

    assert ending is not None
    assert consent.granted([*acts, *ending.events]) == {Purpose.ENTRY}
    assert ending.duties == (Duty.ERASE_ENTRIES,)


def test_every_end_of_a_badge_brings_the_same_duties() -> None:
    endings = [
        consent.end(given_both(), Purpose.ENTRY, act, by=by, now=NOON)
        for act, by in (
            (Act.WITHDRAW, By.SUBJECT),
            (Act.LAPSE, By.SYSTEM),
            (Act.REVOKE, By.CONTROLLER),
        )
    ]

    assert {ending and ending.duties for ending in endings} == {DUTIES[Purpose.ENTRY]}


def test_an_end_repeats_the_text_that_the_yes_was_given_on() -> None:
    older = tuple(replace(act, shown=replace(SHOWN, notice="entry:0.9.0")) for act in given_both())

    ending = consent.end(older, Purpose.ENTRY, Act.LAPSE, by=By.SYSTEM, now=NOON)

    assert ending is not None
    assert {act.shown.notice for act in ending.events} == {"entry:0.9.0"}
    assert {act.valid_until for act in ending.events} == {None}


@pytest.mark.parametrize("by", [By.CONTROLLER, By.SYSTEM])
def test_nobody_takes_back_for_somebody_else(by: By) -> None:
    with pytest.raises(ForbiddenError):
        consent.end(given_both(), Purpose.ENTRY, Act.WITHDRAW, by=by, now=NOON)


def test_only_the_person_ever_gives() -> None:
    givers = {who for (_, act), (who, _) in TRANSITIONS.items() if act in {Act.GIVE, Act.REAFFIRM}}

    assert givers == {By.SUBJECT}


def test_an_enrolment_that_somebody_else_ended_is_not_given_again_in_the_same_record() -> None:
    acts = list(given_both())
    ending = consent.end(acts, Purpose.ENTRY, Act.REVOKE, by=By.CONTROLLER, now=NOON)
    assert ending is not None

    with pytest.raises(ConflictError):
        consent.give(
            [*acts, *ending.events],
            [Purpose.ENTRY],
            SHOWN,
            now=NOON + YEAR,
            valid_for=YEAR,
        )


# --- every path through the table ---------------------------------------------------------------


class Ledger(RuleBasedStateMachine):
    """A person, an administrator and the clock do whatever they like, in any order."""

    @initialize()
    def nothing_yet(self) -> None:
        self.acts: list[ConsentEvent] = []
        self.now = NOON
        self.expected = dict.fromkeys(CONSENT_PURPOSES, State.NONE)

    @rule(purposes=st.frozensets(PURPOSES, min_size=1))
    def say_yes(self, purposes: frozenset[Purpose]) -> None:
        allowed = all((self.expected[one], Act.GIVE) in TRANSITIONS for one in purposes)
        badge = Purpose.ENTRY in purposes or self.expected[Purpose.ENTRY] in LIVE
        try:
            acts = consent.give(self.acts, purposes, SHOWN, now=self._later(), valid_for=YEAR)
        except ConflictError:
            assert not (allowed and badge)
        else:
            assert allowed
            assert badge
            self._keep(acts, Act.GIVE)

    @rule(purpose=PURPOSES, act=ENDS, by=st.sampled_from(By))
    def end(self, purpose: Purpose, act: Act, by: By) -> None:
        in_force = self.expected[purpose] in LIVE
        try:
            ending = consent.end(self.acts, purpose, act, by=by, now=self._later())
        except ForbiddenError:
            assert in_force
            assert TRANSITIONS[self.expected[purpose], act][0] is not by
            return
        assert (ending is not None) is in_force
        if ending is not None:
            assert TRANSITIONS[self.expected[purpose], act][0] is by
            self._keep(ending.events, act)

    @invariant()
    def the_ledger_says_what_the_table_says(self) -> None:
        for purpose, state in self.expected.items():
            assert consent.state(self.acts, purpose) is state

    @invariant()
    def nothing_is_remembered_without_a_badge(self) -> None:
        in_force = consent.granted(self.acts)
        assert not in_force or Purpose.ENTRY in in_force

    def _later(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _keep(self, acts: Sequence[ConsentEvent], act: Act) -> None:
        for one in acts:
            assert one.act is act
            assert TRANSITIONS[self.expected[one.purpose], act] == (one.by, one.state)
            self.expected[one.purpose] = one.state
        self.acts += acts


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
