"""Consent as a ledger of acts: what is in force follows from the acts, and nothing else.

`TRANSITIONS` is the one table of what may happen to a consent and who may make it happen. Services,
pages and tests use it; anything it doesn't list is an error (GDPR art. 7).
"""

from collections.abc import Iterable, Sequence
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
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Act(StrEnum):
    """What can happen to a consent."""

    GIVE = "give"
    REAFFIRM = "reaffirm"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REVOKE = "revoke"


class By(StrEnum):
    """Who did it. Only the person gives."""

    SUBJECT = "subject"
    CONTROLLER = "controller"
    SYSTEM = "system"


class Method(StrEnum):
    """How it was done."""

    WEB_BOX_BUTTON = "web_box_button"
    ASSISTED_CODE = "assisted_code"
    LEAVER = "leaver"
    CLOCK = "clock"


LIVE = frozenset({State.GIVEN, State.RENEWED})
"""The states in which a consent is in force."""

TRANSITIONS: dict[tuple[State, Act], tuple[By, State]] = {
    (State.NONE, Act.GIVE): (By.SUBJECT, State.GIVEN),
    **{(state, Act.REAFFIRM): (By.SUBJECT, State.RENEWED) for state in LIVE},
    **{(state, Act.WITHDRAW): (By.SUBJECT, State.WITHDRAWN) for state in LIVE},
    **{(state, Act.LAPSE): (By.SYSTEM, State.EXPIRED) for state in LIVE},
    **{(state, Act.REVOKE): (By.CONTROLLER, State.REVOKED) for state in LIVE},
    # Taken back alone, a free consent can be given again; `entry` can't, since all is erased then.
    **{(state, Act.GIVE): (By.SUBJECT, State.GIVEN) for state in (State.WITHDRAWN, State.EXPIRED)},
}

# When two acts bear the same second, the stricter state counts (privacy.md C-08).
_STRICTNESS = [State.GIVEN, State.RENEWED, State.EXPIRED, State.WITHDRAWN, State.REVOKED]


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
    """One act in the ledger. `occurred_at` is UTC to the second."""

    purpose: Purpose
    state: State
    act: Act
    by: By
    method: Method
    occurred_at: datetime
    valid_until: datetime | None
    shown: Shown


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


def state(history: Iterable[ConsentEvent], purpose: Purpose) -> State:
    """Where the consent to `purpose` stands after these acts, in whatever order they come."""
    acts = [event for event in history if event.purpose is purpose]
    if not acts:
        return State.NONE
    last = max(acts, key=lambda event: (event.occurred_at, _STRICTNESS.index(event.state)))
    return last.state


def granted(history: Iterable[ConsentEvent]) -> frozenset[Purpose]:
    """The purposes that are in force."""
    acts = tuple(history)
    return frozenset(purpose for purpose in CONSENT_PURPOSES if state(acts, purpose) in LIVE)


def give(
    history: Sequence[ConsentEvent],
    purposes: Iterable[Purpose],
    shown: Shown,
    *,
    now: datetime,
    valid_for: timedelta,
    method: Method = Method.WEB_BOX_BUTTON,
) -> tuple[ConsentEvent, ...]:
    """The acts by which the person says yes to `purposes`, `entry` among them or in force already.

    However it is done, it is the person who does it: `method` says with what help.
    Raises ConflictError when there would be something to remember and nothing to remember it for,
    or when a purpose is in force already.
    """
    wanted = tuple(purpose for purpose in CONSENT_PURPOSES if purpose in set(purposes))
    if Purpose.ENTRY not in set(wanted) | granted(history):
        raise ConflictError("A badge is what the other choices are about: say yes to it first.")
    deed = _Deed(Act.GIVE, By.SUBJECT, method, now.replace(microsecond=0))
    return tuple(
        _event(history, purpose, deed, shown, valid_until=deed.at + valid_for) for purpose in wanted
    )


def end(
    history: Sequence[ConsentEvent],
    purpose: Purpose,
    act: Act,
    *,
    by: By,
    now: datetime,
) -> Ending | None:
    """What it means that `purpose` is taken back, lapses or is revoked; None if not in force.

    The end of `entry` ends everything else with it.
    """
    in_force = granted(history)
    if purpose not in in_force:
        return None
    ending = in_force if purpose is Purpose.ENTRY else frozenset({purpose})
    deed = _Deed(act, by, _METHODS[act], now.replace(microsecond=0))
    events = tuple(
        _event(history, each, deed, _last_shown(history, each), valid_until=None)
        for each in CONSENT_PURPOSES
        if each in ending
    )
    return Ending(events, DUTIES[purpose])


_METHODS = {
    Act.WITHDRAW: Method.WEB_BOX_BUTTON,
    Act.LAPSE: Method.CLOCK,
    Act.REVOKE: Method.LEAVER,
}


def _last_shown(history: Sequence[ConsentEvent], purpose: Purpose) -> Shown:
    return next(event.shown for event in reversed(history) if event.purpose is purpose)


@dataclass(frozen=True, slots=True)
class _Deed:
    """What is done, by whom, how, and when (UTC, to the second)."""

    act: Act
    by: By
    method: Method
    at: datetime


def _event(
    history: Sequence[ConsentEvent],
    purpose: Purpose,
    deed: _Deed,
    shown: Shown,
    *,
    valid_until: datetime | None,
) -> ConsentEvent:
    """The deed as an event, if the table of transitions has it and allows it to whoever does it."""
    before = state(history, purpose)
    if (before, deed.act) not in TRANSITIONS:
        raise ConflictError(f"A consent that is {before.value} can't {deed.act.value}.")
    who, after = TRANSITIONS[before, deed.act]
    if who is not deed.by:
        raise ForbiddenError(f"Only the {who.value} can {deed.act.value} a consent.")
    return ConsentEvent(purpose, after, deed.act, deed.by, deed.method, deed.at, valid_until, shown)
