"""`checkin init` and `checkin migrate`: making an instance, and bringing it up to date."""

from pathlib import Path

import click

from checkin.cli.instance import (
    create,
    instance_option,
    new_instance_option,
    owner_url,
    settings_of,
)
from checkin.core.errors import ConflictError
from checkin.core.pasted import EMAIL
from checkin.services import accounts, upkeep
from checkin.settings import Settings

_DEFAULTS = Settings(instance=Path())


@click.command()
@new_instance_option
@click.option(
    "--organisation",
    prompt="What is the organisation called",
    help="Its name, as every page shows it.",
)
@click.option(
    "--code",
    prompt="What code should badges carry (letters, digits, hyphens)",
    default=_DEFAULTS.code,
    show_default=True,
    help="What badges carry that are good at every site.",
)
@click.option(
    "--base-url",
    prompt="At which address will people reach the pages",
    default=_DEFAULTS.base_url,
    show_default=True,
    help="Has to be https, but for localhost.",
)
@click.option(
    "--domains",
    prompt="Which e-mail domains may join by the poster (commas between them)",
    help="Domains of work e-mail, with commas between them.",
)
@click.option(
    "--email",
    prompt="Whose work e-mail is the first console account for",
    help="Work e-mail of the first console account, a site admin.",
)
@click.option("--database-url", default="", help="PostgreSQL; without it, SQLite in the folder.")
def init(
    instance: Path,
    *,
    organisation: str,
    code: str,
    base_url: str,
    domains: str,
    email: str,
    database_url: str,
) -> None:
    """Make an instance: settings, keys, database and the first console account.

    Asks for what no option gives. Refuses to touch an instance that is there already. On
    PostgreSQL the user of CHECKIN_DATABASE_OWNER_URL makes the tables and keeps them, if it is set.
    """
    settings = Settings(
        instance=instance.resolve(),
        organisation=organisation.strip(),
        code=code.strip().upper(),
        base_url=base_url.strip().rstrip("/"),
        domains=tuple(part.strip().lower() for part in domains.split(",") if part.strip()),
        database_url=database_url,
    )
    owner = email.strip().lower()
    if not EMAIL.fullmatch(owner):
        raise ConflictError(f"{owner} is no e-mail address. One looks like name@example.org.")
    rt = create(settings, owner=owner_url())
    with rt.writing() as db:
        token = accounts.first_account(db, owner, rt.hashing, now=rt.now())
    rt.store.close()
    checkin = click.get_current_context().find_root().info_name  # as it was called
    click.echo(
        f"""\
The instance is in {settings.instance}: settings, keys and database, for this user alone.

1. Start it:            {checkin} run --instance {settings.instance}
2. Set up your account: {setup_link(settings, token)}
   The link works once, for 72 hours. Another one:
                        {checkin} accounts link --instance {settings.instance} {owner}
3. Say in checkin.toml who answers for the data and which server sends mail, and restart it:
   invitations and codes go out by mail. Before people join, an enrolment admin drafts the
   notice and a data protection officer publishes it. Then see what else is missing:
                        {checkin} notice draft --instance {settings.instance} --as EMAIL
                        {checkin} notice publish --instance {settings.instance} --as EMAIL
                        {checkin} doctor --instance {settings.instance}"""
    )


def setup_link(settings: Settings, token: str) -> str:
    """The address at which a one-time token sets up a console account."""
    return f"{settings.base_url}/console/setup/{token}"


@click.command()
@instance_option
def migrate(instance: Path) -> None:
    """Bring the database to this release's schema. Make a backup first.

    On PostgreSQL the user of CHECKIN_DATABASE_OWNER_URL changes the tables, if it is set, and the
    server's user gets what it needs of them.
    """
    moved = upkeep.bring_up_to_date(settings_of(instance).database, owner_url=owner_url())
    if moved.pending:
        click.echo(f"The database went from step {moved.current or 'none'} to {moved.head}.")
    else:
        click.echo(f"The database is at step {moved.head} already; its guards are in place.")
