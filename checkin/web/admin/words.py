"""Words of the console for what the code knows by code."""

from checkin.core.badge import Kind
from checkin.core.crowd import Crowd
from checkin.core.pasted import Problem
from checkin.core.policy import BadgeState, EntryConsent, GapMode, Posture
from checkin.core.roles import Role
from checkin.core.site import DoorWay, InputMode
from checkin.services.kiosks import Care, Trouble
from checkin.services.simulator import State

LOOK_REASONS = {
    "badge_help": "Helping somebody with a badge",
    "correction_requested": "Somebody asked for a correction",
    "incident": "Looking into an incident",
    "legal_duty": "The law asks for it",
    "rights_request": "Somebody asked about their own data",
    "system_repair": "Mending a fault of this system",
}
"""Why people's records may be looked at. There is none for attendance, lateness or performance."""

ROLES = {
    Role.SITE_ADMIN: "Site admin: sites, doors, kiosks and console accounts",
    Role.ENROLMENT_ADMIN: "Enrolment admin: people who carry a badge, and invitations",
    Role.RECEPTION: "Front desk: day passes and help at the door",
    Role.SECURITY_LEAD: "Security lead",
    Role.WARDEN: "Warden",
    Role.DPO: "Data protection officer",
    Role.AUDITOR: "Auditor",
}

POSTURES = {
    Posture.NORMAL: ("Normal", "Badges and day passes are checked."),
    Posture.LOCKED: ("Locked", "Nobody is let in, whatever they show."),
    Posture.OPEN: ("Open", "Everybody is let in. The kiosk reads nothing and keeps nothing."),
    Posture.OFF: ("Off", "The kiosk says that this door is closed."),
}

CLASSES = {
    "general": (
        "Everybody who may come in",
        "Badges and day passes, as the access profiles say.",
    ),
    "restricted": (
        "Named people",
        "Badges whose access profile was given to people one by one. No day passes.",
    ),
    "live": (
        "Named people, with their phone",
        "Only a fresh badge on a phone: it shows that the phone is here, not who holds it.",
    ),
}

WAYS = {
    DoorWay.EITHER: "In and out",
    DoorWay.IN: "In",
    DoorWay.OUT: "Out",
}

INPUTS = {
    InputMode.SCANNER: "Scanner",
    InputMode.CAMERA: "Camera",
    InputMode.BOTH: "Scanner and camera",
}

GAPS = {
    GapMode.REFUSE: "Don't let them in again",
    GapMode.WARN: "Let them in and say so",
}

BADGES = {
    BadgeState.GOOD: ("admit", "Good"),
    BadgeState.REVOKED: ("desk", "Switched off"),
    BadgeState.REPLACED: ("none", "Replaced"),
}
"""For each state of a badge, the shape that shows it and its word."""

ENTRY = {
    EntryConsent.IN_FORCE: "Said yes",
    EntryConsent.SUSPENDED: "Paused",
    EntryConsent.ENDED: "Run out",
}

CARE = {
    Care.SILENT: ("desk", "Silent"),
    Care.TROUBLED: ("desk", "Needs a look"),
    Care.UNPAIRED: ("none", "Not paired yet"),
    Care.REVOKED: ("none", "Shut out"),
    Care.NONE: ("admit", "Working"),
}

CAMERAS = {
    "off": "Off",
    "starting": "Starting",
    "on": "On",
    "refused": "Not allowed by its browser",
    "missing": "Not found",
    "failing": "Can't be read",
}
"""How the camera of a kiosk is, as its page calls it."""

SCANNERS = {"seen": "Works", "unseen": "Nothing read yet"}
"""How the scanner of a kiosk is, as its page calls it."""

TROUBLES = {
    Trouble.QUEUE: "scans wait to be sent",
    Trouble.CLOCK: "its clock is wrong",
    Trouble.CAMERA: "its camera doesn't work",
}

KINDS = {
    Kind.PRINTED.value: "A printed badge",
    Kind.LIVE.value: "A fresh badge on a phone",
    Kind.DAY.value: "A day pass",
}
"""What may be held up."""

STATES = {
    State.GOOD.value: "Good",
    State.USED_JUST_NOW.value: "Good, but used here a moment ago",
    State.EXPIRED.value: "Run out",
    State.REVOKED.value: "Switched off, or voided",
    State.REPLACED.value: "Replaced by a newer one",
    State.PAUSED.value: "Paused",
    State.ENDED.value: "Its holder took the yes back",
    State.OTHER_SITE.value: "For another building",
    State.UNKNOWN.value: "Unknown here",
    State.UNREADABLE.value: "Not readable",
}
"""How it may be."""

SWITCH_OFF = {
    "lost": "It was lost",
    "stolen": "It was stolen",
    "damaged": "It can't be read any more",
    "asked": "Its holder asked for it",
    "misuse": "Somebody else used it",
}
"""Why a badge is switched off."""

ENDINGS = {
    "asked": "They asked for it, by letter or in person",
    "leaver": "They leave the organisation",
    "wrong_person": "The wrong person was enrolled",
    "badge_misuse": "The badge was misused",
}
"""Why somebody's enrolment is ended by another."""

LINE_PROBLEMS = {
    Problem.NO_ADDRESS: "There is no e-mail address in it.",
    Problem.NO_DAY: "Its date isn't a day. Write one as 2026-12-31 or 31.12.2026.",
    Problem.PAST_DAY: "Its day is over.",
}
"""What is wrong with a line of a pasted list."""

_CROWDS = {Crowd.FEW: "fewer than 10", Crowd.MOST: "nearly everybody"}


def crowd(number: int | Crowd) -> str:
    """A number of people in words that point at nobody."""
    return _CROWDS[number] if isinstance(number, Crowd) else f"about {number}"


def lines_in_words(number: int) -> str:
    """How many lines of a list there were: `1 line is`, `493 lines are`."""
    return "1 line is" if number == 1 else f"{number} lines are"
