"""How kiosks are shown: in words, and as bars."""

from datetime import timedelta

import pytest

from checkin.app import create_app
from checkin.services import kiosks
from checkin.storage import audit
from checkin.storage import kiosks as rows
from checkin.storage.kiosks import Health as Report
from checkin.web.admin.health import Health, ago, health
from tests.services.test_kiosks import EVE
from tests.world import Building

WELL = Report(0, 12, None, "off", "seen", 40, "1a2b3c4d")


def shown(building: Building) -> Health:
    app = create_app(building.runtime)
    with app.test_request_context(), building.runtime.reading() as db:
        return health(kiosks.listed(db, now=building.now), building.now)


def hear(building: Building, report: Report, before: timedelta = timedelta(0)) -> None:
    with building.runtime.writing() as db:
        rows.heard(db, building.kiosk, report, now=building.now - before)


@pytest.mark.parametrize(
    ("before", "length", "shape"),
    [
        (timedelta(0), 1, "admit"),
        (timedelta(minutes=3), 20, "admit"),
        (timedelta(minutes=6), 40, "desk"),
        (timedelta(hours=2), 100, "desk"),
    ],
)
def test_silence_is_a_bar_up_to_a_quarter_of_an_hour(
    building: Building, before: timedelta, length: int, shape: str
) -> None:
    building.clock.pass_(days=1)
    hear(building, WELL, before)

    heard, _ = shown(building).charts

    assert heard.line == 33
    assert [(bar.length, bar.shape) for bar in heard.bars] == [(length, shape)]


def test_who_was_never_heard_of_has_the_longest_bar(building: Building) -> None:
    heard, _ = shown(building).charts

    assert [(bar.length, bar.amount) for bar in heard.bars] == [(100, "Never")]


def test_waiting_scans_are_compared_with_the_most(building: Building) -> None:
    hear(building, Report(7, 12, 90, "off", "seen", 40, "1a2b3c4d"))

    _, waiting = shown(building).charts

    assert [(bar.length, bar.amount, bar.shape) for bar in waiting.bars] == [(100, "7", "desk")]
    (row,) = shown(building).rows
    assert (row.waiting, row.data, row.clock) == ("7 scans", "1 minute", "+0.0 s")


@pytest.mark.parametrize(
    ("age", "said"), [(None, "None"), (10, "Fresh"), (600, "10 minutes"), (3600, "1 hour")]
)
def test_the_age_of_a_kiosks_data_is_said(building: Building, age: int | None, said: str) -> None:
    hear(building, Report(1, 12, age, "off", "seen", 40, "1a2b3c4d"))

    (row,) = shown(building).rows

    assert (row.waiting, row.data) == ("1 scan", said)


def test_what_isnt_at_work_is_in_no_chart(building: Building) -> None:
    with building.runtime.writing() as db:
        rows.revoke(db, building.kiosk, now=building.now)
        audit.append(db, EVE, "kiosk.revoked", "kiosk", now=building.now)

    page = shown(building)

    assert page.charts == ()
    assert page.states == (("none", "Shut out: 1"),)


def test_a_clock_that_was_set_back_makes_nothing_negative(building: Building) -> None:
    assert ago(building.now + timedelta(minutes=5), building.now) == "Just now"
