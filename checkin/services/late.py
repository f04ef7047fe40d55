"""Scans that a kiosk answered without a connection: taken in late, once each, in any order.

The server verifies each anew and decides as of when it was taken, by what held then. What happened
at the door is kept as it happened. Where the two disagree somebody has to know: a conflict.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from checkin.core.at_the_door import at_the_door
from checkin.core.badge import Badge, Kind
from checkin.core.errors import UnavailableError
from checkin.core.hashing import Hashing
from checkin.core.ids import HolderRef, KioskId
from checkin.core.inventory import Purpose
from checkin.core.late import (
    CLOCK_LEEWAY,
    Answered,
    Disputed,
    LateScan,
    Outcome,
    as_it_happened,
    dispute,
    uncounted,
)
from checkin.core.moments import hour_of, minute_of
from checkin.core.policy import (
    BadgeState,
    Decision,
    EntryConsent,
    HolderFacts,
    PassFacts,
    Recording,
    Say,
    decide,
)
from checkin.core.retention import Limits, cutoff, duration
from checkin.core.windows import Grant
from checkin.services import scanning
from checkin.services.scanning import Shown, Trust, TypedCode, Unanswered
from checkin.storage import (
    Db,
    badges,
    conflicts,
    consents,
    door_rules,
    kiosks,
    scan_facts,
    scans,
    status,
)
from checkin.storage.door_rules import Rules
from checkin.storage.scan_facts import Found, Sought
from checkin.storage.status import Place

__all__ = ["Answered", "LateScan", "Outcome"]

_ROUNDS: Final = 3


def keep_rules(db: Db, *, now: datetime) -> None:
    """Keep what holds at doors that have changed, for scans that are told of later."""
    door_rules.keep(db, now=now)


def take_late(
    db: Db,
    late: LateScan,
    shown: Shown,
    trust: Trust,
    limits: Limits,
    *,
    now: datetime,
) -> Outcome | Unanswered:
    """Take in one scan that a kiosk answered by itself, once however often it is sent.

    `shown` is what its token was when it was taken. Nothing stays of the scan of somebody who no
    longer takes part, or that another kiosk answered; an hour that is closed is no longer added
    to. Needs a block of `writing`.
    Raises UnavailableError if what the scan rests on changed three times meanwhile.
    """
    if isinstance(shown, TypedCode) or not _is_timely(late, limits, now=now):
        return Outcome.DROPPED  # a code that was typed can't have been answered without the server
    taken_at = min(late.scan.taken_at, now)
    sought = _sought(db, late, shown, trust, taken_at)
    for _ in range(_ROUNDS):
        found = scan_facts.at_kiosk(
            db, late.scan.credential_hash, sought, org_code=trust.org_code, now=taken_at
        )
        if found is None:
            return Unanswered.NOT_PAIRED
        settled = _settled_already(db, late, shown, found, sought, hashing=trust.hashing)
        if settled is not None:
            return settled
        then = _as_of(db, found, taken_at, trust)
        facts = scanning.facts_for(
            shown, _as_shown(then, shown), late.scan.direction, trust, now=taken_at
        )
        decision = decide(facts, now=taken_at)
        happened = _counted_in_time(
            as_it_happened(late.answered, decision, facts), taken_at, limits, now=now
        )
        if found.holder and found.weekly_ref is None and Recording.NAMED in happened.recording:
            scans.begin_week(db, found.holder, now=taken_at)
            continue
        if scanning.keep(
            db, late.scan.direction, sought, then, happened, shown=shown, now=taken_at
        ):
            return _compared(db, late, then, sought, decision)
    raise UnavailableError("This scan couldn't be taken in just now. Send it again.")


def unfit(db: Db, credential_hash: bytes) -> Unanswered | None:
    """Why this kiosk may tell of nothing; None if it may."""
    kiosk = kiosks.of_credential(db, credential_hash)
    if kiosk is None:
        return Unanswered.NOT_PAIRED
    return Unanswered.REVOKED if kiosk.revoked_at is not None else None


def _settled_already(
    db: Db, late: LateScan, shown: Shown, found: Found, sought: Sought, *, hashing: Hashing
) -> Outcome | Unanswered | None:
    """What becomes of a scan about which nothing is left to decide; None if there is."""
    if found.kiosk_revoked:
        return Unanswered.REVOKED
    if _is_erased(db, shown, found):
        return Outcome.DROPPED
    if late.taken_by is not None and late.taken_by != found.kiosk:
        _tell_of_loss(db, late.taken_by, late.scan.taken_at, hashing)
        return Outcome.DROPPED
    return None if found.answer is None else _known_already(db, late, found, sought)


def _tell_of_loss(db: Db, taken_by: KioskId, taken_at: datetime, hashing: Hashing) -> None:
    """Let the console know at which door, and in which hour, a kiosk answered scans that its
    device, paired elsewhere since, could only tell as another's: once, however many they are.
    """
    kiosk = kiosks.get(db, taken_by)
    if kiosk is None:
        return
    hour = hour_of(taken_at)
    of_the_hour = hashing.nonce(taken_by.bytes, UUID(int=int(hour.timestamp())))
    conflicts.add(
        db,
        of_the_hour,
        kiosk.door,
        hour,
        Disputed.TOLD_ELSEWHERE,
        data_minutes=None,
        holder=None,
    )


def _is_timely(late: LateScan, limits: Limits, *, now: datetime) -> bool:
    """Whether it may be known of any more, and comes from a clock that can be right."""
    age = now - late.scan.taken_at
    return -CLOCK_LEEWAY <= age <= duration(limits, "late_max_days")


def _counted_in_time(
    decision: Decision, taken_at: datetime, limits: Limits, *, now: datetime
) -> Decision:
    """Nothing is added to an hour that is closed: what stays of it is final."""
    closed = hour_of(taken_at) <= cutoff(limits, "count_hours", now=now)
    return uncounted(decision) if closed else decision


def _is_erased(db: Db, shown: Shown, found: Found) -> bool:
    """Whether it was the badge of somebody who no longer takes part: then it never happened.

    Of a badge on a phone only the newest numbers are kept, but its place is never used again.
    """
    if isinstance(found.known, HolderFacts) and found.holder is None:
        return True
    place = _place(shown)
    return found.badge is None and place is not None and status.was_given(db, place)


def _place(shown: Shown) -> Place | None:
    """The place in a status list that a badge says it has."""
    if not isinstance(shown, Badge) or shown.status is None:
        return None
    number = shown.status.uri.rpartition("/")[2]
    return Place(int(number), shown.status.index) if number.isdecimal() else None


def _sought(db: Db, late: LateScan, shown: Shown, trust: Trust, taken_at: datetime) -> Sought:
    """What the facts are found by. A phone's badge that was renewed since is found by its place."""
    sought = scanning.looked_up_by(late.scan, shown, trust.hashing, now=taken_at)
    place = _place(shown)
    if place is None or not isinstance(shown, Badge) or shown.kind is not Kind.LIVE:
        return sought
    return replace(sought, code_hash=badges.code_hash_at(db, place) or sought.code_hash)


