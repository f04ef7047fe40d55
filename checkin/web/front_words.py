"""Words of the first page, of signing in and of the page on biometrics, in English and German."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Tile:
    """Something that the first page leads to: its name, a sentence, and the words of its link."""

    title: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class LandingWords:
    """What the first page says, in one language. `lead` takes the organisation's name."""

    name: str
    title: str
    lead: str
    new_here: str
    guide_text: str
    guide: str
    doors: str
    work: Tile
    kiosk: Tile
    console: Tile
    without: Tile
    stored: Tile
    no_biometrics: Tile


@dataclass(frozen=True, slots=True)
class SignInWords:
    """What the pages of signing in say, in one language."""

    sign_in: str
    address_title: str
    address_lead: str
    email: str
    email_problem: str
    send_code: str
    no_badge_yet: str
    no_badge_yet_text: str
    get_badge: str
    without: str
    paper: str
    take_back: str

    code_title: str
    code_lead: str
    code: str
    code_hint: str
    wrong: str
    slow: str
    back: str

    paper_title: str
    paper_lead: str
    paper_hint: str
    paper_wrong: str

    carry_title: str
    carry_lead: str
    carry: str


class TestsSaid(StrEnum):
    """What the last result of the tests says of the code that runs here."""

    __test__ = False  # pytest takes it for a test by its name

    NOTHING = "nothing"
    OF_OTHER_CODE = "of_other_code"
    FAILED = "failed"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class NoBiometricsWords:
    """What the page on biometrics says, in one language.

    `columns` takes their number and kinds, `results` the day and how many passed and failed.
    """

    name: str
    title: str
    lead: str
    check: str
    columns: str
    ways: tuple[str, ...]
    result: str
    results: dict[TestsSaid, str]
    worth: str
    tests: str
    asked_on: str
    fingerprint: str


LANDING: Final = {
    "en": LandingWords(
        name="Check-in",
        title="Come in",
        lead=(
            "A badge opens the doors of {}, if you want one. If you don't, you come in by the same "
            "doors with a day pass or by the front desk."
        ),
        new_here="New here?",
        guide_text=(
            "Try it with a made-up company: decline, join, come in, take it back. It takes five "
            "minutes."
        ),
        guide="The first five minutes",
        doors="Three doors",
        work=Tile("I work here", "Get a badge, see yours, or take it back."),
        kiosk=Tile("This is a kiosk", "Set up the screen at a door."),
        console=Tile("I look after badges", "Help people, run doors and print day passes."),
        without=Tile(
            "How to get in without a badge",
            "Front desk or day pass: same doors, same hours. Nobody asks why.",
            "The ways in",
        ),
        stored=Tile(
            "What is stored",
            "Little, and none of it without a yes. Every kind of record is listed, with its reason "
            "and its end.",
            "See all of it",
        ),
        no_biometrics=Tile(
            "No biometrics",
            "No faces, no fingerprints, no pictures. The software has no place for them.",
            "How that is checked",
        ),
    ),
    "de": LandingWords(
        name="Eingang",
        title="Herein",
        lead=(
            "Ein Ausweis öffnet Ihnen die Türen von {}, wenn Sie einen möchten. Wenn nicht, kommen "
            "Sie mit einem Tagespass durch dieselben Türen oder über den Empfang herein."
        ),
        new_here="Zum ersten Mal hier?",
        guide_text=(
            "Probieren Sie es mit einer erfundenen Firma aus: ablehnen, mitmachen, hineingehen, "
            "zurücknehmen. Das dauert fünf Minuten."
        ),
        guide="Die ersten fünf Minuten",
        doors="Drei Türen",
        work=Tile("Ich arbeite hier", "Ausweis anlegen, ansehen oder zurückgeben."),
        kiosk=Tile("Das ist ein Kiosk", "Den Bildschirm an einer Tür einrichten."),
        console=Tile(
            "Ich betreue Ausweise", "Menschen helfen, Türen verwalten, Tagespässe drucken."
        ),
        without=Tile(
            "Ohne Ausweis hinein",
            "Empfang oder Tagespass: dieselben Türen, dieselben Zeiten. Niemand fragt, warum.",
            "Zu den Wegen hinein",
        ),
        stored=Tile(
            "Was gespeichert wird",
            "Wenig, und nichts davon ohne Ihr Ja. Alles steht in einer Liste, mit Grund und Ende.",
            "Zur ganzen Liste",
        ),
        no_biometrics=Tile(
            "Keine Biometrie",
            "Keine Gesichter, keine Fingerabdrücke, keine Bilder. Die Software hat dafür keinen "
            "Platz.",
            "Wie sich das prüfen lässt",
        ),
    ),
}

