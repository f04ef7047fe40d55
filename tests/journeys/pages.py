"""What people see of the pages, and do with them, in their own words."""

import json
import re
from typing import Any, Self

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

from checkin.core.audit import SYSTEM
from checkin.core.site import InputMode
from checkin.services import kiosks
from tests.world import Building


class Visitor:
    """A browser window, and what happens in it: requests, and complaints."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.context = context
        self.requests: list[Request] = []
        self.sockets: list[str] = []
        self.seen: list[str] = []
        self.excused: list[str] = []
        self.context.on("request", self._sent)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda fault: self.seen.append(str(fault.error)))
        self.tab: Page = self.context.new_page()
        self.tab.on("websocket", lambda opened: self.sockets.append(opened.url))

    @classmethod
    def without_a_past(cls, browser: Browser, address: str, **options: Any) -> Self:
        """A window of its own: nothing of earlier ones is known in it."""
        return cls(browser.new_context(base_url=address, **options), address)

    def _sent(self, request: Request) -> None:
        self.requests.append(request)

    def _heard(self, message: ConsoleMessage) -> None:
        # A breach of the content security policy is an error on the console, too
        if message.type in {"error", "warning"}:
            self.seen.append(f"{message.text} ({message.location.get('url', '')})")

    def excuse(self, pattern: str) -> None:
        """Expect complaints like this one."""
        self.excused.append(pattern)

    def excuse_silence(self) -> None:
        """Expect requests that no server answers."""
        self.excuse(r"net::ERR_(CONNECTION_\w+|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)")

    @property
    def complaints(self) -> list[str]:
        """What the browser found wrong, other than what was expected."""
        return [
            complaint
            for complaint in self.seen
            if not any(re.search(pattern, complaint) for pattern in self.excused)
        ]

    def leave(self) -> None:
        """Close the window."""
        self.context.close()


class Kiosk:
    """The screen at a door."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.tab = visitor, visitor.tab

    @classmethod
    def paired(cls, visitor: Visitor, building: Building) -> Self:
        """The kiosk at the main entrance, with scanner and camera, paired by a link."""
        kiosk = cls(visitor)
        visitor.tab.goto(f"{visitor.address}/kiosk#code={pairing_code(building)}&name=Lobby")
        expect(kiosk.sentence).to_have_text("Hold your badge to the scanner.")
        return kiosk

    def open(self) -> None:
        """Load the page."""
        self.tab.goto(f"{self.visitor.address}/kiosk")

    def pair(self, code: str, name: str) -> None:
        """Type what the console shows."""
        self.tab.get_by_label("One-time code").fill(code)
        self.tab.get_by_label("Name of this device").fill(name)
        self.tab.get_by_role("button", name="Set up").click()

    def film(self) -> None:
        """Let the camera look."""
        self.tab.get_by_role("button", name="Use the camera").click()

    def scan(self, text: str) -> None:
        """Type as a scanner does: at once, with Enter behind it, wherever the focus is."""
        self.tab.keyboard.type(text)
        self.tab.keyboard.press("Enter")

    def type_code(self, code: str) -> None:
        """Type the code printed on a badge."""
        self.tab.get_by_role("button", name="Type the code").click()
        self.tab.get_by_role("textbox", name="Code").fill(code)
        self.tab.get_by_role("button", name="Check", exact=True).click()

    def tap_code(self, code: str) -> None:
        """Tap the code on the keys of the screen, without a keyboard."""
        self.tab.get_by_role("button", name="Type the code").click()
        for symbol in code.replace("-", ""):
            self.tab.get_by_role("button", name=symbol, exact=True).click()
        self.tab.get_by_role("button", name="Check", exact=True).click()

    def watches(self, pictures: int) -> None:
        """Wait until the camera has taken so many more pictures."""
        self.tab.locator("video").evaluate(
            """async (video, pictures) => {
                for (let taken = 0; taken < pictures; taken += 1) {
                    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
                }
            }""",
            pictures,
        )

    @property
    def sentence(self) -> Locator:
        """What the screen says while nobody is answered."""
        return self.tab.locator("#sentence")

    @property
    def answer(self) -> Locator:
        """The answer that fills the screen."""
        return self.tab.locator("#answer")

    def says(self, headline: str) -> None:
        """Wait for an answer of these words."""
        expect(self.tab.locator("#answer-headline")).to_have_text(headline)
        expect(self.answer).to_be_visible()

    def is_quiet(self) -> None:
        """Wait until no answer is shown."""
        expect(self.answer).to_be_hidden()

    def scans(self) -> list[dict[str, Any]]:
        """What it sent to ask about badges."""
        return [
            json.loads(request.post_data or "")
            for request in self.visitor.requests
            if request.url.endswith("/api/v1/scans")
        ]


def pairing_code(building: Building) -> str:
    """A new code for the kiosk at the main entrance, which has a camera beside its scanner."""
    rt, now = building.runtime, building.now
    with rt.writing() as db:
        kiosks.set_input(db, building.kiosk, InputMode.BOTH, SYSTEM, now=now)
        return kiosks.new_code(db, building.kiosk, rt.hashing, SYSTEM, now=now)
