"""What each table holds, in words: for the transparency page, a person's own pages and receipts."""

from typing import Final

from checkin.core.inventory import Rule
from checkin.core.retention import Limits
from checkin.web import stored_german

TABLES: Final = {
    "site": "Buildings",
    "closed_day": "Days on which a building is closed",
    "join_domain": "Mail domains that may join",
    "door": "Doors",
    "profile": "Access profiles",
    "profile_door": "Which doors a profile opens, and when",
    "kiosk": "Screens at doors",
    "kiosk_health": "How the screens are doing",
    "waiting_time": "How long badges and day passes take",
    "identity": "Name and work e-mail",
    "subject_link": "The link between a person and their random references",
    "holder": "Whether the badge may open doors",
    "holder_profile": "Which access profiles a badge has",
    "device": "Phones that carry a badge",
    "badge": "Badges",
    "status_list": "Published lists of switched-off badges",
    "status_slot": "Which badge numbers are switched off",
    "ended_badge": "Marks of badges whose holder left",
    "weekly_ref": "References that stand for a person for one week",
    "entry": "Entries of those who asked for them",
    "scan_answer": "Answers already given, so that nothing counts twice",
    "kiosk_count": "How many people came in at each screen, hour by hour, for a day",
    "stat_bucket": "Roughly how many people came in, hour by hour",
    "conflict": "Where a screen without a network said otherwise than the server would have",
    "door_rules": "What held at each door in the last days",
    "refusal": "Doors that stayed shut, without a person",
    "marker": "Marks against passing a badge back, without a person",
    "day_pass_pack": "Packs of day passes",
    "day_pass": "Day passes",
    "consent_event": "What was said yes to and taken back",
    "receipt_code": "Codes on receipts",
    "erasure_mark": "Which erasures are done here",
    "erasing": "A mark that something is being erased, while it is",
    "notice_version": "Published notices",
    "invitation": "Open invitations, without the address",
    "pasted_line": "Lines of pasted lists, until they are worked through",
    "desk_code": "Codes that the front desk gave out on paper",
    "mailed_code": "Codes that were mailed",
    "joining": "People on their way in, for 15 minutes",
    "session": "Sign-ins",
    "carry_code": "Codes that carry a badge to a phone",
    "throttle": "How often something was tried",
    "mail_queue": "Messages that wait to be sent",
    "account": "Console accounts",
    "passkey": "Passkeys of console accounts",
    "audit_event": "What was done in the console",
    "access_event": "Who looked at whose record",
    "rights_request": "Objections and other requests, with their answers",
}
"""English, for every table."""

RECEIPT: Final = {
    "en": {
        "identity": "your name and work e-mail",
        "subject_link": "the links between your references",
        "holder": "the mark that let your badge open doors",
        "holder_profile": "the doors your badge opened",
        "device": "phones that carried your badge",
        "badge": "badges",
        "weekly_ref": "weekly references",
        "entry": "entries",
        "conflict": "marks that a questioned scan was yours",
        "session": "sign-ins",
        "carry_code": "codes for your phone",
        "rights_request": "requests and their answers",
        "mailed_code": "mailed codes",
        "pasted_line": "lines of pasted lists",
        "invitation": "open invitations",
        "joining": "ways in that you had begun",
        "mail_queue": "messages not yet sent",
    },
    "de": {
        "identity": "Ihr Name und Ihre dienstliche E-Mail-Adresse",
        "subject_link": "die Verbindungen zwischen Ihren Kennungen",
        "holder": "der Vermerk, dass Ihr Ausweis Türen öffnen darf",
        "holder_profile": "die Türen, die Ihr Ausweis öffnete",
        "device": "Telefone, auf denen Ihr Ausweis war",
        "badge": "Ausweise",
        "weekly_ref": "Kennungen für einzelne Wochen",
        "entry": "Eintritte",
        "conflict": "Vermerke, dass ein fraglicher Scan Ihrer war",
        "session": "Anmeldungen",
        "carry_code": "Codes für Ihr Telefon",
        "rights_request": "Anträge und ihre Antworten",
        "mailed_code": "zugeschickte Codes",
        "pasted_line": "Zeilen eingefügter Listen",
        "invitation": "offene Einladungen",
        "joining": "begonnene Anmeldungen",
        "mail_queue": "noch nicht versandte Nachrichten",
    },
}
"""What taking back deletes, as a receipt lists it."""


_GERMAN: Final = {
    **stored_german.PURPOSES,
    **stored_german.BASES,
    **stored_german.KEPT,
    **stored_german.WHY,
}


def title(table: str, language: str) -> str:
    """What a table holds, in a few words."""
    return (stored_german.TABLES if language == "de" else TABLES)[table]


def declared(sentence: str, language: str) -> str:
    """A sentence that tables, columns or purposes declare, in the language of the page."""
    return _GERMAN[sentence] if language == "de" else sentence


def kept(rule: Rule, limits: Limits, language: str) -> str:
    """How long rows stay, as these limits have it, in the language of the page."""
    return rule.in_words(limits, declared(rule.words, language))


def in_groups(digest: str) -> str:
    """A fingerprint in groups of eight, so that people can compare it and lines can break."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
