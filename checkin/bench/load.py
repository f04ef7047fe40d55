"""The load: kiosks that send scans as fast as they are answered, and the clock on each of them.

It runs in a process of its own, one thread that waits for all connections at once, so that it costs
the machine little. `wrk`, where it is installed, costs still less: see `wrk.py`.
"""

import math
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context

from checkin.bench.plan import BenchError

SCANS_PATH = "/api/v1/scans"
_SECONDS_TO_ANSWER = 30
_LONGEST_ANSWER = 65536


@dataclass(frozen=True, slots=True)
class Load:
    """What to send, by how many clients, for how many seconds.

    Scan number n takes the n-th credential and text, each list over and over again, from number
    `first` on. Its nonce is made of `series` and n, so no two scans of a series share one; with a
    `period`, n starts again after so many scans, and every scan is one that was sent before.
    """

    port: int
    path: str
    clients: int
    seconds: float
    credentials: tuple[str, ...] = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    taken_at: str
    series: int
    first: int = 0
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Driven:
    """What came of it. Times are seconds, `cpu` what the load itself took of a processor.

    `wrong` is how many answers weren't an admission, `sample` one of them.
    """

    answers: int
    wrong: int
    sample: str
    seconds: float
    p50: float
    p95: float
    p99: float
    cpu: float


Drive = Callable[[Load], Driven]
"""Sends a load and returns what came of it."""


@contextmanager
def own_drive() -> Iterator[Drive]:
    """Loads by this module, from another process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        yield lambda load: other.submit(send, load).result()


def send(load: Load) -> Driven:
    """Send the load from this process. Every scan that was sent is waited for."""
    requests = _requests(load)
    with selectors.DefaultSelector() as selector:
        clients = [_Client(load.port) for _ in range(load.clients)]
        try:
            for client in clients:
                selector.register(client.socket, selectors.EVENT_READ, client)
            return _exchange(selector, clients, requests, load.seconds)
        finally:
            for client in clients:
                client.socket.close()


def _exchange(
    selector: selectors.BaseSelector,
    clients: "Sequence[_Client]",
    requests: Iterator[bytes],
    seconds: float,
) -> Driven:
    cpu_before, began = time.process_time(), time.perf_counter()
    now = began
    for client in clients:
        client.ask(next(requests), now)
    times: list[float] = []
    wrong: list[bytes] = []
    waiting = len(clients)
    while waiting:
        ready = selector.select(_SECONDS_TO_ANSWER)
        if not ready:
            raise BenchError(f"The server gave no answer within {_SECONDS_TO_ANSWER} seconds.")
        for key, _ in ready:
            heard: _Client = key.data
            answer = heard.hear()
            if answer is None:
                continue
            now = time.perf_counter()
            times.append(now - heard.asked_at)
            if not is_admission(answer):
                wrong.append(answer)
            if now - began < seconds:
                heard.ask(next(requests), now)
            else:
                waiting -= 1
    cpu = time.process_time() - cpu_before
    sample = wrong[0].decode(errors="replace") if wrong else ""
    return _driven(times, len(wrong), sample, now - began, cpu)


def is_admission(answer: bytes) -> bool:
    """Whether an HTTP answer lets somebody in."""
    return answer.startswith(b"HTTP/1.1 200 ") and b'"admit":true' in answer


def _driven(times: list[float], wrong: int, sample: str, seconds: float, cpu: float) -> Driven:
    times.sort()
    p50, p95, p99 = (times[math.ceil(share * len(times)) - 1] for share in (0.5, 0.95, 0.99))
    return Driven(len(times), wrong, sample, seconds, p50, p95, p99, cpu)


class _Client:
    """One connection, which stays open, and the scan that is under way on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), _SECONDS_TO_ANSWER)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked_at = 0.0
        self._heard = b""

    def ask(self, request: bytes, now: float) -> None:
        """Send a request."""
        self.asked_at = now
        self.socket.sendall(request)

    def hear(self) -> bytes | None:
        """Take what has arrived: the whole answer, or None while a part is still missing."""
        part = self.socket.recv(_LONGEST_ANSWER)
        if not part:
            raise BenchError("The server closed a connection before it had answered.")
        self._heard += part
        if not _is_whole(self._heard):
            return None
        answer, self._heard = self._heard, b""
        return answer


def _is_whole(answer: bytes) -> bool:
    """Whether everything has arrived that the answer's header speaks of (RFC 9112, 6.2)."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    _, _, length = head.lower().partition(b"\r\ncontent-length:")
    return len(body) >= int(length.split(b"\r\n", 1)[0])


def _requests(load: Load) -> Iterator[bytes]:
    """The scans to send, one after the other."""
    heads = [head(load, credential) for credential in load.credentials]
    for number in count(load.first):
        this = number % load.period if load.period else number
        text = load.texts[this % len(load.texts)]
        content = body(text, nonce(load.series, this), load.taken_at).encode()
        length = b"Content-Length: %d\r\n\r\n" % len(content)
        yield heads[this % len(heads)] + length + content


def head(load: Load, credential: str) -> bytes:
    """The request's header but for the length of its body."""
    return (
        f"POST {load.path} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{load.port}\r\n"
        f"Cookie: kiosk={credential}\r\n"
        "Content-Type: application/json\r\n"
    ).encode()


def body(text: str, nonce: str, taken_at: str) -> str:
    """A scan as a kiosk sends it. No character of a badge's text has to be escaped."""
    return f'{{"token":"{text}","nonce":"{nonce}","taken_at":"{taken_at}","direction":"in"}}'


def nonce(series: int, number: int) -> str:
    """The nonce of a scan, in the form of a UUID."""
    return f"{series:08x}-0000-4000-8000-{number:012x}"
