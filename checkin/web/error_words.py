"""What people are told when something went wrong, in English and German."""

from dataclasses import dataclass
from typing import Final, NamedTuple


class Trouble(NamedTuple):
    """What happened, in a few words, and what to do about it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What error pages say, in one language.

    `of` is by status; `broken` is for a fault of our own. `conflict` has no text of its own: what
    fails says it. `sentences` has the English sentences that people's pages can fail with.
    """

    of: dict[int, Trouble]
    conflict: Trouble
    broken: Trouble
    stale_form: Trouble
    sentences: dict[str, str] | None = None

    def at(self, status: int) -> Trouble:
        """What is said of a status; of one that nobody expected, that it couldn't be read."""
        return self.conflict if status == 409 else self.of.get(status, self.of[400])

    def said(self, sentence: str, status: int) -> str:
        """The sentence in this language; one that isn't known gives way to that of its status."""
        if self.sentences is None:
            return sentence
        return self.sentences.get(sentence, self.at(status).text)


ERRORS: Final = {
    "en": ErrorWords(
        of={
            400: Trouble(
                "That couldn't be read", "Go back, look at what you typed and send it again."
            ),
            401: Trouble(
                "Please sign in",
                "You were signed out, or never signed in. Sign in and try again.",
            ),
            403: Trouble(
                "This isn't yours to do",
                "Your account can't do this. Ask whoever runs this building's check-in.",
            ),
            404: Trouble(
                "There is nothing here",
                "The address may be mistyped or the page may be gone. Start again from the first "
                "page.",
            ),
            405: Trouble("That can't be done here", "Go back and use the buttons on the page."),
            413: Trouble("That is too long", "Send less at once."),
            415: Trouble("That couldn't be read", "This address takes another kind of content."),
            429: Trouble("Too many tries", "Wait a minute, then try again."),
            503: Trouble(
                "Not right now",
                "Something this page needs isn't there just now. Try again in a minute.",
            ),
        },
        conflict=Trouble("That didn't fit", "Go back, load the page again and look what changed."),
        broken=Trouble(
            "Something broke",
            "This is our fault, not yours. Try again; if it stays, tell the front desk the number "
            "below.",
        ),
        stale_form=Trouble("This form is too old", "Load the page again, then send it once more."),
    ),
    "de": ErrorWords(
        of={
            400: Trouble(
                "Das ließ sich nicht lesen",
                "Gehen Sie zurück, sehen Sie Ihre Eingaben durch, und senden Sie sie noch einmal.",
            ),
            401: Trouble(
                "Bitte melden Sie sich an",
                "Sie sind abgemeldet oder waren nie angemeldet. Melden Sie sich an, und versuchen "
                "Sie es noch einmal.",
            ),
            403: Trouble(
                "Das dürfen Sie hier nicht",
                "Ihr Konto lässt das nicht zu. Fragen Sie, wer sich in diesem Gebäude um den "
                "Eingang kümmert.",
            ),
            404: Trouble(
                "Hier ist nichts",
                "Vielleicht ist die Adresse vertippt, oder die Seite gibt es nicht mehr. Beginnen "
                "Sie auf der ersten Seite.",
            ),
            405: Trouble(
                "Das geht hier nicht",
                "Gehen Sie zurück, und nehmen Sie die Knöpfe auf der Seite.",
            ),
            413: Trouble("Das ist zu lang", "Senden Sie weniger auf einmal."),
            415: Trouble(
                "Das ließ sich nicht lesen", "Diese Adresse nimmt eine andere Art von Inhalt an."
            ),
            429: Trouble("Zu viele Versuche", "Warten Sie eine Minute, dann geht es wieder."),
            503: Trouble(
                "Gerade geht es nicht",
                "Etwas, das diese Seite braucht, fehlt im Augenblick. Versuchen Sie es in einer "
                "Minute noch einmal.",
            ),
        },
        conflict=Trouble(
            "Das passte nicht",
            "Gehen Sie zurück, laden Sie die Seite neu, und sehen Sie, was sich geändert hat.",
        ),
        broken=Trouble(
            "Etwas ist kaputtgegangen",
            "Das liegt an uns, nicht an Ihnen. Versuchen Sie es noch einmal; bleibt es dabei, "
            "nennen Sie dem Empfang die Nummer hier unten.",
        ),
        stale_form=Trouble(
            "Dieses Formular ist zu alt", "Laden Sie die Seite neu, und senden Sie es noch einmal."
        ),
        sentences={
            "You have no good badge just now. Your badge page says what to do.": (
                "Sie haben gerade keinen gültigen Ausweis. Auf der Seite Ihres Ausweises steht, "
                "was zu tun ist."
            ),
            "This link was used or is too old. Make a new one where you came from.": (
                "Dieser Link wurde schon benutzt oder ist zu alt. Machen Sie dort einen neuen, wo "
                "Sie hergekommen sind."
            ),
            "Nobody can join by this address. Ask at the front desk for the link.": (
                "Über diese Adresse kann niemand mitmachen. Fragen Sie am Empfang nach dem Link."
            ),
            "This invitation was used or has run out. Ask for another one.": (
                "Diese Einladung wurde schon benutzt oder ist abgelaufen. Bitten Sie um eine neue."
            ),
            "You answered already, or the 15 minutes are over and what you typed is forgotten. If "
            "you said yes, sign in to see your badge; else start again.": (
                "Sie haben schon geantwortet, oder die 15 Minuten sind um und Ihre Eingaben "
                "vergessen. Haben Sie Ja gesagt, melden Sie sich an, um Ihren Ausweis zu sehen; "
                "sonst beginnen Sie noch einmal."
            ),
            "This address has a badge already. Sign in to see it.": (
                "Zu dieser Adresse gibt es schon einen Ausweis. Melden Sie sich an, dann sehen Sie "
                "ihn."
            ),
            "You said yes to this already.": "Dazu haben Sie schon Ja gesagt.",
            "This was taken back a moment ago.": "Das wurde gerade eben zurückgenommen.",
            "This badge was switched off. The front desk can help you.": (
                "Dieser Ausweis wurde abgeschaltet. Der Empfang hilft Ihnen weiter."
            ),
            "Nobody can join yet: there is no notice to read first.": (
                "Noch kann niemand mitmachen: Es gibt noch keinen Hinweistext zu lesen."
            ),
            "Nobody can join just now. Joining is only open while people get in here without a "
            "badge too, and today nobody has shown that yet. The front desk can change that.": (
                "Gerade kann niemand mitmachen. Das geht nur, solange man hier auch ohne Ausweis "
                "hineinkommt, und heute hat das noch niemand gezeigt. Der Empfang kann das ändern."
            ),
            "Nobody can join just now. Joining is only open while a day pass gets people in as "
            "quickly as a badge, and here it took more than 5 seconds longer in the last 7 days. "
            "Whoever looks after this building has been told.": (
                "Gerade kann niemand mitmachen. Das geht nur, solange man mit einem Tagespass so "
                "schnell hineinkommt wie mit einem Ausweis, und hier dauerte es in den letzten 7 "
                "Tagen mehr als 5 Sekunden länger. Wer sich um dieses Gebäude kümmert, weiß davon."
            ),
            "Choose one of the list.": "Wählen Sie etwas aus der Liste.",
            "There is no such phone among yours.": (
                "Dieses Telefon gehört nicht zu Ihren. Vielleicht haben Sie es schon entfernt."
            ),
            "There is no notice to read first.": "Noch gibt es keinen Hinweistext zu lesen.",
            "There is no such version of the notice.": (
                "Diese Fassung des Hinweistexts gibt es nicht."
            ),
            "The ledger of erasures can't be written, so nothing was erased. Try again.": (
                "Das Verzeichnis der Löschungen lässt sich nicht schreiben, also wurde nichts "
                "gelöscht. Versuchen Sie es noch einmal."
            ),
            "No badge can be made just now. Try again.": (
                "Gerade lässt sich kein Ausweis anlegen. Versuchen Sie es noch einmal."
            ),
        },
    ),
}
