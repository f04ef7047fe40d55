"""Saying yes and taking it back. What the end of a consent obliges us to is done with it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, assert_never
from uuid import uuid4
from zoneinfo import ZoneInfo

from checkin.core import consent
from checkin.core.at_the_door import at_the_door
from checkin.core.audit import SELF, Actor
from checkin.core.consent import (
    LIVE,
    PAUSE_AT_MOST,
    STANDING,
    Act,
    By,
    ConsentEvent,
    Duty,
    Ending,
    Method,
    Shown,
    State,
)
from checkin.core.erasure import MARKED_FOR, Erasure
from checkin.core.errors import ConflictError
from checkin.core.hashing import Hashing
from checkin.core.ids import ConsentRef, IdentityRef
from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.storage import (
    Db,
    audit,
    badges,
    conflicts,
    consents,
    devices,
    entries,
    erasures,
    joining,
    mail,
    people,
    receipt_codes,
)
from checkin.storage.audit import SeenBy
from checkin.storage.people import Named
from checkin.storage.receipt_codes import Ended

__all__ = ["SeenBy"]

RECEIPT_SHOWN_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Choice:
    """Where one consent stands: since when it is given and until when, or that it isn't.

    `given` says that it hasn't ended; its `state` tells whether it is in force just now.
    """

    purpose: Purpose
    state: State
    since: datetime | None = None
    until: datetime | None = None
    shown: Shown | None = None
    changed_at: datetime | None = None

    @property
    def given(self) -> bool:
        """Whether the person said yes and nothing has ended that."""
        return self.state in STANDING

    @property
    def in_force(self) -> bool:
        """Whether it counts just now: not while it is paused or waits for an answer."""
        return self.state in LIVE

    @property
    def waits(self) -> bool:
        """Whether a text that has changed waits for the person's answer."""
        return self.state in {State.RENEWAL_DUE, State.SUSPENDED}

    @property
    def paused_until(self) -> datetime | None:
        """When a pause ends by itself; None without one."""
        if self.state is not State.FROZEN or self.changed_at is None:
            return None
        return self.changed_at + PAUSE_AT_MOST

    def ends_by(self, moment: datetime) -> bool:
        """Whether it is in force and ends by itself before that."""
        return self.in_force and self.until is not None and self.until <= moment


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was taken back and what went with it: rows deleted and rows that stay, by table.

    `left` says that nothing but evidence remains. Nobody can sign in to read it any more: `looks`
    then hands over who looked at the record, and `code` shows the receipt for 30 days. `language`
    and `zone` are those in which the person read until then.
    """

    record: ConsentRef
    at: datetime
    ended: tuple[Purpose, ...]
    erased: Mapping[str, int]
    stayed: Mapping[str, int]
    left: bool
    looks: Sequence[SeenBy]
    code: str | None
    language: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Cause:
    """What ends a consent, who does it, and the code of a reason where one is asked for.

    `method` is how the person asked, if not on a page of their own. `again` is an erasure of the
    ledger that is done once more, in a database brought back.
    """

    act: Act
    actor: Actor
    reason: str = ""
    method: Method | None = None
    again: Erasure | None = None


def choices(db: Db, identity: IdentityRef) -> tuple[Choice, ...]:
    """Every consent that is asked for, as it stands for this person."""
    ledger = consents.history(db, people.get(db, identity).refs.consent)
    return tuple(_choice(ledger, purpose) for purpose in CONSENT_PURPOSES)


def give(
    db: Db,
    identity: IdentityRef,
    purposes: Collection[Purpose],
    shown: Shown,
    hashing: Hashing,
    *,
    now: datetime,
    valid_for: timedelta,
) -> None:
    """Say yes to more, as somebody who takes part already.

    Raises ConflictError if it was said already.
    """
    person = people.get(db, identity)
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    if consent.granted(ledger) & set(purposes):
        raise ConflictError("You said yes to this already.")
    acts = consent.give(ledger, purposes, shown, now=now, valid_for=valid_for)
    keep(db, person, ledger, acts, hashing)
    audit.append(db, SELF, "consent.give", _record(person), now=now, amount=str(len(acts)))


def withdraw(
    db: Db,
    identity: IdentityRef,
    purposes: Collection[Purpose],
    hashing: Hashing,
    *,
    now: datetime,
) -> Receipt | None:
    """Take consents back, and do at once what that obliges us to.

    Returns None, and writes nothing, if none of them is in force. Raises ValueError for no purpose
    at all: that never means all of them.
    """
    if not purposes:
        raise ValueError("say which consents are taken back")
    person = people.get(db, identity)
    return end(db, person, purposes, Cause(Act.WITHDRAW, SELF), hashing, now=now)


def end(
    db: Db,
    person: Named,
    purposes: Collection[Purpose],
    cause: Cause,
    hashing: Hashing,
    *,
    now: datetime,
) -> Receipt | None:
    """End consents, whoever does it: the person, the controller or the clock.

    One transaction, one order: the lock, the acts, every duty. None, and nothing is written, if
    nothing was in force. Raises ConflictError if that changes while the lock is awaited.
    """
    if not consent.standing(consents.history(db, person.refs.consent)) & set(purposes):
        return None
    people.lock(db, person.refs.holder)
    ledger = consents.history(db, person.refs.consent)
    ending = _ending(ledger, purposes, cause, now)
    if ending is None:
        raise ConflictError("This was taken back a moment ago.")
    closed = consent.erased([*ledger, *ending.events], now=now)
    keep(db, person, ledger, (*ending.events, *closed), hashing)
    zone = badges.zone_of(db, person.refs.holder)  # what it is read from is about to go
    erased: Counter[str] = Counter()
    for duty in ending.duties:
        erased.update(_discharge(db, duty, person, hashing, now=now))
    audit.append(
        db,
        cause.actor,
        f"consent.{cause.act}",
        _record(person),
        now=now,
        reason=cause.reason,
        amount=str(erased.total()),
    )
    ended = tuple(act.purpose for act in ending.events)
    _note(db, person, ended, cause, now=now)
    left = Duty.ERASE_PERSON in ending.duties
    receipt = Receipt(
        person.refs.consent, now, ended, erased, {}, left, (), None, person.language, zone
    )
    return _parting(db, person, receipt, hashing) if left else receipt


def _parting(db: Db, person: Named, receipt: Receipt, hashing: Hashing) -> Receipt:
    """The receipt of somebody who has left: with the looks at their record, kept under its code."""
    looks = audit.looks_at(db, person.refs.access)
    stayed = receipt_codes.left_behind(db, receipt.record, person.refs.access)
    code = hashing.receipt_code(receipt.record)
    until = receipt.at + RECEIPT_SHOWN_FOR
    kept = Ended(receipt.record, receipt.at, until, receipt.erased, stayed)
    receipt_codes.end(db, hashing.receipt(code), kept)
    return replace(receipt, stayed=stayed, looks=looks, code=code)


def _note(
    db: Db, person: Named, ended: tuple[Purpose, ...], cause: Cause, *, now: datetime
) -> None:
    """Let no restored backup undo this: the ledger outlives the database."""
    if cause.again:
        erasures.mark(db, cause.again, until=cause.again.at + MARKED_FOR)
        return
    erasure = Erasure(uuid4(), now.replace(microsecond=0), person.refs.holder, cause.act, ended)
    erasures.note(db, erasure, until=now + MARKED_FOR)


def _ending(
    ledger: Sequence[ConsentEvent], purposes: Collection[Purpose], cause: Cause, now: datetime
) -> Ending | None:
    """What ends: `entry` brings everything else with it, so it's asked first and alone."""
    ends = partial(
        consent.end, ledger, act=cause.act, by=_BY[cause.act], now=now, method=cause.method
    )
    if Purpose.ENTRY in purposes:
        return ends(purpose=Purpose.ENTRY)
    parts = [ends(purpose=each) for each in purposes]
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return Ending(
        tuple(event for part in found for event in part.events),
        tuple(dict.fromkeys(duty for part in found for duty in part.duties)),
    )


