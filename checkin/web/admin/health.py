"""How the kiosks are, in words and bars: about devices, never about who came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from checkin.services.kiosks import SILENT_AFTER, Care, KioskRow
from checkin.web.admin.words import CARE, INPUTS, TROUBLES

_SCALE = timedelta(minutes=15)
"""The longest bar of silence: whatever is longer is as long."""


@dataclass(frozen=True, slots=True)
class Row:
    """A kiosk in the list, with what it last reported of itself."""

    href: str
    title: str
    place: str
    shape: str
    care: str
    seen: str
    reads: str
    waiting: str
    data: str
    clock: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A kiosk in a chart: `length` of 100."""

    title: str
    shape: str
    length: int
    amount: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with one meaning, and what they say in a sentence; `line` is a limit, of 100."""

    id: str
    title: str
    text: str
    bars: tuple[Bar, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """All kiosks, those that need care first: how many are how, the charts, and the list."""

    states: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    rows: tuple[Row, ...]


def health(rows: Sequence[KioskRow], now: datetime) -> Health:
    """How these kiosks are."""
    at_work = [row for row in rows if row.care not in {Care.UNPAIRED, Care.REVOKED}]
    return Health(_states(rows), _charts(at_work, now), tuple(one(row, now) for row in rows))


def one(row: KioskRow, now: datetime) -> Row:
    """How one kiosk is."""
    shape, care = CARE[row.care]
    seen = row.seen
    return Row(
        href=url_for("admin_kiosks.kiosk", kiosk_id=row.kiosk.id),
        title=row.kiosk.title,
        place=f"{row.kiosk.site_title}, {row.kiosk.door_title}",
        shape=shape,
        care=care,
        seen=ago(seen.at, now) if seen else "Never",
        reads=INPUTS[row.kiosk.input],
        waiting=scans(seen.health.queued) if seen else "–",
        data=_age(seen.health.snapshot_seconds) if seen else "–",
        clock=f"{seen.health.clock_milliseconds / 1000:+.1f} s" if seen else "–",
        trouble=", ".join(TROUBLES[each] for each in row.troubles).capitalize() or "Nothing",
    )


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    passed = _long(now - then)
    return f"{passed} ago" if passed else "Just now"


def scans(number: int) -> str:
    """A number of scans in words: `1 scan`, `12 scans`."""
    return f"{number} scan{'' if number == 1 else 's'}"


def _age(seconds: int | None) -> str:
    """How old a kiosk's data is; it may have none, since it asks the server for each scan."""
    if seconds is None:
        return "None"
    return _long(timedelta(seconds=seconds)) or "Fresh"


def _long(time: timedelta) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return ""


def _states(rows: Sequence[KioskRow]) -> tuple[tuple[str, str], ...]:
    numbers = {care: sum(row.care is care for row in rows) for care in Care}
    return tuple(
        (CARE[care][0], f"{CARE[care][1]}: {number}") for care, number in numbers.items() if number
    )


def _charts(rows: Sequence[KioskRow], now: datetime) -> tuple[Chart, ...]:
    if not rows:
        return ()
    waiting = [row.seen.health.queued if row.seen else 0 for row in rows]
    most = max(waiting)
    return (
        Chart(
            "heard",
            "Since it was last heard of",
            f"The line is at {int(SILENT_AFTER.total_seconds() // 60)} minutes: behind it a kiosk "
            "counts as silent.",
            tuple(_heard(row, now) for row in rows),
            _length(SILENT_AFTER),
        ),
        Chart(
            "waiting",
            "Scans that wait to be sent",
            "A kiosk without a network keeps them." if most else "None anywhere.",
            tuple(
                Bar(
                    row.kiosk.title,
                    "desk" if number else "admit",
                    number * 100 // most if most else 0,
                    str(number),
                )
                for row, number in zip(rows, waiting, strict=True)
            ),
            None,
        ),
    )


def _heard(row: KioskRow, now: datetime) -> Bar:
    shape = "desk" if row.care is Care.SILENT else "admit"
    if row.seen is None:
        return Bar(row.kiosk.title, shape, 100, "Never")
    return Bar(row.kiosk.title, shape, _length(now - row.seen.at), ago(row.seen.at, now))


def _length(time: timedelta) -> int:
    return max(1, min(100, int(time * 100 / _SCALE)))
