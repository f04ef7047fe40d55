"""Words of the page on which people read, take along and correct what is held on them."""

from dataclasses import dataclass
from typing import Final

from checkin.core.inventory import Origin


@dataclass(frozen=True, slots=True)
class RecordWords:
    """What these pages say, in one language. Braces take a name, a number or a day."""

    title: str
    lead: str
    back: str

    copy: str
    copy_text: str
    json: str
    csv: str
    what: str
    number: str
    field: str
    value: str
    why: str
    goes: str

    held: str
    held_text: str
    purpose: str
    basis: str
    source: str
    recipients: str
    nobody_else: str
    kept: str
    deleted_on: str
    unless_renewed: str
    empty: str
    unshown: str
    yes: str
    no: str
    origins: dict[Origin, str]

    correct: str
    name: str
    save_name: str
    renamed: str
    name_problem: str
    email: str
    email_hint: str
    send_code: str
    email_problem: str
    slow: str
    code_title: str
    code_lead: str
    code: str
    code_hint: str
    save_email: str
    wrong: str
    readdressed: str
    other: str
    other_text: str

    pause: str
    pause_text: str
    object: str
    object_text: str
    object_to: str
    requests: str
    choices: str

    employer: str
    employer_points: tuple[str, ...]
    employer_entries: str
    employer_no_entries: str


_ENGLISH: Final = RecordWords(
    title="My data",
    lead="Everything that is held on you, and what you can do about it.",
    back="Back to my data",
    copy="Take a copy",
    copy_text=(
        "Every value, with why it is kept, who gets it and when it goes: for other programs, or "
        "for a spreadsheet."
    ),
    json="For programs (JSON)",
    csv="For a spreadsheet (CSV)",
    what="What",
    number="Number",
    field="Field",
    value="Value",
    why="Why",
    goes="Deleted on",
    held="What is held",
    held_text=(
        "Open a line to read every value. Where a secret is kept, you see only that it is there."
    ),
    purpose="What for",
    basis="On what ground",
    source="Where it comes from",
    recipients="Who gets it, besides us",
    nobody_else="nobody",
    kept="How long",
    deleted_on="Deleted on {}.",
    unless_renewed="Unless you say yes again, it goes on {} at the latest.",
    empty="nothing",
    unshown="kept, not shown",
    yes="yes",
    no="no",
    origins={
        Origin.YOU: "you, or what you did on these pages",
        Origin.DOOR: "the door, when you came in",
        Origin.CONSOLE: "somebody in the console",
        Origin.HERE: "this service made it",
    },
    correct="Correct it",
    name="First and last name",
    save_name="Change my name",
    renamed="Your name is changed.",
    name_problem="Type your first and last name.",
    email="Work e-mail",
    email_hint="A code is mailed to the new address. The old one is forgotten after that.",
    send_code="Change my address",
    email_problem="That isn't an e-mail address. One looks like name@example.org.",
    slow="That was often. Wait a minute, then try again.",
    code_title="Prove your new address",
    code_lead=(
        "If this address can be used here, a code is on its way to it. Until you type it, nothing"
        " changes."
    ),
    code="Code from the message",
    code_hint="8 digits, good for 15 minutes.",
    save_email="Use this address",
    wrong="That code isn't right, or its time is over.",
    readdressed="Your address is changed. You sign in with it from now on.",
    other="Anything else",
    other_text=(
        "Is something else wrong? Say so, and you get an answer within a month, and why. Or write "
        "to {}."
    ),
    pause="Pause it",
    pause_text=(
        "While something is in dispute, you can pause everything with one press, and go on with "
        "another."
    ),
    object="Object",
    object_text=(
        "What your consent allows, you stop by taking it back. Signing you in rests on a "
        "legitimate interest; how full a building is gets counted without you. You object to "
        "either with one press, and get an answer within a month."
    ),
    object_to="Object: {}",
    requests="Object, or ask for something",
    choices="To my choices",
    employer="What your employer can still work out",
    employer_points=(
        "That you carry a badge, if somebody sees you hold it up.",
        (
            "With a list of the staff in hand: who has a badge and who hasn't. This service keeps"
            " no such list."
        ),
        (
            "For a day each screen counts, by the hour, how many come in. Where few do, that can "
            "mean you. After that no number under ten stays."
        ),
        ("Whoever runs the database can read it unseen. A court can ask for what exists."),
    ),
    employer_entries="Your entries are kept, for you. Nobody in the console can open them.",
    employer_no_entries="When you came in can't be worked out from here: your entries aren't kept.",
)

