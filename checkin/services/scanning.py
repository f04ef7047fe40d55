"""Answering a scan: read the badge, read the facts, decide, store. The story of every entry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import uuid4

from checkin.core import shortcode
from checkin.core.badge import (
    PREFIX,
    Badge,
    BadgeFault,
    Kind,
    Verifier,
    check_claims,
    check_key,
    read,
)
from checkin.core.errors import UnavailableError
from checkin.core.hashing import Hashing
from checkin.core.ids import DoorId
from checkin.core.moments import hour_of, minute_of
from checkin.core.policy import Decision, Facts, PassFacts, Presented, Recording, decide
from checkin.core.scan import Direction, Scan
from checkin.services import throttle
from checkin.storage import Db, scan_facts, scans, sites
from checkin.storage.scan_facts import NO_CTI, Answer, Found, Sought

__all__ = ["Answer"]

_ROUNDS = 3
_TYPED = throttle.Pace(free=5, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=1))
"""Typed codes: five wrong ones a minute at each kiosk."""


class Unanswered(StrEnum):
    """Why a scan gets no answer at all: the device that asks isn't fit to ask."""

    NOT_PAIRED = "not_paired"
    REVOKED = "revoked"
    WRONG_DIRECTION = "wrong_direction"
    TOO_MANY_CODES = "too_many_codes"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a door would say, and to what: the badge's kind, and when a phone proved it."""

    decision: Decision
    presented: Presented | None
    proved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Trust:
    """What an instance judges badges by: its keys, its hashes and its own code."""

    verifier: Verifier
    hashing: Hashing
    org_code: str


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A short code that was typed in place of a badge's text."""

    code: str


Shown = Badge | BadgeFault | TypedCode
"""What was held up or typed: a genuine badge, why it is none, or a code in its place."""


def read_token(text: str, trust: Trust, *, now: datetime) -> Shown:
    """What a kiosk read or somebody typed. Needs no database, and takes longer than one."""
    if not text.startswith(PREFIX) and (code := shortcode.normalise(text)):
        return TypedCode(code)
    return read(text, trust.verifier, accepts=None, now=now)


def record_scan(
    db: Db, scan: Scan, shown: Shown, trust: Trust, *, now: datetime
) -> Answer | Unanswered:
    """Answer one scan and keep what may be kept of it, once however often it is sent.

    `shown` is what `read_token` makes of its token. Any block will do for a badge; a typed code
    needs one of `writing`, which lasts until its tries are counted. Raises UnavailableError if what
    the answer rests on changed three times while it was made.
    """
    sought = looked_up_by(scan, shown, trust.hashing, now=now)
    for _ in range(_ROUNDS):
        found = scan_facts.at_kiosk(
            db, scan.credential_hash, sought, org_code=trust.org_code, now=now
        )
        if found is None:
            return Unanswered.NOT_PAIRED
        if found.kiosk_revoked:
            return Unanswered.REVOKED
        if found.answer is not None:
            return found.answer
        if scan.direction not in found.door.directions:
            return Unanswered.WRONG_DIRECTION
        if _guessing(db, shown, found, scan, trust.hashing, now=now):
            return Unanswered.TOO_MANY_CODES
        decision = decide(facts_for(shown, found, scan.direction, trust, now=now), now=now)
        if found.holder and found.weekly_ref is None and Recording.NAMED in decision.recording:
            scans.begin_week(db, found.holder, now=now)
            continue
        if keep(db, scan.direction, sought, found, decision, shown=shown, now=now):
            return Answer(decision.admit, decision.say, minute_of(now))
    raise UnavailableError("This scan couldn't be answered just now. It will be tried again.")


def explain(
    db: Db, token: str, door: DoorId, direction: Direction, trust: Trust, *, now: datetime
) -> Explained | None:
    """What this badge or code would be told at this door now, and why; None without such a door.

    Nothing is stored: the caller writes down that somebody looked.
    """
    shown = read_token(token, trust, now=now)
    scan = Scan(b"", token, uuid4(), now, direction)
    sought = looked_up_by(scan, shown, trust.hashing, now=now)
    found = scan_facts.at_door(db, door, sought, org_code=trust.org_code, now=now)
    if found is None:
        return None
    decision = decide(facts_for(shown, found, direction, trust, now=now), now=now)
    proved_at = shown.proved_at if isinstance(shown, Badge) else None
    return Explained(decision, _presented(shown), proved_at)


