"""Keys in plain words, for the console and the command line: what each is for, and what is next."""

from typing import Final

from checkin.core.badge import KeyPurpose
from checkin.core.rotation import KeyLife, KeyState

PURPOSES: Final = {
    KeyPurpose.BADGE: "Badges",
    KeyPurpose.STATUS: "Lists of switched-off badges",
    KeyPurpose.DAY: "Day passes",
    KeyPurpose.LOG: "The audit log",
}

STATES: Final = {
    KeyState.WAITING: ("none", "Waiting"),
    KeyState.SIGNING: ("admit", "Signing"),
    KeyState.SPARE: ("none", "Spare"),
    KeyState.RETIRED: ("none", "Signs no more"),
    KeyState.ENDED: ("none", "Not needed any more"),
    KeyState.REVOKED: ("desk", "Revoked"),
}
"""For each state of a key, the shape that shows it and its word."""


def what_next(life: KeyLife) -> str:
    """What happens to a key next, and by itself or not."""
    day = f"{life.until:%Y-%m-%d}" if life.until else ""
    match life.state:
        case KeyState.WAITING:
            return f"Readers learn it now. It begins to sign on {day}, by itself."
        case KeyState.SIGNING if life.renew:
            return f"It stops signing on {day}. Make the next key now."
        case KeyState.SIGNING:
            return f"It signs until {day}."
        case KeyState.SPARE:
            return f"A newer key signs in its place. It could sign until {day}."
        case KeyState.RETIRED if life.until:
            return f"What it signed is still good. It stays published until {day}."
        case KeyState.RETIRED:
            return "What it signed stays good, so it stays published."
        case KeyState.REVOKED:
            return "Nothing it ever signed is good any more."
        case KeyState.ENDED:
            return "Nothing it signed is in use. It isn't published."
