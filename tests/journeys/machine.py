"""A kiosk's own machine: a browser with a disk, which can lose its power at any moment."""

import os
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from checkin.bench.chromium import QUIET
from tests import browser as chromium
from tests.journeys.pages import Visitor

SECONDS_TO_START = 60


class Machine:
    """A browser process of its own, on a profile that stays."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self) -> Visitor:
        """Switch it on: a window of the browser, with all that the profile holds."""
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                str(chromium.find()),
                *QUIET,
                "--headless",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.profile}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        endpoint = f"http://127.0.0.1:{_first_line(port)}"
        self.browser = self.playwright.chromium.connect_over_cdp(endpoint)
        return Visitor(self.browser.contexts[0], self.address)

    def shut_down(self) -> None:
        """Switch it off as one should: the browser writes down what it holds."""
        assert self.browser is not None
        assert self.process is not None
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(SECONDS_TO_START)

    def kill(self) -> None:
        """Pull the plug: SIGKILL to the browser and everything it started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _first_line(file: Path) -> str:
    """What the browser writes there once it listens."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if file.exists() and (lines := file.read_text().splitlines()):
            return lines[0]
        time.sleep(0.05)
    raise RuntimeError(f"{file} was never written")
