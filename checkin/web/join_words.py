"""Words of the pages on the way in, in English and German; the notice brings its own."""

from dataclasses import dataclass
from typing import Final

from checkin.services.weeks import ENGLISH, Spoken


@dataclass(frozen=True, slots=True)
class JoinWords:
    """Everything these pages say, in one language."""

    back: str
    go_on: str
    decline: str

    where_title: str
    where_lead: str
    where_none: str
    where_none_text: str

    address_title: str
    address_lead: str
    address_site: str
    email: str
    email_hint: str
    email_problem: str
    send_code: str
    slow: str

    code_title: str
    code_lead: str
    code: str
    code_hint: str
    code_problem: str
    check_code: str

    paper_title: str
    paper_lead: str
    paper_hint: str
    paper_problem: str
    paper_link: str

    notice_title: str
    notice_lead: str
    whole_text: str
    version: str

    name_title: str
    name_lead: str
    name: str
    name_hint: str
    name_problem: str

    choices_note: str
    unticked: str

    over_title: str
    over_text: str
    again: str

    without_title: str
    without_lead: str
    ways: tuple[tuple[str, str], ...]
    desk_hours: str
    week: Spoken
    equal: str
    nothing_kept: str


_ENGLISH: Final = JoinWords(
    back="Back",
    go_on="Go on",
    decline="No, thank you",
    where_title="Where do you work?",
    where_lead="A badge is your choice. The front desk and day passes let you in just the same.",
    where_none="Nobody can join just now",
    where_none_text=(
        "Joining is open only while people get in without a badge too, and about as quickly. Ask "
        "at the front desk, or come back later."
    ),
    address_title="What is your work e-mail?",
    address_lead="We mail a code to it, so that nobody can join in your name.",
    address_site="You start at",
    email="Work e-mail",
    email_hint="Until you say yes, we forget it after 15 minutes.",
    email_problem="That isn't an e-mail address. One looks like name@example.org.",
    send_code="Send me a code",
    slow="Those were many tries. Wait a few minutes, then try again.",
    code_title="Type the code from your mail",
    code_lead="It has eight digits and works for 15 minutes, in this browser.",
    code="Code",
    code_hint=(
        "No mail after a minute? Look into your spam folder, or go back: is it your work address?"
    ),
    code_problem="This code doesn't fit. After five tries it stops working: go back for a new one.",
    check_code="Go on",
    paper_title="Type the code from the front desk",
    paper_lead="It stands on the paper that was handed to you. You need no mail and no phone.",
    paper_hint="Ten letters and digits. It works once, for 15 minutes.",
    paper_problem="This code doesn't fit, was used or is too old. Ask at the desk for another one.",
    paper_link="No work e-mail? The front desk gives you a code on paper.",
    notice_title="Read this first",
    notice_lead="The short form. Below it is the whole text.",
    whole_text="Read the whole text",
    version="Version",
    name_title="What is your name?",
    name_lead="The front desk and those who look after badges see it when they help you.",
    name="First and last name",
    name_hint="It isn't in the badge's code and never on a screen at a door.",
    name_problem="Type your name, in at most 120 characters.",
    choices_note="Whatever you choose, you get in. No means that nothing about you is kept.",
    unticked="This box is empty. Tick it if you want a badge; if you don't, press “{0}”.",
    over_title="Start again",
    over_text="The 15 minutes are over, and we have forgotten what you typed.",
    again="Start again",
    without_title="How to get in without a badge",
    without_lead="Same doors, same hours. Nobody asks why.",
    ways=(
        (
            "Front desk",
            "Show your company card. Somebody looks at it and lets you in. Nothing is typed.",
        ),
        (
            "Day pass",
            (
                "Ask for a pack of 5 or 10 at the front desk. Hold a pass to the screen at the "
                "door; it works all day, as often as you like. Nobody asks for your name."
            ),
        ),
        ("No phone?", "No way in needs one. Badges and day passes are printed on paper."),
    ),
    desk_hours="When the front desk is there",
    week=ENGLISH,
    equal="The screen at the door answers badges and day passes alike.",
    nothing_kept="Nobody keeps a list of people without a badge.",
)

