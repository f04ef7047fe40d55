"""Anybody checks a badge in their browser alone, with the network switched off."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from checkin.core import base45
from checkin.core.badge import PREFIX
from checkin.core.inventory import Purpose
from checkin.core.receipts import as_text as receipt_text
from checkin.services import receipts
from tests.journeys import film
from tests.journeys.conftest import Filming, Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.pages import Visitor
from tests.minting import as_text
from tests.phones import phone_of
from tests.world import Building, enrol, take_back, text_of


def loaded(visitor: Visitor, address: str = "/verify") -> Page:
    """The page, with all that it will ever fetch."""
    visitor.tab.goto(address)
    expect(visitor.tab.locator("html")).to_have_attribute("data-ready", "yes")
    return visitor.tab


def check(tab: Page, text: str) -> None:
    tab.get_by_label("What stands in the badge's code").fill(text)
    tab.get_by_role("button", name="Check it").click()


def test_a_pasted_badge_is_checked_without_a_network(
    building: Building, visiting: Visiting
) -> None:
    ada = enrol(building)
    text = text_of(building, ada)
    visitor = visiting()
    tab = loaded(visitor)
    visitor.context.set_offline(True)

    check(tab, f"{text}\n")

    expect(tab.get_by_text("A good badge of this building.")).to_be_visible()
    expect(tab.get_by_text("There is no name in here.")).to_be_visible()
    expect(tab.get_by_text(ada.badge.cti.hex)).to_be_visible()
    expect(tab.locator("body")).not_to_contain_text("Ada")

    content = bytearray(base45.decode(text.removeprefix(PREFIX)))
    content[-1] ^= 1
    check(tab, as_text(bytes(content)))

    expect(tab.get_by_text("The signature isn't good")).to_be_visible()
    expect(tab.get_by_text("not all of it is proved")).to_be_visible()

    check(tab, "https://example.org/")

    expect(tab.get_by_text("This isn't a badge")).to_be_visible()
    expect(tab.get_by_text("There is no name in here.")).to_be_hidden()


def test_a_fresh_badge_is_good_for_seconds(building: Building, visiting: Visiting) -> None:
    phone = phone_of(building, enrol(building))
    tab = loaded(visiting())

    check(tab, phone.shows(building.now))
    expect(tab.get_by_text("A good badge of this building.")).to_be_visible()
    expect(tab.get_by_text("The key of one phone (Ed25519)")).to_be_visible()

    check(tab, phone.shows(building.now - timedelta(minutes=1)))
    expect(tab.get_by_text("a picture of a fresh badge opens nothing")).to_be_visible()


def test_a_badge_before_the_camera_is_checked_without_a_network(
    building: Building, filming: Filming, visiting: Visiting
) -> None:
    text = text_of(building, enrol(building))
    visitor = visiting(filming(film.STRAIGHT, film.badge(text)), permissions=["camera"])
    sent: list[str] = []
    tab = loaded(visitor)
    tab.on("request", lambda request: sent.append(request.url))
    visitor.context.set_offline(True)
    sent.clear()

    tab.get_by_role("button", name="Use the camera").click()

    expect(tab.get_by_text("A good badge of this building.")).to_be_visible()
    expect(tab.get_by_role("button", name="Use the camera")).to_be_visible()
    assert sent == []


def test_everybody_can_read_what_is_told_in_german_too(
    building: Building, visiting: Visiting, examiner: Examiner
) -> None:
    text = text_of(building, enrol(building))
    tab = loaded(visiting(), "/verify?language=de")

    tab.get_by_label("Was im Code des Ausweises steht").fill(text)
    tab.get_by_role("button", name="Prüfen").click()

    expect(tab.get_by_text("Ein gültiger Ausweis dieses Gebäudes.")).to_be_visible()
    expect(tab.get_by_text("Hier steht kein Name.")).to_be_visible()
    examiner.examine(tab, "a checked badge")


def dropped(tab: Page, text: str) -> None:
    """Drop a file with this text onto the page's field."""
    transfer = tab.evaluate_handle(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], "receipt.json", { type: "application/json" }));
            return held;
        }""",
        text,
    )
    tab.get_by_label("The receipt").dispatch_event("drop", {"dataTransfer": transfer})


def test_a_receipt_of_a_yes_and_one_of_an_erasure_are_checked_without_a_network(
    building: Building, visiting: Visiting
) -> None:
    rt, ada = building.runtime, enrol(building)
    lines = tuple(f"line {number}" for number in range(10))
    with rt.reading() as db:
        given = receipts.issue(db, ada.refs.identity, rt.issuing(), lines, now=building.now)
    gone = take_back(building, ada, Purpose.ENTRY)
    assert gone is not None
    erased = receipts.of_erasure(gone, (), rt.issuing(), ("all is gone",), now=building.now)
    visitor = visiting()
    tab = loaded(visitor, "/verify/receipt")
    visitor.context.set_offline(True)

    dropped(tab, receipt_text(given))
    expect(tab.get_by_text("Genuine, and not changed since it was issued.")).to_be_visible()
    expect(tab.get_by_text("line 9")).to_be_visible()

    dropped(tab, receipt_text(erased))
    expect(tab.get_by_text("all is gone")).to_be_visible()
    expect(tab.get_by_text("line 9")).to_be_hidden()

    tab.get_by_label("The receipt").fill(receipt_text(erased).replace("all is", "all was"))
    tab.get_by_role("button", name="Check it").click()
    expect(tab.get_by_text("Something in it was changed after it was signed.")).to_be_visible()
    expect(tab.get_by_text("all was gone")).to_be_hidden()
