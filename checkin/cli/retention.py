"""`checkin retention`: what is due to go, and letting go of it by hand."""

from pathlib import Path

import click

from checkin import jobs
from checkin.cli.instance import instance_option, opened
from checkin.cli.turns import tell_and_give_way
from checkin.services import retention as services
from checkin.services import rights


@click.group()
def retention() -> None:
    """See what is due to be deleted, or delete it now. The server does so every hour."""


@retention.command()
@instance_option
def due(instance: Path) -> None:
    """Show what is due, by table, with the age of the oldest row."""
    rt = opened(instance)
    with rt.reading() as db:
        found = services.due(db, rt.settings.limits, now=rt.now())
    for table in found:
        click.echo(
            f"{table.table}: {table.rows} due, the oldest of {table.oldest:%Y-%m-%d %H:%M} UTC"
        )
    if not found:
        click.echo("Nothing is due.")


@retention.command()
@instance_option
def metrics(instance: Path) -> None:
    """Print how deletion and answers to people keep up, as Prometheus reads it."""
    rt = opened(instance)
    with rt.reading() as db:
        found = services.backlog(db, rt.settings.limits, now=rt.now())
        _, late = rights.count(db, now=rt.now())
    click.echo(services.exposition(found, now=rt.now()) + rights.exposition(late), nl=False)


@retention.command()
@instance_option
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="Delete although the log has entries of a later time: the clock was ahead then.",
)
def run(instance: Path, *, clock_is_right: bool) -> None:
    """Delete everything that is due, oldest first. Fails if the clock went back."""
    rows = jobs.delete_due(opened(instance), clock_is_right=clock_is_right, tell=tell_and_give_way)
    click.echo(f"{rows} rows were due and are gone." if rows else "Nothing was due.")