_GERMAN: Final = JoinWords(
    back="Zurück",
    go_on="Weiter",
    decline="Nein, danke",
    where_title="Wo arbeiten Sie?",
    where_lead=(
        "Ein Ausweis ist Ihre Entscheidung. Am Empfang und mit Tagespass kommen Sie genauso hinein."
    ),
    where_none="Zurzeit kann niemand mitmachen",
    where_none_text=(
        "Mitmachen geht nur, solange man auch ohne Ausweis hineinkommt, und etwa so schnell. "
        "Fragen Sie am Empfang, oder schauen Sie später wieder vorbei."
    ),
    address_title="Wie lautet Ihre dienstliche E-Mail-Adresse?",
    address_lead="Dorthin schicken wir einen Code, damit niemand in Ihrem Namen mitmacht.",
    address_site="Sie beginnen hier:",
    email="Dienstliche E-Mail-Adresse",
    email_hint="Solange Sie nicht Ja sagen, vergessen wir sie nach 15 Minuten.",
    email_problem="Das ist keine E-Mail-Adresse. So sieht eine aus: name@example.org.",
    send_code="Code schicken",
    slow="Das waren viele Versuche. Warten Sie bitte einige Minuten.",
    code_title="Geben Sie den Code aus der E-Mail ein",
    code_lead="Er hat acht Ziffern und gilt 15 Minuten lang, in diesem Browser.",
    code="Code",
    code_hint=(
        "Nach einer Minute keine E-Mail? Sehen Sie im Spam-Ordner nach, oder gehen Sie zurück und "
        "prüfen Sie, ob es Ihre dienstliche Adresse ist."
    ),
    code_problem=(
        "Dieser Code passt nicht. Nach fünf Versuchen gilt er nicht mehr: Gehen Sie zurück, dann "
        "schicken wir einen neuen."
    ),
    check_code="Weiter",
    paper_title="Geben Sie den Code vom Empfang ein",
    paper_lead="Er steht auf dem Zettel, den Sie bekommen haben. Ganz ohne E-Mail und Telefon.",
    paper_hint="Zehn Buchstaben und Ziffern. Er gilt einmal und 15 Minuten lang.",
    paper_problem=(
        "Dieser Code passt nicht, wurde schon benutzt oder ist zu alt. Am Empfang bekommen Sie "
        "einen neuen."
    ),
    paper_link="Keine dienstliche E-Mail? Am Empfang gibt es einen Code auf Papier.",
    notice_title="Das sollten Sie vorher wissen",
    notice_lead="Zuerst die Kurzfassung. Darunter steht der ganze Text.",
    whole_text="Den ganzen Text lesen",
    version="Fassung",
    name_title="Wie heißen Sie?",
    name_lead="Den Namen sehen der Empfang und alle, die Ausweise betreuen, wenn sie Ihnen helfen.",
    name="Vor- und Nachname",
    name_hint="Er steht nicht im Code des Ausweises und nie auf einem Bildschirm an der Tür.",
    name_problem="Geben Sie Ihren Namen ein, mit höchstens 120 Zeichen.",
    choices_note=(
        "Wie auch immer Sie sich entscheiden: Sie kommen hinein. Bei Nein bleibt nichts über Sie "
        "gespeichert."
    ),
    unticked=(
        "Dieses Feld ist leer. Kreuzen Sie es an, wenn Sie einen Ausweis möchten. Wenn nicht, "
        "drücken Sie „{0}“."
    ),
    over_title="Bitte noch einmal von vorn",
    over_text="Die 15 Minuten sind um. Was Sie eingegeben haben, ist vergessen.",
    again="Von vorn beginnen",
    without_title="So kommen Sie ohne Ausweis hinein",
    without_lead="Dieselben Türen, dieselben Zeiten. Niemand fragt, warum.",
    ways=(
        (
            "Empfang",
            (
                "Zeigen Sie Ihre Firmenkarte. Jemand sieht sie an und lässt Sie ein. Getippt wird "
                "nichts."
            ),
        ),
        (
            "Tagespass",
            (
                "Holen Sie am Empfang ein Päckchen mit 5 oder 10 Pässen. Halten Sie einen an das "
                "Gerät an der Tür; er gilt den ganzen Tag, so oft Sie möchten. Niemand fragt nach "
                "Ihrem Namen."
            ),
        ),
        ("Kein Telefon?", "Das brauchen Sie nirgends. Ausweise und Tagespässe gibt es auf Papier."),
    ),
    desk_hours="Wann der Empfang besetzt ist",
    week=Spoken(("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), "bis", "und"),
    equal="Das Gerät an der Tür antwortet auf Ausweis und Tagespass gleich.",
    nothing_kept="Niemand führt eine Liste der Menschen ohne Ausweis.",
)

WORDS: Final = {"en": _ENGLISH, "de": _GERMAN}
