"""The building of `tests.world` with its doors open: served to browsers, by a clock that runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from socketserver import ThreadingMixIn
from threading import Condition, Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask

from checkin.runtime import utc_now
from tests.world import Clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"
PATIENCE = 20  # seconds


@dataclass
class RunningClock(Clock):
    """The machine's clock, which the browser's own agrees with, until it is stopped or turned."""

    stopped: bool = False
    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return self.at if self.stopped else utc_now() + self.ahead

    def stop(self) -> None:
        """Stand still: what is held up now is as fresh however slow this machine is."""
        self.at = self()
        self.stopped = True


class _Listener(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as browsers ask."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name up there
        """Write nothing."""


class Server:
    """An application at an address of its own, which can be stopped and started again."""

    def __init__(self, app: Flask, port: int) -> None:
        self.app, self.port = app, port
        self.running: tuple[WSGIServer, Thread] | None = None
        self.at_work, self.changed = 0, Condition()

    def start(self) -> None:
        """Answer from now on."""
        server = make_server(HOST, self.port, self._answer, _Listener, _Quiet)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        self.running = server, thread

    def stop(self) -> None:
        """Refuse connections from now on, and finish what was asked before.

        Else a slow answer would open the database after this test, and find the next one's.
        """
        if self.running is not None:
            server, thread = self.running
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None
            with self.changed:
                assert self.changed.wait_for(lambda: self.at_work == 0, timeout=PATIENCE)

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self._count(1)
        try:
            return self.app(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self.changed:
            self.at_work += more
            self.changed.notify_all()


def address(port: int) -> str:
    """Where pages on this port are: browsers treat `localhost` as they do https."""
    return f"http://localhost:{port}"
