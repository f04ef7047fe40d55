"""Scans against real servers: a building for each database and size, a server, and the rounds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from checkin.bench import instances, wrk
from checkin.bench.load import Drive, own_drive
from checkin.bench.plan import Database, Hands, Plan, Scans
from checkin.bench.postgres import free_port
from checkin.bench.rounds import Bench
from checkin.bench.serving import serving
from checkin.bench.world import build
from checkin.runtime import Runtime


def measure(plan: Plan, hands: Hands) -> Iterator[Scans]:
    """Every database and size of the plan, one after the other."""
    for database, holders, server_url in instances.sizes(plan):
        hands.say(f"{database}: a building with {holders} people")
        port, name = free_port(), f"{database}-{holders}"
        with instances.instance(plan, hands, name, server_url, port) as rt:
            yield from _measured(plan, hands, rt, port, (database, holders))


def load_name(plan: Plan) -> str:
    """By what the load is sent."""
    return "its own loop" if plan.own_load or wrk.program() is None else "wrk"


def _measured(
    plan: Plan, hands: Hands, rt: Runtime, port: int, size: tuple[Database, int]
) -> Iterator[Scans]:
    database, holders = size
    with ExitStack() as stack:
        world = build(rt, holders, hands.say)
        server = stack.enter_context(serving(hands, rt, port))
        bench = Bench(plan, server, world, stack.enter_context(_drive(plan)))
        bench.warm_up()
        for clients in plan.clients:
            hands.say(f"{database}: {clients} at once")
            rounds = [bench.round(clients) for _ in range(plan.rounds)]
            null, first, again = zip(*rounds, strict=True)
            served_by = hands.processes(rt.settings)
            yield Scans(database, holders, served_by, clients, null, first, again)


@contextmanager
def _drive(plan: Plan) -> Iterator[Drive]:
    if load_name(plan) == "wrk":
        yield wrk.drive
        return
    with own_drive() as drive:
        yield drive
