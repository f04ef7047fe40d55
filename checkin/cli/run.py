"""`checkin run`: serving an instance."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import click

from checkin.cli import database_user, server
from checkin.cli.instance import OWNER_VARIABLE, instance_option, owner_url, settings_of
from checkin.core.errors import ConflictError
from checkin.keys import Keyring
from checkin.services import upkeep
from checkin.settings import FILE, Settings

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command()
@instance_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; else that of base_url, or 8000.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes; else one on SQLite, and one for each core on PostgreSQL.",
)
def run(instance: Path, host: str, port: int | None, workers: int | None) -> None:
    """Serve the pages and the kiosks.

    Stops by Ctrl-C or SIGTERM. Away from this machine's own address it has to stand behind a proxy
    that speaks https; base_url then begins with https. No addresses of visitors are logged.
    """
    settings = settings_of(instance)
    check_exposure(settings, host)
    check_consulted(settings)
    upkeep.check_up_to_date(settings.database)
    Keyring.load(settings.keys)
    address = server.Address(host, port or default_port(settings))
    if not address.free:
        raise ConflictError(f"Port {address.port} is taken. Choose another one with --port.")
    for warning in [*warnings(settings), *of_the_database(settings)]:
        click.echo(f"checkin: {warning}", err=True)
    server.serve(
        settings,
        address,
        workers=worker_count(settings, workers),
        when_ready=lambda: click.echo(
            f"checkin: listening at {host}:{address.port} for {settings.base_url}", err=True
        ),
    )


def check_exposure(settings: Settings, host: str) -> None:
    """Raise ConflictError if badges and codes would cross a network in the clear."""
    if host not in _LOOPBACK and not settings.base_url.startswith("https://"):
        raise ConflictError(
            f"{host} can be reached from other machines, and base_url is plain http. Put a proxy "
            "that speaks https in front, and set base_url to its https address."
        )


def check_consulted(settings: Settings) -> None:
    """Raise ConflictError if real people would be asked before anybody has assessed it.

    An address that begins with https is what real people see; this machine's own may try things.
    """
    named = ("dpia_ref", "workers_consulted_on")
    missing = [name for name in named if not getattr(settings, name)]
    if missing and settings.secure_cookies and not settings.demo:
        raise ConflictError(
            f"{' and '.join(missing)} in {settings.instance / FILE} still says nothing. Name the "
            "data protection impact assessment and the day on which the workers were consulted "
            "before real people are asked; both are shown on the page of what is stored. "
            "`checkin pack` writes what they need to read."
        )


def warnings(settings: Settings) -> list[str]:
    """A sentence for each thing that ought to be in place before people are asked to join."""
    if settings.demo:
        return []
    found = []
    if not settings.dpia_ref:
        found.append("dpia_ref isn't set: no data protection impact assessment is named.")
    if not settings.workers_consulted_on:
        found.append("workers_consulted_on isn't set: nobody says that the workers were heard.")
    if not settings.mail.host:
        found.append("mail has no host: no code will reach anybody.")
    if settings.secure_cookies and not settings.trusted_proxies:
        found.append(
            "trusted_proxies is 0, and https needs a proxy: behind it everybody seems to come from "
            "one address, so that one who guesses codes slows everyone. Set how many there are."
        )
    return found


def of_the_database(settings: Settings) -> list[str]:
    """A sentence for each way in which a stolen server could do more to the database than serve."""
    if settings.demo or (found := upkeep.standing(settings.database)) is None:
        return []
    told = []
    if any([*database_user.too_much(found), *database_user.too_little(found)]):
        told.append(
            "who may do what in the database isn't as it should be. `checkin doctor` says what, "
            "and how to mend it."
        )
    if owner_url():
        told.append(
            f"{OWNER_VARIABLE} is in the server's environment. Give it to `checkin init`, "
            "`migrate` and `restore` alone."
        )
    return told


def default_port(settings: Settings) -> int:
    """The port of base_url, where that is this machine's own address; else 8000."""
    parts = urlsplit(settings.base_url)
    return parts.port or 8000 if parts.hostname in _LOOPBACK else 8000


def worker_count(settings: Settings, wanted: int | None) -> int:
    """How many processes serve. SQLite has one writer, so it has one process."""
    if settings.database.startswith("sqlite"):
        if wanted is not None and wanted > 1:
            raise ConflictError("On SQLite one process serves. More need PostgreSQL.")
        return 1
    return wanted or os.cpu_count() or 1
