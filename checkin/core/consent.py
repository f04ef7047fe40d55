"""Consent as a ledger of acts: what is in force follows from the acts, and nothing else.

`TRANSITIONS` is the one table of what may happen to a consent and who may make it happen. Services,
pages and tests use it; anything it doesn't list is an error (GDPR art. 7 and 18).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.errors import ConflictError, ForbiddenError
from checkin.core.inventory import CONSENT_PURPOSES, Purpose


class State(StrEnum):
    """Where a consent stands; each is the result of one act."""

    NONE = "none"
    GIVEN = "given"
    RENEWED = "renewed"
    RENEWAL_DUE = "renewal_due"
    SUSPENDED = "suspended"
    FROZEN = "frozen"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"
    INVALIDATED = "invalidated"
    ERASED = "erased"


class Act(StrEnum):
    """What can happen to a consent."""

    GIVE = "give"
    REAFFIRM = "reaffirm"
    ANNOUNCE = "announce"
    SUSPEND = "suspend"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REVOKE = "revoke"
    INVALIDATE = "invalidate"
    ERASE = "erase"


class By(StrEnum):
    """Who did it. Only the person gives; only the data protection officer finds one invalid."""

    SUBJECT = "subject"
    CONTROLLER = "controller"
    OFFICER = "officer"
    SYSTEM = "system"


class Method(StrEnum):
    """How it was done."""

    WEB_BOX_BUTTON = "web_box_button"
    ASSISTED_CODE = "assisted_code"
    PAPER_FORM = "paper_form"
    LEAVER = "leaver"
    FINDING = "finding"
    CLOCK = "clock"


LIVE = frozenset({State.GIVEN, State.RENEWED, State.RENEWAL_DUE})
"""The states in which a consent is in force; in the last one a new text waits for an answer."""

STANDING = LIVE | {State.SUSPENDED, State.FROZEN}
"""The states in which a consent hasn't ended: what rests on it is still there, used or not."""

ENDED = frozenset({State.WITHDRAWN, State.EXPIRED, State.REVOKED, State.INVALIDATED})
"""The states in which what rested on a consent has to go."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Who may do it, and where it leads; None is where the consent stood before its pause."""

    who: frozenset[By]
    to: State | None


def _by(*who: By, to: State | None) -> Transition:
    return Transition(frozenset(who), to)


_SUBJECT, _SYSTEM = By.SUBJECT, By.SYSTEM

TRANSITIONS: dict[tuple[State, Act], Transition] = {
    (State.NONE, Act.GIVE): _by(_SUBJECT, to=State.GIVEN),
    **{
        (state, Act.REAFFIRM): _by(_SUBJECT, to=State.RENEWED) for state in (*LIVE, State.SUSPENDED)
    },
    # A new text of substance: announced with time to read, and from its first day on nothing rests
    # on the old one any more until the person has answered.
    **{
        (state, Act.ANNOUNCE): _by(_SYSTEM, to=State.RENEWAL_DUE)
        for state in (State.GIVEN, State.RENEWED)
    },
    (State.RENEWAL_DUE, Act.SUSPEND): _by(_SYSTEM, to=State.SUSPENDED),
    **{(state, Act.FREEZE): _by(_SUBJECT, to=State.FROZEN) for state in LIVE},
    (State.FROZEN, Act.UNFREEZE): _by(_SUBJECT, _SYSTEM, to=None),
    **{(state, Act.WITHDRAW): _by(_SUBJECT, to=State.WITHDRAWN) for state in STANDING},
    **{(state, Act.LAPSE): _by(_SYSTEM, to=State.EXPIRED) for state in (*LIVE, State.SUSPENDED)},
    **{(state, Act.REVOKE): _by(By.CONTROLLER, to=State.REVOKED) for state in STANDING},
    **{(state, Act.INVALIDATE): _by(By.OFFICER, to=State.INVALIDATED) for state in STANDING},
    **{(state, Act.ERASE): _by(_SYSTEM, to=State.ERASED) for state in ENDED},
    # A free consent that ended alone can be given again. Not so `entry`: with it the record ends,
    # and whoever joins again has a new one that nothing links to the old.
    (State.ERASED, Act.GIVE): _by(_SUBJECT, to=State.GIVEN),
}

# When two acts bear the same second, the stricter state counts.
_STRICTNESS = list(State)

