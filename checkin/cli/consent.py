"""`checkin consent`: what only a data protection officer finds about consents."""

from pathlib import Path

import click

from checkin import jobs
from checkin.cli.instance import acting, instance_option, opened
from checkin.cli.turns import tell_and_give_way
from checkin.core import shortcode
from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.core.roles import Act
from checkin.services import enrolment

_officer = click.option(
    "--as", "officer", required=True, metavar="EMAIL", help="A data protection officer's account."
)


@click.group()
def consent() -> None:
    """See to consents that were never valid."""


@consent.command()
@instance_option
@click.argument("email")
@_officer
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
    click.echo(f"It ended, and {sum(receipt.erased.values())} rows that rested on it are deleted.")
    if receipt.code:
        click.echo(
            f"Tell them the code {shortcode.pretty(receipt.code)}: at "
            f"{rt.settings.base_url}/take-back it shows them for 30 days what was deleted."
        )


@consent.command()
@instance_option
@click.argument("purpose", type=click.Choice([purpose.value for purpose in CONSENT_PURPOSES]))
@_officer
@click.option(
    "--reason",
    type=click.Choice(["pressure", "faulty_notice"]),
    required=True,
    help="Why none of them was valid.",
)
@click.option("--yes", is_flag=True, help="Don't ask before it begins.")
def invalidate_all(instance: Path, purpose: str, officer: str, reason: str, *, yes: bool) -> None:
    """Find that nobody's consent to PURPOSE was valid: what rested on it goes, person by person.

    Each as when they take it back themselves; with `entry` goes everything. There is no way back.
    If it is stopped, the same command goes on where it was.
    """
    rt, wanted = opened(instance), Purpose(purpose)
    by = acting(rt, officer, Act.INVALIDATE_CONSENTS)
    if not yes:
        click.confirm(f"Everybody's {purpose} ends now, for good. Go on?", abort=True)
    ended = jobs.in_batches(
        rt,
        lambda db, now, limit: enrolment.invalidate_all(
            db, wanted, by, reason, rt.hashing, now=now, limit=limit
        ),
        tell_and_give_way,
    )
    if not ended:
        click.echo("Nobody's yes to it stands: there is nothing to end.")
        return
    click.echo(
        "It ended for everybody. Announce it to all: whoever has a receipt reads at "
        f"{rt.settings.base_url}/take-back, with its code and for 30 days, what was deleted. "
        "To stop new ones, let no mail domain join and invite nobody."
    )
