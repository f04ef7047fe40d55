"""Runs `checkin` as people do: as a process of its own, told to stop as a terminal would."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from click.testing import CliRunner, Result

from checkin import cli

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "checkin"]
SECONDS_TO_START = 120  # a machine that tests on all its cores is slow
SECONDS_TO_STOP = 20


def checkin(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=SECONDS_TO_START,
    )


def invoke(*arguments: object, typed: str = "", **environment: str) -> Result:
    """Run a command to its end in this process: quicker, where no server has to start.

    `typed` is what is answered when it asks.
    """
    before = os.umask(0o077)
    try:
        return CliRunner(env=environment).invoke(cli.main, [*map(str, arguments)], input=typed)
    finally:
        os.umask(before)


@dataclass
class Running:
    """A command that serves."""

    process: subprocess.Popen[str]
    folder: Path

    def said(self, name: str) -> str:
        """What it wrote so far to `stdout` or `stderr`."""
        return (self.folder / name).read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Tell it to stop; its exit code. Ctrl-C goes to every process of a terminal's group."""
        if group:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        return self.process.wait(SECONDS_TO_STOP)


@contextmanager
def running(folder: Path, *arguments: object, until: str, **environment: str) -> Iterator[Running]:
    """Run a command in the background, from when it has said `until` to the end of the block."""
    folder.mkdir(exist_ok=True)
    with (folder / "stdout").open("w") as out, (folder / "stderr").open("w") as err:
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            cwd=ROOT,
            env=_environment(environment),
            stdout=out,
            stderr=err,
            text=True,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    started = Running(process, folder)
    try:
        _wait(started, until)
        yield started
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(SECONDS_TO_STOP)


@dataclass(frozen=True)
class Demo:
    """A demo that runs, and what it handed out."""

    url: str
    handout: Mapping[str, Any]
    folder: Path
    command: Running


@contextmanager
def demo(folder: Path, *arguments: object) -> Iterator[Demo]:
    """A demo on a free port, from when its pages answer to the end of the block."""
    instance = folder / "demo"
    options = ("--instance", instance, "--no-open", "--port", free_port(), *arguments)
    with running(folder, "demo", *options, until="The demo runs at") as command:
        handout = json.loads((instance / "demo.json").read_text())
        yield Demo(handout["url"], handout, instance, command)


@dataclass(frozen=True)
class Page:
    """An answer to a request; the names of its headers are in small letters."""

    status: int
    text: str
    headers: Mapping[str, str]


def get(address: str, **options: Any) -> Page:
    """Ask for a page and follow where it leads; an error page is an answer as well."""
    try:
        # S310: the addresses are those of servers that the tests started
        with urlopen(Request(address), timeout=20, **options) as answer:  # noqa: S310
            return _page(answer.status, answer)
    except HTTPError as refused:
        with refused:
            return _page(refused.code, refused)


def _page(status: int, answer: Any) -> Page:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Page(status, answer.read().decode(), headers)


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(command: Running, until: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while until not in command.said("stdout") + command.said("stderr"):
        if command.process.poll() is not None or time.monotonic() > deadline:
            said = command.said("stdout") + command.said("stderr")
            raise RuntimeError(f"it never said {until!r}, but:\n{said}")
        time.sleep(0.05)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHECKIN_")}
    return {**ours, "PYTHONUNBUFFERED": "1", **more}
