"""Scans of eight hours without a network, told of at once by two kiosks, in any order and twice.

There is a figure only if what they left is right: each admission was counted once, and no order
left anything else than another.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

from checkin.bench import instances
from checkin.bench.plan import BenchError, Hands, Plan, Telling
from checkin.bench.postgres import free_port
from checkin.bench.serving import serving
from checkin.bench.world import DOORS, build, is_printed
from checkin.core import base64url
from checkin.core.audit import SYSTEM
from checkin.core.badge import Badge, inspect
from checkin.core.ids import BadgeId
from checkin.keys import seal_letter
from checkin.runtime import Runtime
from checkin.services import badges, late

PATH: Final = "/api/v1/scans/late"
AWAY: Final = timedelta(hours=8)
_TELLING: Final = 2
_AT_ONCE: Final = 200
_SECONDS_TO_ANSWER: Final = 60
_SWITCHED_OFF_EVERY, _UNREADABLE_EVERY = 50, 100

Sealed: TypeAlias = Mapping[str, Any]
Order: TypeAlias = Callable[[Sequence[Sealed]], list[Sealed]]
Left: TypeAlias = Counter[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Queue:
    """What one kiosk has to tell, oldest first."""

    credential: str = field(repr=False)
    scans: tuple[Sealed, ...]


def twice(scans: Sequence[Sealed]) -> list[Sealed]:
    """As they were taken, and all of them again."""
    return [*scans, *scans]


def backwards(scans: Sequence[Sealed]) -> list[Sealed]:
    """The newest first, and all of them again."""
    return twice(scans)[::-1]


def shuffled(scans: Sequence[Sealed]) -> list[Sealed]:
    """The scans in any order, each twice."""
    mixed = twice(scans)
    random.Random(len(mixed)).shuffle(mixed)  # noqa: S311  the same mixture each time
    return mixed


ORDERS: Final[Mapping[str, Order]] = {
    "original": twice,
    "reversed": backwards,
    "shuffled": shuffled,
}


def measure(plan: Plan, hands: Hands) -> Iterator[Telling]:
    """Every database and size of the plan, one after the other."""
    for database, holders, server_url in instances.sizes(plan):
        hands.say(f"{database}: {plan.late} scans of {holders} people without a network")
        port, name = free_port(), f"late-{database}-{holders}"
        with instances.instance(plan, hands, name, server_url, port) as rt:
            queues = waiting(rt, holders, plan.late, hands.say)
            with serving(hands, rt, port):
                for order, seconds in _measured(rt, port, queues, plan.late):
                    yield Telling(database, holders, plan.late, order, seconds)


def _measured(
    rt: Runtime, port: int, queues: Sequence[Sequence[Queue]], scans: int
) -> Iterator[tuple[str, float]]:
    """How long each order took. Raises BenchError unless all of them came to the same."""
    earlier: Left | None = None
    for (order, arrange), of_this_order in zip(ORDERS.items(), queues, strict=True):
        before, began = left(rt), time.perf_counter()
        outcomes = tell(port, [(one.credential, arrange(one.scans)) for one in of_this_order])
        seconds = time.perf_counter() - began
        came = left(rt) - before
        check(outcomes, came, scans)
        if earlier is not None and came != earlier:
            raise BenchError(f"Told in {order} order, the same scans left something else.")
        earlier = came
        yield order, seconds


# --- what waits -------------------------------------------------------------------------------


def waiting(rt: Runtime, holders: int, scans: int, say: Callable[[str], None]) -> list[list[Queue]]:
    """Fill a new instance; for each order the same queues, at two kiosks of their own.

    Some badges were switched off while the kiosks couldn't know, and some codes were no badges.
    """
    began = rt.now() - AWAY
    before = replace(rt, clock=lambda: began - timedelta(hours=1))
    world = build(before, holders, say)
    with rt.writing() as db:
        late.keep_rules(db, now=before.now())
    printed = [text for text in world.texts if is_printed(text)]
    for text in printed[::_SWITCHED_OFF_EVERY]:
        _switch_off(rt, text, at=began + AWAY / 2)
    taken = [
        ("no badge" if n % _UNREADABLE_EVERY == 0 else printed[n % len(printed)], at)
        for n in range(scans)
        for at in [began + n * AWAY / scans]
    ]
    return [
        [
            _queue(rt, world.credentials[order * DOORS + kiosk], taken[kiosk::_TELLING])
            for kiosk in range(_TELLING)
        ]
        for order in range(len(ORDERS))
    ]


def _switch_off(rt: Runtime, text: str, *, at: datetime) -> None:
    found = inspect(text)
    assert isinstance(found, Badge)
    with rt.writing() as db:
        badges.revoke(db, BadgeId(UUID(bytes=found.cti)), SYSTEM, "badge_help", now=at)


def _queue(rt: Runtime, credential: str, taken: Sequence[tuple[str, datetime]]) -> Queue:
    return Queue(credential, tuple(_sealed(rt.keyring.letterbox, *one) for one in taken))


def _sealed(letterbox: bytes, text: str, at: datetime) -> Sealed:
    """A scan as a kiosk keeps it that knows no badge that was switched off."""
    nonce, admit = str(uuid4()), text != "no badge"
    told = {
        "token": text,
        "nonce": nonce,
        "taken_at": at.isoformat(),
        "direction": "in",
        "answered": {"admit": admit, "say": "welcome" if admit else "unreadable"},
        "snapshot": at.isoformat(),
    }
    letter = seal_letter(letterbox, json.dumps(told).encode(), f"checkin scan {nonce}".encode())
    return {"nonce": nonce, "sealed": base64url.encode(letter)}


# --- telling ----------------------------------------------------------------------------------


def tell(port: int, told: Sequence[tuple[str, Sequence[Sealed]]]) -> Counter[str]:
    """Let each kiosk tell what it has, all at once; how often the server gave which outcome."""
    with ThreadPoolExecutor(len(told)) as kiosks:
        heard = kiosks.map(lambda one: _tell(port, *one), told)
        return sum(heard, Counter[str]())


def _tell(port: int, credential: str, scans: Sequence[Sealed]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS_TO_ANSWER)
    try:
        for first in range(0, len(scans), _AT_ONCE):
            body = json.dumps({"scans": scans[first : first + _AT_ONCE]})
            headers = {"Content-Type": "application/json", "Cookie": f"kiosk={credential}"}
            connection.request("POST", PATH, body, headers)
            answer = connection.getresponse()
            heard = answer.read()
            if answer.status != 200:
                raise BenchError(f"{answer.status}: {heard.decode(errors='replace')}")
            outcomes.update(one["outcome"] for one in json.loads(heard)["scans"])
    finally:
        connection.close()
    return outcomes


# --- what is left -----------------------------------------------------------------------------


def left(rt: Runtime) -> Left:
    """All that scans have left, each row without its random number and by the kiosk's door."""
    found: Left = Counter()
    with rt.reading() as db:
        for what, statement in _LEFT.items():
            found.update((what, *row) for row in db.exec_driver_sql(statement))
    return found


