"""Scans against real servers: a building for each database and size, a server, and the rounds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from checkin.bench import postgres, wrk
from checkin.bench.load import Drive, own_drive
from checkin.bench.plan import Database, Hands, Plan, Scans
from checkin.bench.rounds import Bench
from checkin.bench.serving import serving
from checkin.bench.world import build
from checkin.settings import Settings


def measure(plan: Plan, hands: Hands) -> Iterator[Scans]:
    """Every database and size of the plan, one after the other."""
    for database in plan.databases:
        with ExitStack() as stack:
            server_url = None
            if database is Database.POSTGRESQL:
                server_url = stack.enter_context(postgres.server())
            for holders in plan.holders:
                with _new_database(server_url) as url:
                    yield from _measured(plan, hands, database, holders, url)


def load_name(plan: Plan) -> str:
    """By what the load is sent."""
    return "its own loop" if plan.own_load or wrk.program() is None else "wrk"


@contextmanager
def _new_database(server_url: str | None) -> Iterator[str]:
    """The address of a new database; an empty one means SQLite in the instance's folder."""
    if server_url is None:
        yield ""
        return
    with postgres.new_database(server_url) as url:
        yield url


def _measured(
    plan: Plan, hands: Hands, database: Database, holders: int, url: str
) -> Iterator[Scans]:
    hands.say(f"{database}: a building with {holders} people")
    port = postgres.free_port()
    rt = hands.create(_settings(plan.folder / f"{database}-{holders}", url, port))
    with ExitStack() as stack:
        stack.callback(rt.store.close)
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


def _settings(folder: Path, database_url: str, port: int) -> Settings:
    return Settings(instance=folder, base_url=f"http://127.0.0.1:{port}", database_url=database_url)
