"""Words of the demo's guide and of its outbox, in English and German."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step of the guide: its name, what it shows, and its buttons' words."""

    title: str
    text: str
    open: str = ""
    hold_up: str = ""


@dataclass(frozen=True, slots=True)
class GuideWords:
    """What the guide says, in one language. Braces take the domain, or an address and a code."""

    title: str
    lead: str
    steps: str
    done: str
    all_done: str
    any_address: str
    mailed: str
    code_is: str
    next_step: str
    join_first: str

    decline: StepWords
    pass_day: StepWords
    join: StepWords
    badge: StepWords
    admitted: StepWords
    record: StepWords
    take_back: StepWords
    refused: StepWords
    way_in: StepWords

    kiosk: str
    the_kiosk: str
    stands_at: str
    you_hold: str
    own_badge: str
    hold_it_up: str
    for_today: str
    states: Mapping[str, str]
    how_it_works: str
    own_window: str

    console: str
    console_text: str
    accounts: str
    accounts_head: tuple[str, str, str, str, str]
    does: Mapping[str, str]
    open_console: str


@dataclass(frozen=True, slots=True)
class OutboxWords:
    """What the outbox says, in one language. `to` takes an address."""

    title: str
    lead: str
    again: str
    to: str
    nothing: str
    nothing_text: str
    join: str