_LEFT: Final = {
    "answer": "SELECT admit, say, at FROM scan_answer",
    "came in": "SELECT k.door, c.began_at, c.came_in, c.left_again, c.unread "
    "FROM kiosk_count c JOIN kiosk k ON k.id = c.kiosk",
    "entry": "SELECT k.door, e.minute, e.assurance, w.holder FROM entry e "
    "JOIN kiosk k ON k.id = e.kiosk JOIN weekly_ref w ON w.ref = e.weekly_ref",
    "refusal": "SELECT door, minute, say, reason FROM refusal",
    "conflict": "SELECT door, minute, reason, data_minutes, holder FROM conflict",
    "marker": "SELECT use_hash FROM marker",
}


def check(outcomes: Counter[str], came: Left, scans: int) -> None:
    """Raise BenchError unless each scan was taken in once, and each admission counted once."""
    once = outcomes["stored"] + outcomes["differs"]
    admissions = scans - len(range(0, scans, _UNREADABLE_EVERY))
    counted = sum(int(str(row[3])) * n for row, n in came.items() if row[0] == "came in")
    answers = sum(n for row, n in came.items() if row[0] == "answer")
    if once != scans or outcomes["known"] != scans or answers != scans or counted != admissions:
        raise BenchError(
            f"Of {scans} scans told twice, {once} were taken in ({dict(outcomes)}), "
            f"{answers} kept, and {counted} admissions counted instead of {admissions}."
        )
