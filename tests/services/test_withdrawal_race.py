"""Taking back while fifty scans of the same badge are under way, on whichever database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest

from checkin.core.errors import UnavailableError
from checkin.core.inventory import Purpose
from checkin.core.scan import Direction, Scan
from checkin.services import scanning
from checkin.services.enrolment import Enrolled
from checkin.services.scanning import Answer
from checkin.storage import entries, scans
from checkin.storage.store import Store
from tests import world
from tests.world import Building

SCANS = 50


@pytest.mark.parametrize("purpose", [Purpose.ENTRY, Purpose.HISTORY])
def test_of_fifty_scans_beside_a_withdrawal_none_leaves_an_entry(
    building: Building, store: Store, purpose: Purpose
) -> None:
    ada, rt = world.enrol(building), building.runtime
    trust = rt.trust
    text, begin = world.text_of(building, ada), Barrier(SCANS + 1)

    def scan(_number: int) -> bool:
        begin.wait()
        sent = Scan(building.kiosk_hash, text, uuid4(), building.now, Direction.IN)
        shown = scanning.read_token(sent.token, trust, now=building.now)
        try:
            with rt.scanning() as db:
                answer = scanning.record_scan(db, sent, shown, trust, now=building.now)
        except UnavailableError:  # its kiosk would send it again
            return False
        return isinstance(answer, Answer) and answer.admit

    with ThreadPoolExecutor(SCANS) as kiosks:
        under_way = [kiosks.submit(scan, number) for number in range(SCANS)]
        begin.wait()
        receipt = world.take_back(building, ada, purpose)
        admitted = sum(one.result() for one in under_way)

    assert receipt is not None
    left = world.rows(store)
    assert "entry" not in left
    assert "weekly_ref" not in left
    assert receipt.erased.get("entry", 0) <= admitted
    assert scanned(building, ada) is (purpose is Purpose.HISTORY)
    assert "entry" not in world.rows(store)


@pytest.mark.parametrize("purpose", [Purpose.ENTRY, Purpose.HISTORY])
def test_a_scan_that_had_read_before_it_was_taken_back_leaves_no_entry(
    building: Building, store: Store, monkeypatch: pytest.MonkeyPatch, purpose: Purpose
) -> None:
    ada = world.enrol(building)
    taken_back = Meanwhile(lambda: world.take_back(building, ada, purpose))
    monkeypatch.setattr(scans, "store", taken_back.before(scans.store))

    scanned(building, ada)

    taken_back.end()
    assert {"entry", "weekly_ref"}.isdisjoint(world.rows(store))


@pytest.mark.parametrize("purpose", [Purpose.ENTRY, Purpose.HISTORY])
def test_a_scan_that_comes_while_it_is_taken_back_leaves_no_entry(
    building: Building, store: Store, monkeypatch: pytest.MonkeyPatch, purpose: Purpose
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    scan = Meanwhile(lambda: scanned(building, ada))
    monkeypatch.setattr(entries, "forget", scan.after(entries.forget))

    world.take_back(building, ada, purpose)

    scan.end()
    assert {"entry", "weekly_ref"}.isdisjoint(world.rows(store))


class Meanwhile:
    """Something that somebody else does while a call is under way, once; it may have to wait."""

    def __init__(self, deed: Callable[[], object]) -> None:
        self._thread = Thread(target=deed)
        self._begun = False

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, which begins after the deed is done, or waits."""

        def delayed(*given: Any, **named: Any) -> Any:
            self._begin()
            return call(*given, **named)

        return delayed

    def after(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, which returns after the deed is done, or waits."""

        def delayed(*given: Any, **named: Any) -> Any:
            answer = call(*given, **named)
            self._begin()
            return answer

        return delayed

    def end(self) -> None:
        """Wait until the deed is done."""
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._thread.start()
            self._thread.join(1)


def scanned(building: Building, person: Enrolled) -> bool:
    """Whether the badge is let in."""
    rt = building.runtime
    trust, text = rt.trust, world.text_of(building, person)
    sent = Scan(building.kiosk_hash, text, uuid4(), building.now, Direction.IN)
    shown = scanning.read_token(sent.token, trust, now=building.now)
    with building.runtime.scanning() as db:
        answer = scanning.record_scan(db, sent, shown, trust, now=building.now)
    return isinstance(answer, Answer) and answer.admit