PAUSE_AT_MOST = timedelta(days=30)
"""How long a person can have everything paused before the usual rules apply again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was in front of the person: the notice's version and language, and digests (hex)."""

    notice: str
    language: str
    notice_digest: str
    inventory_digest: str
    form_digest: str


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One act in the ledger. `occurred_at` is UTC to the second.

    `assisted_by` is the alias of who handed out the code on paper that the person did it with.
    """

    purpose: Purpose
    state: State
    act: Act
    by: By
    method: Method
    occurred_at: datetime
    valid_until: datetime | None
    shown: Shown
    assisted_by: str | None = None


class Duty(StrEnum):
    """What the end of a consent obliges us to do at once."""

    ERASE_ENTRIES = "erase_entries"
    END_BADGES = "end_badges"
    ERASE_PERSON = "erase_person"


DUTIES: dict[Purpose, tuple[Duty, ...]] = {
    Purpose.ENTRY: (Duty.ERASE_ENTRIES, Duty.END_BADGES, Duty.ERASE_PERSON),
    Purpose.HISTORY: (Duty.ERASE_ENTRIES,),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one or more consents, and the duties it brings, in the order to discharge them."""

    events: tuple[ConsentEvent, ...]
    duties: tuple[Duty, ...]


# --- where things stand ------------------------------------------------------------------------


def state(history: Iterable[ConsentEvent], purpose: Purpose) -> State:
    """Where the consent to `purpose` stands after these acts, in whatever order they come."""
    acts = [event for event in history if event.purpose is purpose]
    if not acts:
        return State.NONE
    last = max(acts, key=lambda event: (event.occurred_at, _STRICTNESS.index(event.state)))
    return last.state


def standing(history: Iterable[ConsentEvent]) -> frozenset[Purpose]:
    """The purposes whose consent hasn't ended, in force just now or not."""
    acts = tuple(history)
    return frozenset(each for each in CONSENT_PURPOSES if state(acts, each) in STANDING)


def granted(history: Iterable[ConsentEvent]) -> frozenset[Purpose]:
    """The purposes that are in force: none while the badge that they are about isn't."""
    acts = tuple(history)
    live = frozenset(each for each in CONSENT_PURPOSES if state(acts, each) in LIVE)
    return live if Purpose.ENTRY in live else frozenset()


def open_to(history: Iterable[ConsentEvent], act: Act) -> frozenset[Purpose]:
    """The purposes to which this can happen as they stand."""
    acts = tuple(history)
    return frozenset(each for each in CONSENT_PURPOSES if (state(acts, each), act) in TRANSITIONS)


def last_act(history: Sequence[ConsentEvent], purpose: Purpose) -> ConsentEvent:
    """What happened last to the consent. Raises ConflictError if it was never said yes to."""
    for event in reversed(history):
        if event.purpose is purpose:
            return event
    raise ConflictError("Nothing was said yes to that this could be about.")


# --- what the person does ----------------------------------------------------------------------


def give(
    history: Sequence[ConsentEvent],
    purposes: Iterable[Purpose],
    shown: Shown,
    *,
    now: datetime,
    valid_for: timedelta,
    assisted_by: str | None = None,
) -> tuple[ConsentEvent, ...]:
    """The acts by which the person says yes to `purposes`, `entry` among them or in force already.

    However it is done, it is the person who does it: `assisted_by` says whose code on paper it was
    done with, if it wasn't by the person's own means.
    Raises ConflictError when there would be something to remember and nothing to remember it for,
    when a purpose is in force already, and in a record that has ended.
    """
    wanted = _in_order(purposes)
    if Purpose.ENTRY in wanted and state(history, Purpose.ENTRY) is not State.NONE:
        raise ConflictError("This badge was said yes to before. Whoever joins again starts anew.")
    if Purpose.ENTRY not in set(wanted) | granted(history):
        raise ConflictError("A badge is what the other choices are about: say yes to it first.")
    method = Method.WEB_BOX_BUTTON if assisted_by is None else Method.ASSISTED_CODE
    deed = _Deed(Act.GIVE, By.SUBJECT, method, _moment(history, now), assisted_by)
    return tuple(
        _event(history, purpose, deed, shown, valid_until=deed.at + valid_for) for purpose in wanted
    )


def reaffirm(
    history: Sequence[ConsentEvent],
    purposes: Iterable[Purpose],
    shown: Shown,
    *,
    now: datetime,
    valid_for: timedelta,
) -> tuple[ConsentEvent, ...]:
    """The acts by which the person says yes again: for longer, or to a new text.

    Raises ConflictError for a purpose that was never said yes to, has ended or is paused.
    """
    deed = _Deed(Act.REAFFIRM, By.SUBJECT, Method.WEB_BOX_BUTTON, _moment(history, now))
    return tuple(
        _event(history, purpose, deed, shown, valid_until=deed.at + valid_for)
        for purpose in _in_order(purposes)
    )


def pause(history: Sequence[ConsentEvent], *, now: datetime) -> tuple[ConsentEvent, ...]:
    """The acts by which the person has everything paused (GDPR art. 18). The badge comes first.

    Raises ConflictError while the badge isn't in force.
    """
    if Purpose.ENTRY not in granted(history):
        raise ConflictError("There is nothing to pause: your badge isn't in force.")
    return step(history, open_to(history, Act.FREEZE), Act.FREEZE, by=By.SUBJECT, now=now)


