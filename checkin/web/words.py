"""Words for what the code knows by code, and the filters that put times into local words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from checkin.core.badge import BadgeFault
from checkin.core.inventory import PURPOSES, Purpose
from checkin.core.policy import Presented, Reason
from checkin.core.roles import Role

ROLES: dict[Role, str] = {
    Role.SITE_ADMIN: "Site admin",
    Role.ENROLMENT_ADMIN: "Enrolment admin",
    Role.RECEPTION: "Front desk",
    Role.SECURITY_LEAD: "Security lead",
    Role.WARDEN: "Warden",
    Role.DPO: "Data protection officer",
    Role.AUDITOR: "Auditor",
}
"""What each role is called."""

REASONS: dict[Reason | BadgeFault, tuple[str, str]] = {
    Reason.OK: (
        "This badge is let in here.",
        "Nothing to do. If the kiosk refused it, hold it up once more.",
    ),
    Reason.DOOR_OFF: (
        "This door's check is switched off.",
        "Use another entrance, or let the person in here.",
    ),
    Reason.DOOR_LOCKED: ("This door is locked for everyone just now.", "Use another entrance."),
    Reason.DOOR_OPEN: ("This door is open for everyone just now.", "Nothing to do."),
    Reason.UNKNOWN_BADGE: (
        "This building doesn't know the badge.",
        "Hand out a day pass. If they have enrolled, print the badge again.",
    ),
    Reason.REVOKED: (
        "The badge was switched off, or the day pass was voided.",
        "Hand out a day pass. They can have a new badge printed.",
    ),
    Reason.REPLACED: (
        "A newer badge was made, and this one stopped working.",
        "Ask for the newer one, or hand out a day pass.",
    ),
    Reason.CONSENT_ENDED: (
        "Whoever carried this badge no longer takes part.",
        "Hand out a day pass. They can join again whenever they like.",
    ),
    Reason.SUSPENDED: (
        "The badge is paused.",
        "Hand out a day pass. Its holder can end the pause.",
    ),
    Reason.NOT_THIS_DOOR: (
        "The badge doesn't open this door.",
        "Show the way to a door that it opens.",
    ),
    Reason.OUTSIDE_HOURS: (
        "The badge opens this door at other times.",
        "Let them in yourself if that is right.",
    ),
    Reason.SITE_FULL: ("The building is full.", "Ask them to wait until somebody has left."),
    Reason.REPLAYED: (
        "This very picture of a fresh badge was used a moment ago.",
        "Ask for the phone itself: its picture changes every few seconds.",
    ),
    Reason.TOO_SOON: (
        "The badge was used here a moment ago.",
        "Make sure that it isn't being passed back.",
    ),
    BadgeFault.TOO_LONG: ("This isn't a badge.", "Ask for the badge, or hand out a day pass."),
    BadgeFault.NOT_A_BADGE: ("This isn't a badge.", "Ask for the badge, or hand out a day pass."),
    BadgeFault.BAD_ENCODING: (
        "The code was read with mistakes.",
        "Hold it up once more, or type the short code.",
    ),
    BadgeFault.MALFORMED: (
        "The code was read with mistakes.",
        "Hold it up once more, or type the short code.",
    ),
    BadgeFault.BAD_TYPE: (
        "This is another kind of code, not a badge.",
        "Ask for the badge, or hand out a day pass.",
    ),
    BadgeFault.UNKNOWN_KEY: (
        "The badge wasn't made by this building.",
        "Hand out a day pass. Tell whoever runs the keys if it looks like ours.",
    ),
    BadgeFault.KEY_REVOKED: (
        "The badge was made with a key that is no longer trusted.",
        "Hand out a day pass and have the badge printed again.",
    ),
    BadgeFault.BAD_ALG: ("The badge wasn't made by this building.", "Hand out a day pass."),
    BadgeFault.BAD_SIGNATURE: (
        "The badge isn't genuine, or was read with mistakes.",
        "Hold it up once more. If it stays, hand out a day pass.",
    ),
    BadgeFault.WRONG_SITE: ("The badge is for another building.", "Hand out a day pass."),
    BadgeFault.NOT_YET_VALID: (
        "The badge or day pass isn't good yet.",
        "Look at the day printed on it; hand out a pass for today.",
    ),
    BadgeFault.EXPIRED: (
        "The badge or day pass has run out.",
        "Hand out a day pass. A new badge can be printed.",
    ),
    BadgeFault.LIFETIME_EXCEEDED: (
        "The badge claims to be good for longer than any of ours.",
        "Hand out a day pass and tell whoever runs the keys.",
    ),
    BadgeFault.CLOCK_ERROR: ("The clock here is wrong.", "Have the clock set, then try again."),
    BadgeFault.KEYS_STALE: (
        "The keys here are too old.",
        "Have the connection looked at, then try again.",
    ),
    BadgeFault.STATUS_UNKNOWN: (
        "The list of switched-off badges is missing here.",
        "Have the connection looked at, then try again.",
    ),
    BadgeFault.STATUS_STALE: (
        "The list of switched-off badges is too old here.",
        "Have the connection looked at, then try again.",
    ),
    BadgeFault.REVOKED: (
        "The badge was switched off.",
        "Hand out a day pass. They can have a new badge printed.",
    ),
    BadgeFault.SUSPENDED: (
        "The badge is paused.",
        "Hand out a day pass. Its holder can end the pause.",
    ),
    BadgeFault.PROOF_REQUIRED: (
        "This is a picture of a part of a fresh badge.",
        "Ask for the phone itself, or hand out a day pass.",
    ),
    BadgeFault.LIVE_ONLY: (
        "This door takes fresh badges on a phone only.",
        "Show the staffed way in.",
    ),
    BadgeFault.DAY_PASS_NOT_ALLOWED: (
        "This door takes no day passes.",
        "Show the way to a door that does.",
    ),
    BadgeFault.BAD_PROOF: ("The fresh badge isn't genuine.", "Hand out a day pass."),
    BadgeFault.PROOF_WRONG_AUDIENCE: (
        "The fresh badge was made for another building.",
        "Open the badge on the phone again.",
    ),
    BadgeFault.PROOF_FUTURE: (
        "The phone's clock is ahead.",
        "Have the phone's clock set by the network, then try again.",
    ),
    BadgeFault.PROOF_STALE: (
        "The fresh badge was too old: a picture, or the phone's clock is behind.",
        "Ask for the phone itself.",
    ),
    BadgeFault.PROOF_NONCE: (
        "The fresh badge didn't answer this kiosk's question.",
        "Hold the phone up again.",
    ),
}
"""For the desk: what happened, and what to do next."""


PRESENTED: dict[Presented, str] = {
    Presented.PRINTED: "printed badge",
    Presented.LIVE: "fresh badge on a phone",
    Presented.DAY: "day pass",
    Presented.TYPED: "short code, typed",
}
"""What was held up or typed, in a word or two."""

ASSURANCES: dict[Presented, str] = {
    Presented.PRINTED: "A copy of it would look the same.",
    Presented.LIVE: "That phone was here just now. Who holds it, no badge can show.",
    Presented.DAY: "It names nobody, and a copy would look the same.",
    Presented.TYPED: "It shows that somebody knows the code, and nothing else.",
}
"""What that shows of whoever held it up, and what it doesn't."""


def install(app: Flask) -> None:
    """Give templates the filters and words."""
    app.add_template_filter(local_time)
    app.add_template_filter(local_date)
    app.add_template_filter(purpose_words)


def local_time(moment: datetime, zone: str = "UTC") -> str:
    """A moment as people of that place write it: `Mon 23 Nov 2026, 08:41`."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %-d %b %Y, %H:%M")


def local_date(moment: datetime | date) -> str:
    """A day as people write it, of a moment the one in UTC: `23 Nov 2026`."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
    return moment.strftime("%-d %b %Y")


def purpose_words(purpose: Purpose) -> str:
    """A purpose in plain words."""
    return PURPOSES[purpose].words
