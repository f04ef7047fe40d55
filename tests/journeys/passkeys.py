"""A device with passkeys, which the browser plays."""

from playwright.sync_api import Page, expect

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(tab: Page, **changes: object) -> None:
    """Let the browser play a device with passkeys that knows its owner."""
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})


def add_passkey(tab: Page) -> None:
    """Add a passkey of a new device to the account that is signed in."""
    give_device(tab)
    tab.goto("/console/own")
    tab.get_by_label("What do you call it?").fill("Laptop")
    tab.get_by_role("button", name="Add a passkey").click()
    expect(tab.get_by_text("The passkey is added.")).to_be_visible()
