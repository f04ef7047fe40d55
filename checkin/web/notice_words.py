"""Words of the pages about the notice's versions, in English and German."""

from dataclasses import dataclass
from typing import Final

from checkin.core.terms import LANGUAGES, Change, Level


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
    sign: str
    read: str
    what_changed: str
    levels: dict[Level, str]
    changes_lead: str
    first: str
    before: str
    after: str
    nothing_there: str
    only_in: str
    history: str
    kinds: dict[str, str]
    parts: dict[str, str]
    texts: dict[str, str]
    numbered: dict[str, str]
    languages: dict[str, str]


_ENGLISH: Final = NoticeWords(
    title="Every version of the notice",
    lead="What people read before they choose, from the first version on. None is ever changed.",
    version="Version",
    now="Holds now",
    later="Published, holds later",
    published="Published on",
    holds_from="Holds from",
    digest="Fingerprint",
    sign="Door sign",
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
    only_in="This text can't be read in English. Here it is in {0}.",
    history="All versions",
    kinds={
        "facts": "What happens",
        "house": "Who answers for it",
        "use": "What data is used for",
        "kept": "What is stored, and how it ends",
        "limit": "How long things stay",
        "words": "Words",
        LANGUAGES: "Languages that it can be read in",
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
    texts={
        "title": "the title",
        "sign": "the door sign",
        "summary": "the summary",
        "form": "the question and its boxes",
        "full.controller": "who answers for the data",
        "full.contact": "whom to ask",
        "full.purposes": "what data is used for",
        "full.interests": "own interests",
        "full.data": "what is stored",
        "full.recipients": "who gets to see it",
        "full.transfers": "other countries",
        "full.retention": "how long it is kept",
        "full.rights": "rights",
        "full.taking_back": "taking it back",
        "full.complaint": "complaints",
        "full.voluntary": "whether one has to",
        "full.automated": "what the machine decides",
        "full.alternative": "the way in without a badge",
        "full.never": "what is never done",
    },
    numbered={"points": "point", "items": "point", "boxes": "box"},
    languages={"en": "English", "de": "German"},
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
    sign="Türschild",
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
    only_in="Diesen Text gibt es nicht auf Deutsch. Hier steht er auf {0}.",
    history="Alle Fassungen",
    kinds={
        "facts": "Was geschieht",
        "house": "Wer dafür einsteht",
        "use": "Wofür Daten verwendet werden",
        "kept": "Was gespeichert wird und wie es endet",
        "limit": "Wie lange etwas bleibt",
        "words": "Text",
        LANGUAGES: "Sprachen, in denen es ihn gibt",
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
    texts={
        "title": "der Titel",
        "sign": "das Türschild",
        "summary": "die Zusammenfassung",
        "form": "die Frage und ihre Kästchen",
        "full.controller": "wer verantwortlich ist",
        "full.contact": "wen man fragen kann",
        "full.purposes": "wozu Daten dienen",
        "full.interests": "eigene Interessen",
        "full.data": "was gespeichert wird",
        "full.recipients": "wer es zu sehen bekommt",
        "full.transfers": "andere Länder",
        "full.retention": "wie lange es bleibt",
        "full.rights": "Rechte",
        "full.taking_back": "Zurücknehmen",
        "full.complaint": "Beschwerde",
        "full.voluntary": "ob man mitmachen muss",
        "full.automated": "was die Maschine entscheidet",
        "full.alternative": "der Weg hinein ohne Ausweis",
        "full.never": "was nie getan wird",
    },
    numbered={"points": "Punkt", "items": "Punkt", "boxes": "Kästchen"},
    languages={"en": "Englisch", "de": "Deutsch"},
)

NOTICES: Final = {"en": _ENGLISH, "de": _GERMAN}


def place(change: Change, words: NoticeWords) -> str:
    """Where in the notice a change is: what kind of thing, and which."""
    if change.part == LANGUAGES:
        return words.kinds[LANGUAGES]
    language, _, path = change.part.partition(": ")
    if path:
        return f"{words.kinds['words']} ({words.languages[language]}): {_in_text(path, words)}"
    kind, _, name = change.part.partition(".")
    return f"{words.kinds[kind]}: {words.parts.get(name, name.replace('_', ' '))}"


def told(change: Change, words: NoticeWords) -> tuple[str, str]:
    """What was there and what is there now, as it is shown."""
    both = (change.before, change.after)
    if change.part == LANGUAGES:
        both = (words.languages.get(both[0], ""), words.languages.get(both[1], ""))
    return both[0] or words.nothing_there, both[1] or words.nothing_there


def _in_text(path: str, words: NoticeWords) -> str:
    """The place of a text, such as `full.retention.points.4`, as people say it."""
    name = next((name for name in words.texts if f"{path}.".startswith(f"{name}.")), path)
    list_of, _, number = path.removeprefix(name).strip(".").partition(".")
    if list_of not in words.numbered:
        return words.texts.get(name, name)
    return f"{words.texts[name]}, {words.numbered[list_of]} {number.partition('.')[0]}"


def only_in(text: str, language: str) -> str:
    """What is said where a page in this language shows a text in another; else nothing."""
    words = NOTICES[language]
    return "" if text == language else words.only_in.format(words.languages[text])
