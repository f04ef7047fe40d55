"""Taking back while fifty scans of the same badge are under way, on whichever database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from checkin.core.errors import UnavailableError
from checkin.core.scan import Direction, Scan
from checkin.services import scanning
from checkin.services.scanning import Answer, Trust
from checkin.storage.store import Store
from tests import world
from tests.world import Building

SCANS = 50


def test_of_fifty_scans_beside_a_withdrawal_none_leaves_an_entry(
    building: Building, store: Store
) -> None:
    ada, rt = world.enrol(building), building.runtime
    trust = Trust(rt.keyring, rt.hashing, rt.settings.code)
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
        receipt = world.take_back(building, ada)
        admitted = sum(one.result() for one in under_way)

    assert receipt is not None
    left = world.rows(store)
    assert "entry" not in left
    assert "weekly_ref" not in left
    assert receipt.erased.get("entry", 0) <= admitted
    assert not scan_after(building, trust, text)


def scan_after(building: Building, trust: Trust, text: str) -> bool:
    """Whether the badge is still let in."""
    sent = Scan(building.kiosk_hash, text, uuid4(), building.now, Direction.IN)
    shown = scanning.read_token(sent.token, trust, now=building.now)
    with building.runtime.scanning() as db:
        answer = scanning.record_scan(db, sent, shown, trust, now=building.now)
    return isinstance(answer, Answer) and answer.admit
