"""The server that is measured: a process of its own, and what it and the database cost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from checkin.bench import processes
from checkin.bench.plan import BenchError, Hands
from checkin.runtime import Runtime

_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What scans have left in the database: answers, and admissions as the kiosks counted them."""

    answers: int
    admissions: int


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at a port of this machine, and the database behind it."""

    port: int
    rt: Runtime
    pid: int

    def cpu(self) -> float | None:
        """Seconds of processor time that the server and the database have taken up to now."""
        return processes.seconds(processes.family(self.pid) | self._database_pids())

    def kept(self) -> Kept:
        """What all scans together have left up to now."""
        with self.rt.reading() as db:
            answers = db.exec_driver_sql("SELECT count(*) FROM scan_answer").scalar()
            admissions = db.exec_driver_sql("SELECT sum(came_in) FROM kiosk_count").scalar()
        return Kept(int(answers or 0), int(admissions or 0))

    def _database_pids(self) -> set[int]:
        """The database's own processes, if it has any and they are on this machine."""
        if self.rt.store.dialect == "sqlite":
            return set()
        with self.rt.reading() as db:
            pids = {int(row[0]) for row in db.exec_driver_sql("SELECT pid FROM pg_stat_activity")}
        return processes.named(pids, "postgres")


@contextmanager
def serving(hands: Hands, rt: Runtime, port: int) -> Iterator[Server]:
    """The instance, served at this port until the block ends."""
    process = get_context("spawn").Process(target=hands.serve, args=(rt.settings, port))
    process.start()
    try:
        _wait_for(process, port)
        assert process.pid is not None
        yield Server(port, rt, process.pid)
    finally:
        process.terminate()
        process.join(_SECONDS_TO_STOP)
        process.kill()
        process.join()


def _wait_for(process: BaseProcess, port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _answers(port):
        if not process.is_alive() or time.monotonic() > deadline:
            raise BenchError("The server did not start. Its last words are above.")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/openapi.json")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
