"""Requests that people make under their rights: to object, or to have something put right.

One press or one text on their side; an answer within a month on the other (GDPR art. 12, 16, 21).
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from checkin.core.inventory import PURPOSES, Basis, Purpose
from checkin.core.moments import midnight_before


class Wish(StrEnum):
    """What is asked for."""

    OBJECT = "object"
    CORRECT = "correct"


class Outcome(StrEnum):
    """What came of a request."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


MOST_WAITING: Final = 5
"""Requests of one person that wait at once: more would be answered no sooner."""

LEAST_WISH: Final = 10
LEAST_ANSWER: Final = 20
MOST_TEXT: Final = 1000
"""Characters: of what a correction says, of an answer, and of either at most."""


def answer_by(asked: datetime) -> datetime:
    """When the answer is due: a calendar month later, on the month's last day if it is shorter.

    So the months of European law are counted (Regulation 1182/71, art. 3(2)(c)).
    """
    year, month = (asked.year + 1, 1) if asked.month == 12 else (asked.year, asked.month + 1)
    return asked.replace(year=year, month=month, day=min(asked.day, monthrange(year, month)[1]))


def late_before(now: datetime) -> datetime:
    """Answers due before this moment are late: the last day counts to its end (art. 3(2) there)."""
    return midnight_before(now)


def objectionable(used: Iterable[Purpose]) -> tuple[Purpose, ...]:
    """Of the purposes that something is stored for, those that a person can object to."""
    stored = frozenset(used)
    return tuple(
        purpose
        for purpose, facts in PURPOSES.items()
        if purpose in stored and facts.basis is Basis.LEGITIMATE_INTEREST
    )
