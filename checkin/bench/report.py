"""The figures as people read them, and as a file holds them."""

import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, groupby
from math import ceil
from pathlib import Path
from statistics import median

from checkin import __version__
from checkin.bench.plan import (
    Fetching,
    Found,
    Longest,
    PageTime,
    Plan,
    Rate,
    Run,
    Scans,
    Seen,
    Telling,
)
from checkin.core import statuslist

_IDLE = 0.5
_HEADER = (
    "clients",
    "scans/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "CPU µs",
    "null/s",
    "share of null",
    "sent again/s",
)

_PAGE_HEADER = ("page, by its slowest address", "role", "ms", "slowest ms", "CPU ms")

TEXT_AIM = 2.0
"""So many milliseconds reading a text may take, whatever stands in it."""

PAGE_AIM = 150
"""So many milliseconds a page of the console may take the server."""


_SNAPSHOT_HEADER = ("database", "in use", "ms", "KiB", "unchanged: ms", "bytes")

SNAPSHOT_AIM = "20,000 in use: 1,000 ms, 100 KiB"
"""What a kiosk may have to wait for and to fetch."""

CAMERA_AIMS = {True: 300, False: 150}
"""So many milliseconds a kiosk may take, on line and off line (p95)."""

LATE_AIM = 60
"""So many seconds 5,000 scans may take that waited for a network, each told twice."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when it was measured, and how busy the machine was with other things (proc(5))."""

    release: str
    python: str
    system: str
    processor: str
    cores: int
    at: str
    load_average: float


def this_machine(*, now: datetime) -> Machine:
    """The machine that this runs on, as it is just now: to be asked before anything is measured."""
    return Machine(
        release=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        processor=_processor(),
        cores=os.cpu_count() or 1,
        at=now.strftime("%Y-%m-%d"),
        load_average=os.getloadavg()[0],
    )


def as_text(found: Found, plan: Plan, machine: Machine) -> str:
    """The figures as tables (Markdown): medians of rounds, with the lowest and highest."""
    about = (
        f"checkin {machine.release}, {machine.at}, {machine.cores} cores ({machine.processor}), "
        f"{machine.system}, Python {machine.python}.\n"
        f"Load average before it began: {machine.load_average:.1f}"
        f"{' (something else was running)' if machine.load_average > _IDLE else ''}.\n"
        f"{plan.rounds} x {plan.seconds:g} s for each figure: the median (lowest-highest). "
        f"Load by {found.load}{_driver_cost(found)}."
    )
    tables = (
        _scan_tables(found.scans),
        _rate_table(found.rates),
        _longest_table(found.longest),
        _page_tables(found.pages),
        _late_table(found.late),
        _snapshot_table(found.snapshots),
        _camera_table(found.camera),
    )
    return "\n".join([about, *chain.from_iterable(tables)])


def as_json(found: Found, machine: Machine) -> str:
    """Everything that was measured, round by round. Times are seconds."""
    return json.dumps({"machine": asdict(machine)} | asdict(found), indent=2)


def _driver_cost(found: Found) -> str:
    """What the load itself takes of the machine that it measures."""
    costs = [run.driver_cpu for one in found.scans for run in one.first]
    return f", which itself takes {median(costs) * 1e6:.0f} µs of a core a scan" if costs else ""


def _scan_tables(scans: Iterable[Scans]) -> Iterator[str]:
    for (database, holders, processes), rows in groupby(
        scans, key=lambda one: (one.database, one.holders, one.processes)
    ):
        served_by = "1 process" if processes == 1 else f"{processes} processes"
        yield f"\n{database}, {holders:,} people, {served_by}:\n"
        yield from _table(_HEADER, [_scan_row(one) for one in rows])


def _scan_row(one: Scans) -> Sequence[str]:
    cpu = [run.cpu for run in one.first if run.cpu is not None]
    shares = [first.rate / null.rate for first, null in zip(one.first, one.null, strict=True)]
    return (
        str(one.clients),
        _spread([run.rate for run in one.first], "{:,.0f}"),
        _milliseconds(one.first, lambda run: run.p50),
        _milliseconds(one.first, lambda run: run.p95),
        _milliseconds(one.first, lambda run: run.p99),
        f"{median(cpu) * 1e6:,.0f}" if cpu else "?",
        f"{median(run.rate for run in one.null):,.0f}",
        _spread(shares, "{:.0%}"),
        f"{median(run.rate for run in one.again):,.0f}",
    )


