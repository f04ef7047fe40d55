"""Words of the page on which people object and ask for corrections, in both languages."""

from dataclasses import dataclass
from typing import Final

from checkin.core.rights import MOST_WAITING, Outcome, Wish


@dataclass(frozen=True, slots=True)
class RightsWords:
    """What that page says, in one language. Braces take a use, a day or a number."""

    title: str
    lead: str
    back: str

    yours: str
    none: str
    wishes: dict[Wish, str]
    about: str
    you_wrote: str
    asked_on: str
    answer_by: str
    answered_on: str
    late: str
    outcomes: dict[Outcome, str]
    take_back: str
    taken_back: str
    too_late: str

    object: str
    object_text: str
    object_to: str
    say_why: str
    why: str
    why_hint: str
    waits: str
    objected: str

    correct: str
    correct_text: str
    what: str
    what_hint: str
    what_problem: str
    too_long: str
    send: str
    sent: str
    too_many: str


_ENGLISH: Final = RightsWords(
    title="Object, or ask for something",
    lead="The data protection officer answers, here, within a month.",
    back="Back to my data",
    yours="Your requests",
    none="You haven't asked for anything yet.",
    wishes={Wish.OBJECT: "An objection", Wish.CORRECT: "Something to put right"},
    about="To this use",
    you_wrote="You wrote",
    asked_on="Asked on",
    answer_by="Answer by",
    answered_on="Answered on",
    late=(
        "This answer is late. Write to {contact}, or complain to whoever watches over data "
        "protection: {authority}."
    ),
    outcomes={
        Outcome.DONE: "Done",
        Outcome.PARTLY: "Done in part",
        Outcome.REFUSED: "Refused",
    },
    take_back="Take it back",
    taken_back="Taken back. Nothing of it is left.",
    too_late="It was answered already: the answer is below.",
    object="Object",
    object_text=(
        "These uses rest on our own interest, not on your yes. One press objects; you need no "
        "reason. What rests on your yes, you stop under your choices."
    ),
    object_to="Object",
    say_why="Say why, if you like",
    why="Why you object",
    why_hint="Whoever answers reads this. Your name isn't shown to them.",
    waits="You objected; the answer is on its way.",
    objected="Your objection is on its way. You can take it back below.",
    correct="Have something put right",
    correct_text=(
        "Your name and your address you change yourself, under your data. Is anything else wrong? "
        "Write what, and how it should be."
    ),
    what="What is wrong, and how should it be?",
    what_hint="Whoever answers reads this, together with your name.",
    what_problem="Write at least {} characters, so that it can be understood.",
    too_long="That is too long: {} characters at most.",
    send="Send",
    sent="Your request is on its way. You can take it back below.",
    too_many=(
        f"{MOST_WAITING} of your requests wait for an answer. Take one back, or wait for it, before"
        " you ask for more."
    ),
)

_GERMAN: Final = RightsWords(
    title="Widersprechen oder etwas beantragen",
    lead="Die Datenschutzbeauftragten antworten hier, innerhalb eines Monats.",
    back="Zurück zu meinen Daten",
    yours="Ihre Anträge",
    none="Sie haben noch nichts beantragt.",
    wishes={Wish.OBJECT: "Ein Widerspruch", Wish.CORRECT: "Eine Berichtigung"},
    about="Gegen diesen Zweck",
    you_wrote="Sie schrieben",
    asked_on="Beantragt am",
    answer_by="Antwort bis",
    answered_on="Beantwortet am",
    late=(
        "Diese Antwort ist überfällig. Schreiben Sie an {contact}, oder beschweren Sie sich bei "
        "der Aufsicht über den Datenschutz: {authority}."
    ),
    outcomes={
        Outcome.DONE: "Erledigt",
        Outcome.PARTLY: "Zum Teil erledigt",
        Outcome.REFUSED: "Abgelehnt",
    },
    take_back="Zurücknehmen",
    taken_back="Zurückgenommen. Es ist nichts davon übrig.",
    too_late="Das ist schon beantwortet: Die Antwort steht unten.",
    object="Widersprechen",
    object_text=(
        "Diese Zwecke stützen sich auf unser eigenes Interesse und nicht auf Ihr Ja. Ein Klick "
        "widerspricht, ohne Begründung. Was auf Ihrem Ja beruht, beenden Sie bei Ihren "
        "Entscheidungen."
    ),
    object_to="Widersprechen",
    say_why="Sagen Sie, warum, wenn Sie möchten",
    why="Warum Sie widersprechen",
    why_hint="Wer antwortet, liest das. Ihr Name steht nicht dabei.",
    waits="Sie haben widersprochen; die Antwort ist unterwegs.",
    objected="Ihr Widerspruch ist unterwegs. Zurücknehmen können Sie ihn unten.",
    correct="Etwas berichtigen lassen",
    correct_text=(
        "Namen und Adresse ändern Sie selbst bei Ihren Daten. Stimmt etwas anderes nicht? "
        "Schreiben Sie, was, und wie es richtig wäre."
    ),
    what="Was stimmt nicht, und wie wäre es richtig?",
    what_hint="Wer antwortet, liest das zusammen mit Ihrem Namen.",
    what_problem="Schreiben Sie mindestens {} Zeichen, damit man es versteht.",
    too_long="Das ist zu lang: höchstens {} Zeichen.",
    send="Absenden",
    sent="Ihr Antrag ist unterwegs. Zurücknehmen können Sie ihn unten.",
    too_many=(
        f"{MOST_WAITING} Ihrer Anträge warten auf eine Antwort. Nehmen Sie einen zurück oder "
        "warten Sie ab, bevor Sie mehr beantragen."
    ),
)

RIGHTS: Final = {"en": _ENGLISH, "de": _GERMAN}