def resume(history: Sequence[ConsentEvent], *, by: By, now: datetime) -> tuple[ConsentEvent, ...]:
    """The acts that end a pause: what was paused stands again where it stood. None if none was."""
    return step(history, open_to(history, Act.UNFREEZE), Act.UNFREEZE, by=by, now=now)


# --- what the clock does -----------------------------------------------------------------------


def step(
    history: Sequence[ConsentEvent],
    purposes: Collection[Purpose],
    act: Act,
    *,
    by: By,
    now: datetime,
) -> tuple[ConsentEvent, ...]:
    """Acts that end nothing and show no new text: announcing, suspending, pausing and resuming.

    Raises ConflictError where the table hasn't got it, ForbiddenError for whoever may not.
    """
    deed = _Deed(act, by, _METHODS[by], _moment(history, now))
    return tuple(
        _event(history, each, deed, last.shown, valid_until=last.valid_until)
        for each in _in_order(purposes)
        for last in [last_act(history, each)]
    )


# --- the end -----------------------------------------------------------------------------------


def end(
    history: Sequence[ConsentEvent],
    purpose: Purpose,
    act: Act,
    *,
    by: By,
    now: datetime,
    method: Method | None = None,
) -> Ending | None:
    """What it means that `purpose` is taken back, lapses, is revoked or was never valid.

    None if it has ended already or never began. The end of `entry` ends everything else with it.
    `method` is that of whoever does it unless another is told.
    """
    standing_now = standing(history)
    if purpose not in standing_now:
        return None
    ending = standing_now if purpose is Purpose.ENTRY else frozenset({purpose})
    deed = _Deed(act, by, method or _METHODS[by], _moment(history, now))
    events = tuple(
        _event(history, each, deed, last_act(history, each).shown, valid_until=None)
        for each in _in_order(ending)
    )
    return Ending(events, DUTIES[purpose])


def erased(history: Sequence[ConsentEvent], *, now: datetime) -> tuple[ConsentEvent, ...]:
    """The acts that close what has ended, once everything that rested on it is gone."""
    deed = _Deed(Act.ERASE, By.SYSTEM, Method.CLOCK, _moment(history, now))
    return tuple(
        _event(history, each, deed, last_act(history, each).shown, valid_until=None)
        for each in _in_order(open_to(history, Act.ERASE))
    )


_METHODS = {
    By.SUBJECT: Method.WEB_BOX_BUTTON,
    By.CONTROLLER: Method.LEAVER,
    By.OFFICER: Method.FINDING,
    By.SYSTEM: Method.CLOCK,
}


@dataclass(frozen=True, slots=True)
class _Deed:
    """What is done, by whom, how, when (UTC, to the second), and with whose help."""

    act: Act
    by: By
    method: Method
    at: datetime
    assisted_by: str | None = None


def _in_order(purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
    wanted = set(purposes)
    return tuple(purpose for purpose in CONSENT_PURPOSES if purpose in wanted)


def _moment(history: Sequence[ConsentEvent], now: datetime) -> datetime:
    """The second of an act: never before the last one, even if the clock was put back."""
    return max([now.replace(microsecond=0), *(event.occurred_at for event in history)])


def _event(
    history: Sequence[ConsentEvent],
    purpose: Purpose,
    deed: _Deed,
    shown: Shown,
    *,
    valid_until: datetime | None,
) -> ConsentEvent:
    """The deed as an event, if the table of transitions has it and allows it to whoever does it.

    Raises ConflictError, too, when it would come second to a stricter act of the same second.
    """
    before = state(history, purpose)
    if (before, deed.act) not in TRANSITIONS:
        raise ConflictError(f"A consent that is {before.value} can't {deed.act.value}.")
    transition = TRANSITIONS[before, deed.act]
    if deed.by not in transition.who:
        who = " or the ".join(sorted(transition.who))
        raise ForbiddenError(f"Only the {who} can {deed.act.value} a consent.")
    after = transition.to or _before_the_pause(history, purpose)
    event = ConsentEvent(
        purpose,
        after,
        deed.act,
        deed.by,
        deed.method,
        deed.at,
        valid_until,
        shown,
        deed.assisted_by,
    )
    if state([*history, event], purpose) is not after:
        raise ConflictError("This was changed a moment ago. Wait a second, then try again.")
    return event


def _before_the_pause(history: Sequence[ConsentEvent], purpose: Purpose) -> State:
    pauses = {Act.FREEZE, Act.UNFREEZE}
    return state([event for event in history if event.act not in pauses], purpose)
