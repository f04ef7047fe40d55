"""Words of taking back by a receipt's code, and of the receipt of what was erased."""

from dataclasses import dataclass
from typing import Final

from checkin.core.inventory import Purpose


@dataclass(frozen=True, slots=True)
class LeavingWords:
    """What these pages say, in one language."""

    title: str
    lead: str
    code: str
    code_hint: str
    take_back: dict[Purpose, str]
    show: str
    unknown: str
    slow: str
    in_force: str
    nothing: str
    ended_title: str
    ended_lead: str
    erased: str

    stays_title: str
    file: str
    check_file: str
    code_is: str
    code_why: str
    code_where: str
    code_again: str
    slip_title: str
    stays: dict[str, tuple[str, str]]


_ENGLISH: Final = LeavingWords(
    title="Take back without signing in",
    lead="Type the code from your receipt, then press. It happens at once and asks for no reason.",
    code="Code from your receipt",
    code_hint="Ten characters. Capitals, spaces and the hyphen don't matter.",
    take_back={
        Purpose.ENTRY: "Take everything back",
        Purpose.HISTORY: "Take back only my entries",
    },
    show="Show the receipt",
    unknown="No receipt has this code, or its 30 days are over. Look again at what you typed.",
    slow="Those were many tries. Wait a few minutes, then try again.",
    in_force="This code is good, and nothing was taken back just now. In force are:",
    nothing="That isn't in force, so there is nothing to take back.",
    ended_title="Everything was taken back",
    ended_lead="This is what was erased and what stays. The code shows it until",
    erased="Deleted",
    stays_title="What stays, and until when:",
    file="Keep it as a signed file",
    check_file="Check such a file",
    code_is="Code of this receipt",
    code_why=(
        "With it you can take everything back without signing in, also when your badge is lost or "
        "switched off. Afterwards it shows for 30 days what was erased."
    ),
    code_where="Use it here",
    code_again="With it you read this again until {0}, and get it as a signed file, at",
    slip_title="What was deleted, and what stays",
    stays={
        "consent_event": (
            "what you said yes to and took back",
            "Kept as proof, without your name. Deleted on",
        ),
        "access_event": (
            "who looked at your record",
            "Kept so that nobody can hide a look, without your name. Deleted at the latest on",
        ),
        "audit_event": (
            "what was done about your choices",
            "Kept to keep administrators honest, without your name. Deleted at the latest on",
        ),
        "status_slot": (
            "numbers of old badges that are switched off",
            "They lead to nobody. They stay as long as the published list.",
        ),
        "ended_badge": (
            "marks that tell your old badges from others",
            "They lead to nobody. The front desk needs them. Deleted at the latest on",
        ),
        "erasure_mark": (
            "a random number that says that this was erased",
            "It leads to nobody. Deleted on",
        ),
        "erasures.log": (
            "a line outside the database: a random reference and the time",
            "It erases you again, should a backup be brought back. Deleted on",
        ),
        "backups": (
            "copies in sealed backups",
            "Nobody reads them. One that is brought back is erased again first. The last ends on",
        ),
        "receipt_code": (
            "the code of this receipt",
            "Kept so that you can read this again. Deleted on",
        ),
    },
)

_GERMAN: Final = LeavingWords(
    title="Zurücknehmen ohne Anmeldung",
    lead=(
        "Geben Sie den Code von Ihrer Quittung ein und drücken Sie. Es geschieht sofort, und "
        "niemand fragt nach einem Grund."
    ),
    code="Code von Ihrer Quittung",
    code_hint="Zehn Zeichen. Großschreibung, Leerzeichen und der Bindestrich sind egal.",
    take_back={
        Purpose.ENTRY: "Alles zurücknehmen",
        Purpose.HISTORY: "Nur meine Eintritte zurücknehmen",
    },
    show="Quittung zeigen",
    unknown=(
        "Zu diesem Code gibt es keine Quittung, oder ihre 30 Tage sind um. Sehen Sie noch einmal "
        "nach, was Sie eingegeben haben."
    ),
    slow="Das waren viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es dann wieder.",
    in_force="Der Code stimmt, und gerade wurde nichts zurückgenommen. Es gilt:",
    nothing="Das gilt nicht, also gibt es nichts zurückzunehmen.",
    ended_title="Alles ist zurückgenommen",
    ended_lead="Das wurde gelöscht, und das bleibt. Der Code zeigt es bis",
    erased="Gelöscht",
    stays_title="Was bleibt, und bis wann:",
    file="Als signierte Datei aufheben",
    check_file="Eine solche Datei prüfen",
    code_is="Code dieser Quittung",
    code_why=(
        "Damit nehmen Sie alles ohne Anmeldung zurück, auch wenn Ihr Ausweis verloren oder "
        "gesperrt ist. Danach zeigt er 30 Tage lang, was gelöscht wurde."
    ),
    code_where="Hier eingeben",
    code_again="Damit lesen Sie dies bis {0} noch einmal, auch als signierte Datei, unter",
    slip_title="Was gelöscht wurde und was bleibt",
    stays={
        "consent_event": (
            "wozu Sie Ja gesagt und was Sie zurückgenommen haben",
            "Bleibt als Nachweis, ohne Ihren Namen. Wird gelöscht am",
        ),
        "access_event": (
            "wer Ihre Daten angesehen hat",
            (
                "Bleibt, damit kein Einblick verborgen wird, ohne Ihren Namen. Wird spätestens "
                "gelöscht am"
            ),
        ),
        "audit_event": (
            "was mit Ihren Entscheidungen geschah",
            (
                "Bleibt, damit die Verwaltung ehrlich bleibt, ohne Ihren Namen. Wird spätestens "
                "gelöscht am"
            ),
        ),
        "status_slot": (
            "Nummern alter Ausweise, die nicht mehr gelten",
            "Sie führen zu niemandem. Sie bleiben so lange wie die veröffentlichte Liste.",
        ),
        "ended_badge": (
            "Merkmale, an denen man Ihre alten Ausweise erkennt",
            "Sie führen zu niemandem. Der Empfang braucht sie. Wird spätestens gelöscht am",
        ),
        "erasure_mark": (
            "eine Zufallszahl, die sagt, dass dies gelöscht ist",
            "Sie führt zu niemandem. Wird gelöscht am",
        ),
        "erasures.log": (
            "eine Zeile außerhalb der Datenbank: eine zufällige Kennung und die Zeit",
            "Sie löscht Sie noch einmal, falls eine Sicherung zurückgeholt wird. Wird gelöscht am",
        ),
        "backups": (
            "Kopien in versiegelten Sicherungen",
            (
                "Niemand liest sie. Holt man eine zurück, wird zuerst wieder gelöscht. Die letzte "
                "endet am"
            ),
        ),
        "receipt_code": (
            "der Code dieser Quittung",
            "Bleibt, damit Sie dies noch einmal lesen können. Wird gelöscht am",
        ),
    },
)

LEAVING: Final = {"en": _ENGLISH, "de": _GERMAN}
