"""What badges cost without any server: reading them, and making them on paper."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from secrets import token_bytes

from checkin.bench.plan import Part, Plan, Rate
from checkin.core import badge, base45, shortcode, token
from checkin.core.badge import PREFIX, Badge, KeyPurpose, Kind, StatusRef
from checkin.core.token import IssuedToken
from checkin.images import BadgeCard, badge_sheet_pdf
from checkin.keys import Keyring
from checkin.runtime import utc_now

_ORGANISATION = "ORG"
_BADGES = 200
_A_SHEET = 10
_CHECKED_EVERY = 10
"""So many times something is done between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class _Work:
    """Something to repeat; one time of it does `times` of what is counted."""

    what: str
    do: Callable[[], object]
    times: int = 1


def measure(plan: Plan) -> Iterator[Rate]:
    """The parts of the plan that need no server, each thing in turn with the others."""
    now = utc_now()
    keyring = Keyring.create(plan.folder / "badge-keys", now=now)
    claims = [_claims(keyring, slot, now) for slot in range(_BADGES)]
    texts = [badge.issue(each, keyring) for each in claims]
    works = []
    if Part.BADGES in plan.parts:
        works += _reading(keyring, texts, now)
    if Part.ISSUING in plan.parts:
        works += _making(keyring, claims, texts, now)
    rounds = [[_rate(work, plan.seconds) for work in works] for _ in range(plan.rounds)]
    for work, rates in zip(works, zip(*rounds, strict=True), strict=True):
        yield Rate(work.what, rates)


def _claims(keyring: Keyring, slot: int, now: datetime) -> Badge:
    """A badge as `services.badges` makes it."""
    return Badge(
        cti=token_bytes(16),
        kind=Kind.PRINTED,
        aud=_ORGANISATION,
        issued_at=now.replace(microsecond=0),
        expires_at=now.replace(microsecond=0) + timedelta(days=90),
        not_before=None,
        kid=keyring.active(KeyPurpose.BADGE, now),
        status=StatusRef("https://checkin.example.org/s/1", slot),
    )


def _reading(keyring: Keyring, texts: list[str], now: datetime) -> list[_Work]:
    every_text = cycle(texts)
    every_token = cycle([_parsed(text) for text in texts])

    def verify() -> bool:
        one = next(every_token)
        return keyring.verify(one.kid, one.signed, one.signature)

    def read() -> object:
        return badge.read(next(every_text), keyring, accepts={_ORGANISATION}, now=now)

    assert verify()
    assert isinstance(read(), Badge)
    return [_Work("Ed25519 signatures verified", verify), _Work("badges read and verified", read)]


def _parsed(text: str) -> IssuedToken:
    parsed = token.parse(base45.decode(text.removeprefix(PREFIX)))
    assert isinstance(parsed, IssuedToken)
    return parsed


def _making(keyring: Keyring, claims: list[Badge], texts: list[str], now: datetime) -> list[_Work]:
    every_claim = cycle(claims)
    key = token_bytes(32)
    cards = [
        BadgeCard(
            text=text,
            short_code=shortcode.pretty(shortcode.short_code(key, one.cti)),
            valid_until=one.expires_at.date(),
            organisation="Example Works",
            works_at="Headquarters",
        )
        for text, one in zip(texts, claims, strict=True)
    ]
    sheets = cycle([cards[first : first + _A_SHEET] for first in range(0, _BADGES, _A_SHEET)])

    def issue() -> str:
        return badge.issue(next(every_claim), keyring)

    def draw() -> bytes:
        return badge_sheet_pdf(next(sheets), now=now)

    return [_Work("badge texts issued", issue), _Work("badges drawn as PDF", draw, _A_SHEET)]


def _rate(work: _Work, seconds: float) -> float:
    """How often a second it is done, on the one core that this thread has."""
    rounds, began = 0, time.perf_counter()
    while True:
        for _ in range(_CHECKED_EVERY if work.times == 1 else 1):
            work.do()
            rounds += 1
        passed = time.perf_counter() - began
        if passed >= seconds:
            return rounds * work.times / passed
