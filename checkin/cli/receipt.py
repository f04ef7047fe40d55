"""`checkin receipt`: checking the receipt of a consent or an erasure without any server."""

import sys
from pathlib import Path
from typing import Final

import click

from checkin.cli import key_file
from checkin.core import receipts
from checkin.core.receipts import ReceiptFault

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_REFUSED: Final = 1


@click.group()
def receipt() -> None:
    """Check the receipts that people get when they say yes, and when they take it back."""


@receipt.command()
@click.argument("file", type=_FILE)
@click.option("--jwks", type=_FILE, required=True, help="The issuer's set of keys.")
def verify(file: Path, jwks: Path) -> None:
    """Say whether the receipt in FILE is genuine, and what it says.

    The keys are those of the issuer's /.well-known/jwks.json: save that file once, and no network
    is needed. Ends with 1 for a receipt that isn't genuine.
    """
    found = receipts.verify(
        file.read_bytes()[: receipts.MOST_BYTES].decode(errors="replace"), key_file.read(jwks)
    )
    if isinstance(found, ReceiptFault):
        click.echo(f"Not genuine: {_WORDS[found]}")
        sys.exit(_REFUSED)
    click.echo(f"Genuine. Issued {found['issued_at']}, not changed since.")
    for line in found["lines"]:
        click.echo(line)


_WORDS: Final = {
    ReceiptFault.UNREADABLE: "this is no receipt, or it was cut short.",
    ReceiptFault.UNKNOWN_KEY: "it wasn't signed with a key of this set that signs receipts.",
    ReceiptFault.REVOKED_KEY: "its key was revoked, so anybody could have signed it.",
    ReceiptFault.WRONG_TIME: "its key wasn't signing at the time it names.",
    ReceiptFault.BAD_SIGNATURE: "something in it was changed after it was signed.",
}