_BY: Final = {
    Act.WITHDRAW: By.SUBJECT,
    Act.LAPSE: By.SYSTEM,
    Act.REVOKE: By.CONTROLLER,
    Act.INVALIDATE: By.OFFICER,
}


def keep(
    db: Db,
    person: Named,
    ledger: Sequence[ConsentEvent],
    acts: Sequence[ConsentEvent],
    hashing: Hashing,
) -> None:
    """Write the acts down and let the doors know what follows from them.

    Whoever calls holds the person's lock.
    """
    consents.add(db, person.refs.consent, acts, partial(hashing.hint, address=person.known_by))
    people.let_doors_know(db, person.refs.holder, at_the_door([*ledger, *acts]))


def _discharge(
    db: Db, duty: Duty, person: Named, hashing: Hashing, *, now: datetime
) -> Mapping[str, int]:
    """Do what the end of a consent obliges us to; how many rows of which table that deleted."""
    refs = person.refs
    match duty:
        case Duty.ERASE_ENTRIES:
            return entries.forget(db, refs.holder) | conflicts.forget(db, refs.holder)
        case Duty.END_BADGES:
            return {
                "badge": badges.erase(db, refs.holder, hashing.ended, now=now),
                "device": devices.erase(db, refs.holder),
            }
        case Duty.ERASE_PERSON:
            consents.close(db, refs.consent, now=now)
            address = person.email or ""  # without one there is nothing to find by it
            return {
                "mail_queue": mail.forget(db, address),
                **joining.erase(db, address, hashing.email(address)),
                **people.erase(db, refs),
            }
        case _:
            assert_never(duty)


def _choice(ledger: Sequence[ConsentEvent], purpose: Purpose) -> Choice:
    state = consent.state(ledger, purpose)
    if state not in STANDING:
        return Choice(purpose, state)
    acts = [act for act in ledger if act.purpose is purpose]
    given = [act for act in acts if act.act is Act.GIVE][-1]
    last = acts[-1]
    return Choice(purpose, state, given.occurred_at, last.valid_until, last.shown, last.occurred_at)


def _record(person: Named) -> str:
    return f"consent:{person.refs.consent}"
