"""`checkin accounts`: what only somebody at the machine can do for console accounts."""

from pathlib import Path

import click

from checkin.cli.instance import instance_option, opened
from checkin.cli.setup import setup_link
from checkin.services import accounts as services


@click.group()
def accounts() -> None:
    """See to console accounts from the machine itself."""


@accounts.command()
@instance_option
@click.argument("email")
def link(instance: Path, email: str) -> None:
    """Print a new one-time link for the console account of EMAIL.

    For a first account whose link got lost, and for a site admin who lost the second factor. What
    the account signed in with before ends at once.
    """
    rt = opened(instance)
    with rt.writing() as db:
        token = services.setup_again(db, email, rt.hashing, now=rt.now())
    click.echo(setup_link(rt.settings, token))
    click.echo("It works once, for 72 hours.")
