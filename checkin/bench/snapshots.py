"""Snapshots, as kiosks at every door fetch them: how long that takes, and how much is sent."""

import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from typing import Final

from checkin.bench import instances
from checkin.bench.plan import BenchError, Fetching, Hands, Plan
from checkin.bench.postgres import free_port
from checkin.bench.serving import serving
from checkin.bench.world import DOORS, build

PATH: Final = "/api/v1/kiosks/snapshot"
_SECONDS_TO_ANSWER: Final = 60


def measure(plan: Plan, hands: Hands) -> Iterator[Fetching]:
    """Every database and size of the plan, one after the other."""
    for database, holders, server_url in instances.sizes(plan):
        hands.say(f"{database}: snapshots with the badges of {holders} people")
        port, name = free_port(), f"snapshots-{database}-{holders}"
        with instances.instance(plan, hands, name, server_url, port) as rt:
            world = build(rt, holders, hands.say)
            with serving(hands, rt, port):
                fetched = [
                    fetch(port, credential)
                    for _ in range(plan.rounds)
                    for credential in world.credentials[:DOORS]
                ]
        seconds, sizes, unchanged, unchanged_sizes = zip(*fetched, strict=True)
        yield Fetching(database, holders, seconds, max(sizes), unchanged, max(unchanged_sizes))


def fetch(port: int, credential: str) -> tuple[float, int, float, int]:
    """Fetch a snapshot, then ask whether it has changed: seconds and bytes of either.

    Raises BenchError if it comes without an ETag, or is sent again though nothing has changed.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS_TO_ANSWER)
    cookie = {"Cookie": f"kiosk={credential}"}
    try:
        seconds, size, etag = _asked(connection, cookie, 200)
        again, size_again, _ = _asked(connection, {**cookie, "If-None-Match": etag}, 304)
    finally:
        connection.close()
    return seconds, size, again, size_again


def _asked(
    connection: HTTPConnection, headers: Mapping[str, str], wanted: int
) -> tuple[float, int, str]:
    """Seconds until the whole answer was there, its bytes, and its ETag."""
    began = time.perf_counter()
    connection.request("GET", PATH, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - began
    etag = answer.headers["ETag"] or ""
    if answer.status != wanted or not etag:
        raise BenchError(f"A snapshot was answered by {answer.status} instead of {wanted}.")
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return seconds, len(body) + head, etag