GUIDE: Final = {
    "en": GuideWords(
        title="The first five minutes",
        lead=(
            "Nine small steps through a company that is made up. Pages open in a second tab; come "
            "back here after each."
        ),
        steps="Steps",
        done="done",
        all_done=(
            "That was all of it. Look around: the console is below, and every page says what it "
            "stores."
        ),
        any_address="Any address at {0} will do, such as sam@{0}.",
        mailed="The code mailed to",
        code_is="is",
        next_step="Next step",
        join_first="Join first: then there is a badge to hold up.",
        decline=StepWords(
            "Say no",
            "Begin to join, read what is asked, and say no. It weighs as much as yes: nothing "
            "about you is kept.",
            open="Open the way in",
        ),
        pass_day=StepWords(
            "Come in all the same",
            "Whoever says no takes a day pass from the front desk or a pack. It opens the same "
            "doors and names nobody.",
            hold_up="Hold up a day pass",
        ),
        join=StepWords(
            "Join",
            "Begin again and say yes this time. Tick the second box as well, if you want to see "
            "your own entries.",
            open="Open the way in",
        ),
        badge=StepWords(
            "See your badge",
            "It is yours, on paper or on a phone, and nothing in its code names you. On a phone "
            "it changes every five seconds, so a picture of it opens nothing: put it on this "
            "device to see that. If the demo was started with --lan, the printed badge's page "
            "carries it to your own phone.",
            open="Open my badge",
        ),
        admitted=StepWords(
            "Come in with it",
            "Hold your badge up. The answer looks just like that to a day pass.",
            hold_up="Hold up my badge",
        ),
        record=StepWords(
            "Look at your record",
            "If you ticked the second box, the entry is there, to the minute, with the day on "
            "which it will be deleted. You alone see it.",
            open="Open my entries",
        ),
        take_back=StepWords(
            "Take it back",
            "One press each. Taking back the badge erases everything about you at once, and the "
            "page says what is left.",
            open="Open my choices",
        ),
        refused=StepWords(
            "Try the old badge",
            "Nobody beside you can tell why it isn't taken: expired, switched off and taken back "
            "are one answer.",
            hold_up="Hold up my old badge",
        ),
        way_in=StepWords(
            "Come in tomorrow",
            "The day pass still opens the door, and always will: saying yes never was a condition.",
            open="Read the ways in",
            hold_up="Hold up a day pass",
        ),
        kiosk="A kiosk",
        the_kiosk="The kiosk",
        stands_at="It stands at",
        you_hold="You hold",
        own_badge="Your own badge",
        hold_it_up="Hold it up",
        for_today="A day pass for today",
        states={
            "good": "good badge",
            "expired": "badge that has run out",
            "revoked": "badge that was switched off",
            "withdrawn": "badge whose owner took it back",
            "not_this_door": "badge for another door",
        },
        how_it_works=(
            "Holding up types the code into the kiosk, as its scanner would. The real camera works "
            "as well: press the kiosk's own button for it and hold up a printed badge or a phone. "
            "There is also"
        ),
        own_window="the kiosk in a window of its own",
        console="The console",
        console_text=(
            "Those who look after badges sign in with a password and a one-time code. Each code "
            "works once; a new one comes every half minute."
        ),
        accounts="Who can sign in",
        accounts_head=("Role", "What they do", "E-mail", "Password", "Code now"),
        does={
            "site_admin": "Sites, doors, kiosks and accounts",
            "enrolment_admin": "People and their badges",
            "reception": "The front desk and day passes",
            "dpo": "Who did what, and who looked at records",
            "auditor": "The same, to check it from outside",
        },
        open_console="Open the console",
    ),
    "de": GuideWords(
        title="Die ersten fünf Minuten",
        lead=(
            "Neun kleine Schritte durch eine erfundene Firma. Die Seiten öffnen sich in einem "
            "zweiten Tab; kommen Sie nach jeder hierher zurück."
        ),
        steps="Schritte",
        done="erledigt",
        all_done=(
            "Das war alles. Sehen Sie sich um: Unten geht es zur Verwaltung, und jede Seite sagt, "
            "was sie speichert."
        ),
        any_address="Jede Adresse bei {0} geht, zum Beispiel sam@{0}.",
        mailed="Der Code an",
        code_is="lautet",
        next_step="Nächster Schritt",
        join_first="Machen Sie zuerst mit: Dann gibt es einen Ausweis zum Vorzeigen.",
        decline=StepWords(
            "Nein sagen",
            "Beginnen Sie, lesen Sie, worum es geht, und sagen Sie Nein. Das wiegt so viel wie Ja: "
            "Nichts über Sie bleibt.",
            open="Zum Mitmachen",
        ),
        pass_day=StepWords(
            "Trotzdem hineingehen",
            "Wer Nein sagt, nimmt einen Tagespass vom Empfang oder vom Stapel. Er öffnet dieselben "
            "Türen und nennt niemanden.",
            hold_up="Tagespass vorzeigen",
        ),
        join=StepWords(
            "Mitmachen",
            "Beginnen Sie noch einmal, und sagen Sie diesmal Ja. Kreuzen Sie auch das zweite Feld "
            "an, wenn Sie Ihre Eintritte sehen möchten.",
            open="Zum Mitmachen",
        ),
        badge=StepWords(
            "Ihr Ausweis",
            "Er gehört Ihnen, auf Papier oder auf dem Telefon, und sein Code nennt Sie nicht. Auf "
            "einem Telefon wechselt er alle fünf Sekunden, ein Foto davon öffnet also nichts: "
            "Legen Sie ihn auf diesem Gerät an, dann sehen Sie es. Wurde die Vorführung mit --lan "
            "gestartet, bringt ihn die Seite des gedruckten Ausweises auf Ihr eigenes Telefon.",
            open="Ausweis ansehen",
        ),
        admitted=StepWords(
            "Damit hineingehen",
            "Zeigen Sie Ihren Ausweis vor. Die Antwort sieht genauso aus wie beim Tagespass.",
            hold_up="Meinen Ausweis vorzeigen",
        ),
        record=StepWords(
            "Ihre Eintritte",
            "Haben Sie das zweite Feld angekreuzt, steht der Eintritt da: auf die Minute, mit dem "
            "Tag, an dem er gelöscht wird. Nur Sie sehen ihn.",
            open="Eintritte ansehen",
        ),
        take_back=StepWords(
            "Zurücknehmen",
            "Je ein Druck genügt. Nehmen Sie den Ausweis zurück, ist sofort alles über Sie "
            "gelöscht, und die Seite sagt, was bleibt.",
            open="Auswahl ansehen",
        ),
        refused=StepWords(
            "Den alten Ausweis versuchen",
            "Niemand neben Ihnen erkennt, warum er nicht gilt: abgelaufen, abgeschaltet und "
            "zurückgenommen ergeben dieselbe Antwort.",
            hold_up="Alten Ausweis vorzeigen",
        ),
        way_in=StepWords(
            "Morgen hineingehen",
            "Der Tagespass öffnet die Tür noch immer, und das bleibt so: Ein Ja war nie eine "
            "Bedingung.",
            open="Die Wege hinein lesen",
            hold_up="Tagespass vorzeigen",
        ),
        kiosk="Ein Kiosk",
        the_kiosk="Der Kiosk",
        stands_at="Er steht hier",
        you_hold="In Ihrer Hand",
        own_badge="Ihr eigener Ausweis",
        hold_it_up="Vorzeigen",
        for_today="Ein Tagespass für heute",
        states={
            "good": "gültiger Ausweis",
            "expired": "abgelaufener Ausweis",
            "revoked": "abgeschalteter Ausweis",
            "withdrawn": "zurückgenommener Ausweis",
            "not_this_door": "Ausweis für eine andere Tür",
        },
        how_it_works=(
            "Vorzeigen tippt den Code in den Kiosk, wie es sein Scanner täte. Die echte Kamera "
            "geht auch: Drücken Sie am Kiosk den Knopf dafür, und halten Sie einen gedruckten "
            "Ausweis oder ein Telefon hin. Es gibt auch"
        ),
        own_window="den Kiosk in einem eigenen Fenster",
        console="Die Verwaltung",
        console_text=(
            "Wer Ausweise betreut, meldet sich mit Passwort und Einmalcode an. Jeder Code gilt "
            "einmal; alle halbe Minute kommt ein neuer. Die Verwaltung spricht Englisch."
        ),
        accounts="Wer sich anmelden kann",
        accounts_head=("Rolle", "Aufgabe", "E-Mail", "Passwort", "Code jetzt"),
        does={
            "site_admin": "Standorte, Türen, Kioske und Konten",
            "enrolment_admin": "Menschen und ihre Ausweise",
            "reception": "Empfang und Tagespässe",
            "dpo": "Wer was getan und wer Angaben angesehen hat",
            "auditor": "Dasselbe, zur Prüfung von außen",
        },
        open_console="Zur Verwaltung",
    ),
}

OUTBOX: Final = {
    "en": OutboxWords(
        title="Outbox",
        lead="What would have been mailed. In a demo nothing leaves this machine.",
        again="Look again",
        to="To {}",
        nothing="Nothing was mailed yet",
        nothing_text="Begin to join or sign in, and the code turns up here.",
        join="Join",
    ),
    "de": OutboxWords(
        title="Postausgang",
        lead="Was verschickt worden wäre. In einer Vorführung verlässt nichts dieses Gerät.",
        again="Noch einmal nachsehen",
        to="An {}",
        nothing="Noch wurde nichts verschickt",
        nothing_text="Machen Sie mit, oder melden Sie sich an: Dann steht der Code hier.",
        join="Mitmachen",
    ),
}
