"""Eight hours without a network: two kiosks decide alone, then tell all of it, in any order, twice.

The kiosks' side is the browser's own code, under Node. What happened meanwhile they can't know.
"""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from checkin.bench.late import ORDERS, Left, Order, left
from checkin.core.audit import SYSTEM
from checkin.core.ids import DoorId
from checkin.core.policy import Posture, Say
from checkin.core.site import InputMode
from checkin.runtime import Runtime
from checkin.services import badges, kiosks, late, retention
from checkin.services.kiosks import Paired
from checkin.services.retention import Backlog
from checkin.storage import audit, sites, tables
from tests.alone import Held, decide
from tests.phones import phone_of
from tests.services.test_scanning import counts
from tests.web.application import application
from tests.world import (
    BOTH,
    ENTRY_ALONE,
    Building,
    contents,
    enrol,
    take_back,
    text_of,
    with_limits,
)

SCANS, PEOPLE, AT_ONCE = 300, 30, 40
AWAY = timedelta(hours=8)


def kiosk_at(building: Building, rt: Runtime, door: DoorId) -> FlaskClient:
    """One more kiosk at the door, paired."""
    with rt.writing() as db:
        kiosk = kiosks.add(db, door, "Tablet", InputMode.SCANNER, SYSTEM, now=building.now)
        code = kiosks.new_code(db, kiosk, rt.hashing, SYSTEM, now=building.now)
        paired = kiosks.pair(db, code, None, rt.hashing, client="here", now=building.now)
    assert isinstance(paired, Paired)
    client = application(rt).test_client()
    client.set_cookie("kiosk", paired.credential)
    return client


def said_alone(
    building: Building, kiosk: FlaskClient, held: Sequence[Held], *, signed: bool = True
) -> list[dict[str, Any]]:
    """What the kiosk says to each if the server last answered just now.

    `signed`: each scan says whose it is, so that no other kiosk can tell of it.
    """
    snapshot = kiosk.get("/api/v1/kiosks/snapshot").get_json()
    if not signed:
        del snapshot["kiosk"]
    return decide(snapshot, held, confirmed=building.now, seen=building.now)


def tell(kiosk: FlaskClient, said: Sequence[dict[str, Any]]) -> Counter[str]:
    """Tell of these scans, some at once; how often the server gave which outcome."""
    outcomes: Counter[str] = Counter()
    for first in range(0, len(said), AT_ONCE):
        sent = [
            {"nonce": one["nonce"], "sealed": one["sealed"]}
            for one in said[first : first + AT_ONCE]
        ]
        answer = kiosk.post("/api/v1/scans/late", json={"scans": sent})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        outcomes.update(one["outcome"] for one in answer.get_json()["scans"])
    return outcomes


def told(
    building: Building, rt: Runtime, said: Sequence[list[dict[str, Any]]], order: Order
) -> tuple[Counter[str], Left]:
    """Let a kiosk at each door tell what was said there, both at once: outcomes, and what it left.

    They have told nothing before: a scan is known by its kiosk and its nonce.
    """
    before = left(rt)
    telling = [
        kiosk_at(building, rt, door) for door in (building.main_entrance, building.courtyard)
    ]
    with ThreadPoolExecutor(len(telling)) as both:
        outcomes = both.map(tell, telling, map(order, said))
        return sum(outcomes, Counter[str]()), left(rt) - before


def backlog(rt: Runtime) -> Sequence[Backlog]:
    """What `/metrics` is made of, before anything is rounded."""
    with rt.reading() as db:
        return retention.backlog(db, rt.settings.limits, now=rt.now())


