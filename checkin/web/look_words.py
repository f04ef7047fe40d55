"""Looks at a person's record, in words that the person reads, in English and German."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from checkin.services import desk, rights
from checkin.services.dossier import Looks

REASONS: Final = {
    "badge_help": ("Help with a badge", "Hilfe mit einem Ausweis"),
    "correction_requested": ("Somebody asked for a correction", "Jemand bat um eine Berichtigung"),
    "incident": ("Looking into an incident", "Klärung eines Vorfalls"),
    "legal_duty": ("The law asks for it", "Das Gesetz verlangt es"),
    "rights_request": ("Somebody asked about their own data", "Jemand fragte nach eigenen Daten"),
    "system_repair": ("Mending a fault of this system", "Behebung eines Fehlers in diesem System"),
}
ROLES: Final = {
    "site_admin": ("Site admin", "Standortverwaltung"),
    "enrolment_admin": ("Enrolment admin", "Ausweisbetreuung"),
    "reception": ("Front desk", "Empfang"),
    "security_lead": ("Security lead", "Sicherheitsleitung"),
    "warden": ("Warden", "Räumungshilfe"),
    "dpo": ("Data protection officer", "Datenschutz"),
    "auditor": ("Auditor", "Prüfung"),
}
ACTS: Final = {
    "list": ("You were on a list", "Sie standen auf einer Liste"),
    "record": ("Your record was opened", "Ihr Eintrag wurde geöffnet"),
    "print": ("Your badge was printed", "Ihr Ausweis wurde gedruckt"),
    "helped": (
        "Your record was opened with your help code",
        "Ihr Eintrag wurde mit Ihrem Hilfecode geöffnet",
    ),
    "desk": ("Your badge was checked at the front desk", "Ihr Ausweis wurde am Empfang geprüft"),
    "desk_print": (
        "Your badge was printed again at the front desk",
        "Ihr Ausweis wurde am Empfang noch einmal gedruckt",
    ),
    "desk_code": (
        "The front desk made a code to sign in with",
        "Der Empfang hat einen Code zum Anmelden ausgestellt",
    ),
    "request": ("A request of yours was read", "Ein Antrag von Ihnen wurde gelesen"),
    "direct": (
        "The database itself was read, around this service",
        "Die Datenbank selbst wurde gelesen, an diesem Dienst vorbei",
    ),
}
CATEGORIES: Final = {
    "name": ("name", "Name"),
    "badge": ("badge", "Ausweis"),
    "profiles": ("access profiles", "Zugangsprofile"),
    "choices": ("choices", "Entscheidungen"),
    "request": ("what you asked for", "was Sie beantragt haben"),
    "everything": ("possibly all that is held on you", "vielleicht alles über Sie Gespeicherte"),
}
_LABELS: Final = (
    ("Who", "Wer"),
    ("What they saw", "Was zu sehen war"),
    ("Why", "Warum"),
    ("Deleted on", "Wird gelöscht am"),
)
_TIMES: Final = ("times", "Mal")
_COLUMNS: Final = (
    ("When", "Wann"),
    ("Alias", "Kürzel"),
    ("Role", "Rolle"),
    ("How", "Wie"),
    ("What they saw", "Was zu sehen war"),
    ("Kind of reason", "Art des Grundes"),
    ("Reason", "Grund"),
    ("Deleted on", "Wird gelöscht am"),
)
_BY_ITSELF: Final = {
    desk.HELP_WHY: ("Sie hielten Ihren Ausweis am Empfang vor und baten um Hilfe. Hilfecode: {}."),
    desk.REPRINT_WHY: "Sie baten am Empfang, Ihren Ausweis noch einmal zu drucken.",
    desk.CODE_WHY: "Sie baten am Empfang um einen Code zum Anmelden.",
    rights.WHY: (
        "Sie haben etwas beantragt. Ihr Antrag wurde gelesen, damit Sie eine Antwort bekommen."
    ),
}
"""The reasons that are written down by themselves, in German: nobody typed them."""


def role(code: str, language: str) -> str:
    """What a role is called in this language."""
    return _word(ROLES, code, 1 if language == "de" else 0)


def reason(text: str, language: str) -> str:
    """What was written down as the reason: as it was typed, unless nobody typed it."""
    for said, german in _BY_ITSELF.items() if language == "de" else ():
        before, _, after = said.partition("{}")
        if text.startswith(before) and text.endswith(after):
            return german.format(text[len(before) : len(text) - len(after)])
    return text


@dataclass(frozen=True, slots=True)
class LookCard:
    """A look in words: when, and pairs of a label and what it says."""

    when: str
    facts: tuple[tuple[str, str], ...]


def look_card(one: Looks, language: str) -> LookCard:
    """A look in this language. What has no words yet is shown by its code."""
    at = 1 if language == "de" else 0
    seen = ", ".join(_word(CATEGORIES, each, at) for each in one.categories)
    times = f", {one.times} {_TIMES[at]}" if one.times > 1 else ""
    said = (
        f"{_word(ROLES, one.role, at)} ({', '.join(one.viewers)})",
        f"{_word(ACTS, one.act, at)}{times}: {seen}",
        "; ".join(
            f"{_word(REASONS, code, at)}: {reason(text, language)}" for code, text in one.reasons
        ),
        day(one.deleted_on, language),
    )
    when = day(one.at, language) if one.listed else f"{day(one.at, language)}, {one.at:%H:%M}"
    labels = (label[at] for label in _LABELS)
    return LookCard(when, tuple(zip(labels, said, strict=True)))


def look_head(language: str) -> tuple[str, ...]:
    """The columns of the looks as a table, for `look_cells`."""
    return tuple(label[1 if language == "de" else 0] for label in _COLUMNS)


def look_cells(one: Looks, language: str) -> tuple[str, ...]:
    """One look as a line of a table."""
    at = 1 if language == "de" else 0
    ((code, text),) = one.reasons
    return (
        f"{one.at:%Y-%m-%d %H:%M}",
        one.viewers[0],
        _word(ROLES, one.role, at),
        _word(ACTS, one.act, at),
        ", ".join(_word(CATEGORIES, each, at) for each in one.categories),
        _word(REASONS, code, at),
        reason(text, language),
        one.deleted_on.isoformat(),
    )


def look_line(one: Looks, language: str) -> str:
    """A look in one line, for a sheet that others can see: without what somebody wrote about it."""
    at = 1 if language == "de" else 0
    times = f", {one.times} {_TIMES[at]}" if one.times > 1 else ""
    reasons = ", ".join(dict.fromkeys(_word(REASONS, code, at) for code, _ in one.reasons))
    said = (_word(ROLES, one.role, at), _word(ACTS, one.act, at) + times, reasons)
    return f"{day(one.at, language)}: {'; '.join(part for part in said if part)}"


def day(moment: datetime | date, language: str) -> str:
    """A day as people of that language write it: `23 Nov 2026`, `23.11.2026`."""
    return moment.strftime("%d.%m.%Y" if language == "de" else "%-d %b %Y")


def _word(words: dict[str, tuple[str, str]], code: str, at: int) -> str:
    return words[code][at] if code in words else code
