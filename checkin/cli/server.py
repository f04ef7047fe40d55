"""The WSGI server: granian, told what this application needs of it."""

import gc
import multiprocessing
import os
import signal
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from checkin.cli.instance import VARIABLE
from checkin.settings import Settings

THREADS = 32
SECONDS_TO_STOP = 5
_SECONDS_TO_START = 30

# To standard error, without addresses of visitors: there is no access log at all.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"alembic": {"level": "WARNING"}},
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    @property
    def free(self) -> bool:
        """Whether nobody listens there. Granian shares its port, so that it wouldn't notice."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return False
            return True


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files with the certificate chain and its private key."""

    chain: Path
    key: Path


def serve(
    settings: Settings,
    address: Address,
    *,
    workers: int,
    when_ready: Callable[[], None],
    certificate: Certificate | None = None,
    application: str = "checkin.wsgi:app",
) -> None:
    """Serve until the process is told to stop; `when_ready` is called once pages answer."""
    os.environ[VARIABLE] = str(settings.instance)
    # A forked process would inherit locks of threads that it doesn't have.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        application,
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=SECONDS_TO_STOP,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
    )
    waiting = Thread(
        target=_call_when_ready,
        args=(address, certificate is not None, when_ready),
        daemon=True,
    )
    server.on_startup(waiting.start)
    server.serve(target_loader=_load)


def _load(target: str) -> Any:
    """The application, in a process of its own.

    Ctrl-C goes to every process of the terminal. The first one ends the others: a worker that is
    told twice would hang until it's killed.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    module, _, name = target.partition(":")
    application = getattr(import_module(module), name)
    # All this stays: a search through it for garbage would stop every scan for a tenth of a second
    gc.collect()
    gc.freeze()
    return application


def _call_when_ready(address: Address, tls: bool, when_ready: Callable[[], None]) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if _answers(address, tls):
            when_ready()
            return
        time.sleep(0.05)


def _answers(address: Address, tls: bool) -> bool:
    """Whether the server answers a request, whatever it says."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    # Its certificate may be one that nobody trusts yet, and nothing secret is sent.
    trust = ssl._create_unverified_context()  # noqa: S323, SLF001
    connection = (
        HTTPSConnection(host, address.port, timeout=5, context=trust)
        if tls
        else HTTPConnection(host, address.port, timeout=5)
    )
    try:
        connection.request("HEAD", "/about")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
