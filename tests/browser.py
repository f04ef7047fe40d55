"""Finds a Chromium and starts it for the tests; where there is none, gets one.

In this order: `$CHECKIN_CHROMIUM`, the machine's own, Debian's (as root, by apt), npm's. A test
that needs a browser fails without one; it is never skipped.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser, Playwright

from checkin.bench.chromium import QUIET, VARIABLE, filming, on_path
from tests import node

PACKAGE = node.TESTS / "chromium"
UNPACKED = Path(sys.prefix) / "checkin-chromium"

# Playwright brings a Node that needs a library which a bare Debian lacks; ours needs none
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node.NODE))

# Python 3.11.4 and later take no path out of an archive that leads outside
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def launch(
    playwright: Playwright, *, film: Path | None = None, also: Sequence[str] = ()
) -> Browser:
    """A headless browser, with these switches also.

    Its camera shows `film` (.y4m or .mjpeg), over and over, if given.
    """
    camera = () if film is None else filming(film)
    return playwright.chromium.launch(executable_path=find(), args=[*QUIET, *camera, *also])


def find() -> Path:
    """The program of a Chromium, installed now if need be."""
    if named := os.environ.get(VARIABLE):
        if not Path(named).is_file():
            raise RuntimeError(f"{VARIABLE} names {named}, which is no file.")
        return Path(named)
    if found := on_path():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install_with_apt()
        if found := on_path():
            return found
    return _unpacked_from_npm()


def _install_with_apt() -> None:
    _say("no Chromium here: installing Debian's with apt-get, about 350 MB")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends", "chromium"]
    for arguments in (["update"], install):
        done = subprocess.run(
            ["apt-get", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        if done.returncode != 0:
            _say(f"apt-get {arguments[0]} failed: {done.stderr.strip()}")
            return


def _unpacked_from_npm() -> Path:
    """The browser that an npm package carries, with the libraries it brings for bare machines."""
    starter = UNPACKED / "chromium"
    if starter.exists():
        return starter
    _say("no Chromium here: unpacking the one in npm's @sparticuz/chromium")
    packed = node.packages(PACKAGE) / "@sparticuz" / "chromium" / "bin"
    UNPACKED.mkdir(exist_ok=True)
    program = UNPACKED / "headless_shell"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    for archive in packed.glob("*.tar.br"):
        unpacked = brotli.decompress(archive.read_bytes())
        with tarfile.open(fileobj=BytesIO(unpacked)) as files:
            files.extractall(UNPACKED, **SAFELY)  # noqa: S202  the lock has its hash
    libraries = f"{UNPACKED / 'lib'}:{UNPACKED}"
    starter.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" exec "{program}" "$@"\n')
    starter.chmod(0o755)
    return starter


def _say(what: str) -> None:
    print(f"tests: {what}", file=sys.stderr, flush=True)
