"""The words on what is printed and handed out, in each language."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

Lang: TypeAlias = Literal["en", "de"]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is printed in one language."""

    weekdays: str
    months: str
    day_month_year: str
    badge: str
    valid_until: str
    short_code: str
    write_name: str
    cut_badge: str
    ruler: str
    pack: str
    about_pack: str
    day_heading: str
    about_day: str
    join_heading: str
    join_what: str
    join_how: str
    no_badge: str
    no_badge_what: str

    def weekday(self, day: date) -> str:
        """The name of the day of the week."""
        return self.weekdays.split()[day.weekday()]

    def written(self, day: date) -> str:
        """The date with its month as a word."""
        month = self.months.split()[day.month - 1]
        return self.day_month_year.format(day=day.day, month=month, year=day.year)


WORDS: Final[dict[Lang, Words]] = {
    "en": Words(
        weekdays="Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        months="January February March April May June July August September October November"
        " December",
        day_month_year="{day} {month} {year}",
        badge="Badge",
        valid_until="Good until",
        short_code="Short code, to type at the kiosk",
        write_name="Your name, if you like",
        cut_badge="Print at 100 %. Cut along the lines, then cut off the black corner:"
        " fingers find the right way up.",
        ruler="50 mm if printed at 100 %",
        pack="Pack",
        about_pack="Cut the passes apart and keep this strip at the desk. If the pack is lost,"
        " this number switches its passes off.",
        day_heading="Day pass",
        about_day="Come and go all day. Nobody needs your name.",
        join_heading="Carry a badge, if you like",
        join_what="A QR badge, on paper or on your phone, opens our doors. You choose what we keep,"
        " and you take it back on any day with one press. No photo, no fingerprint, no face.",
        join_how="Point your phone's camera here, or open the address below.",
        no_badge="Rather not?",
        no_badge_what="A day pass from the front desk opens the same doors, all day."
        " Nobody asks for your name, and nobody keeps a list of who has no badge.",
    ),
    "de": Words(
        weekdays="Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        day_month_year="{day}. {month} {year}",
        badge="Ausweis",
        valid_until="Gültig bis",
        short_code="Kurzcode zum Eintippen",
        write_name="Ihr Name, wenn Sie möchten",
        cut_badge="Mit 100 % drucken. An den Linien ausschneiden, dann die schwarze Ecke"
        " abschneiden: So fühlt man, wo oben ist.",
        ruler="50 mm, wenn mit 100 % gedruckt",
        pack="Stapel",
        about_pack="Tagespässe auseinanderschneiden, diesen Streifen am Empfang behalten. Geht der"
        " Stapel verloren, schaltet diese Nummer seine Pässe ab.",
        day_heading="Tagespass",
        about_day="Den ganzen Tag ein und aus gehen. Niemand braucht Ihren Namen.",
        join_heading="Ein Ausweis, wenn Sie möchten",
        join_what="Ein QR-Ausweis, auf Papier oder auf dem Telefon, öffnet unsere Türen. Sie"
        " wählen, was wir speichern, und nehmen es an jedem Tag mit einem Klick zurück."
        " Kein Foto, kein Fingerabdruck, kein Gesicht.",
        join_how="Halten Sie die Kamera des Telefons hierher oder öffnen Sie die Adresse darunter.",
        no_badge="Lieber nicht?",
        no_badge_what="Ein Tagespass vom Empfang öffnet dieselben Türen, den ganzen Tag. Niemand"
        " fragt nach Ihrem Namen, und niemand führt eine Liste, wer keinen Ausweis hat.",
    ),
}
