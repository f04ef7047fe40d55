"""`checkin consent`: what only a data protection officer finds about a consent."""

from pathlib import Path

import click

from checkin.cli.instance import acting, instance_option, opened
from checkin.core import shortcode
from checkin.core.roles import Act
from checkin.services import enrolment


@click.group()
def consent() -> None:
    """See to consents that were never valid."""


@consent.command()
@instance_option
@click.argument("email")
@click.option(
    "--as", "officer", required=True, metavar="EMAIL", help="A data protection officer's account."
)
@click.option(
    "--reason",
    type=click.Choice(["pressure", "wrong_person", "faulty_notice"]),
    required=True,
    help="Why it never was valid.",
)
def invalidate(instance: Path, email: str, officer: str, reason: str) -> None:
    """Find that the consent of EMAIL was never valid: badge, name and entries go at once.

    As when somebody takes everything back. There is no way back; they get in by the front desk or
    with a day pass, and can join anew.
    """
    rt = opened(instance)
    by = acting(rt, officer, Act.INVALIDATE_CONSENTS)
    with rt.writing() as db:
        receipt = enrolment.invalidate(db, email, by, reason, rt.hashing, now=rt.now())
    rt.store.close()
    click.echo(f"It ended, and {sum(receipt.erased.values())} rows that rested on it are deleted.")
    if receipt.code:
        click.echo(
            f"Tell them the code {shortcode.pretty(receipt.code)}: at "
            f"{rt.settings.base_url}/take-back it shows them for 30 days what was deleted."
        )
