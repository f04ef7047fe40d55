"""A server that is killed while kiosks tell of what they did alone: nothing is lost or doubled."""

import random
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Event

import pytest

from checkin import runtime
from checkin.bench import late
from checkin.bench.late import Queue, Sealed
from checkin.bench.plan import BenchError
from checkin.cli.instance import create
from checkin.runtime import Runtime
from checkin.settings import Settings
from tests import postgres
from tests.commands import free_port, running

KILLS, SCANS, PEOPLE, AT_ONCE = 10, 1200, 30, 40


def leave_empty(_url: str) -> None:
    """Prepare a database by doing nothing to it."""


def new_instance(folder: Path, port: int, database_url: str = "") -> Runtime:
    settings = Settings(
        instance=folder / "instance",
        base_url=f"http://localhost:{port}",
        database_url=database_url,
    )
    return create(settings, keys_from=runtime.utc_now() - timedelta(days=1))


def keep_telling(port: int, queue: Queue, has_some: Event, given_up: Event) -> None:
    """Tell of everything twice, some at once, each until the server says that it has it."""
    scans = late.shuffled(queue.scans)
    for first in range(0, len(scans), AT_ONCE):
        while not has_told(port, queue.credential, scans[first : first + AT_ONCE]):
            if given_up.is_set():
                return
            time.sleep(0.05)
        has_some.set()


def has_told(port: int, credential: str, scans: Sequence[Sealed]) -> bool:
    try:
        late.tell(port, [(credential, scans)])
    except (OSError, HTTPException, BenchError):
        return False
    return True


def survives(rt: Runtime, folder: Path, port: int) -> None:
    """Tell of the same scans twice: with the server killed again and again, and undisturbed."""
    killed, undisturbed, _ = late.waiting(rt, PEOPLE, SCANS, lambda _words: None)
    moment = random.Random(SCANS)
    told_some, given_up = Event(), Event()
    before = late.left(rt)
    serve = ("run", "--instance", rt.settings.instance, "--port", port)
    with ThreadPoolExecutor(len(killed)) as kiosks, ExitStack() as at_last:
        at_last.callback(given_up.set)  # else they'd tell a server that failed for ever
        telling = [kiosks.submit(keep_telling, port, one, told_some, given_up) for one in killed]
        for kill in range(KILLS):
            with running(folder / f"run-{kill}", *serve, until="listening at") as server:
                told_some.clear()
                assert told_some.wait(60)
                time.sleep(moment.uniform(0, 0.1))
                assert not all(one.done() for one in telling)
                assert server.stop(signal.SIGKILL, group=True) == -signal.SIGKILL
        with running(folder / "run", *serve, until="listening at"):
            for one in telling:
                one.result(120)
            after_kills = late.left(rt) - before
            before = late.left(rt)
            outcomes = late.tell(
                port, [(one.credential, late.twice(one.scans)) for one in undisturbed]
            )

    came = late.left(rt) - before
    late.check(outcomes, came, SCANS)
    assert after_kills == came


@pytest.mark.slow
def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    port = free_port()
    survives(new_instance(tmp_path, port), tmp_path, port)


@pytest.mark.slow
@pytest.mark.postgres
def test_ten_kills_lose_nothing_and_double_nothing_on_postgresql(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    port = free_port()
    with postgres_server.database(leave_empty) as url:
        rt = new_instance(tmp_path, port, url)
        try:
            survives(rt, tmp_path, port)
        finally:
            rt.store.close()
