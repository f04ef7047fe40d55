from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checkin.core import consent
from checkin.core.at_the_door import at_the_door
from checkin.core.consent import (
    DUTIES,
    LIVE,
    STANDING,
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
from checkin.core.policy import EntryConsent

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR = timedelta(days=360)
SHOWN = Shown("entry:1.0.0", "en", "aa", "bb", "cc")
BOTH = frozenset({Purpose.ENTRY, Purpose.HISTORY})
PURPOSES = st.sampled_from(CONSENT_PURPOSES)
BYS = st.sampled_from(By)
ENDS = st.sampled_from([Act.WITHDRAW, Act.LAPSE, Act.REVOKE, Act.INVALIDATE])


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
    assert first.assisted_by is None


def test_a_yes_by_a_code_on_paper_is_the_person_s_own_as_well() -> None:
    acts = consent.give((), BOTH, SHOWN, now=NOON, valid_for=YEAR, assisted_by="adm-7f3c")

    assert {(act.by, act.method, act.assisted_by) for act in acts} == {
        (By.SUBJECT, Method.ASSISTED_CODE, "adm-7f3c")
    }


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
            (Act.INVALIDATE, By.OFFICER),
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
    yes = {State.GIVEN, State.RENEWED}
    givers = {by for one in TRANSITIONS.values() if one.to in yes for by in one.who}

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


def test_a_free_choice_taken_back_alone_can_be_made_again() -> None:
    acts = list(given_both())
    ending = consent.end(acts, Purpose.HISTORY, Act.WITHDRAW, by=By.SUBJECT, now=NOON)
    assert ending is not None
    acts += ending.events
    acts += consent.erased(acts, now=NOON)
    later = NOON + timedelta(seconds=1)

    again = consent.give(acts, [Purpose.HISTORY], SHOWN, now=later, valid_for=YEAR)

    assert consent.granted([*acts, *again]) == BOTH


def test_a_yes_in_the_second_of_a_no_comes_second() -> None:
    acts = list(given_both())
    ending = consent.end(acts, Purpose.HISTORY, Act.WITHDRAW, by=By.SUBJECT, now=NOON)
    assert ending is not None
    acts += [*ending.events, *consent.erased([*acts, *ending.events], now=NOON)]

    with pytest.raises(ConflictError, match="a moment ago"):
        consent.give(acts, [Purpose.HISTORY], SHOWN, now=NOON, valid_for=YEAR)


def test_a_clock_put_back_stops_nobody_from_taking_back() -> None:
    acts = list(given_both())
    earlier = NOON - timedelta(hours=1)

    ending = consent.end(acts, Purpose.ENTRY, Act.WITHDRAW, by=By.SUBJECT, now=earlier)

    assert ending is not None
    assert consent.granted([*acts, *ending.events]) == frozenset()
    assert {act.occurred_at for act in ending.events} == {NOON}


# --- pauses and new texts -----------------------------------------------------------------------


def test_a_pause_ends_where_it_began() -> None:
    acts = list(given_both())
    acts += consent.step(
        acts, [Purpose.HISTORY], Act.ANNOUNCE, by=By.SYSTEM, now=NOON + timedelta(days=1)
    )
    acts += consent.pause(acts, now=NOON + timedelta(days=2))
    assert consent.granted(acts) == frozenset()

    acts += consent.resume(acts, by=By.SUBJECT, now=NOON + timedelta(days=3))

    assert consent.state(acts, Purpose.ENTRY) is State.GIVEN
    assert consent.state(acts, Purpose.HISTORY) is State.RENEWAL_DUE
    assert acts[-1].valid_until == NOON + YEAR


def test_only_what_is_in_force_can_be_paused() -> None:
    acts = list(given_both())
    acts += consent.pause(acts, now=NOON + timedelta(days=1))

    with pytest.raises(ConflictError, match="nothing to pause"):
        consent.pause(acts, now=NOON + timedelta(days=2))


def test_a_new_text_that_is_not_answered_stops_the_badge_and_waits() -> None:
    acts = list(given_both())
    for day, act in ((1, Act.ANNOUNCE), (15, Act.SUSPEND)):
        acts += consent.step(
            acts, [Purpose.ENTRY], act, by=By.SYSTEM, now=NOON + timedelta(days=day)
        )

    door = at_the_door(acts)

    assert (door.entry, door.until, door.history) == (EntryConsent.SUSPENDED, NOON + YEAR, False)
    assert consent.standing(acts) == BOTH


def test_a_yes_to_the_new_text_counts_from_now_and_names_that_text() -> None:
    acts = list(given_both())
    acts += consent.step(acts, BOTH, Act.ANNOUNCE, by=By.SYSTEM, now=NOON + timedelta(days=1))
    new, later = replace(SHOWN, notice="entry:2.0.0"), NOON + timedelta(days=2)

    acts += consent.reaffirm(acts, BOTH, new, now=later, valid_for=YEAR)

    assert {consent.state(acts, each) for each in BOTH} == {State.RENEWED}
    assert (acts[-1].shown, acts[-1].valid_until) == (new, later + YEAR)


def test_what_was_never_said_yes_to_can_not_be_suspended() -> None:
    with pytest.raises(ConflictError, match="Nothing was said yes to"):
        consent.step((), [Purpose.ENTRY], Act.SUSPEND, by=By.SYSTEM, now=NOON)


# --- the table itself ---------------------------------------------------------------------------

GIVEN, RENEWED, DUE = State.GIVEN, State.RENEWED, State.RENEWAL_DUE
PAUSED = (State.SUSPENDED, State.FROZEN)
OVER = (State.WITHDRAWN, State.EXPIRED, State.REVOKED, State.INVALIDATED)
SUBJECT, CONTROLLER, OFFICER, SYSTEM = By.SUBJECT, By.CONTROLLER, By.OFFICER, By.SYSTEM

Row = tuple[tuple[State, ...], Act, set[By], State | None]

# Written out a second time, so that a slip in the table shows.
AGREED: list[Row] = [
    ((State.NONE,), Act.GIVE, {SUBJECT}, GIVEN),
    ((State.ERASED,), Act.GIVE, {SUBJECT}, GIVEN),
    ((GIVEN, RENEWED, DUE, State.SUSPENDED), Act.REAFFIRM, {SUBJECT}, RENEWED),
    ((GIVEN, RENEWED), Act.ANNOUNCE, {SYSTEM}, DUE),
    ((DUE,), Act.SUSPEND, {SYSTEM}, State.SUSPENDED),
    ((GIVEN, RENEWED, DUE, State.SUSPENDED), Act.LAPSE, {SYSTEM}, State.EXPIRED),
    ((GIVEN, RENEWED, DUE), Act.FREEZE, {SUBJECT}, State.FROZEN),
    ((State.FROZEN,), Act.UNFREEZE, {SUBJECT, SYSTEM}, None),
    ((GIVEN, RENEWED, DUE, *PAUSED), Act.WITHDRAW, {SUBJECT}, State.WITHDRAWN),
    ((GIVEN, RENEWED, DUE, *PAUSED), Act.REVOKE, {CONTROLLER}, State.REVOKED),
    ((GIVEN, RENEWED, DUE, *PAUSED), Act.INVALIDATE, {OFFICER}, State.INVALIDATED),
    (OVER, Act.ERASE, {SYSTEM}, State.ERASED),
]


def test_the_table_is_what_was_agreed() -> None:
    agreed = {(state, act): (who, to) for states, act, who, to in AGREED for state in states}

    assert {key: (set(one.who), one.to) for key, one in TRANSITIONS.items()} == agreed


def test_every_state_can_be_reached_and_left() -> None:
    reached = {one.to for one in TRANSITIONS.values()} | {State.NONE}
    left = {state for state, _ in TRANSITIONS}

    assert reached - {None} == set(State) == left


# --- every path through the table ---------------------------------------------------------------


class Ledger(RuleBasedStateMachine):
    """A person, administrators, an officer and the clock do whatever they like, in any order.

    `stands` follows the table by itself; the ledger has to agree with it after every step.
    """

    @initialize()
    def nothing_yet(self) -> None:
        self.acts: list[ConsentEvent] = []
        self.now = NOON
        self.stands = dict.fromkeys(CONSENT_PURPOSES, State.NONE)
        self.before_pause: dict[Purpose, State] = {}

    @rule(purposes=st.frozensets(PURPOSES, min_size=1))
    def say_yes(self, purposes: frozenset[Purpose]) -> None:
        badge = self.stands[Purpose.ENTRY]
        anew = Purpose.ENTRY in purposes
        fitting = badge is State.NONE if anew else badge in LIVE
        allowed = fitting and self._table_has(purposes, Act.GIVE, SUBJECT)

        self._do(
            allowed,
            purposes,
            Act.GIVE,
            lambda: consent.give(self.acts, purposes, SHOWN, now=self.now, valid_for=YEAR),
        )

    @rule(purposes=st.frozensets(PURPOSES, min_size=1))
    def say_yes_again(self, purposes: frozenset[Purpose]) -> None:
        self._do(
            self._table_has(purposes, Act.REAFFIRM, SUBJECT),
            purposes,
            Act.REAFFIRM,
            lambda: consent.reaffirm(self.acts, purposes, SHOWN, now=self.now, valid_for=YEAR),
        )

    @rule()
    def pause(self) -> None:
        live = {each for each, state in self.stands.items() if state in LIVE}

        self._do(
            Purpose.ENTRY in live,
            live,
            Act.FREEZE,
            lambda: consent.pause(self.acts, now=self.now),
        )

    @rule(by=st.sampled_from(By))
    def resume(self, by: By) -> None:
        frozen = {each for each, state in self.stands.items() if state is State.FROZEN}

        self._do(
            self._table_has(frozen, Act.UNFREEZE, by),
            frozen,
            Act.UNFREEZE,
            lambda: consent.resume(self.acts, by=by, now=self.now),
        )

    @rule(purposes=st.frozensets(PURPOSES, min_size=1), act=st.sampled_from(Act), by=BYS)
    def anything(self, purposes: frozenset[Purpose], act: Act, by: By) -> None:
        """Whatever the clock or anybody else tries: pauses alone go for everything at once."""
        if act in {Act.FREEZE, Act.UNFREEZE, Act.GIVE}:
            return
        spoken_of = all(self.stands[each] is not State.NONE for each in purposes)

        self._do(
            spoken_of and self._table_has(purposes, act, by),
            purposes,
            act,
            lambda: consent.step(self.acts, purposes, act, by=by, now=self.now),
        )

    @rule(purpose=PURPOSES, act=ENDS, by=BYS)
    def end(self, purpose: Purpose, act: Act, by: By) -> None:
        standing = {each for each, state in self.stands.items() if state in STANDING}
        ending = standing if purpose is Purpose.ENTRY else {purpose}
        if purpose not in standing:
            assert consent.end(self.acts, purpose, act, by=by, now=self.now) is None
            return

        self._do(
            self._table_has(ending, act, by),
            ending,
            act,
            lambda: self._ending(purpose, act, by),
        )

    @rule()
    def finish_erasing(self) -> None:
        over = {each for each, state in self.stands.items() if state in OVER}

        self._do(True, over, Act.ERASE, lambda: consent.erased(self.acts, now=self.now))

    @invariant()
    def the_ledger_says_what_the_table_says(self) -> None:
        for purpose, state in self.stands.items():
            assert consent.state(self.acts, purpose) is state

    @invariant()
    def nothing_is_remembered_while_the_badge_does_not_count(self) -> None:
        entry = self.stands[Purpose.ENTRY]
        if entry is State.NONE:
            return
        door = at_the_door(self.acts)

        assert (door.entry is EntryConsent.IN_FORCE) is (entry in LIVE)
        assert (door.entry is EntryConsent.SUSPENDED) is (entry in PAUSED)
        assert door.history is (entry in LIVE and self.stands[Purpose.HISTORY] in LIVE)

    def _ending(self, purpose: Purpose, act: Act, by: By) -> tuple[ConsentEvent, ...]:
        ending = consent.end(self.acts, purpose, act, by=by, now=self.now)
        assert ending is not None
        assert ending.duties == DUTIES[purpose]
        return ending.events

    def _table_has(self, purposes: Collection[Purpose], act: Act, by: By) -> bool:
        found = [TRANSITIONS.get((self.stands[each], act)) for each in purposes]
        return all(one is not None and by in one.who for one in found)

    def _do(
        self,
        allowed: bool,
        purposes: Collection[Purpose],
        act: Act,
        doing: Callable[[], Sequence[ConsentEvent]],
    ) -> None:
        """It happens to exactly these purposes if it is allowed, and else not at all."""
        self.now += timedelta(seconds=1)
        try:
            acts = doing()
        except (ConflictError, ForbiddenError):
            assert not allowed
            return
        assert allowed
        assert {one.purpose for one in acts} == set(purposes)
        for one in acts:
            before = self.stands[one.purpose]
            if act is Act.FREEZE:
                self.before_pause[one.purpose] = before
            self.stands[one.purpose] = TRANSITIONS[before, act].to or self.before_pause[one.purpose]
        self.acts += acts


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
