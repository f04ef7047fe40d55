"""The ten plain lines of a receipt, and the words of the page that checks one, in two languages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from checkin.core.inventory import Purpose
from checkin.core.receipts import Party
from checkin.core.retention import Limits
from checkin.services.consent import Choice
from checkin.web.look_words import day
from checkin.web.me_words import CHOICES


def lines(
    choices: Sequence[Choice], party: Party, limits: Limits, language: str
) -> tuple[str, ...]:
    """What was said yes to and what that means, in ten lines."""
    given = [choice for choice in choices if choice.given]
    titles = CHOICES[language].titles
    dates = {
        "what": "; ".join(titles[choice.purpose] for choice in given),
        "since": _days((one.since for one in given), language),
        "until": _days((one.until for one in given), language),
        "controller": party.name,
        "contact": party.contact,
        "recipients": ", ".join(party.recipients) or _NOBODY[language],
        "days": limits.retention_entry_days,
        "months": limits.evidence_months,
    }
    kept = any(choice.purpose is Purpose.HISTORY for choice in given)
    return tuple(line.format_map(dates) for line in _LINES[language][kept])


def _days(moments: Iterable[datetime | None], language: str) -> str:
    """Each of these days once."""
    return ", ".join(dict.fromkeys(day(moment, language) for moment in moments if moment))


_NOBODY: Final = {"en": "nobody outside", "de": "niemand außerhalb"}

_ENGLISH: Final = (
    "You said yes to: {what}.",
    "You said it on {since}. It ends by itself on {until}.",
    "You said it to {controller}. Questions go to {contact}.",
    "Why: your badge opens doors{history}",
    "What is stored: your name, your badge{entries} and your work e-mail, if you gave one.",
    "How long: until you take it back. Proof of your choice stays {months} months after.{keeping}",
    "Who works on it besides: {recipients}.",
    "Taking back is one press on your choices, or the code on your receipt. Nobody asks why.",
    "Without a badge you get in by the front desk or with a day pass: same doors, same hours.",
    "Never: faces, fingerprints, pictures, times of leaving, or any use to judge your work.",
)
_GERMAN: Final = (
    "Sie haben Ja gesagt zu: {what}.",
    "Das war am {since}. Es endet von selbst am {until}.",
    "Verantwortlich ist {controller}. Fragen an {contact}.",
    "Wofür: Ihr Ausweis öffnet Türen{history}",
    "Gespeichert sind: Ihr Name, Ihr Ausweis{entries} und, falls angegeben, Ihre E-Mail-Adresse.",
    "Wie lange: bis Sie es zurücknehmen. Der Nachweis bleibt danach {months} Monate.{keeping}",
    "Wer sonst daran arbeitet: {recipients}.",
    "Zurücknehmen geht mit einem Klick oder mit dem Code der Quittung. Niemand fragt, warum.",
    "Ohne Ausweis kommen Sie am Empfang oder mit Tagespass hinein: dieselben Türen und Zeiten.",
    "Niemals: Gesichter, Fingerabdrücke, Bilder, Gehzeiten oder ein Urteil über Ihre Arbeit.",
)
_HISTORY: Final = {
    "en": {
        "history": ", and you can see your own entries.",
        "entries": ", each entry",
        "keeping": " Entries stay {days} days.",
    },
    "de": {
        "history": ", und Sie können Ihre eigenen Eintritte sehen.",
        "entries": ", jeder Eintritt",
        "keeping": " Eintritte bleiben {days} Tage.",
    },
}


def _with(parts: Sequence[str], extra: dict[str, str]) -> tuple[str, ...]:
    """The lines with what entries add to them, the other braces left for later."""
    return tuple(
        line.replace("{history}", extra["history"])
        .replace("{entries}", extra["entries"])
        .replace("{keeping}", extra["keeping"])
        for line in parts
    )


_ALONE: Final = {"history": ".", "entries": "", "keeping": ""}
_LINES: Final = {
    "en": {True: _with(_ENGLISH, _HISTORY["en"]), False: _with(_ENGLISH, _ALONE)},
    "de": {True: _with(_GERMAN, _HISTORY["de"]), False: _with(_GERMAN, _ALONE)},
}

CHECKING: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "title": "Check a receipt",
        "lead": "Your browser does it alone. What you paste stays on this device: switch the "
        "network off and try.",
        "text": "The receipt",
        "hint": "Open the file receipt.json or erased.json and paste all of it, or drop the file "
        "here.",
        "check": "Check it",
        "no_script": "This page needs JavaScript, since the check happens in your browser and "
        "nowhere else. Without it: checkin receipt verify, on a command line.",
        "cannot": "This browser can't check signatures here. Open the page by https.",
        "says": "What it says",
        "codes": {
            "ok": "Genuine, and not changed since it was issued.",
            "unreadable": "This is no receipt, or it was cut short.",
            "unknown_key": "It wasn't signed with a key of this building that signs receipts.",
            "revoked_key": "Its key was revoked, so anybody could have signed it.",
            "wrong_time": "Its key wasn't signing at the time it names.",
            "bad_signature": "Something in it was changed after it was signed.",
        },
    },
    "de": {
        "title": "Quittung prüfen",
        "lead": "Das macht Ihr Browser allein. Was Sie einfügen, bleibt auf diesem Gerät: Schalten "
        "Sie das Netz ab und probieren Sie es.",
        "text": "Die Quittung",
        "hint": "Öffnen Sie die Datei receipt.json oder erased.json und fügen Sie alles hier ein, "
        "oder ziehen Sie die Datei hierher.",
        "check": "Prüfen",
        "no_script": "Diese Seite braucht JavaScript, denn geprüft wird nur in Ihrem Browser. Ohne "
        "ihn geht es auf der Kommandozeile: checkin receipt verify.",
        "cannot": "Dieser Browser kann hier keine Signaturen prüfen. Öffnen Sie die Seite mit "
        "https.",
        "says": "Was darin steht",
        "codes": {
            "ok": "Echt und seit der Ausstellung unverändert.",
            "unreadable": "Das ist keine Quittung, oder sie ist unvollständig.",
            "unknown_key": "Sie ist mit keinem Schlüssel dieses Hauses für Quittungen signiert.",
            "revoked_key": "Ihr Schlüssel wurde widerrufen; jeder könnte sie signiert haben.",
            "wrong_time": "Ihr Schlüssel galt nicht zu der Zeit, die sie nennt.",
            "bad_signature": "Etwas darin wurde nach dem Signieren geändert.",
        },
    },
}
