"""Words for what is written down, as those read it who watch over the console."""

from typing import Final

from checkin.core.audit import SYSTEM
from checkin.services.desk import DESK, REPRINT, SIGN_IN_CODE
from checkin.services.direct_reads import DIRECT
from checkin.services.people import HELPED, LIST, PRINT, RECORD
from checkin.services.rights import REQUEST
from checkin.web.words import ROLES as TITLES

KINDS: Final[dict[str, tuple[str, frozenset[str] | None]]] = {
    "people": (
        "People and badges",
        frozenset(
            {"badge", "consent", "device", "enrolment", "invitation", "looks", "person", "rights"}
        ),
    ),
    "places": ("Doors and kiosks", frozenset({"door", "kiosk", "profile", "site"})),
    "desk": ("Front desk and day passes", frozenset({"desk", "pass"})),
    "accounts": ("Accounts and sign-ins", frozenset({"account"})),
    "keys": ("Keys and notices", frozenset({"key", "notice"})),
    "log": ("The log itself", frozenset({"log"})),
    "other": ("Everything else", None),
}
"""For each kind of act its words and the families in it; None stands for those in no other kind."""

KNOWN: Final = frozenset().union(*(families or () for _, families in KINDS.values()))

ROLES: Final = {**{role.value: title for role, title in TITLES.items()}, SYSTEM.role: "The system"}

ACTS: Final = {
    "account.invited": "Made the first account",
    "account.set_up": "Set up their account",
    "account.password": "Chose a password",
    "account.signed_in": "Signed in",
    "account.signed_in_passkey": "Signed in with a passkey",
    "account.proved": "Showed once more who they are",
    "account.proved_passkey": "Showed once more who they are, by a passkey",
    "account.code_used_twice": "A code came a second time and was refused",
    "account.passkey_added": "Added a passkey",
    "account.passkey_removed": "Removed a passkey",
    "account.passkey_copied": "A passkey's count went back: refused, it may be a copy",
    "account.reset": "Let an account start over",
    "account.signed_out": "Signed an account out everywhere",
    "account.ended": "Ended an account",
    "badge.print": "Printed a badge",
    "badge.reissue": "Made a badge anew",
    "badge.revoke": "Switched off a badge",
    "desk.open": "Said that the front desk is open",
    "desk.close": "Said that the front desk is closed",
    "door.added": "Added a door",
    "door.gap": "Changed a door's re-entry gap",
    "invitation.make": "Invited somebody",
    "invitation.ask": "Asked for invitations",
    "kiosk.added": "Added a kiosk",
    "kiosk.code": "Made a pairing code",
    "kiosk.paired": "A kiosk was paired",
    "kiosk.released": "A kiosk was set up anew, and its old sign-in ended",
    "kiosk.revoked": "Shut a kiosk out",
    "kiosk.staff_code": "Changed a kiosk's staff code",
    "looks.direct": "Said that they read the database itself",
    "log.read": "Read the log",
    "log.export_csv": "Took the log out as CSV",
    "log.export_json": "Took the log out as JSON",
    "looks.many": "Looked at many records: the data protection officer was told",
    "notice.publish": "Published a notice",
    "pass.one": "Handed out a day pass",
    "pass.pack": "Printed a pack of day passes",
    "pass.void": "Voided a day pass",
    "conflict.in_order": "Settled a conflict: it was in order",
    "conflict.followed_up": "Settled a conflict: somebody was talked to",
    "conflict.unexplained": "Settled a conflict: it stays unexplained",
    "conflict.reopened": "Opened a conflict again",
    "pass.void_pack": "Voided a pack of day passes",
    "profile.added": "Added an access profile",
    "retention.ran": "Deleted what was due",
    "rights.done": "Answered a request: done as asked",
    "rights.partly": "Answered a request: done in part",
    "rights.refused": "Answered a request: refused",
    "site.added": "Added a site",
    "site.profiles": "Chose a site's profiles",
}
"""Acts that deserve better words than their names."""

LOOKS: Final = {
    LIST: "Saw them in a list",
    RECORD: "Opened the record",
    PRINT: "Printed a badge",
    DESK: "Checked a badge at the front desk",
    REQUEST: "Read their request",
    DIRECT: "Read the database itself",
    HELPED: "Opened the record with a help code",
    REPRINT: "Printed a badge again at the front desk",
    SIGN_IN_CODE: "Made a code to sign in with at the front desk",
}


def act_words(act: str) -> str:
    """An act in words: its own, or its name read out (`Kiosk: input camera`)."""
    if act in ACTS:
        return ACTS[act]
    family, _, rest = act.partition(".")
    for role, words in ROLES.items():
        if rest in (f"invited_{role}", f"role_{role}"):
            done = "Invited an account" if rest.startswith("invited") else "Changed a role"
            return f"{done}: {words}"
    return f"{family.capitalize()}: {rest.replace('_', ' ')}".removesuffix(": ")


def role_words(role: str) -> str:
    """A role, or the system, in words."""
    return ROLES.get(role, role.replace("_", " "))