def _as_shown(found: Found, shown: Shown) -> Found:
    """The facts with the badge that was shown in place of the one that renewed it."""
    if found.badge is None or not isinstance(shown, Badge) or found.badge.kind is not Kind.LIVE:
        return found
    return replace(found, badge=replace(found.badge, cti=shown.cti))


def _as_of(db: Db, found: Found, moment: datetime, trust: Trust) -> Found:
    """The facts as they were at that moment. Afterwards nobody asks about room and re-entry."""
    rules = door_rules.at(db, found.door_id, moment, org_code=trust.org_code)
    door = rules.door if rules else replace(found.door, capacity=None, gap=timedelta(0))
    return replace(
        found,
        door=door,
        grants=_grants(db, found, rules) if rules else found.grants,
        known=_known(db, found, moment),
        used_just_now=False,
    )


def _grants(db: Db, found: Found, rules: Rules) -> tuple[Grant, ...]:
    if isinstance(found.known, PassFacts):
        return rules.by_profile.get(rules.day_profile, ()) if rules.day_profile else ()
    if found.holder is None:
        return ()
    mine = door_rules.profiles_of(db, found.holder)
    return tuple(grant for one in mine for grant in rules.by_profile.get(one, ()))


def _known(db: Db, found: Found, moment: datetime) -> HolderFacts | PassFacts | None:
    """What was known of the badge at that moment; what may be kept is also as it is now."""
    if not isinstance(found.known, HolderFacts) or found.badge is None or found.holder is None:
        return found.known
    state = found.known.state
    if state is not BadgeState.GOOD:
        ended_at = badges.ended_at(db, found.badge.cti)
        state = BadgeState.GOOD if ended_at is None or ended_at > moment else state
    entry, history = _consents(db, found.holder, moment)
    remembers = found.known.remembers if history else frozenset[Purpose]()
    return HolderFacts(state, entry, remembers)


def _consents(db: Db, holder: HolderRef, moment: datetime) -> tuple[EntryConsent, bool]:
    """Where the holder's consents stood, by the acts that had been done by then."""
    acts = consents.of_holder(db, holder)
    by_then = [act for act in acts if act.occurred_at <= moment]
    if not any(act.purpose is Purpose.ENTRY for act in by_then):
        return EntryConsent.ENDED, False
    door = at_the_door(by_then)
    return (EntryConsent.ENDED if door.until <= moment else door.entry), door.history


def _known_already(db: Db, late: LateScan, found: Found, sought: Sought) -> Outcome:
    """It was answered before: by this telling, or by the server while its answer was lost."""
    first = found.answer
    if first is None or first.admit is late.answered.admit or late.answered.say is Say.NO_DATA:
        return Outcome.KNOWN
    disputed = Disputed.LET_IN if late.answered.admit else Disputed.TURNED_AWAY
    return Outcome.DIFFERS if _dispute(db, late, found, sought, disputed) else Outcome.KNOWN


def _compared(db: Db, late: LateScan, found: Found, sought: Sought, decision: Decision) -> Outcome:
    """What becomes of a scan that was kept: where the server disagrees, somebody has to know."""
    disputed = dispute(late.answered, decision)
    if disputed is None:
        return Outcome.STORED
    _dispute(db, late, found, sought, disputed)
    return Outcome.DIFFERS


def _dispute(db: Db, late: LateScan, found: Found, sought: Sought, disputed: Disputed) -> bool:
    remembers = isinstance(found.known, HolderFacts) and Purpose.HISTORY in found.known.remembers
    taken_at = late.scan.taken_at
    age = None if late.data_of is None else max(timedelta(0), taken_at - late.data_of)
    return conflicts.add(
        db,
        sought.nonce_hash,
        found.door_id,
        minute_of(taken_at),
        disputed,
        data_minutes=None if age is None else int(age / timedelta(minutes=1)),
        holder=found.holder if remembers else None,
    )
