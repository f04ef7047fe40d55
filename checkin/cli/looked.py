"""`checkin looked`: what the application can't see, said by whoever did it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from checkin.cli.instance import acting, instance_option, opened
from checkin.core.roles import Act
from checkin.services import direct_reads
from checkin.services.direct_reads import TOLD_WITHIN, DirectRead
from checkin.services.signin import REASONS


@click.command()
@instance_option
@click.argument("emails", nargs=-1, metavar="[EMAIL]...")
@click.option("--everybody", is_flag=True, help="It may have been about everybody.")
@click.option("--as", "reader", required=True, metavar="EMAIL", help="The account of who read it.")
@click.option("--ticket", required=True, help="The ticket under which it was done.")
@click.option("--kind", type=click.Choice(REASONS), required=True, help="The kind of reason.")
@click.option("--reason", required=True, help="Why, in words that the people will read.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="When it was, in UTC, like 2026-11-23T14:30.  [default: now]",
)
def looked(
    instance: Path,
    emails: tuple[str, ...],
    *,
    everybody: bool,
    reader: str,
    ticket: str,
    kind: str,
    reason: str,
    at: datetime | None,
) -> None:
    """Say that you read the database itself, about EMAIL or about everybody.

    The application sees no such read. The people read of it under Who looked, officers get a mail.
    """
    if everybody == bool(emails):
        raise click.UsageError("Name the addresses of those it was about, or say --everybody.")
    rt = opened(instance)
    by, now = acting(rt, reader, Act.TELL_OF_DIRECT_READS), rt.now()
    when = at.replace(tzinfo=UTC) if at else now
    read = DirectRead(by, when, ticket.strip(), kind, reason.strip())
    with rt.writing() as db:
        told = direct_reads.tell(db, read, None if everybody else emails, now=now)
    click.echo(f"It is written down. People who read of it: {told}.")
    if now - when > TOLD_WITHIN:
        click.echo("That is more than 24 hours after it was done: sooner next time.")