SIGN_IN: Final = {
    "en": SignInWords(
        sign_in="Sign in",
        address_title="Sign in to see your badge",
        address_lead="We mail you a code. There is no password to remember.",
        email="Work e-mail",
        email_problem="That isn't an e-mail address. One looks like name@example.org.",
        send_code="Send me a code",
        no_badge_yet="No badge yet?",
        no_badge_yet_text="Get one in two minutes, or don't: you get in without it, too.",
        get_badge="Get a badge",
        without="How to get in without one",
        paper="No work e-mail? Type the code that the front desk gave you",
        take_back="Take back what you said yes to, with the code on your receipt",
        code_title="Type the code from your mail",
        code_lead="If this address has a badge, a code is on its way to it.",
        code="Code",
        code_hint=(
            "Eight digits, good for 15 minutes. No mail after a minute? Look into your spam folder."
        ),
        wrong="This code doesn't fit. After five tries it stops working: go back for a new one.",
        slow="Those were many tries. Wait a few minutes, then try again.",
        back="Back",
        paper_title="Type the code from the front desk",
        paper_lead="For people without a work e-mail. You stay signed in here for 15 minutes.",
        paper_hint="Ten letters and digits, good once, for 15 minutes.",
        paper_wrong=(
            "This code doesn't fit, was used or is too old. Ask at the desk for another one."
        ),
        carry_title="Put your badge on this phone",
        carry_lead=(
            "This phone is then signed in for up to 12 hours. The badge stays on it until you take "
            "it off or sign out."
        ),
        carry="Put it on this phone",
    ),
    "de": SignInWords(
        sign_in="Anmelden",
        address_title="Melden Sie sich an, um Ihren Ausweis zu sehen",
        address_lead="Wir schicken Ihnen einen Code. Ein Passwort brauchen Sie nicht.",
        email="Dienstliche E-Mail-Adresse",
        email_problem="Das ist keine E-Mail-Adresse. So sieht eine aus: name@example.org.",
        send_code="Code schicken",
        no_badge_yet="Noch kein Ausweis?",
        no_badge_yet_text=(
            "In zwei Minuten haben Sie einen. Sie können es auch lassen: Hinein kommen Sie ohne "
            "ihn genauso."
        ),
        get_badge="Ausweis anlegen",
        without="So kommen Sie ohne hinein",
        paper="Keine dienstliche E-Mail? Geben Sie den Code vom Empfang ein",
        take_back="Ein Ja zurücknehmen, mit dem Code auf Ihrer Quittung",
        code_title="Geben Sie den Code aus der E-Mail ein",
        code_lead="Wenn zu dieser Adresse ein Ausweis gehört, ist ein Code dorthin unterwegs.",
        code="Code",
        code_hint=(
            "Acht Ziffern, 15 Minuten gültig. Nach einer Minute keine E-Mail? Sehen Sie im "
            "Spam-Ordner nach."
        ),
        wrong=(
            "Dieser Code passt nicht. Nach fünf Versuchen gilt er nicht mehr: Gehen Sie zurück, "
            "dann schicken wir einen neuen."
        ),
        slow="Das waren viele Versuche. Warten Sie bitte einige Minuten.",
        back="Zurück",
        paper_title="Geben Sie den Code vom Empfang ein",
        paper_lead=(
            "Für alle ohne dienstliche E-Mail-Adresse. Hier bleiben Sie 15 Minuten lang angemeldet."
        ),
        paper_hint="Zehn Buchstaben und Ziffern, einmal gültig, 15 Minuten lang.",
        paper_wrong=(
            "Dieser Code passt nicht, wurde schon benutzt oder ist zu alt. Fragen Sie am Empfang "
            "nach einem neuen."
        ),
        carry_title="Ihr Ausweis auf diesem Telefon",
        carry_lead=(
            "Dieses Telefon ist dann bis zu 12 Stunden lang angemeldet. Der Ausweis bleibt darauf, "
            "bis Sie ihn entfernen oder sich abmelden."
        ),
        carry="Auf dieses Telefon",
    ),
}

