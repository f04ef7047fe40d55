"""Words of the page that says what is stored, in English and German."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checkin.core.inventory import Subject


@dataclass(frozen=True, slots=True)
class AboutWords:
    """What the page says, in one language. Braces take how long something is kept."""

    title: str
    lead: str
    short: str
    in_short: tuple[str, ...]
    notice: str
    sign: str
    purposes: str
    purposes_head: tuple[str, str]
    groups: Mapping[Subject, tuple[str, str]]
    kept: str
    deleted: str
    overdue: str
    on_time: str
    employer: str
    employer_can: tuple[str, ...]
    answers: str
    controller: str
    questions: str
    complaints: str
    assessment: str
    consulted: str
    fingerprint: str
    sees: str
    who_sees: tuple[tuple[str, str], ...]
    works_on_it: str
    stored_in: str
    nobody: str
    at_home: str

    def promises(self, entry_days: int, evidence_months: int) -> tuple[str, ...]:
        """The page in six sentences."""
        return tuple(
            one.format(entry_days=entry_days, evidence_months=evidence_months)
            for one in self.in_short
        )


ABOUT: Final = {
    "en": AboutWords(
        title="What is stored",
        lead=(
            "Written for a neighbour. The lists below are made from the database's own "
            "declarations."
        ),
        short="In short",
        in_short=(
            "Without a yes, nothing about you is stored. Front desk and day passes know no names.",
            (
                "If somebody invites you, a scrambled form of your address stays until you use the "
                "invitation: 14 days at most."
            ),
            "With a yes to a badge: your name, your work e-mail and the badge.",
            (
                "With a yes to your own entries: each time you came in, for {entry_days} days. You "
                "alone can see them."
            ),
            "When you leave the building is never stored. Nobody can work out hours.",
            (
                "Take a yes back and it is deleted at once. Proof of your choices stays "
                "{evidence_months} months, without your name."
            ),
        ),
        notice="The text that people read before they choose",
        sign="the sign for doors",
        purposes="What for, and on what ground",
        purposes_head=("Purpose", "Ground"),
        groups={
            Subject.EMPLOYEE: (
                "About people who say yes",
                "Until a yes, 15 minutes are the longest. An invitation lasts 14 days at most.",
            ),
            Subject.ADMIN: (
                "About those who work in the console",
                "By role and alias, so that people can read it.",
            ),
            Subject.NOBODY: (
                "About nobody",
                "Places, counts and marks that lead to no person.",
            ),
        },
        kept="Kept {}.",
        deleted="Deleted on time",
        overdue=(
            "No. Something keeps these from being deleted, and whoever runs this has to mend it:"
        ),
        on_time=(
            "Yes: nothing here is kept longer than said above. This page looks each time it is "
            "opened."
        ),
        employer="What an employer can still work out",
        employer_can=(
            "Who carries a printed badge: anybody can see it.",
            (
                "With a list of the staff in hand: who isn't enrolled. This software keeps no such "
                "list."
            ),
            (
                "A person who runs the database can read it without this software noticing. What "
                "it can show is that nothing was changed by its own pages unseen."
            ),
            "A court can ask for what exists. So little does.",
            "Day passes can be lent. That is their price, and it is worth it.",
            (
                "An employer can make the ways in without a badge unpleasant. No software prevents "
                "that."
            ),
            (
                "An authority can find that a yes was never valid. Then everything on it is "
                "deleted, and the doors stay open to all by the front desk and day passes."
            ),
            "Random marks are personal data as long as something links them to a person.",
        ),
        answers="Who answers for it",
        controller="Who answers for it",
        questions="Questions",
        complaints="Complaints",
        assessment="Impact assessment",
        consulted="Workers were consulted on",
        fingerprint="Fingerprint of everything declared:",
        sees="Who can see what",
        who_sees=(
            ("You", "Everything about you, and who looked at it."),
            (
                "Those who look after badges",
                (
                    "Your name, your badge, its doors and what you said yes to, after they gave a "
                    "reason that you can read. Never an entry, never your address."
                ),
            ),
            ("The front desk", "Whether a badge that is held up is good, and why not. No name."),
            ("Those who look after doors and accounts", "Nothing about anybody with a badge."),
            (
                "Data protection officer",
                "What was done in the console, under aliases, and requests that you send them.",
            ),
            ("Auditors", "What was done in the console, under aliases."),
            ("Managers and HR", "Nothing: there is no such role, and no field that they need."),
        ),
        works_on_it="Who works on it besides",
        stored_in="Where it is stored",
        nobody="nobody outside",
        at_home="where the controller is",
    ),
    "de": AboutWords(
        title="Was gespeichert wird",
        lead=(
            "Für alle geschrieben, die es wissen wollen. Die Listen unten kommen aus dem, was die "
            "Datenbank selbst über sich angibt."
        ),
        short="Kurz gesagt",
        in_short=(
            (
                "Ohne Ihr Ja wird über Sie nichts gespeichert. Empfang und Tagespass kennen keine "
                "Namen."
            ),
            (
                "Lädt Sie jemand ein, bleibt Ihre Adresse unkenntlich gemacht liegen, bis Sie die "
                "Einladung nutzen: höchstens 14 Tage."
            ),
            (
                "Mit einem Ja zum Ausweis: Ihr Name, Ihre dienstliche E-Mail-Adresse und der "
                "Ausweis."
            ),
            (
                "Mit einem Ja zu Ihren Eintritten: jedes Mal, wenn Sie hereinkamen, {entry_days} "
                "Tage lang. Nur Sie selbst können es sehen."
            ),
            (
                "Wann Sie gehen, wird nie gespeichert. Arbeitszeiten lassen sich daraus nicht "
                "errechnen."
            ),
            (
                "Nehmen Sie ein Ja zurück, wird sofort gelöscht. Der Nachweis Ihrer Entscheidungen "
                "bleibt {evidence_months} Monate, ohne Ihren Namen."
            ),
        ),
        notice="Der Text, den alle lesen, bevor sie sich entscheiden",
        sign="das Schild für die Türen",
        purposes="Wofür, und auf welcher Grundlage",
        purposes_head=("Zweck", "Grundlage"),
        groups={
            Subject.EMPLOYEE: (
                "Über Menschen, die Ja sagen",
                "Vor einem Ja bleibt nichts länger als 15 Minuten, eine Einladung 14 Tage.",
            ),
            Subject.ADMIN: (
                "Über die, die in der Verwaltung arbeiten",
                "Mit Rolle und Kürzel, damit andere es lesen können.",
            ),
            Subject.NOBODY: (
                "Über niemanden",
                "Orte, Zahlen und Merkzeichen, die zu keinem Menschen führen.",
            ),
        },
        kept="Bleibt: {}.",
        deleted="Pünktlich gelöscht",
        overdue=(
            "Nein. Etwas verhindert, dass dies gelöscht wird; wer den Dienst betreibt, muss es in "
            "Ordnung bringen:"
        ),
        on_time=(
            "Ja: Nichts bleibt hier länger als oben gesagt. Diese Seite sieht jedes Mal nach, wenn "
            "jemand sie öffnet."
        ),
        employer="Was ein Arbeitgeber trotzdem herausfinden kann",
        employer_can=(
            "Wer einen gedruckten Ausweis trägt: Das kann jeder sehen.",
            (
                "Mit einer Liste der Belegschaft in der Hand: wer nicht mitmacht. Diese Software "
                "führt keine solche Liste."
            ),
            (
                "Wer die Datenbank betreibt, kann sie lesen, ohne dass diese Software es merkt. "
                "Zeigen kann sie, dass über ihre eigenen Seiten nichts heimlich geändert wurde."
            ),
            "Ein Gericht kann verlangen, was es gibt. Deshalb gibt es so wenig.",
            "Tagespässe lassen sich verleihen. Das ist ihr Preis, und er lohnt sich.",
            (
                "Ein Arbeitgeber kann die Wege ohne Ausweis beschwerlich machen. Das verhindert "
                "keine Software."
            ),
            (
                "Eine Behörde kann feststellen, dass ein Ja nie gültig war. Dann wird alles "
                "gelöscht, was darauf beruht, und hinein kommen alle am Empfang oder mit Tagespass."
            ),
            "Zufällige Kennungen sind persönliche Daten, solange etwas zu einem Menschen führt.",
        ),
        answers="Wer dafür einsteht",
        controller="Verantwortlich",
        questions="Fragen",
        complaints="Beschwerden",
        assessment="Folgenabschätzung",
        consulted="Die Beschäftigten wurden angehört am",
        fingerprint="Prüfsumme über alle Angaben:",
        sees="Wer was sehen kann",
        who_sees=(
            ("Sie", "Alles über Sie, und wer es angesehen hat."),
            (
                "Wer die Ausweise betreut",
                (
                    "Ihren Namen, Ihren Ausweis, seine Türen und wozu Sie Ja gesagt haben, nach "
                    "Angabe eines Grundes, den Sie lesen können. Nie einen Eintritt, nie Ihre "
                    "Adresse."
                ),
            ),
            (
                "Der Empfang",
                "Ob ein vorgehaltener Ausweis gilt, und warum nicht. Keinen Namen.",
            ),
            ("Wer Türen und Konten betreut", "Nichts über jemanden mit Ausweis."),
            (
                "Datenschutzbeauftragte",
                "Was in der Verwaltung geschah, unter Kürzeln, und Anträge, die Sie ihnen stellen.",
            ),
            ("Wer prüft", "Was in der Verwaltung geschah, unter Kürzeln."),
            (
                "Vorgesetzte und Personalabteilung",
                "Nichts: Eine solche Rolle gibt es nicht, und kein Feld, das sie bräuchten.",
            ),
        ),
        works_on_it="Wer sonst daran arbeitet",
        stored_in="Wo es liegt",
        nobody="niemand außerhalb",
        at_home="am Sitz des Verantwortlichen",
    ),
}
