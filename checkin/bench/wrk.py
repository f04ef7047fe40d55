"""The same load by wrk, which costs the machine less than half of what the one in Python does.

Two differences: wrk leaves the scans that are under way at its end unanswered, and it adds to slow
answers those that would have been asked for meanwhile.
"""

import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from checkin.bench.load import Driven, Load, head
from checkin.bench.plan import BenchError

_SCRIPT = Path(__file__).with_name("scans.lua")
_SECONDS_MORE = 60
_SECONDS_TO_SETTLE = 0.3
"""What is under way when wrk ends must not reach into the next measurement."""

_MARK = "found|"


def program() -> str | None:
    """Where wrk is; None if it isn't installed."""
    return shutil.which("wrk")


def drive(load: Load) -> Driven:
    """Send the load, and return what came of it. wrk counts in whole seconds."""
    before = _seconds_of_children()
    with tempfile.NamedTemporaryFile("w", prefix="checkin-load-", suffix=".txt") as file:
        file.write(_told(load))
        file.flush()
        done = subprocess.run(  # noqa: S603  our own command line
            _command(load, file.name), capture_output=True, text=True, check=False
        )
    found = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not found:
        raise BenchError(f"wrk failed:\n{done.stdout}{done.stderr}")
    time.sleep(_SECONDS_TO_SETTLE)
    return _driven(found[0], _seconds_of_children() - before)


def _command(load: Load, file: str) -> list[str]:
    return [
        program() or "wrk",
        "--threads=1",
        f"--connections={load.clients}",
        f"--duration={max(1, round(load.seconds))}s",
        f"--timeout={_SECONDS_MORE}s",
        f"--script={_SCRIPT}",
        f"http://127.0.0.1:{load.port}{load.path}",
        "--",
        file,
    ]


def _told(load: Load) -> str:
    """What the script reads: a line each, with | for the ends of lines inside a header."""
    heads = [
        head(load, credential).decode().replace("\r\n", "|") for credential in load.credentials
    ]
    counts = [f"{load.series:08x}", str(load.first), str(load.period or 0), load.taken_at]
    return "\n".join([*counts, str(len(heads)), *heads, *load.texts]) + "\n"


def _driven(line: str, cpu: float) -> Driven:
    answers, wrong, lost, duration, p50, p95, p99, sample = line.removeprefix(_MARK).split("|", 7)
    if int(lost):
        raise BenchError(f"{lost} connections broke.")
    return Driven(
        answers=int(answers),
        wrong=int(wrong),
        sample=sample,
        seconds=int(duration) / 1e6,
        p50=int(p50) / 1e6,
        p95=int(p95) / 1e6,
        p99=int(p99) / 1e6,
        cpu=cpu,
    )


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
