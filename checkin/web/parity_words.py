"""How long badges and day passes take, in words, in English and German."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checkin.core.ids import SiteId
from checkin.services.alternative import UNKNOWN, Parity
from checkin.services.sites import Place

_TENTH: Final = timedelta(milliseconds=100)


@dataclass(frozen=True, slots=True)
class ParityWords:
    """What is said of both ways in, in one language. Braces take a site, or figures."""

    title: str
    lead: str
    caption: str
    both: str
    seconds: str
    comma: str
    unknown: str
    slower: str
    equal: str
    desk: str

    def said(self, found: Parity) -> str:
        """How long either way takes; kiosks tell both or neither."""
        if found.badge is None or found.day_pass is None:
            return self.unknown
        return self.both.format(self._seconds(found.badge), self._seconds(found.day_pass))

    def _seconds(self, wait: timedelta) -> str:
        """How long somebody waits, in seconds and tenths, never rounded in our favour."""
        tenths = -(-wait // _TENTH)
        return self.seconds.format(f"{tenths // 10}{self.comma}{tenths % 10}")


@dataclass(frozen=True, slots=True)
class ParityCard:
    """Both figures of each site, and where day passes take longer than they may."""

    words: ParityWords
    rows: tuple[tuple[str, str], ...]
    slower: tuple[str, ...]


def parity_card(
    places: Sequence[Place], found: Mapping[SiteId, Parity], language: str
) -> ParityCard:
    """What is known of these sites, in this language; also that nothing is."""
    words = PARITY[language]
    parities = [(place.site.title, found.get(place.site.id, UNKNOWN)) for place in places]
    return ParityCard(
        words,
        tuple((title, words.said(one)) for title, one in parities),
        tuple(words.slower.format(title) for title, one in parities if one.slower),
    )


PARITY: Final = {
    "en": ParityWords(
        title="Is a day pass as quick as a badge?",
        lead=(
            "The screens at doors measure it: from holding something up to green. Each tells one "
            "figure a way, the one in the middle of ten times or more. Not of whom, not of how "
            "many."
        ),
        caption="How long it usually took in the last 7 days:",
        both="Badge {}, day pass {}",
        seconds="{} seconds",
        comma=".",
        unknown="not yet known",
        slower=(
            "{}: no. A day pass takes more than 5 seconds longer than a badge. Until that is "
            "mended, nobody can join there."
        ),
        equal=(
            "Should a day pass take more than 5 seconds longer than a badge, this page says so, "
            "and nobody can join there until it is mended."
        ),
        desk=(
            "The front desk lets people in by eye. No screen measures that way, so there is no "
            "figure for it here."
        ),
    ),
    "de": ParityWords(
        title="Ist ein Tagespass so schnell wie ein Ausweis?",
        lead=(
            "Die Bildschirme an den Türen messen es: vom Vorzeigen bis zum grünen Zeichen. Jeder "
            "meldet je Weg eine Zahl, die mittlere aus mindestens zehn Malen. Nicht von wem, nicht "
            "von wie vielen."
        ),
        caption="So lange dauerte es in den letzten 7 Tagen meist:",
        both="Ausweis {}, Tagespass {}",
        seconds="{} Sekunden",
        comma=",",
        unknown="noch nicht bekannt",
        slower=(
            "{}: nein. Ein Tagespass braucht mehr als 5 Sekunden länger als ein Ausweis. Bis das "
            "behoben ist, kann dort niemand mitmachen."
        ),
        equal=(
            "Braucht ein Tagespass irgendwo mehr als 5 Sekunden länger als ein Ausweis, steht es "
            "hier, und dort kann niemand mitmachen, bis es behoben ist."
        ),
        desk=(
            "Am Empfang kommt man nach Augenschein hinein. Diesen Weg misst kein Bildschirm, "
            "deshalb steht hier keine Zahl dafür."
        ),
    ),
}
