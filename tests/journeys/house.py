"""The building of `tests.world` with its doors open: served to browsers, by a clock that runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask

from checkin.runtime import utc_now
from tests.world import Clock

HOST = "127.0.0.1"


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

    def start(self) -> None:
        """Answer from now on."""
        server = make_server(HOST, self.port, self.app, _Listener, _Quiet)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        self.running = server, thread

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self.running is not None:
            server, thread = self.running
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None


def address(port: int) -> str:
    """Where pages on this port are: browsers treat `localhost` as they do https."""
    return f"http://localhost:{port}"
