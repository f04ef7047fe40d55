"""A file of public keys, as an instance publishes them."""

import json
from pathlib import Path

import click

from checkin.keys import KeyFault, KeySet


def read(file: Path) -> KeySet:
    """The keys of a JWK set. Raises UsageError for any other file."""
    try:
        return KeySet.from_jwks(json.loads(file.read_bytes()))
    except (ValueError, KeyFault) as fault:
        raise click.UsageError(f"{file} is no set of keys.") from fault
