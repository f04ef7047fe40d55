"""Words of a person's own pages. Choices and receipts speak both languages."""

from dataclasses import dataclass
from typing import Final

from checkin.core.inventory import Purpose


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What the page of choices and the receipts say, in one language."""

    title: str
    lead: str
    titles: dict[Purpose, str]
    texts: dict[Purpose, str]
    taking_back: dict[Purpose, str]
    given: str
    not_given: str
    since: str
    until: str
    notice: str
    notice_now: str
    if_taken_back: str
    take_back: str
    say_yes: str
    entry_ends_all: str

    reworded: str
    what_changed: str
    seen: str
    stopped: str
    paused: str
    text_changed: str
    text_holds: str
    ends_soon: str
    yes_again: str
    pause_title: str
    pause_text: str
    pause_on: str
    pause_begin: str
    pause_end: str
    pause_begun: str
    pause_over: str

    receipt_title: str
    receipt_lead: str
    in_short: str
    signed: str
    check_signed: str
    to_phone: str
    to_paper: str
    to_badge: str
    to_choices: str
    fingerprint: str
    keep_it: str

    tomorrow: str
    tomorrow_with_badge: str
    taken_back_title: str
    taken_back: str
    when: str
    gone: str
    gone_none: str
    stays: str
    stays_entry: str
    looked: str
    by_whom: str
    looked_none: str
    without: str
    again: str


_ENGLISH: Final = ChoiceWords(
    title="Your choices",
    lead="Say yes to what you want, and take back what you don't.",
    titles={
        Purpose.ENTRY: "A badge that opens doors",
        Purpose.HISTORY: "See my own entries",
    },
    texts={
        Purpose.ENTRY: "We keep your name, your work e-mail and your badge.",
        Purpose.HISTORY: (
            "We keep each entry for {} days, so that you can see it. The doors open just the same "
            "without it."
        ),
    },
    taking_back={
        Purpose.ENTRY: (
            "Your badge stops at once. Your name, your address, your entries and your sign-ins "
            "are deleted, and everything else below ends with it."
        ),
        Purpose.HISTORY: "All your entries are deleted at once. Your badge still works.",
    },
    given="You said yes",
    not_given="No",
    since="Since",
    until="Ends by itself on",
    notice="The text you saw",
    notice_now="Read the text first",
    if_taken_back="If you take it back",
    take_back="Take back",
    say_yes="Say yes",
    entry_ends_all=(
        "One press takes a yes back, and it happens at once. Taking back the badge ends the rest "
        "too, and deletes you here. You get in by the front desk or with a day pass."
    ),
    reworded="The text has other words now. It promises the same, and your yes still counts.",
    what_changed="What changed",
    seen="Got it",
    stopped="Stopped, until you answer",
    paused="Paused",
    text_changed=(
        "The text changes on {0}. Until then everything stays as it was. Read what changes, then "
        "say yes again or take it back. Without an answer this stops on that day, and later ends."
    ),
    text_holds=(
        "The text has changed on {0}. Read what changed, then say yes again or take it back. Until "
        "you answer this is stopped; without an answer it ends."
    ),
    ends_soon="This yes ends soon. Say yes again to go on, or do nothing and it ends by itself.",
    yes_again="Say yes again",
    pause_title="Pause everything",
    pause_text=(
        "Is something in doubt, or are you in dispute about your data? Pause all of it for up to "
        "30 days. Your badge opens nothing, nothing is used and nothing is deleted. You get in by "
        "the front desk or with a day pass."
    ),
    pause_on=(
        "Everything is paused. Nothing is used and nothing is deleted. You get in by the front "
        "desk or with a day pass. The pause ends by itself on"
    ),
    pause_begin="Pause everything",
    pause_end="End the pause",
    pause_begun="Everything is paused. Your badge opens nothing until you end the pause.",
    pause_over="The pause is over. Everything is as before.",
    receipt_title="Your receipt",
    in_short="In ten lines",
    signed="Signed file (JSON)",
    check_signed="Check such a file",
    receipt_lead="This is what you said yes to. You can take back each of them on any day.",
    to_phone="Put my badge on this phone",
    to_paper="Print my badge",
    to_badge="Show my badge",
    to_choices="My choices",
    fingerprint="Fingerprint of that text",
    keep_it="This page stays here. Print it if you want it on paper.",
    tomorrow=(
        "Tomorrow you get in at the front desk or with a day pass. Same doors, same hours: ask "
        "for a pack of passes today."
    ),
    tomorrow_with_badge="Tomorrow you get in with your badge, as before.",
    taken_back_title="Taken back",
    taken_back="You took back",
    when="When",
    gone="Deleted just now",
    gone_none="There was nothing to delete.",
    stays="What stays, and until when",
    stays_entry="Your badge stays, and what belongs to it.",
    looked="Who looked at your record",
    by_whom="By",
    looked_none="Nobody looked at your record.",
    without="How to get in without a badge",
    again="You can join again whenever you like. Nothing will link you to what was.",
)

_GERMAN: Final = ChoiceWords(
    title="Ihre Entscheidungen",
    lead="Sagen Sie Ja zu dem, was Sie möchten. Nehmen Sie zurück, was Sie nicht möchten.",
    titles={
        Purpose.ENTRY: "Ein Ausweis, der Türen öffnet",
        Purpose.HISTORY: "Meine eigenen Eintritte sehen",
    },
    texts={
        Purpose.ENTRY: (
            "Gespeichert sind Ihr Name, Ihre dienstliche E-Mail-Adresse und Ihr Ausweis."
        ),
        Purpose.HISTORY: (
            "Wir bewahren jeden Eintritt {} Tage auf, damit Sie ihn sehen können. Die Türen "
            "öffnen sich auch ohne das."
        ),
    },
    taking_back={
        Purpose.ENTRY: (
            "Ihr Ausweis gilt sofort nicht mehr. Name, Adresse, Eintritte und Anmeldungen werden "
            "gelöscht, und auch alles andere auf dieser Seite endet."
        ),
        Purpose.HISTORY: "Alle Ihre Eintritte werden sofort gelöscht. Ihr Ausweis gilt weiter.",
    },
    given="Sie haben Ja gesagt",
    not_given="Nein",
    since="Seit",
    until="Endet von selbst am",
    notice="Der Text, den Sie sahen",
    notice_now="Erst den Text lesen",
    if_taken_back="Wenn Sie es zurücknehmen",
    take_back="Zurücknehmen",
    say_yes="Ja sagen",
    entry_ends_all=(
        "Ein Klick nimmt ein Ja zurück, und zwar sofort. Nehmen Sie den Ausweis zurück, endet auch "
        "alles andere, und Sie werden hier gelöscht. Hinein kommen Sie dann am Empfang oder mit "
        "einem Tagespass."
    ),
    reworded=(
        "Der Text ist jetzt anders formuliert. Er verspricht dasselbe, und Ihr Ja gilt weiter."
    ),
    what_changed="Was sich geändert hat",
    seen="Verstanden",
    stopped="Ruht, bis Sie antworten",
    paused="Pausiert",
    text_changed=(
        "Der Text ändert sich am {0}. Bis dahin bleibt alles, wie es war. Lesen Sie, was sich "
        "ändert. Dann sagen Sie noch einmal Ja oder nehmen es zurück. Ohne Antwort ruht dies von "
        "diesem Tag an, und später endet es."
    ),
    text_holds=(
        "Der Text hat sich am {0} geändert. Lesen Sie, was neu ist. Dann sagen Sie noch einmal Ja "
        "oder nehmen es zurück. Bis Sie antworten, ruht dies; ohne Antwort endet es."
    ),
    ends_soon=(
        "Dieses Ja endet bald. Sagen Sie noch einmal Ja, wenn es weitergehen soll. Tun Sie nichts, "
        "endet es von selbst."
    ),
    yes_again="Noch einmal Ja sagen",
    pause_title="Alles pausieren",
    pause_text=(
        "Ist etwas unklar oder strittig? Dann können Sie alles für höchstens 30 Tage pausieren. "
        "Ihr Ausweis öffnet so lange nichts, nichts wird verwendet und nichts gelöscht. Hinein "
        "kommen Sie am Empfang oder mit einem Tagespass."
    ),
    pause_on=(
        "Alles ist pausiert: Nichts wird verwendet, nichts gelöscht. Hinein kommen Sie am Empfang "
        "oder mit einem Tagespass. Die Pause endet von selbst am"
    ),
    pause_begin="Alles pausieren",
    pause_end="Pause beenden",
    pause_begun=("Alles ist pausiert. Ihr Ausweis öffnet nichts, bis Sie die Pause beenden."),
    pause_over="Die Pause ist beendet. Alles ist wie vorher.",
    receipt_title="Ihre Quittung",
    in_short="In zehn Zeilen",
    signed="Signierte Datei (JSON)",
    check_signed="Eine solche Datei prüfen",
    receipt_lead="Dazu haben Sie Ja gesagt. Jedes Ja können Sie an jedem Tag zurücknehmen.",
    to_phone="Meinen Ausweis auf dieses Telefon",
    to_paper="Meinen Ausweis drucken",
    to_badge="Meinen Ausweis zeigen",
    to_choices="Meine Entscheidungen",
    fingerprint="Prüfsumme dieses Textes",
    keep_it="Diese Seite bleibt hier. Drucken Sie sie, wenn Sie sie auf Papier möchten.",
    tomorrow=(
        "Morgen kommen Sie am Empfang oder mit einem Tagespass hinein. Dieselben Türen, dieselben "
        "Zeiten: Holen Sie sich heute noch ein Päckchen Tagespässe."
    ),
    tomorrow_with_badge="Morgen kommen Sie wie bisher mit Ihrem Ausweis hinein.",
    taken_back_title="Zurückgenommen",
    taken_back="Sie haben zurückgenommen",
    when="Wann",
    gone="Soeben gelöscht",
    gone_none="Es gab nichts zu löschen.",
    stays="Was bleibt und bis wann",
    stays_entry="Ihr Ausweis bleibt, und was dazu gehört.",
    looked="Wer Ihre Daten angesehen hat",
    by_whom="Durch",
    looked_none="Niemand hat Ihre Daten angesehen.",
    without="So kommen Sie ohne Ausweis hinein",
    again=(
        "Sie können jederzeit wieder mitmachen. Nichts wird Sie mit dem verbinden, was vorher war."
    ),
)

CHOICES: Final = {"en": _ENGLISH, "de": _GERMAN}
