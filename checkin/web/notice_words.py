"""Words of the pages about the notice's versions, in English and German."""

from dataclasses import dataclass
from typing import Final

from checkin.core.terms import Change, Level


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What these pages say, in one language."""

    title: str
    lead: str
    version: str
    now: str
    later: str
    published: str
    holds_from: str
    digest: str
    read: str
    what_changed: str
    levels: dict[Level, str]
    changes_lead: str
    first: str
    before: str
    after: str
    nothing_there: str
    history: str
    kinds: dict[str, str]
    parts: dict[str, str]


_ENGLISH: Final = NoticeWords(
    title="Every version of the notice",
    lead="What people read before they choose, from the first version on. None is ever changed.",
    version="Version",
    now="Holds now",
    later="Published, holds later",
    published="Published on",
    holds_from="Holds from",
    digest="Fingerprint",
    read="Read it",
    what_changed="What changed",
    levels={
        Level.MAJOR: "A change of substance: whoever said yes before is asked anew",
        Level.MINOR: "Other wording or contact: a yes from before still counts",
        Level.PATCH: "Typography alone: a yes from before still counts",
    },
    changes_lead="Against the version before it. The level comes out of this comparison.",
    first="This is the first version",
    before="Before",
    after="Now",
    nothing_there="not there",
    history="All versions",
    kinds={
        "facts": "What happens",
        "house": "Who answers for it",
        "use": "What data is used for",
        "kept": "What is stored, and how it ends",
        "limit": "How long things stay",
        "words": "Words",
    },
    parts={
        "retention_entry_days": "days that entries stay",
        "consent_valid_months": "months that a yes holds",
        "evidence_months": "months that proof stays",
        "audit_months": "months that looks stay",
        "controller": "name and address",
        "contact": "contact",
        "authority": "authority",
        "recipients": "who works on the data",
        "country": "where it is stored",
    },
)

_GERMAN: Final = NoticeWords(
    title="Alle Fassungen des Hinweises",
    lead=(
        "Was man liest, bevor man sich entscheidet, von der ersten Fassung an. Keine wird je "
        "geändert."
    ),
    version="Fassung",
    now="Gilt jetzt",
    later="Veröffentlicht, gilt später",
    published="Veröffentlicht am",
    holds_from="Gilt ab",
    digest="Prüfsumme",
    read="Lesen",
    what_changed="Was sich geändert hat",
    levels={
        Level.MAJOR: "In der Sache anders: Wer vorher Ja gesagt hat, wird neu gefragt",
        Level.MINOR: "Andere Worte oder Kontakte: Ein früheres Ja gilt weiter",
        Level.PATCH: "Nur die Schreibweise: Ein früheres Ja gilt weiter",
    },
    changes_lead="Im Vergleich zur Fassung davor. Die Stufe ergibt sich aus diesem Vergleich.",
    first="Das ist die erste Fassung",
    before="Vorher",
    after="Jetzt",
    nothing_there="nicht vorhanden",
    history="Alle Fassungen",
    kinds={
        "facts": "Was geschieht",
        "house": "Wer dafür einsteht",
        "use": "Wofür Daten verwendet werden",
        "kept": "Was gespeichert wird und wie es endet",
        "limit": "Wie lange etwas bleibt",
        "words": "Text",
    },
    parts={
        "retention_entry_days": "Tage für Eintritte",
        "consent_valid_months": "Monate, die ein Ja gilt",
        "evidence_months": "Monate für den Nachweis",
        "audit_months": "Monate für Einsichten",
        "controller": "Name und Anschrift",
        "contact": "Kontakt",
        "authority": "Aufsichtsbehörde",
        "recipients": "wer daran mitarbeitet",
        "country": "wo gespeichert wird",
    },
)

NOTICES: Final = {"en": _ENGLISH, "de": _GERMAN}


def place(change: Change, words: NoticeWords) -> str:
    """Where in the notice a change is: what kind of thing, and which."""
    if ": " in change.part:
        return f"{words.kinds['words']} ({change.part})"
    kind, _, name = change.part.partition(".")
    return f"{words.kinds[kind]}: {words.parts.get(name, name.replace('_', ' '))}"
