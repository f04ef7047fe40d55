"""The bench measures, counts what it measures, and refuses figures that would mean nothing.

Nothing here looks at how long anything took.
"""

import json
import os
import socket
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from checkin.app import create_app
from checkin.bench import (
    camera,
    chromium,
    console,
    late,
    load,
    postgres,
    processes,
    report,
    rounds,
    snapshots,
    wrk,
)
from checkin.bench.late import Left
from checkin.bench.load import Driven, Load
from checkin.bench.plan import (
    BenchError,
    Database,
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
from checkin.bench.serving import Kept
from tests import browser as tests_browser
from tests import postgres as tests_postgres
from tests.commands import checkin, invoke
from tests.world import NOON, Building

ADMITTED = b'{"admit":true,"say":"welcome"}'
REFUSED = b'{"admit":false,"say":"use_desk"}'
TEXTS = ("CI1:AB CD", "CI1:EF$GH", "CI1:IJ/KL")


@contextmanager
def served_by(door: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """A server that answers as this does; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def answering(*answers: bytes, status: int = 200) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """A server that gives these answers in turn: its port, and the scans that it got."""
    got: list[dict[str, Any]] = []

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(json.loads(sent) | {"cookie": self.headers["Cookie"], "path": self.path})
            answer = answers[len(got) % len(answers)]
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served_by(Door) as port:
        yield port, got


@contextmanager
def handing_out(*headers: dict[str, str]) -> Iterator[int]:
    """A server that gives something with these headers in turn, whatever is asked; its port."""
    left = iter(headers)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"Content-Length": "2", **next(left)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served_by(Door) as port:
        yield port


def hang_up(server: socket.socket) -> None:
    """Take one connection, and say nothing."""
    connection, _ = server.accept()
    connection.close()


def a_load(port: int, **changes: Any) -> Load:
    sent = Load(
        port=port,
        path=load.SCANS_PATH,
        clients=2,
        seconds=0.2,
        credentials=("one", "two"),
        texts=TEXTS,
        taken_at="2026-11-23T12:00:00Z",
        series=7,
    )
    return replace(sent, **changes)


def a_run(rate: float = 100.0) -> Run:
    return Run(rate, p50=0.001, p95=0.002, p99=0.003, cpu=0.0005, driver_cpu=0.00001)


# --- the whole of it --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_on_sqlite_measures_and_prints(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    short = ("--seconds", 1, "--rounds", 1, "--clients", 2, "--holders", 20, "--late", 100)

    done = checkin("bench", *short, "--database", "sqlite", "--own-load", "--json", file)

    assert done.returncode == 0, done.stderr
    assert "sqlite, 20 people, 1 process:" in done.stdout
    assert "share of null" in done.stdout
    assert "badges drawn as PDF" in done.stdout
    figures = json.loads(file.read_text())
    (scans,) = figures["scans"]
    for kind in ("null", "first", "again"):
        assert scans[kind][0]["rate"] > 0
        assert 0 < scans[kind][0]["p50"] <= scans[kind][0]["p99"]
    shares = {rate["what"]: rate["share"] for rate in figures["rates"]}
    assert shares["live badges read and verified, P-256"] > 0
    assert shares["badges drawn as PDF"] is None
    assert "changed badges" in {one["what"] for one in figures["longest"]}
    (fetched,) = figures["snapshots"]
    assert fetched["size"] > fetched["unchanged_size"] > 0
    assert [told["order"] for told in figures["late"]] == ["original", "reversed", "shuffled"]
    assert {(page["role"], page["page"]) for page in figures["pages"]} >= {
        ("site_admin", "admin_accounts.accounts"),
        ("enrolment_admin", "admin_people.person"),
        ("enrolment_admin", "admin_people.find"),
        ("reception", "admin_desk.desk"),
        ("dpo", "admin_log.acts"),
        ("auditor", "admin_log.looks"),
    }


@pytest.mark.slow
@pytest.mark.postgres
def test_a_second_on_postgresql_measures_and_leaves_no_database(
    postgres_server: tests_postgres.Server,
) -> None:
    named = {postgres.VARIABLE: postgres_server.url("postgres")}
    short = ("--seconds", 1, "--rounds", 1, "--clients", 2, "--holders", 20, "--own-load")

    done = checkin("bench", *short, "--database", "postgresql", "--only", "scans", **named)

    assert done.returncode == 0, done.stderr
    assert "postgresql, 20 people" in done.stdout
    with postgres_server.connect() as db:
        left = db.execute("SELECT datname FROM pg_database WHERE datname LIKE 'checkin_bench%'")
        assert left.fetchall() == []


def test_without_a_postgresql_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_candidates", lambda: iter([tmp_path]))

    done = invoke("bench", "--only", "scans", "--database", "postgresql")

    assert done.exit_code == 1
    assert "apt-get install postgresql" in done.output
    assert postgres.VARIABLE in done.output


@pytest.mark.parametrize("named", [{}, {chromium.VARIABLE: "/nowhere/chromium"}])
def test_without_a_browser_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    monkeypatch.setattr(chromium, "on_path", lambda: None)
    monkeypatch.delenv(chromium.VARIABLE, raising=False)

    done = invoke("bench", "--only", "camera", **named)

    assert done.exit_code == 1
    assert "apt-get install chromium" in done.output
    assert "pip install playwright" in done.output


@pytest.mark.browser
@pytest.mark.slow
def test_a_kiosk_s_camera_is_measured_with_its_server_and_without(tmp_path: Path) -> None:
    file, browser = tmp_path / "figures.json", str(tests_browser.find())

    done = checkin(
        "bench", "--only", "camera", "--filmed", 2, "--json", file, **{chromium.VARIABLE: browser}
    )

    assert done.returncode == 0, done.stderr
    assert "to the answer on the screen" in done.stdout
    seen = json.loads(file.read_text())["camera"]
    assert [(one["online"], len(one["seconds"])) for one in seen] == [(True, 2), (False, 2)]


class Page:
    """A kiosk's page whose answers are known from the start."""

    def __init__(self, *kinds: str) -> None:
        self.answers = [{"after": 120.0, "kind": kind} for kind in kinds]

    def evaluate(self, script: str) -> object:
        return self.answers if script == "window.answers" else None

    def wait_for_timeout(self, _milliseconds: float) -> None:
        """Don't wait."""


@pytest.mark.parametrize("kinds", [("admit",), ("admit", "desk")])
def test_a_camera_that_sees_too_little_spoils_the_measurement(kinds: tuple[str, ...]) -> None:
    with pytest.raises(BenchError, match="of 2 badges before a camera"):
        camera._answered(Page(*kinds), 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [("--clients", "0"), ("--clients", "two"), ("--only", "scans,doors")]
)
def test_what_it_cannot_do_is_a_sentence(wrong: tuple[str, str]) -> None:
    done = invoke("bench", *wrong)

    assert done.exit_code == 2
    assert "Invalid value" in done.output


# --- the load ---------------------------------------------------------------------------------


def test_each_scan_has_a_nonce_of_its_own_and_kiosks_and_badges_take_turns() -> None:
    with answering(ADMITTED) as (port, got):
        driven = load.send(a_load(port))

    assert driven.answers == len(got) > 6
    assert driven.wrong == 0
    assert len({scan["nonce"] for scan in got}) == len(got)
    assert {scan["token"] for scan in got} == set(TEXTS)
    assert {scan["cookie"] for scan in got} == {"kiosk=one", "kiosk=two"}
    assert {scan["direction"] for scan in got} == {"in"}


def test_with_a_period_the_same_scans_come_again() -> None:
    with answering(ADMITTED) as (port, got):
        load.send(a_load(port, period=4))

    again = {(scan["nonce"], scan["token"], scan["cookie"]) for scan in got}
    assert len(again) == 4 < len(got)


def test_an_answer_that_admits_nobody_is_counted_and_shown() -> None:
    with answering(ADMITTED, REFUSED) as (port, got):
        driven = load.send(a_load(port))

    assert 0 < driven.wrong < driven.answers == len(got)
    assert "use_desk" in driven.sample


def test_the_load_of_another_process_is_the_same() -> None:
    with answering(ADMITTED) as (port, got), load.own_drive() as drive:
        driven = drive(a_load(port))

    assert driven.answers == len(got) > 0
    assert 0 < driven.p50 <= driven.p95 <= driven.p99 <= driven.seconds


def test_a_server_that_hangs_up_spoils_the_measurement() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        hanging_up = Thread(target=hang_up, args=(server,))
        hanging_up.start()

        with pytest.raises((BenchError, ConnectionError)):
            load.send(a_load(server.getsockname()[1], clients=1))
        hanging_up.join()


def test_wrk_is_told_the_same_scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said"
    program = tmp_path / "wrk"
    program.write_text(
        f'#!/bin/sh\necho "$@" > {said}\nfor file; do :; done\ncat "$file" >> {said}\n'
        'echo "Running 1s test"\necho "found|120|1|0|1000000|1500|2500|3500|200 {no}"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(wrk, "program", lambda: str(program))

    driven = wrk.drive(a_load(8123, first=5))

    assert (driven.answers, driven.wrong, driven.sample) == (120, 1, "200 {no}")
    assert (driven.seconds, driven.p50, driven.p99) == (1.0, 0.0015, 0.0035)
    told = said.read_text()
    assert "http://127.0.0.1:8123/api/v1/scans" in told
    assert told.endswith("\n".join(TEXTS) + "\n")
    assert "Cookie: kiosk=two|" in told


@pytest.mark.parametrize("says", ["", "found|120|0|3|1000000|1|2|3|"])
def test_wrk_that_fails_or_loses_connections_spoils_the_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    program = tmp_path / "wrk"
    program.write_text(f'#!/bin/sh\necho "{says}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(wrk, "program", lambda: str(program))

    with pytest.raises(BenchError):
        wrk.drive(a_load(8123))


# --- what is counted --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "counts"),
    [
        (Kept(100, 100), True),
        (Kept(102, 102), True),  # two clients were cut off while they waited
        (Kept(99, 99), False),
        (Kept(103, 103), False),
        (Kept(100, 99), False),
    ],
)
def test_every_answer_is_in_the_database_once(left: Kept, counts: bool) -> None:
    driven = Driven(100, 0, "", 1.0, 0.1, 0.1, 0.1, 0.1)

    try:
        rounds._check(left, driven, a_load(1))
    except BenchError:
        assert not counts
    else:
        assert counts


def test_a_server_s_processes_are_all_that_it_started() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        family = processes.family(os.getpid())
        of_the_other = processes.family(other.pid)
        other.communicate(b"\n")

    assert {os.getpid(), other.pid} <= family
    assert of_the_other == {other.pid}


def test_processor_time_grows_with_work_and_nothing_is_known_of_the_dead() -> None:
    before = processes.seconds([os.getpid()])
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass

    after = processes.seconds([os.getpid()])

    assert before is not None
    assert after is not None
    assert after > before
    assert processes.seconds([dead.pid]) == 0


def test_only_processes_of_that_name_count_as_the_database_s() -> None:
    name = Path(f"/proc/{os.getpid()}/comm").read_text().strip()

    assert processes.named([os.getpid()], name) == {os.getpid()}
    assert processes.named([os.getpid()], "postgres") == set()


def admissions(count: int, *, answers: int = 100) -> Left:
    """What one kiosk's scans have left, so far as it is counted."""
    door, hour = "door", "hour"
    return Counter(
        {("came in", door, hour, count, 0, 1): 1, ("answer", 1, "welcome", hour): answers}
    )


@pytest.mark.parametrize(
    ("outcomes", "came", "counts"),
    [
        ({"stored": 98, "differs": 2, "known": 100}, admissions(99), True),
        ({"stored": 98, "differs": 1, "known": 101}, admissions(99), False),
        ({"stored": 98, "differs": 2, "known": 99, "dropped": 1}, admissions(99), False),
        ({"stored": 98, "differs": 2, "known": 100}, admissions(100), False),
        ({"stored": 98, "differs": 2, "known": 100}, admissions(99, answers=99), False),
    ],
)
def test_scans_told_late_are_taken_in_once_and_counted_once(
    outcomes: dict[str, int], came: Left, counts: bool
) -> None:
    try:
        late.check(Counter(outcomes), came, 100)
    except BenchError:
        assert not counts
    else:
        assert counts


def test_an_order_that_leaves_something_else_spoils_the_measurement(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = admissions(99)
    more: Left = Counter({("refusal", "door"): 1})
    states = iter([Counter(), once, once, once + once + more])
    monkeypatch.setattr(late, "left", lambda _rt: next(states))
    monkeypatch.setattr(late, "tell", lambda *_: Counter(stored=100, known=100))
    told = late._measured(building.runtime, 1, [[], [], []], 100)

    next(told)
    with pytest.raises(BenchError, match="Told in reversed order"):
        next(told)


def test_a_kiosk_that_is_sent_away_spoils_the_measurement() -> None:
    with (
        answering(REFUSED, status=503) as (port, _),
        pytest.raises(BenchError, match="503"),
    ):
        late.tell(port, [("secret", [{"nonce": "n", "sealed": "s"}])])


# --- the report -------------------------------------------------------------------------------


def test_shares_are_taken_round_by_round() -> None:
    measured = Scans(
        Database.SQLITE,
        1000,
        1,
        8,
        null=(a_run(1000), a_run(100)),
        first=(a_run(200), a_run(40)),
        again=(a_run(300), a_run(60)),
    )
    rates = (Rate("badges drawn as PDF", (80.0, 90.0)), Rate("badges read", (9.0, 9.0), 0.62))
    longest = (Longest("changed badges", (0.002, 0.003)),)
    found = Found("its own loop", (measured,), rates, longest=longest)
    machine = report.this_machine(now=NOON)

    text = report.as_text(found, Plan(Path(), rounds=2), machine)

    assert "30% (20%-40%)" in text
    assert "85 (80-90)" in text
    assert "0.62" in text
    assert "2.50 (2.00-3.00)" in text
    assert "2026-11-23" in text
    assert "takes 10 µs" in text
    assert json.loads(report.as_json(found, machine))["scans"][0]["first"][1]["rate"] == 40


def a_page(milliseconds: float, address: str = "GET /console/people") -> PageTime:
    wall = (milliseconds / 1000, milliseconds / 500, milliseconds / 1000)
    return PageTime(Database.SQLITE, 20_000, "dpo", "a.page", address, wall, (0.002,) * 3)


def test_pages_are_shown_by_their_slowest_address_and_held_to_the_aim() -> None:
    pages = (a_page(12), a_page(151, "GET /console/people?all"), replace(a_page(30), page="b.page"))
    found = Found("wrk", (), (), pages)
    machine = report.this_machine(now=NOON)

    text = report.as_text(found, Plan(Path()), machine)

    assert "1 of them takes the server more than 150 ms" in text
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "| GET /console/people?all | dpo | 151.0 | 302.0 | 2.0 |" in rows
    assert "12.0" not in text
    fine = report.as_text(replace(found, pages=pages[:1]), Plan(Path()), machine)
    assert "none of them takes the server more than 150 ms" in fine
    assert json.loads(report.as_json(found, machine))["pages"][0]["holders"] == 20_000


def test_late_scans_are_shown_by_database_and_order() -> None:
    told = tuple(
        Telling(database, 1000, 5000, order, seconds)
        for database in Database
        for order, seconds in (("original", 21.04), ("shuffled", 19.0))
    )
    found = Found("wrk", (), (), late=told)

    text = report.as_text(found, Plan(Path()), report.this_machine(now=NOON))

    assert "postgresql, 1,000 people: 5,000 scans" in text
    assert text.count("| original | 21.0 |") == 2
    assert "aim: 60 s" in text


def test_a_camera_s_figures_stand_beside_their_aims() -> None:
    seen = (Seen(True, (0.1,) * 18 + (0.25, 0.4)), Seen(False, (0.05, 0.07, 0.06)))
    found = Found("wrk", (), (), camera=seen)

    text = report.as_text(found, Plan(Path()), report.this_machine(now=NOON))

    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "| on line | 20 | 100 | 250 | 400 | 300 |" in rows
    assert "| off line | 3 | 60 | 70 | 70 | 150 |" in rows


def test_snapshots_are_shown_with_their_size_and_the_aim() -> None:
    fetched = Fetching(Database.SQLITE, 20_000, (0.5, 0.7), 51_200, (0.25, 0.25), 612)
    found = Found("wrk", (), (), snapshots=(fetched,))

    text = report.as_text(found, Plan(Path()), report.this_machine(now=NOON))

    assert "20,000 in use: 1,000 ms, 100 KiB" in text
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "| sqlite | 20,000 | 600 (500-700) | 50.0 | 250 | 612 |" in rows


@pytest.mark.parametrize("answers", [({},), ({"ETag": '"a"'}, {"ETag": '"a"'})])
def test_a_snapshot_that_is_never_unchanged_spoils_the_measurement(
    answers: tuple[dict[str, str], ...],
) -> None:
    with (
        handing_out(*answers) as port,
        pytest.raises(BenchError, match="answered by 200"),
    ):
        snapshots.fetch(port, "secret")


def test_a_page_that_can_t_be_had_spoils_the_measurement(building: Building) -> None:
    visitor = console._Visitor(create_app(building.runtime), "nobody's secret")

    with pytest.raises(BenchError, match="GET /console/nowhere answered 404"):
        visitor.open(console._Address("/console/nowhere"))


def test_where_processor_time_cannot_be_read_the_report_says_so() -> None:
    unread = replace(a_run(), cpu=None)
    measured = Scans(Database.SQLITE, 10, 1, 1, (unread,), (unread,), (unread,))

    text = report.as_text(
        Found("wrk", (measured,), ()), Plan(Path()), report.this_machine(now=NOON)
    )

    assert "| ? " in text
