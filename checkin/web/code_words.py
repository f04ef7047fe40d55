"""What the codes in a person's own data say, in both languages: those of a few known values."""

from collections.abc import Mapping
from typing import Final

from checkin.core.inventory import PURPOSES
from checkin.core.policy import Presented
from checkin.core.possession import DeviceKind
from checkin.core.rights import Outcome, Wish
from checkin.web import look_words, stored_german
from checkin.web.language import NAMES
from checkin.web.own_words import OWN
from checkin.web.rights_words import RIGHTS

Words = Mapping[str, tuple[str, str]]
"""For each code what it says in English and in German."""

_BADGES: Final = {
    "good": ("good", "gültig"),
    "revoked": ("switched off", "abgeschaltet"),
    "replaced": ("replaced", "ersetzt"),
}
_ENTRY: Final = {
    "in_force": ("it may", "darf"),
    "suspended": ("not while it is paused", "nicht, solange pausiert ist"),
    "ended": ("no more", "nicht mehr"),
}
_STATES: Final = {
    "none": ("nothing said yet", "noch nichts gesagt"),
    "given": ("a yes", "ein Ja"),
    "renewed": ("a yes, said again", "ein Ja, noch einmal gesagt"),
    "renewal_due": ("a yes that a new text asks about", "ein Ja, nach dem ein neuer Text fragt"),
    "suspended": (
        "paused, since the new text wasn't answered",
        "pausiert, weil auf den neuen Text keine Antwort kam",
    ),
    "frozen": ("paused, as you asked", "pausiert, wie Sie es wollten"),
    "withdrawn": ("taken back", "zurückgenommen"),
    "expired": ("over", "abgelaufen"),
    "revoked": ("ended by your employer", "vom Arbeitgeber beendet"),
    "invalidated": ("never valid", "nie gültig gewesen"),
    "erased": ("erased", "gelöscht"),
}
_ACTS: Final = {
    "give": ("said yes", "Ja gesagt"),
    "reaffirm": ("said yes again", "noch einmal Ja gesagt"),
    "announce": ("a new text was announced", "ein neuer Text wurde angekündigt"),
    "suspend": (
        "the new text came to hold, without an answer",
        "der neue Text gilt, ohne dass eine Antwort kam",
    ),
    "freeze": ("paused", "pausiert"),
    "unfreeze": ("went on after the pause", "nach der Pause weitergemacht"),
    "withdraw": ("taken back", "zurückgenommen"),
    "lapse": ("its time was over", "die Zeit war um"),
    "revoke": ("ended by your employer", "vom Arbeitgeber beendet"),
    "invalidate": ("found never to have been valid", "als nie gültig erkannt"),
    "erase": ("what rested on it was erased", "gelöscht, was darauf beruhte"),
}
_BY: Final = {
    "subject": ("you", "Sie"),
    "controller": ("your employer", "Ihr Arbeitgeber"),
    "officer": ("the data protection officer", "der Datenschutz"),
    "system": ("the clock", "die Uhr"),
}
_METHODS: Final = {
    "web_box_button": ("by the buttons of these pages", "mit den Knöpfen dieser Seiten"),
    "assisted_code": ("with a code from the front desk", "mit einem Code vom Empfang"),
    "paper_form": ("by letter", "mit einem Brief"),
    "leaver": ("because you left, or were to", "weil Sie gingen oder gehen sollten"),
    "finding": ("by a finding", "durch eine Feststellung"),
    "clock": ("by itself", "von selbst"),
}
_DISPUTED: Final = {
    "let_in": (
        "the screen let in, the server wouldn't have",
        "der Bildschirm ließ ein, der Server hätte es nicht getan",
    ),
    "turned_away": (
        "the screen turned away, the server wouldn't have",
        "der Bildschirm wies ab, der Server hätte es nicht getan",
    ),
    "unknown_badge": ("a badge that isn't known", "ein Ausweis, den niemand kennt"),
    "shown_twice": ("the same proof was shown twice", "derselbe Nachweis wurde zweimal gezeigt"),
    "told_elsewhere": (
        "told of by another screen as well",
        "auch von einem anderen Bildschirm gemeldet",
    ),
}
_SETTLED: Final = {
    "in_order": ("it was in order", "es war in Ordnung"),
    "followed_up": ("it was followed up", "dem wurde nachgegangen"),
    "unexplained": ("it stays unexplained", "es bleibt ungeklärt"),
}
_DEEDS: Final = {
    "invite": ("to be invited", "einladen"),
    "end": ("to be ended", "beenden"),
}
_LANGUAGES: Final = {code: (name, name) for code, name in NAMES.items()}
_PURPOSES: Final = {
    purpose.value: (facts.words, stored_german.PURPOSES[facts.words])
    for purpose, facts in PURPOSES.items()
    if facts.words in stored_german.PURPOSES
}
"""Those that something is kept for."""

_PRESENTED: Final = {
    one.value: (OWN["en"].presented[one], OWN["de"].presented[one]) for one in Presented
}
_WISHES: Final = {one.value: (RIGHTS["en"].wishes[one], RIGHTS["de"].wishes[one]) for one in Wish}
_OUTCOMES: Final = {
    one.value: (RIGHTS["en"].outcomes[one], RIGHTS["de"].outcomes[one]) for one in Outcome
}
_DEVICES: Final = {
    one.value: (OWN["en"].devices[one], OWN["de"].devices[one]) for one in DeviceKind
}

CODES: Final[Mapping[tuple[str, str], Words]] = {
    ("identity", "language"): _LANGUAGES,
    ("holder", "entry"): _ENTRY,
    ("device", "kind"): _DEVICES,
    ("badge", "kind"): _PRESENTED,
    ("badge", "state"): _BADGES,
    ("entry", "assurance"): _PRESENTED,
    ("conflict", "reason"): _DISPUTED,
    ("conflict", "outcome"): _SETTLED,
    ("consent_event", "purpose"): _PURPOSES,
    ("consent_event", "state"): _STATES,
    ("consent_event", "act"): _ACTS,
    ("consent_event", "indicated_by"): _BY,
    ("consent_event", "method"): _METHODS,
    ("consent_event", "language"): _LANGUAGES,
    ("pasted_line", "deed"): _DEEDS,
    ("access_event", "role"): look_words.ROLES,
    ("access_event", "act"): look_words.ACTS,
    ("access_event", "categories"): look_words.CATEGORIES,
    ("access_event", "reason_code"): look_words.REASONS,
    ("rights_request", "wish"): _WISHES,
    ("rights_request", "about"): _PURPOSES,
    ("rights_request", "outcome"): _OUTCOMES,
}
"""The columns of people's data that hold codes, by table and name."""


def said(table: str, column: str, value: str, language: str) -> str:
    """What a code says, or each of several; what isn't a code, or has no words, as it is."""
    if (table, column) == ("access_event", "reason"):
        return look_words.reason(value, language)
    words = CODES.get((table, column))
    if words is None:
        return value
    at = 1 if language == "de" else 0
    return ", ".join(words[code][at] if code in words else code for code in value.split(","))
