"""`checkin notice`: what people read before they choose."""

from pathlib import Path

import click

from checkin.cli.instance import instance_option, opened
from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError
from checkin.services import notices
from checkin.settings import Controller


@click.group()
def notice() -> None:
    """See to the notice that people read before they join."""


@notice.command()
@instance_option
def publish(instance: Path) -> None:
    """Publish the notice that comes with this release, with the names from checkin.toml.

    Nobody can join before. What is published never changes: look at [controller] first.
    """
    rt = opened(instance)
    if rt.settings.controller == Controller():
        raise ConflictError(
            f"[controller] in {rt.settings.instance / 'checkin.toml'} still names the example. "
            "Say there who answers for the data; the notice prints it."
        )
    with rt.writing() as db:
        new = notices.publish(db, rt.shipped_notices(), by=SYSTEM, now=rt.now())
    rt.store.close()
    click.echo("Published; it holds from now on." if new else "It is published already.")