@pytest.mark.slow
def test_whatever_the_order_each_admission_counts_once_and_the_same_is_left(
    building: Building,
) -> None:
    rt = with_limits(building, revoke_offline_minutes=600)
    people = [
        enrol(building, f"Person {n}", purposes=BOTH if n % 3 else ENTRY_ALONE)
        for n in range(PEOPLE)
    ]
    with rt.writing() as db:
        late.keep_rules(db, now=building.now)
    texts = ["no badge", *(text_of(building, one) for one in people[1:])]
    held = [Held(texts[n % PEOPLE], building.now + n * AWAY / SCANS) for n in range(SCANS)]
    said = [
        said_alone(building, kiosk_at(building, rt, door), some, signed=False)
        for door, some in ((building.main_entrance, held[::2]), (building.courtyard, held[1::2]))
    ]
    assert Counter(one["reason"] for of_door in said for one in of_door) == {
        "ok_offline": SCANS - SCANS // PEOPLE,
        "not_a_badge": SCANS // PEOPLE,
    }
    building.clock.pass_(hours=4)
    with rt.writing() as db:
        badges.revoke(db, people[2].badge.id, SYSTEM, "badge_help", now=building.now)
        sites.set_posture(db, building.courtyard, Posture.LOCKED)
        late.keep_rules(db, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    take_back(building, people[3])
    building.clock.pass_(hours=5)

    found = [told(building, rt, said, order) for order in ORDERS.values()]

    of_one = SCANS // PEOPLE
    of_the_badge, at_the_door, of_that_at_the_door = of_one // 2, SCANS // 4, of_one // 2
    let_in_wrongly = of_the_badge + at_the_door - of_that_at_the_door  # the last is forgotten
    for outcomes, came in found:
        assert outcomes == {
            "stored": SCANS - of_one - let_in_wrongly,
            "differs": let_in_wrongly,
            "known": SCANS - of_one,
            "dropped": 2 * of_one,
        }
        assert came == found[0][1]
        count = Counter[str]()
        for row, times in came.items():
            if row[0] == "came in":
                count.update(came_in=row[3] * times, unread=row[5] * times)  # type: ignore[operator]
        assert count == {"came_in": SCANS - 2 * of_one, "unread": of_one}
        assert sum(n for row, n in came.items() if row[0] == "conflict") == let_in_wrongly


def test_after_four_hours_it_points_to_the_desk_and_counts_nobody(building: Building) -> None:
    kiosk = kiosk_at(building, building.runtime, building.main_entrance)
    text = text_of(building, enrol(building))
    with building.runtime.writing() as db:
        late.keep_rules(db, now=building.now)
    held = [Held(text, building.now + timedelta(minutes=minutes)) for minutes in (239, 241, 479)]

    said = said_alone(building, kiosk, held)
    building.clock.pass_(hours=8)

    assert [one["reason"] for one in said] == ["ok_offline", "status_stale", "status_stale"]
    assert tell(kiosk, said) == {"stored": 3}
    assert counts(building) == (1, 0, 0)
    with building.runtime.reading() as db:
        assert db.scalars(select(tables.refusal.c.say)).all() == [Say.NO_DATA] * 2
        assert db.scalars(select(tables.conflict.c.id)).all() == []


def test_a_badge_that_is_held_up_after_its_holder_took_it_back_leaves_nothing_anywhere(
    building: Building,
) -> None:
    rt = building.runtime
    ada, ben = enrol(building), enrol(building, "Ben Okafor")
    kiosk = kiosk_at(building, rt, building.main_entrance)
    with rt.writing() as db:
        late.keep_rules(db, now=building.now)
    now, later = building.now, building.now + timedelta(minutes=30)
    texts = [text_of(building, ada), phone_of(building, ada).shows(later), text_of(building, ben)]
    snapshot = kiosk.get("/api/v1/kiosks/snapshot").get_json()
    take_back(building, ada)
    said = decide(snapshot, [Held(text, later) for text in texts], confirmed=now, seen=now)
    assert [one["reason"] for one in said] == ["ok_offline"] * 3
    building.clock.pass_(hours=8)
    before, metrics = contents(rt.store), backlog(rt)

    assert tell(kiosk, said[:2]) == {"dropped": 2}

    assert contents(rt.store) == before
    assert backlog(rt) == metrics
    assert tell(kiosk, said[2:]) == {"stored": 1}
    assert contents(rt.store) != before  # what is compared would tell