NO_BIOMETRICS: Final = {
    "en": NoBiometricsWords(
        name="No biometrics",
        title="No faces, no fingers, no voices, no pictures",
        lead=(
            "A badge is a code on paper or on a screen. Nothing about a body is read, compared or "
            "stored."
        ),
        check="How anybody can check",
        columns=(
            "Every one of the {} columns of the database declares what it holds. There are {} "
            "kinds of data: {}. None is for pictures or bodies, and a test refuses such a name."
        ),
        ways=(
            (
                "No page sends a file, and no program takes one. There is nowhere to send a "
                "picture to, and a test looks for such a place."
            ),
            "The server draws codes and never reads pictures: it has no code that could.",
            (
                "A kiosk with a camera reads the code on the device itself. Its page can't save a "
                "picture or send one, and a test listens to everything it sends."
            ),
            (
                "Only the kiosk's page and the one that checks badges may ask for the camera. A "
                "header bars all others from it, and every page from microphone and location."
            ),
            (
                "A new screen reads codes with a scanner that types, as a till does. A camera is "
                "somebody's choice for one door, and the screen says that it has one."
            ),
            "The code on a badge is a random number with dates. A test looks for names in it.",
            (
                "A test refuses every library that recognises faces, fingers or voices, in all "
                "that this is made of."
            ),
        ),
        result="What the tests said last",
        results={
            TestsSaid.NOTHING: (
                "This copy of the software came without a result. Until somebody runs the tests, "
                "what is above is a promise."
            ),
            TestsSaid.OF_OTHER_CODE: (
                "The tests ran on {day}, but on other code than runs here: {passed} passed, "
                "{failed} failed. For this copy that shows nothing."
            ),
            TestsSaid.FAILED: (
                "The tests ran on {day}, on exactly the code that runs here: {failed} failed, "
                "{passed} passed. Don't believe this page until that is mended."
            ),
            TestsSaid.PASSED: (
                "The tests ran on {day}, on exactly the code that runs here. All {passed} passed."
            ),
        },
        worth="The result came with the software: it is worth as much as whoever installed that.",
        tests="The tests come with the source. This runs them:",
        asked_on="Asked on",
        fingerprint="Fingerprint of everything declared:",
    ),
    "de": NoBiometricsWords(
        name="Keine Biometrie",
        title="Kein Gesicht, kein Finger, keine Stimme, kein Bild",
        lead=(
            "Ein Ausweis ist ein Code auf Papier oder auf einem Bildschirm. Nichts an einem Körper "
            "wird gelesen, verglichen oder gespeichert."
        ),
        check="So kann es jeder prüfen",
        columns=(
            "Jede der {} Spalten der Datenbank gibt an, was in ihr steht. Es gibt {} Arten von "
            "Daten, im Programm heißen sie: {}. Keine ist für Bilder oder Körper da, und ein Test "
            "lässt solche Namen nicht zu."
        ),
        ways=(
            (
                "Keine Seite schickt eine Datei, und kein Programm nimmt eine an. Ein Bild ließe "
                "sich nirgends hinschicken, und ein Test sucht nach einer solchen Stelle."
            ),
            "Der Server zeichnet Codes und liest nie Bilder: Er hat kein Programm, das es könnte.",
            (
                "Ein Kiosk mit Kamera liest den Code im Gerät selbst. Seine Seite kann kein Bild "
                "speichern oder verschicken, und ein Test hört bei allem mit, was sie sendet."
            ),
            (
                "Nur die Seite des Kiosks und die zum Prüfen von Ausweisen dürfen nach der Kamera "
                "fragen. Allen anderen ist sie durch eine Angabe in jeder Antwort verboten, "
                "Mikrofon und Standort jeder."
            ),
            (
                "Ein neuer Bildschirm liest Codes mit einem Scanner, der tippt, wie an einer "
                "Kasse. Eine Kamera wählt jemand für eine einzelne Tür, und der Bildschirm sagt, "
                "dass er eine hat."
            ),
            (
                "Der Code auf einem Ausweis ist eine Zufallszahl mit Daten zur Gültigkeit. Ein "
                "Test sucht darin nach Namen."
            ),
            (
                "Ein Test sucht in allem, woraus dies gemacht ist, nach Bibliotheken, die "
                "Gesichter, Finger oder Stimmen erkennen, und lässt keine zu."
            ),
        ),
        result="Was die Tests zuletzt ergaben",
        results={
            TestsSaid.NOTHING: (
                "Dieser Kopie der Software liegt kein Ergebnis bei. Solange niemand die Tests "
                "ausführt, ist das da oben ein Versprechen."
            ),
            TestsSaid.OF_OTHER_CODE: (
                "Die Tests liefen am {day}, aber mit einem anderen Programm als hier: {passed} "
                "bestanden, {failed} nicht. Für diese Kopie zeigt das nichts."
            ),
            TestsSaid.FAILED: (
                "Die Tests liefen am {day} mit genau dem Programm, das hier läuft: {failed} nicht "
                "bestanden, {passed} bestanden. Glauben Sie dieser Seite erst wieder, wenn das "
                "behoben ist."
            ),
            TestsSaid.PASSED: (
                "Die Tests liefen am {day} mit genau dem Programm, das hier läuft. Alle {passed} "
                "bestanden."
            ),
        },
        worth=(
            "Das Ergebnis kam mit der Software: Es ist so viel wert wie das Wort dessen, der sie "
            "eingerichtet hat."
        ),
        tests="Die Tests liegen dem Quelltext bei. So laufen sie:",
        asked_on="Abgefragt am",
        fingerprint="Prüfsumme über alle Angaben:",
    ),
}
