"""Commands that write for long, beside a server that writes what happens at doors."""

import time
from typing import Final

import click

_SECONDS: Final = 0.15
"""On SQLite a server that waits to write looks again every tenth of a second: it gets its turn."""


def tell_and_give_way(so_far: int) -> None:
    """Say how much is done, and let others write before the next block."""
    click.echo(f"{so_far} so far")
    time.sleep(_SECONDS)
