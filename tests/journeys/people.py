"""Those who use the pages: an employee on the way in, and a colleague in the console."""

import re
from datetime import timedelta
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from checkin import passwords
from checkin.core.audit import SYSTEM
from checkin.core.roles import Role
from checkin.services import accounts, codes, outbox
from checkin.services.enrolment import Enrolled
from tests import world
from tests.journeys import film
from tests.journeys.pages import Visitor
from tests.world import Building

ADDRESS = "noor.haddad@linden.example"
NAME = "Noor Haddad"
BADGE_BOX = "A badge that opens doors"
HISTORY_BOX = "See my own entries"
PASSWORD = "seven quiet herons at dusk"


def publish_notice(building: Building) -> None:
    """Let there be a notice to read, without which nobody can join."""
    world.publish(building)


def mailed_code(building: Building, address: str) -> str:
    """The code in the newest message to an address, delivered: then the queue forgets it."""
    store = building.runtime.store
    letters = [one for one in world.letters(store) if one.address == address]
    with store.writing() as db:
        for letter in letters:
            outbox.sent(db, letter)
    found = re.search(r"\b\d{8}\b", letters[-1].body)
    assert found, letters[-1].body
    return found[0]


class Employee:
    """Somebody who may join, with a browser of their own."""

    def __init__(self, visitor: Visitor, building: Building) -> None:
        self.visitor, self.building = visitor, building
        self.tab: Page = visitor.tab

    def ask_for_code(self) -> None:
        """Follow the link of the poster, and have a code mailed."""
        self.tab.goto("/join/hq")
        self.tab.get_by_label("Work e-mail").fill(ADDRESS)
        self.tab.get_by_role("button", name="Send me a code").click()
        expect(self.tab.get_by_role("textbox", name="Code")).to_be_visible()

    def type_code(self, code: str) -> None:
        """Type the code from the mail, or another one."""
        self.tab.get_by_role("textbox", name="Code").fill(code)
        self.tab.get_by_role("button", name="Go on").click()

    def reach_the_choice(self) -> None:
        """Read the notice and say one's name."""
        self.ask_for_code()
        self.type_code(mailed_code(self.building, ADDRESS))
        self.tab.get_by_role("link", name="Go on").click()
        self.tab.get_by_label("First and last name").fill(NAME)
        self.tab.get_by_role("button", name="Go on").click()
        expect(self.tab.get_by_role("heading", name="Do you want a badge?")).to_be_visible()

    def join(self, *boxes: str) -> None:
        """Tick these boxes and say yes."""
        self.reach_the_choice()
        for box in boxes:
            self.tab.get_by_role("checkbox", name=box).check()
        self.tab.get_by_role("button", name="Yes, make my badge").click()
        expect(self.tab.get_by_role("heading", name="Your receipt")).to_be_visible()

    def badge(self) -> Image.Image:
        """The badge as this screen shows it, to be held before a camera."""
        self.tab.goto("/me/badge/printed")
        return shown_code(self.tab)

    def take_back(self, choice: str) -> None:
        """Take one choice back, with one press."""
        self.tab.goto("/me/choices")
        self.tab.get_by_role("button", name=f"Take back {choice}").click()
        expect(self.tab.get_by_role("heading", name="Taken back")).to_be_visible()


class Phone:
    """Somebody's phone, which carries their badge."""

    def __init__(self, visitor: Visitor, building: Building, person: Enrolled) -> None:
        self.visitor, self.building, self.person = visitor, building, person
        self.tab: Page = visitor.tab

    def carry(self) -> None:
        """Follow the code from another screen, and press its one button."""
        with self.building.runtime.writing() as db:
            code = codes.carry(db, self.person.refs.identity, now=self.building.now)
        self.tab.goto(f"/carry/{code}")
        self.tab.get_by_role("button", name="Put it on this phone").click()

    def enrol(self) -> None:
        """Put the badge on the phone, and wait until it shows."""
        self.carry()
        expect(self.badge).to_be_visible()

    @property
    def badge(self) -> Locator:
        """The badge as the phone draws it."""
        return self.tab.get_by_role("img", name="Your badge, made anew")

    def screen(self) -> Image.Image:
        """What the phone shows just now, to be held before a camera."""
        shown = self.tab.locator(".paper").screenshot()
        return Image.open(BytesIO(shown)).convert("L")

    def shown(self) -> zxingcpp.Barcode:
        """What a camera reads from the phone, and how it is drawn."""
        found = zxingcpp.read_barcode(self.screen())
        assert found is not None
        return found

    def kept(self) -> list[str]:
        """The databases that the browser holds for the page."""
        names = "indexedDB.databases().then((all) => all.map((one) => one.name))"
        return list(self.tab.evaluate(names))


class Colleague:
    """Somebody with a console account."""

    def __init__(self, visitor: Visitor, building: Building, role: Role) -> None:
        self.visitor, self.building, self.role = visitor, building, role
        self.tab: Page = visitor.tab
        self.secret = ""

    @property
    def address(self) -> str:
        """Where their link was mailed to."""
        return f"{self.role.value}@linden.example"

    def set_up(self) -> None:
        """Follow the mailed link, choose a password and a second factor: signed in."""
        self.tab.goto(f"/console/setup/{_setup_token(self.building, self.role, self.address)}")
        self.tab.get_by_label("New password").fill(PASSWORD)
        self.tab.get_by_role("button", name="Go on").click()
        self.secret = self.tab.locator("#totp-secret").inner_text()
        self.tab.get_by_label("Code that the app shows now").fill(self.one_time_code())
        self.tab.get_by_role("button", name="Finish").click()
        expect(self.tab.get_by_text("Your account is ready")).to_be_visible()

    def sign_in(self) -> None:
        """Sign in again with both factors."""
        self.tab.goto("/console/sign-in")
        self.tab.get_by_label("E-mail").fill(self.address)
        self.tab.get_by_label("Password").fill(PASSWORD)
        self.tab.get_by_label("Code").fill(self.one_time_code(half_minutes_ahead=1))
        self.tab.get_by_role("button", name="Sign in", exact=True).click()

    def one_time_code(self, half_minutes_ahead: int = 0) -> str:
        """What the app on their phone shows. No code is taken twice; the next one is, early."""
        ahead = timedelta(seconds=30 * half_minutes_ahead)
        return passwords.totp_code(self.secret, now=self.building.now + ahead)


def shown_code(tab: Page) -> Image.Image:
    """The QR code on a page, as its screen shows it."""
    return film.on_paper(tab.locator("figure img").screenshot())


def _setup_token(building: Building, role: Role, address: str) -> str:
    """What is in the link that sets up a new account."""
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"{building.runtime.settings.base_url}/console/setup/{token}"

    rt, now = building.runtime, building.now
    with rt.writing() as db:
        accounts.invite(
            db,
            address,
            role,
            None,
            rt.hashing,
            link_to=link,
            organisation=rt.settings.organisation,
            actor=SYSTEM,
            now=now,
        )
    return tokens[0]
