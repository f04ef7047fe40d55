"""Every word on the page of a badge on a phone, in each language it speaks."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PhoneWords:
    """What the page says, and what its script says by the name of what happened."""

    title: str
    my_pages: str
    other_ways: str

    code: str
    works_at: str
    good_until: str
    alive: str
    offline: str
    home_screen: str
    home_screen_iphone: str
    home_screen_android: str
    take_off: str
    take_off_text: str

    no_script: str
    offer: str
    offer_text: str
    offer_means: tuple[str, ...]
    put: str
    printed: str

    cannot: str
    cannot_text: str
    over: str
    over_text: str
    try_again: str
    paused: str
    paused_text: str
    choices: str
    ended: str
    ended_text: str
    again: str

    forgotten: str
    forgotten_text: str
    to_start: str

    reasons: dict[str, str]
    problems: dict[str, str]


_ENGLISH: Final = PhoneWords(
    title="My badge",
    my_pages="My pages",
    other_ways="Printed badge, other phones",
    code="Your badge, made anew every five seconds",
    works_at="Works at",
    good_until="Works without a network until",
    alive="It moves while the badge is fresh",
    offline="No network. Your badge works all the same.",
    home_screen="Keep it one tap away",
    home_screen_iphone=(
        "iPhone and iPad: open the share menu, then “Add to Home Screen”. Without that, the phone "
        "forgets your badge after a week in which you don't open it."
    ),
    home_screen_android="Android: open the browser's menu, then “Add to Home screen”.",
    take_off="Take it off this phone",
    take_off_text="The key is deleted, and what this phone shows opens nothing from then on.",
    no_script="A badge on a phone needs JavaScript. Your printed badge doesn't.",
    offer="Put your badge on this phone",
    offer_text="A fresh badge: it changes every five seconds, so a picture of it opens nothing.",
    offer_means=(
        "This phone makes a key that never leaves it. We keep the other half of it.",
        "It works without a network for a week, and fetches the next badge by itself.",
        "You can take it off this phone at any time. Signing out does so, too.",
    ),
    put="Put it on this phone",
    printed="Use a printed badge",
    cannot="This browser can't keep a badge",
    cannot_text="Your printed badge works at the same doors.",
    over="Your badge needs a network once",
    over_text=(
        "It is more than a week since this phone reached us. Connect it, and your badge is back by "
        "itself. You don't have to sign in."
    ),
    try_again="Try again",
    paused="Your badge is paused",
    paused_text="It opens nothing just now. Your choices say why, and end the pause.",
    choices="My choices",
    ended="Your badge is off this phone",
    ended_text="It was taken off or switched off, and this phone's key is deleted.",
    again="Put it back on this phone",
    forgotten="You are signed out",
    forgotten_text="Your badge is off this phone, and the phone's key is deleted.",
    to_start="To the first page",
    reasons={
        "insecure": "Keys are only made on a page with https. Ask whoever runs this.",
        "storage": (
            "It keeps nothing, perhaps because this is a private window. Open this page in an "
            "ordinary one."
        ),
        "keys": "It can't make and keep a key. A newer browser, or another one, can.",
    },
    problems={
        "network": "There is no network just now. Try again when there is.",
        "refused": (
            "It can't be put on this phone: your badge was switched off, or is on five phones "
            "already. Your pages tell; the front desk can help."
        ),
        "slow": "Too many are asking just now. Try again in a minute.",
        "broken": "That didn't work. Try again in a minute.",
    },
)

_GERMAN: Final = PhoneWords(
    title="Mein Ausweis",
    my_pages="Meine Seiten",
    other_ways="Gedruckter Ausweis, andere Telefone",
    code="Ihr Ausweis, alle fünf Sekunden neu",
    works_at="Gilt für",
    good_until="Gilt ohne Netz bis",
    alive="Bewegt sich, solange der Ausweis frisch ist",
    offline="Kein Netz. Ihr Ausweis gilt trotzdem.",
    home_screen="Immer zur Hand",
    home_screen_iphone=(
        "iPhone und iPad: im Teilen-Menü „Zum Home-Bildschirm“ wählen. Sonst vergisst das Telefon "
        "Ihren Ausweis, wenn Sie ihn eine Woche lang nicht öffnen."
    ),
    home_screen_android="Android: im Menü des Browsers „Zum Startbildschirm hinzufügen“ wählen.",
    take_off="Von diesem Telefon entfernen",
    take_off_text="Der Schlüssel wird gelöscht. Was dieses Telefon zeigt, öffnet dann nichts mehr.",
    no_script="Ein Ausweis auf dem Telefon braucht JavaScript. Ihr gedruckter braucht es nicht.",
    offer="Ihr Ausweis auf diesem Telefon",
    offer_text=(
        "Ein frischer Ausweis: Er ändert sich alle fünf Sekunden, ein Foto davon öffnet nichts."
    ),
    offer_means=(
        "Dieses Telefon erzeugt einen Schlüssel, der es nie verlässt. Wir haben das Gegenstück.",
        "Er gilt eine Woche lang ohne Netz und holt sich den nächsten von selbst.",
        "Sie können ihn jederzeit wieder entfernen. Auch Abmelden entfernt ihn.",
    ),
    put="Auf dieses Telefon",
    printed="Lieber gedruckt",
    cannot="Dieser Browser kann keinen Ausweis aufbewahren",
    cannot_text="Ihr gedruckter Ausweis gilt an denselben Türen.",
    over="Ihr Ausweis braucht einmal Netz",
    over_text=(
        "Dieses Telefon hat uns über eine Woche nicht erreicht. Sobald es Netz hat, ist Ihr "
        "Ausweis von selbst wieder da. Anmelden müssen Sie sich nicht."
    ),
    try_again="Noch einmal",
    paused="Ihr Ausweis ist pausiert",
    paused_text="Er öffnet gerade nichts. Ihre Entscheidungen sagen, warum, und beenden die Pause.",
    choices="Meine Entscheidungen",
    ended="Ihr Ausweis ist nicht mehr auf diesem Telefon",
    ended_text="Er wurde entfernt oder ausgeschaltet, der Schlüssel des Telefons ist gelöscht.",
    again="Wieder auf dieses Telefon",
    forgotten="Sie sind abgemeldet",
    forgotten_text=(
        "Ihr Ausweis ist nicht mehr auf diesem Telefon, und dessen Schlüssel ist gelöscht."
    ),
    to_start="Zur ersten Seite",
    reasons={
        "insecure": (
            "Schlüssel gibt es nur auf einer Seite mit https. Fragen Sie, wer sie betreibt."
        ),
        "storage": (
            "Er behält nichts, vielleicht weil dies ein privates Fenster ist. Öffnen Sie die Seite "
            "in einem gewöhnlichen."
        ),
        "keys": (
            "Er kann keinen Schlüssel erzeugen und behalten. Ein neuerer oder anderer Browser "
            "kann es."
        ),
    },
    problems={
        "network": "Gerade ist kein Netz da. Versuchen Sie es wieder, sobald es eines gibt.",
        "refused": (
            "Auf dieses Telefon kann er nicht: Ihr Ausweis wurde ausgeschaltet oder ist schon auf "
            "fünf Telefonen. Ihre Seiten sagen es; der Empfang hilft."
        ),
        "slow": "Gerade fragen zu viele. Versuchen Sie es in einer Minute wieder.",
        "broken": "Das ging nicht. Versuchen Sie es in einer Minute wieder.",
    },
)

WORDS: Final = {"en": _ENGLISH, "de": _GERMAN}
