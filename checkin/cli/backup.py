"""`checkin backup` and `checkin restore`: every row in one sealed file, and back again."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from checkin import jobs, runtime
from checkin.cli import sealed_file
from checkin.cli.instance import instance_option, opened, owner_url, settings_of
from checkin.core.erasure import BEYOND_BACKUPS
from checkin.core.errors import ConflictError
from checkin.core.retention import duration
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.services import backups
from checkin.settings import BACKUP_MARK, Settings

_PATTERN: Final = "checkin-*.backup"
_NAME: Final = "checkin-%Y%m%dT%H%M%SZ.backup"


@click.command()
@instance_option
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the backups, best on another machine's disk; else `backups` in the instance.",
)
def backup(instance: Path, folder: Path | None) -> None:
    """Write a sealed backup of the database, and delete those that are too old.

    The server may run meanwhile. Only the instance's keys open it: back up the keys folder once,
    apart. Sign-ins, codes, waiting mail and open invitations aren't in it.
    """
    rt = opened(instance)
    folder = folder or rt.settings.instance / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / rt.now().strftime(_NAME)
    with rt.writing() as db:
        backups.note(db, "backup.made", now=rt.now())
    with rt.reading() as db:
        sealed_file.write(file, backups.pack(db, now=rt.now()), rt.keyring)
        rows = sum(backups.counts(db).values())
    (rt.settings.instance / BACKUP_MARK).touch(mode=0o600)
    gone = _roll_off(folder, rt)
    click.echo(f"{file}: {rows} rows, sealed with this instance's keys.")
    if gone:
        click.echo(f"{gone} older than {rt.settings.limits.backup_days} days deleted.")


def _roll_off(folder: Path, rt: Runtime) -> int:
    """Delete the backups that are older than they may be; how many."""
    oldest = rt.now() - duration(rt.settings.limits, "backup_days")
    due = [file for file in folder.glob(_PATTERN) if _made_at(file) <= oldest]
    for file in due:
        file.unlink()
    return len(due)


def _made_at(file: Path) -> datetime:
    """When the backup was made, as its name says; one with another name isn't ours to delete."""
    try:
        return datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


@click.command()
@instance_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--ledger-is-lost",
    is_flag=True,
    help="Restore although nothing tells who was erased since; say so to your privacy officer.",
)
def restore(instance: Path, file: Path, *, ledger_is_lost: bool) -> None:
    """Bring a backup back into an empty database, and erase again whoever was erased since.

    Needs the instance's checkin.toml, its keys and its ledger of erasures (erasures.log, or where
    erasure_ledger says). The server must not run. On PostgreSQL the user of
    CHECKIN_DATABASE_OWNER_URL makes the tables and keeps them, if it is set.
    """
    os.umask(0o077)  # what is brought back is this user's alone, as when it was made
    settings = settings_of(instance)
    keyring = Keyring.load(settings.keys)
    frames = sealed_file.read(file, keyring)
    head = backups.head(frames)
    _check(settings, head.made_at, ledger_is_lost=ledger_is_lost)
    rows = backups.bring_back(settings.database, head.step, frames, owner_url=owner_url())
    rt = runtime.start(settings)
    with rt.writing() as db:
        act = "backup.restored_without_ledger" if ledger_is_lost else "backup.restored"
        backups.note(db, act, now=rt.now())
    again = jobs.recover(rt)
    due = jobs.let_go(rt)
    rt.store.close()
    made_at = f"{head.made_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"The backup of {made_at} is back: {sum(rows.values())} rows.")
    click.echo("\n".join(f"  {table}: {number}" for table, number in rows.items()))
    click.echo(
        f"Erased again: {again}. Rows that were due since: {due}. "
        "Badges made or switched off since then have to be made or switched off again."
    )


def _check(settings: Settings, made_at: datetime, *, ledger_is_lost: bool) -> None:
    """Raise ConflictError if nobody could know who was erased since the backup was made."""
    remembered = duration(settings.limits, "backup_days") + BEYOND_BACKUPS
    if runtime.utc_now() - made_at > remembered - timedelta(days=1):
        raise ConflictError(
            f"This backup is of {made_at:%Y-%m-%d}, older than the ledger of erasures tells of. It "
            "would bring back people who were erased, so it is of no use any more. Delete it."
        )
    if not settings.ledger.exists() and not ledger_is_lost:
        raise ConflictError(
            f"There is no ledger of erasures at {settings.ledger}. Put it there: without it, "
            "whoever was erased since the backup would be back. If it is lost for good: "
            "--ledger-is-lost"
        )
