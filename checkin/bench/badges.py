"""What badges cost without any server: reading them, and making them on paper."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from secrets import token_bytes
from statistics import median

from checkin.bench import vectors
from checkin.bench.changed import changed
from checkin.bench.plan import Longest, Part, Plan, Rate
from checkin.bench.vectors import Vectors
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
    """Something to repeat; one time of it does `times` of what is counted.

    `verifies` is for what is to be compared with the first work, verifying raw signatures.
    """

    what: str
    do: Callable[[], object]
    times: int = 1
    verifies: bool = False


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
    measured = list(zip(*rounds, strict=True))
    for work, rates in zip(works, measured, strict=True):
        share = median(rates) / median(measured[0]) if work.verifies else None
        yield Rate(work.what, rates, share)


def longest(plan: Plan) -> Iterator[Longest]:
    """How long reading a text takes at most, if it is good and if somebody changed it."""
    published = vectors.load()
    good = list(published.good.values())
    texts = {"good badges": cycle(good), "changed badges": changed(good, Random(plan.rounds))}  # noqa: S311
    for what, each in texts.items():
        rounds = tuple(_longest(each, published, plan.seconds) for _ in range(plan.rounds))
        yield Longest(what, rounds)


def _longest(texts: Iterator[str], published: Vectors, seconds: float) -> float:
    took: list[float] = []
    ends = time.thread_time() + seconds
    accepts = {published.aud}
    for text in texts:
        began = time.thread_time()
        badge.read(text, published.keys, accepts=accepts, now=published.at)
        took.append(time.thread_time() - began)
        if began > ends:
            break
    return sorted(took)[len(took) * 999 // 1000]


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
    return [
        _Work("Ed25519 signatures verified", verify),
        _Work("badges read and verified", read, verifies=True),
        *_reading_live(),
    ]


def _reading_live() -> Iterator[_Work]:
    """Live badges, with two signatures each: those of the published vectors, in their second."""
    published = vectors.load()
    for phone in ("Ed25519", "P-256"):
        text = published.good[f"a live badge, {phone}"]

        def read(text: str = text) -> object:
            return badge.read(text, published.keys, accepts={published.aud}, now=published.at)

        assert isinstance(read(), Badge)
        yield _Work(f"live badges read and verified, {phone}", read, verifies=True)


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
    """How often in a second of a core's time it is done: what else runs here doesn't count."""
    rounds, began = 0, time.thread_time()
    while True:
        for _ in range(_CHECKED_EVERY if work.times == 1 else 1):
            work.do()
            rounds += 1
        passed = time.thread_time() - began
        if passed >= seconds:
            return rounds * work.times / passed
