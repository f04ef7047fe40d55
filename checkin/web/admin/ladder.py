"""The rules of the decision in words, and which of them a reason belongs to."""

from dataclasses import dataclass
from typing import Final, assert_never

from checkin.core.badge import BadgeFault
from checkin.core.policy import Decision, Reason

GENUINE, DOOR, KNOWN, CONSENT, PROFILE, ROOM, AGAIN, ADMIT = range(3, 11)

RULES: Final = {
    GENUINE: "The code is genuine, in date, for this site, and a kind that the door takes.",
    DOOR: "The door checks badges just now.",
    KNOWN: "The badge is known and works; the day pass isn't voided.",
    CONSENT: "Its holder says yes to carrying it.",
    PROFILE: "A profile opens this door now. Asked on the way in only.",
    ROOM: "The building has room. Asked on the way in only.",
    AGAIN: "It wasn't used here a moment ago, and no proof of a phone is shown twice.",
    ADMIT: "Nothing speaks against it.",
}
"""The rules in their order. The first two are about the kiosk and about a scan that is repeated."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A rule, and whether it was passed, decided, or wasn't asked any more."""

    number: int
    rule: str
    shape: str
    outcome: str


def rungs(decision: Decision) -> tuple[Rung, ...]:
    """Every rule in order, with what it meant for this answer."""
    last = rule_of(decision.reason)
    return tuple(
        Rung(number, rule, *_outcome(number, last, decision)) for number, rule in RULES.items()
    )


def rule_of(reason: Reason | BadgeFault) -> int:
    """The number of the rule that ends with this reason."""
    if isinstance(reason, BadgeFault):
        return GENUINE
    match reason:
        case Reason.DOOR_OFF | Reason.DOOR_LOCKED | Reason.DOOR_OPEN:
            return DOOR
        case Reason.UNKNOWN_BADGE | Reason.REVOKED | Reason.REPLACED:
            return KNOWN
        case Reason.CONSENT_ENDED | Reason.SUSPENDED:
            return CONSENT
        case Reason.NOT_THIS_DOOR | Reason.OUTSIDE_HOURS:
            return PROFILE
        case Reason.SITE_FULL:
            return ROOM
        case Reason.REPLAYED | Reason.TOO_SOON:
            return AGAIN
        case Reason.OK:
            return ADMIT
        case _:
            assert_never(reason)


def _outcome(number: int, last: int, decision: Decision) -> tuple[str, str]:
    if number > last:
        return "none", "Not asked"
    if number < last:
        return "none", "Passed"
    return ("admit", "Lets in") if decision.admit else ("desk", "Says no")