def _rate_table(rates: Sequence[Rate]) -> Iterator[str]:
    if rates:
        yield "\nOn one core, without a server:\n"
        rows = [
            (
                rate.what,
                _spread(rate.rounds, "{:,.0f}"),
                "" if rate.share is None else f"{rate.share:.2f}",
            )
            for rate in rates
        ]
        yield from _table(("what", "a second", "of raw signatures"), rows)


def _longest_table(longest: Sequence[Longest]) -> Iterator[str]:
    if longest:
        yield f"\n999 of 1,000 texts take at most (aim: {TEXT_AIM:g} ms):\n"
        rows = [
            (one.what, _spread([value * 1000 for value in one.rounds], "{:.2f}")) for one in longest
        ]
        yield from _table(("what", "ms"), rows)


def _page_tables(pages: Sequence[PageTime]) -> Iterator[str]:
    """Each kind of page once for each role, by its slowest address; the slowest come first."""
    for (database, holders), of_size in groupby(pages, key=lambda one: (one.database, one.holders)):
        worst: dict[tuple[str, str], PageTime] = {}
        for one in of_size:
            known = worst.get((one.page, one.role))
            if known is None or median(one.wall) > median(known.wall):
                worst[one.page, one.role] = one
        found = sorted(worst.values(), key=lambda one: median(one.wall), reverse=True)
        slow = sum(median(one.wall) * 1000 > PAGE_AIM for one in found)
        said = "none of them" if not slow else f"{slow} of them"
        yield f"\n{database}, {holders:,} people, {len(found)} pages of the console by role:"
        yield f"{said} takes the server more than {PAGE_AIM} ms (median).\n"
        yield from _table(_PAGE_HEADER, [_page_row(one) for one in found])


def _page_row(one: PageTime) -> Sequence[str]:
    times = (median(one.wall), max(one.wall), median(one.cpu))
    return (one.address, one.role, *(f"{each * 1000:.1f}" for each in times))


def _late_table(told: Sequence[Telling]) -> Iterator[str]:
    for (database, holders, scans), of_size in groupby(
        told, key=lambda one: (one.database, one.holders, one.scans)
    ):
        yield f"\n{database}, {holders:,} people: {scans:,} scans of eight hours without a network,"
        yield f"each told twice, by two kiosks at once (aim: {LATE_AIM} s):\n"
        yield from _table(("order", "s"), [(one.order, f"{one.seconds:.1f}") for one in of_size])


def _snapshot_table(fetched: Sequence[Fetching]) -> Iterator[str]:
    if fetched:
        yield f"\nSnapshots, a list of {statuslist.SIZE:,} places (aim: {SNAPSHOT_AIM}):\n"
        rows = [
            (
                one.database,
                f"{one.holders:,}",
                _spread([value * 1000 for value in one.seconds], "{:,.0f}"),
                f"{one.size / 1024:.1f}",
                _spread([value * 1000 for value in one.unchanged], "{:,.0f}"),
                f"{one.unchanged_size:,}",
            )
            for one in fetched
        ]
        yield from _table(_SNAPSHOT_HEADER, rows)


def _camera_table(seen: Sequence[Seen]) -> Iterator[str]:
    if seen:
        yield "\nFrom a picture with a badge to the answer on the screen:\n"
        rows = [
            (
                "on line" if one.online else "off line",
                f"{len(one.seconds)}",
                *(f"{percentile(one.seconds, share) * 1000:.0f}" for share in (0.5, 0.95, 1)),
                f"{CAMERA_AIMS[one.online]}",
            )
            for one in seen
        ]
        yield from _table(("kiosk", "badges", "p50 ms", "p95 ms", "slowest ms", "aim: p95"), rows)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all doesn't exceed."""
    return sorted(values)[ceil(share * len(values)) - 1]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table whose columns stand under each other."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"


def _spread(values: Sequence[float], form: str) -> str:
    middle, low, high = (form.format(of(values)) for of in (median, min, max))
    return middle if low == high else f"{middle} ({low}-{high})"


def _milliseconds(runs: Sequence[Run], which: Callable[[Run], float]) -> str:
    milliseconds = median(map(which, runs)) * 1000
    return f"{milliseconds:.1f}" if milliseconds >= 1 else f"{milliseconds:.2f}"


def _processor() -> str:
    """What the processor calls itself, where Linux tells."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except FileNotFoundError:
        return platform.machine()
    lines = (line.partition(":") for line in told.splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == "model name"), "?")
