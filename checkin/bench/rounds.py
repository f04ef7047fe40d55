"""Rounds against one server: a null route, new scans, and scans that were sent before.

A machine's speed changes from one minute to the next, so only runs of one round are compared.
"""

import secrets
from dataclasses import replace

from checkin.bench.load import SCANS_PATH, Drive, Driven, Load
from checkin.bench.plan import NULL_PATH, BenchError, Plan, Run
from checkin.bench.serving import Kept, Server
from checkin.bench.world import KIOSKS, World

_WARM_CLIENTS = 8
_FEW = KIOSKS * 8
"""So many scans are sent over and over again where scans are sent again."""


class Bench:
    """A server with a world to scan in, and how far its badges have been gone through."""

    def __init__(self, plan: Plan, server: Server, world: World, drive: Drive) -> None:
        self._server, self._drive = server, drive
        self._sent = 0
        self._load = Load(
            port=server.port,
            path=SCANS_PATH,
            clients=_WARM_CLIENTS,
            seconds=plan.seconds,
            credentials=world.credentials,
            texts=world.texts,
            taken_at=server.rt.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            series=secrets.randbits(32),
        )
        self._again = replace(self._load, period=_FEW, series=secrets.randbits(32))

    def warm_up(self) -> None:
        """Scan every badge once, since the first scan of a week costs more; likewise the few."""
        while self._sent < len(self._load.texts):
            self._first(_WARM_CLIENTS)
        answered = 0
        while answered < _FEW:
            answered += self._driven(replace(self._again, first=answered)).answers

    def round(self, clients: int) -> tuple[Run, Run, Run]:
        """A run against the null route, one with new scans, and one with scans sent before."""
        null, _ = self._run(replace(self._load, path=NULL_PATH, clients=clients))
        return null, self._first(clients), self._repeated(clients)

    def _first(self, clients: int) -> Run:
        run, left = self._run(replace(self._load, clients=clients, first=self._sent))
        self._sent += left.answers
        return run

    def _repeated(self, clients: int) -> Run:
        run, left = self._run(replace(self._again, clients=clients))
        if left != Kept(0, 0):
            raise BenchError(f"Scans that were sent again were counted again: {left}")
        return run

    def _run(self, load: Load) -> tuple[Run, Kept]:
        """What the load came to, and what it left in the database."""
        kept_before, cpu_before = self._server.kept(), self._server.cpu()
        driven = self._driven(load)
        cpu_after, kept_after = self._server.cpu(), self._server.kept()
        left = Kept(
            kept_after.answers - kept_before.answers, kept_after.admissions - kept_before.admissions
        )
        if load.path == SCANS_PATH and load.period is None:
            _check(left, driven, load)
        cpu = None
        if cpu_before is not None and cpu_after is not None:
            cpu = (cpu_after - cpu_before) / driven.answers
        return (
            Run(
                rate=driven.answers / driven.seconds,
                p50=driven.p50,
                p95=driven.p95,
                p99=driven.p99,
                cpu=cpu,
                driver_cpu=driven.cpu / driven.answers,
            ),
            left,
        )

    def _driven(self, load: Load) -> Driven:
        driven = self._drive(load)
        if driven.wrong:
            raise BenchError(f"{driven.wrong} answers admitted nobody, such as:\n{driven.sample}")
        return driven


def _check(left: Kept, driven: Driven, load: Load) -> None:
    """Raise BenchError unless every answer is in the database once, and nothing else is.

    A load may leave as many scans under way as it has clients.
    """
    unheard = left.answers - driven.answers
    if not 0 <= unheard <= load.clients or left.admissions != left.answers:
        raise BenchError(f"{driven.answers} answers left {left}")
