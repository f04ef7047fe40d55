"""`checkin`: the commands by which an instance is made, run and looked after."""

import errno
from typing import Any

import click

from checkin import __version__
from checkin.cli import (
    accounts,
    backup,
    badge,
    bench,
    consent,
    demo,
    doctor,
    inventory,
    keys,
    looked,
    notice,
    pack,
    receipt,
    retention,
    run,
    setup,
)
from checkin.core.errors import CheckinError
from checkin.keys import KeyFault
from checkin.settings import SettingsError

_FULL = "the disk is full. Make room, then run the same command again."
_NOT_YOURS = (
    "this user may not. Name another folder, or run the command as the user whom the folder "
    "belongs to."
)
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NOT_YOURS,
    errno.EPERM: _NOT_YOURS,
    errno.EROFS: "its disk takes no changes. Name a folder on another one.",
}
"""What to do when the machine says no to a file."""


class _Commands(click.Group):
    """Says what can't be done in a sentence, rather than by a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingsError, KeyFault) as fault:
            raise click.ClickException(str(fault)) from fault
        except CheckinError as fault:
            raise click.ClickException(fault.message) from fault
        except OSError as fault:
            if fault.errno not in _REMEDIES:
                raise
            where = f"{fault.filename} can't be written: " if fault.filename else ""
            raise click.ClickException(f"{where}{_REMEDIES[fault.errno]}") from fault


@click.group("checkin", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checkin")
def main() -> None:
    """Check in with a QR badge: decides who may come in and what may be remembered.

    To look around, run `checkin demo`. For a building of your own: `checkin init`, then
    `checkin run`, and `checkin doctor` whenever something seems wrong.
    """


for command in (
    demo.demo,
    setup.init,
    run.run,
    setup.migrate,
    doctor.doctor,
    consent.consent,
    notice.notice,
    pack.pack,
    inventory.inventory,
    receipt.receipt,
    keys.keys,
    badge.badge,
    retention.retention,
    backup.backup,
    backup.restore,
    accounts.accounts,
    looked.looked,
    bench.bench,
):
    main.add_command(command)
