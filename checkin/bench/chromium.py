"""A headless Chromium whose camera shows a film, driven by Playwright.

Neither is part of an installation: whoever wants to measure installs them.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checkin.bench.plan import BenchError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE: Final = "CHECKIN_CHROMIUM"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING: Final = (
    "A kiosk's camera is measured in a Chromium. Either install one (Debian: apt-get install "
    f"chromium) or name its program in {VARIABLE}; and for Python: pip install playwright."
)
# Nothing of the browser's own reaches for the network. Root and containers have no sandbox.
QUIET: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)


def filming(film: Path) -> tuple[str, ...]:
    """What makes its camera show a film (.y4m or .mjpeg), over and over, without asking."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


def on_path() -> Path | None:
    """The machine's own program, if it has one."""
    found = (shutil.which(name) for name in NAMES)
    return next((Path(program) for program in found if program), None)


def program() -> Path:
    """The program to start. Raises BenchError if there is none, or nothing to drive it with."""
    named = os.environ.get(VARIABLE)
    found = Path(named) if named else on_path()
    if found is None or not found.is_file() or util.find_spec("playwright") is None:
        raise BenchError(MISSING)
    return found


@contextmanager
def launched(found: Path, film: Path) -> Iterator["Browser"]:
    """The browser of this program, with the film before its camera, until the block ends."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not in an installation

    with sync_playwright() as playwright:
        options = [*QUIET, *filming(film)]
        browser = playwright.chromium.launch(executable_path=found, args=options)
        try:
            yield browser
        finally:
            browser.close()