def _presented(shown: Shown) -> Presented | None:
    """What was held up or typed; None for what can't be read or isn't good."""
    match shown:
        case TypedCode():
            return Presented.TYPED
        case Badge():
            return Presented(shown.kind.value)
        case BadgeFault():
            return None
        case _:
            assert_never(shown)


def looked_up_by(scan: Scan, shown: Shown, hashing: Hashing, *, now: datetime) -> Sought:
    """What the facts of a scan are found by."""
    # A device that is paired again may tell once more of what it was answered before.
    kiosk = scan.kiosk.bytes if scan.kiosk else scan.credential_hash
    nonce_hash = hashing.nonce(kiosk, scan.nonce)
    if isinstance(shown, BadgeFault):
        return Sought(nonce_hash, None, None, None)
    code = hashing.short_code(shown.cti) if isinstance(shown, Badge) else shown.code
    code_hash = hashing.code(code)
    ended_hash = hashing.ended(shown.cti) if isinstance(shown, Badge) else None
    proof = shown.proof if isinstance(shown, Badge) else None
    return Sought(
        nonce_hash,
        code_hash,
        ended_hash,
        hashing.use(code_hash, scan.direction, now=now),
        hashing.proof(proof) if proof else None,
    )


def facts_for(
    shown: Shown,
    found: Found,
    direction: Direction,
    trust: Trust,
    *,
    now: datetime,
) -> Facts:
    """What `decide` is handed: what was shown, and what is known of it."""
    judged = _claimed(found, trust, now=now) if isinstance(shown, TypedCode) else shown
    known = found.known if _is_found(judged, found.badge) else None
    return Facts(
        judged,
        found.door,
        known,
        found.grants,
        direction,
        used_just_now=found.used_just_now,
        proof_used=found.proof_used,
    )


def _is_found(shown: Badge | BadgeFault | None, found: Badge | None) -> bool:
    """Whether what was found by the short code's hash is the badge that was shown."""
    if not isinstance(shown, Badge) or found is None:
        return True
    return shown.kind is found.kind and found.cti in {shown.cti, NO_CTI}


def _claimed(found: Found, trust: Trust, *, now: datetime) -> Badge | BadgeFault | None:
    """A typed code takes the place of the signature, not of the badge's dates and site."""
    claims = found.badge
    if claims is None:
        return None
    if claims.kind is Kind.DAY:
        return _day_fault(claims, trust, now) or claims
    return check_claims(claims, trust.verifier, accepts=found.door.accepts, now=now) or claims


def _day_fault(claims: Badge, trust: Trust, now: datetime) -> BadgeFault | None:
    """What is wrong with a typed pass; when it was printed isn't kept, so that is let be."""
    if fault := check_key(claims.kid, claims.kind, trust.verifier):
        return fault
    if now < claims.issued_at:
        return BadgeFault.NOT_YET_VALID
    return BadgeFault.EXPIRED if now >= claims.expires_at else None


def _guessing(
    db: Db,
    shown: Shown,
    found: Found,
    scan: Scan,
    hashing: Hashing,
    *,
    now: datetime,
) -> bool:
    """Whether this kiosk has typed too many wrong codes; a right one clears its name."""
    if not isinstance(shown, TypedCode):
        return False
    here = throttle.subject(hashing.code_key, "typed", scan.credential_hash.hex())
    if throttle.attempt(db, _TYPED, here, now=now):
        return True
    if found.known is not None:
        throttle.forget(db, here)
    return False


def keep(
    db: Db,
    direction: Direction,
    sought: Sought,
    found: Found,
    decision: Decision,
    *,
    shown: Shown,
    now: datetime,
) -> bool:
    """Store the answer and its traces; False if something it rests on changed meanwhile."""
    stored = scans.store(
        db,
        found,
        sought,
        decision,
        direction,
        presented=_presented(shown),
        now=now,
    )
    if stored and decision.admit and isinstance(found.known, PassFacts):
        _note_alternative(db, found, now)
    return stored


def _note_alternative(db: Db, found: Found, now: datetime) -> None:
    """A day pass that is let in shows that nobody needs a badge here; kept to the hour.

    The latest hour stays, in whatever order late scans are told of.
    """
    hour = hour_of(now)
    if found.alternative_at is None or found.alternative_at < hour:
        sites.alternative_used(db, found.site, at=hour)
