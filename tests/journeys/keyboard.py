"""Hands that have a keyboard and nothing else: every stop has to show that it has the focus."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 60
SHOWS_FOCUS = """(element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
}"""


def reach(wanted: Locator) -> None:
    """Press Tab until this has the focus, and can be seen to have it."""
    expect(wanted).to_be_visible()
    wanted.page.wait_for_load_state()  # what shows the focus is in a stylesheet that may come late
    for _ in range(MOST_STOPS):
        if wanted.evaluate("(element) => element === document.activeElement"):
            break
        wanted.page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    assert wanted.evaluate(SHOWS_FOCUS), f"nobody sees that {wanted} has the focus"


def press(wanted: Locator, key: str = "Enter") -> None:
    """Go there and press a key."""
    reach(wanted)
    wanted.page.keyboard.press(key)


def type_into(wanted: Locator, text: str) -> None:
    """Go there and type this in place of what stands there."""
    reach(wanted)
    wanted.page.keyboard.press("ControlOrMeta+a")
    wanted.page.keyboard.type(text)


def choose(group: Locator, wanted: Locator) -> None:
    """Go to a group of choices, of which one is a stop, and on to this one by arrow keys."""
    reach(group.locator("input:checked"))
    for _ in range(group.locator("input").count()):
        if wanted.is_checked():
            break
        wanted.page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def follow(tab: Page, link: str) -> None:
    """Open a place of the console's navigation."""
    press(tab.locator(".rail").get_by_role("link", name=link, exact=True))
