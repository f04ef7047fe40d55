"""Parts of a page that stay current by themselves: server-sent events, each the part as it is now.

A stream holds a thread of the server for as long as it lasts. So only half of them may be streams;
whoever gets none, or has no script, asks for the page again instead.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Final, cast

from flask import Flask, Response, current_app, request

from checkin.core.roles import Act, may
from checkin.services import looks
from checkin.web.access import console_account, runtime

MOST: Final = 16
"""Streams at once in a process: half of the threads that `checkin run` gives it."""

_LIFE: Final = timedelta(minutes=10)
_TICK: Final = timedelta(seconds=2)
_SAY_AGAIN: Final = timedelta(seconds=15)
_RETRY_MILLISECONDS: Final = 2000
_STILL_THERE: Final = ": still there\n\n"
"""A comment, which nobody hears: it shows that a browser has gone, and frees its slot."""
_ASK_AGAIN_SECONDS: Final = "60"


def stream(show: Callable[[], str], act: Act) -> Response:
    """What `show` makes, sent whenever it has changed, to an account that may do this.

    It ends at once, for good, when the account may no longer or has signed out, and after ten
    minutes, when the page asks anew. 503 when there are too many streams already.
    """
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    slots: BoundedSemaphore = app.extensions.setdefault("streams", BoundedSemaphore(MOST))
    if not slots.acquire(blocking=False):
        return Response(status=503, headers={"Retry-After": _ASK_AGAIN_SECONDS})

    def look() -> str | None:
        # Each look is a request of its own: whatever was taken away meanwhile is gone.
        with app.request_context(environ), looks.console():
            who = console_account()
            return show() if who is not None and may(who.role, act) else None

    environ, clock = dict(request.environ), runtime().now
    response = Response(_events(look, clock), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that collects answers would hold it back
    held = ExitStack()
    held.callback(slots.release)
    response.call_on_close(held.close)
    return response


def _events(look: Callable[[], str | None], clock: Callable[[], datetime]) -> Iterator[str]:
    began = clock()
    said, said_at = "", began
    while (now := clock()) - began < _LIFE:
        shown = look()
        if shown is None:
            yield "event: end\ndata:\n\n"
            return
        if shown != said or now - said_at >= _SAY_AGAIN:
            said, said_at = shown, now
            yield _message(shown)
        else:
            yield _STILL_THERE
        _pause()


def _message(text: str) -> str:
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"retry: {_RETRY_MILLISECONDS}\n{lines}\n"


def _pause() -> None:
    time.sleep(_TICK.total_seconds())
