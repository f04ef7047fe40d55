"""An instance of its own for each database and number of people of a plan."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from checkin.bench import postgres
from checkin.bench.plan import Database, Hands, Plan
from checkin.runtime import Runtime
from checkin.settings import Settings


@contextmanager
def instance(
    plan: Plan, hands: Hands, name: str, server_url: str | None, port: int
) -> Iterator[Runtime]:
    """A new instance that will be served at this port; its database is dropped at the end.

    `server_url` is a PostgreSQL server's; None means SQLite in the instance's own folder.
    """
    with ExitStack() as stack:
        url = stack.enter_context(postgres.new_database(server_url)) if server_url else ""
        rt = hands.create(
            Settings(
                instance=plan.folder / name,
                base_url=f"http://127.0.0.1:{port}",
                database_url=url,
            )
        )
        stack.callback(rt.store.close)
        yield rt


def sizes(plan: Plan) -> Iterator[tuple[Database, int, str | None]]:
    """Every database and number of people of the plan, with the server that it takes, if any."""
    for database in plan.databases:
        with ExitStack() as stack:
            server_url = None
            if database is Database.POSTGRESQL:
                server_url = stack.enter_context(postgres.server())
            for holders in plan.holders:
                yield database, holders, server_url