_GERMAN: Final = RecordWords(
    title="Meine Daten",
    lead="Alles, was über Sie gespeichert ist, und was Sie damit tun können.",
    back="Zurück zu meinen Daten",
    copy="Kopie mitnehmen",
    copy_text=(
        "Jeder Wert, warum er da ist, wer ihn bekommt und wann er geht: für andere Programme oder"
        " für eine Tabellenkalkulation."
    ),
    json="Für Programme (JSON)",
    csv="Für eine Tabelle (CSV)",
    what="Was",
    number="Nummer",
    field="Feld",
    value="Wert",
    why="Warum",
    goes="Wird gelöscht am",
    held="Was gespeichert ist",
    held_text=(
        "Öffnen Sie eine Zeile, um jeden Wert zu lesen. Von Geheimnissen steht nur da, dass es "
        "sie gibt."
    ),
    purpose="Wofür",
    basis="Auf welcher Grundlage",
    source="Woher",
    recipients="Wer es außer uns bekommt",
    nobody_else="niemand",
    kept="Wie lange",
    deleted_on="Wird am {} gelöscht.",
    unless_renewed="Sagen Sie nicht noch einmal Ja, geht es spätestens am {}.",
    empty="nichts",
    unshown="aufbewahrt, nicht gezeigt",
    yes="ja",
    no="nein",
    origins={
        Origin.YOU: "von Ihnen oder aus dem, was Sie auf diesen Seiten getan haben",
        Origin.DOOR: "von der Tür, als Sie hereinkamen",
        Origin.CONSOLE: "von jemandem in der Verwaltung",
        Origin.HERE: "dieser Dienst hat es gebildet",
    },
    correct="Berichtigen",
    name="Vor- und Nachname",
    save_name="Namen ändern",
    renamed="Ihr Name ist geändert.",
    name_problem="Geben Sie Vor- und Nachnamen ein.",
    email="Dienstliche E-Mail-Adresse",
    email_hint="An die neue Adresse geht ein Code. Danach ist die alte vergessen.",
    send_code="Adresse ändern",
    email_problem="Das ist keine E-Mail-Adresse. Eine sieht so aus: name@example.org.",
    slow="Das war oft. Warten Sie eine Minute, dann geht es wieder.",
    code_title="Zeigen Sie, dass die Adresse Ihre ist",
    code_lead=(
        "Kann die Adresse hier benutzt werden, ist ein Code dorthin unterwegs. Bis Sie ihn "
        "eingeben, ändert sich nichts."
    ),
    code="Code aus der Nachricht",
    code_hint="8 Ziffern, 15 Minuten gültig.",
    save_email="Diese Adresse benutzen",
    wrong="Der Code stimmt nicht, oder seine Zeit ist um.",
    readdressed="Ihre Adresse ist geändert. Ab jetzt melden Sie sich damit an.",
    other="Etwas anderes",
    other_text=(
        "Stimmt etwas anderes nicht? Sagen Sie es, dann bekommen Sie innerhalb eines Monats "
        "eine Antwort mit Begründung. Oder schreiben Sie an {}."
    ),
    pause="Pausieren",
    pause_text=(
        "Solange etwas strittig ist, pausieren Sie mit einem Klick alles und machen mit einem "
        "zweiten weiter."
    ),
    object="Widersprechen",
    object_text=(
        "Was auf Ihrem Ja beruht, beenden Sie, indem Sie es zurücknehmen. Ihre Anmeldung beruht "
        "auf einem berechtigten Interesse; wie voll ein Haus ist, wird ohne Sie gezählt. Beidem "
        "widersprechen Sie mit einem Klick und bekommen innerhalb eines Monats eine Antwort."
    ),
    object_to="Widersprechen: {}",
    requests="Widersprechen oder etwas beantragen",
    choices="Zu meinen Entscheidungen",
    employer="Was Ihr Arbeitgeber trotzdem herausfinden kann",
    employer_points=(
        ("Dass Sie einen Ausweis haben, wenn jemand sieht, wie Sie ihn vorhalten."),
        (
            "Mit einer Liste aller Beschäftigten: wer einen Ausweis hat und wer nicht. Dieser "
            "Dienst führt keine solche Liste."
        ),
        (
            "Einen Tag lang zählt jeder Bildschirm Stunde für Stunde, wie viele hereinkommen. Wo "
            "das wenige sind, kann es Sie meinen. Danach bleibt keine Zahl unter zehn."
        ),
        (
            "Wer die Datenbank betreibt, kann sie unbemerkt lesen. Ein Gericht kann verlangen, "
            "was da ist."
        ),
    ),
    employer_entries=(
        "Ihre Eintritte sind aufbewahrt, für Sie. In der Verwaltung kann sie niemand öffnen."
    ),
    employer_no_entries=(
        "Wann Sie hereinkamen, ist von hier aus nicht herauszufinden: Ihre Eintritte werden nicht"
        " aufbewahrt."
    ),
)

RECORD: Final = {"en": _ENGLISH, "de": _GERMAN}
