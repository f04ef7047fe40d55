"""Showing a demo to phones in a local network: its address, and a certificate made on the spot."""

import os
import socket
from pathlib import Path

import trustme

from checkin.cli.server import Certificate
from checkin.core.errors import UnavailableError

# An address that nobody has (RFC 5737, TEST-NET-1): nothing is sent there, but the machine chooses
# the address that it would send from.
_SOMEWHERE_ELSE = ("192.0.2.1", 9)


def address() -> str:
    """The address of this machine in its network. Raises UnavailableError if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE_ELSE)
        except OSError as fault:
            raise UnavailableError(
                "This machine is in no network that phones could use."
            ) from fault
        return str(probe.getsockname()[0])


def certificate(folder: Path, *names: str) -> Certificate:
    """A certificate for these names and addresses, in files that only this user may read.

    `authority.pem` is beside it, for a device that is to trust it without asking.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    authority = trustme.CA(organization_name="A demo on this machine")
    made = authority.issue_cert(*names)
    chain, key = folder / "certificate.pem", folder / "key.pem"
    _write(chain, b"".join(blob.bytes() for blob in made.cert_chain_pems))
    _write(key, made.private_key_pem.bytes())
    _write(folder / "authority.pem", authority.cert_pem.bytes())
    return Certificate(chain, key)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
