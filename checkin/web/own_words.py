"""Words of a person's own pages: overview, badge, entries, who looked. In both languages."""

from dataclasses import dataclass
from typing import Final

from checkin.core.policy import Presented
from checkin.services.devices import DeviceKind


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What these pages say, in one language. Braces take a name, a number or a day."""

    pages: str
    hello: str
    lead: str
    badge: str
    choices: str
    entries: str
    looks: str
    data: str
    data_line: str
    data_waits: str
    data_answered: str
    none_with_you: str
    without_too: str

    changed: str
    ends: str
    given: str
    paused: str
    no_badge_line: str
    good_until: str
    last_day: str
    over: str
    entries_not_kept: str
    no_entries: str
    entries_kept: str
    nobody_looked: str
    looked_once: str
    looked: str
    looked_unusual: str

    no_badge: str
    revoked: str
    expired: str
    renewed: str
    taken_off: str
    show_fresh: str
    put: str
    carry: str
    card: str
    picture: str
    where: str
    no_doors: str
    like_a_key: str
    lost: str
    lost_text: str
    renew: str
    nothing_to_show: str
    without: str
    phones: str
    this_one: str
    since: str
    take_off: str
    lost_phone: str
    fresh: str
    devices: dict[DeviceKind, str]

    carry_title: str
    carry_lead: str
    carry_picture: str
    carry_good: str
    carry_note: str
    to_badge: str
    new_code: str

    entries_lead: str
    entries_table: str
    entries_head: tuple[str, str, str, str]
    entries_note: str
    entries_none: str
    entries_none_text: str
    entries_off: str
    entries_off_text: str
    weekdays: tuple[str, ...]
    presented: dict[Presented, str]

    looks_title: str
    looks_lead: str
    looks_list: str
    looks_kinds: str
    looks_all: str
    looks_opened: str
    looks_lists: str
    looks_none_such: str
    looks_copy: str
    looks_json: str
    looks_csv: str
    looks_note: str
    looks_none: str
    looks_none_text: str


_ENGLISH: Final = OwnWords(
    pages="Your pages",
    hello="Hello, {}",
    lead="Your badge, your choices, and everything held on you.",
    badge="My badge",
    choices="My choices",
    entries="My entries",
    looks="Who looked",
    data="My data",
    data_line="Everything held on you, and a copy to take with you.",
    data_waits="A request of yours is answered by {}.",
    data_answered="A request of yours was answered on {}.",
    none_with_you="No badge with you today?",
    without_too="You get in without it, too.",
    changed="The text has changed. Read it, then say yes again or take it back.",
    ends="A yes of yours ends on {}, unless you say it again.",
    given="You said yes to {} of {}. One press takes each back.",
    paused="It is paused and opens no door. Your choices say why, and how to go on.",
    no_badge_line="You have none yet. One press makes one.",
    good_until="Good until {}.",
    last_day="Good until {}, your last day here.",
    over="It doesn't open doors any more. Look here for what to do.",
    entries_not_kept="Your entries aren't kept.",
    no_entries="None yet. You alone will see them.",
    entries_kept="{} kept for you. You alone can see them.",
    nobody_looked="Nobody has looked at your record.",
    looked_once="Once in the last months. See who, and why.",
    looked="{} times in the last months. See who, and why.",
    looked_unusual="Out of the ordinary on {}. See who, and why.",
    no_badge="You have no badge yet.",
    revoked="Your badge was switched off. The front desk can help, and lets you in meanwhile.",
    expired="Your badge has run out. One press makes a new one.",
    renewed="This is your new badge. The old one has stopped working.",
    taken_off="Your badge is off that phone. What it shows opens nothing any more.",
    show_fresh="Show the fresh badge",
    put="Put it on this phone",
    carry="Carry to my phone",
    card="Card to print (PDF)",
    picture="Picture (PNG)",
    where="Where it works",
    no_doors="It opens no door yet. Ask those who look after badges.",
    like_a_key=(
        "Nothing in the code names you. Whoever copies it can use it, so treat it like a key."
    ),
    lost="Lost it, or want a new one?",
    lost_text=(
        "A new printed badge replaces this one, which stops working at once. Phones keep theirs."
    ),
    renew="Make a new badge",
    nothing_to_show="No badge to show",
    without="How to get in without a badge",
    phones="On phones",
    this_one="this one",
    since="since",
    take_off="Take it off",
    lost_phone="Lost a phone? Take your badge off it: what it shows opens nothing from then on.",
    fresh=(
        "A fresh badge on a phone changes every five seconds, so a picture of it opens nothing. "
        "Put it on this phone, or carry it to another with a code."
    ),
    devices={
        DeviceKind.IPHONE: "iPhone",
        DeviceKind.IPAD: "iPad",
        DeviceKind.ANDROID: "Android phone or tablet",
        DeviceKind.COMPUTER: "Computer",
        DeviceKind.OTHER: "Another device",
    },
    carry_title="Carry your badge to your phone",
    carry_lead="Open your phone's camera and point it at this code.",
    carry_picture="QR code that opens your badge on your phone",
    carry_good="Good once, for {} minutes.",
    carry_note=(
        "It signs your phone in for up to 12 hours. Nobody else should read this code. It isn't "
        "your badge: no door knows it."
    ),
    to_badge="Back to my badge",
    new_code="New code",
    entries_lead="You alone can see them. Each is deleted after {} days.",
    entries_table="When you came in",
    entries_head=("When", "Where", "With", "Deleted on"),
    entries_note="When you leave is never stored. To delete all of them now, take the choice back.",
    entries_none="No entries yet",
    entries_none_text="The next time you come in with your badge, it shows up here.",
    entries_off="Your entries aren't kept",
    entries_off_text=(
        "Doors open and nobody writes it down. Say yes to it if you want to see when you came in."
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    presented={
        Presented.PRINTED: "printed badge",
        Presented.LIVE: "fresh badge on a phone",
        Presented.DAY: "day pass",
        Presented.TYPED: "short code, typed",
    },
    looks_title="Who looked at your record",
    looks_lead="Every look of the last {} months, newest first. Nobody can remove one.",
    looks_list="Looks",
    looks_kinds="Which looks",
    looks_all="All",
    looks_opened="At you alone",
    looks_lists="In lists",
    looks_none_such="No look of this kind.",
    looks_copy="The copy tells each look on its own.",
    looks_json="For programs (JSON)",
    looks_csv="For a spreadsheet (CSV)",
    looks_note=(
        "People appear by role and alias. If you need a name to use a right, ask your data "
        "protection officer."
    ),
    looks_none="Nobody has looked",
    looks_none_text=(
        "When somebody in the console opens your record or a list with you on it, you read it here."
    ),
)

_GERMAN: Final = OwnWords(
    pages="Ihre Seiten",
    hello="Guten Tag, {}",
    lead="Ihr Ausweis, Ihre Entscheidungen und alles, was über Sie gespeichert ist.",
    badge="Mein Ausweis",
    choices="Meine Entscheidungen",
    entries="Meine Eintritte",
    looks="Wer nachgesehen hat",
    data="Meine Daten",
    data_line="Alles, was über Sie gespeichert ist, und eine Kopie zum Mitnehmen.",
    data_waits="Auf einen Antrag von Ihnen gibt es bis {} eine Antwort.",
    data_answered="Ein Antrag von Ihnen wurde am {} beantwortet.",
    none_with_you="Heute keinen Ausweis dabei?",
    without_too="Sie kommen auch ohne hinein.",
    changed="Der Text ist neu. Lesen Sie ihn, und sagen Sie dann noch einmal Ja oder Nein.",
    ends="Ein Ja von Ihnen endet am {}, wenn Sie es nicht wiederholen.",
    given="Zu {} von {} haben Sie Ja gesagt. Ein Klick nimmt ein Ja zurück.",
    paused=(
        "Er ist pausiert und öffnet keine Tür. Bei Ihren Entscheidungen steht, warum und wie es "
        "weitergeht."
    ),
    no_badge_line="Sie haben noch keinen. Ein Klick legt einen an.",
    good_until="Gültig bis {}.",
    last_day="Gültig bis {}, Ihrem letzten Tag hier.",
    over="Er öffnet keine Türen mehr. Was zu tun ist, steht hier.",
    entries_not_kept="Ihre Eintritte werden nicht aufbewahrt.",
    no_entries="Noch keine. Nur Sie werden sie sehen.",
    entries_kept="Für Sie aufbewahrt: {}. Nur Sie können sie sehen.",
    nobody_looked="Niemand hat Ihre Daten angesehen.",
    looked_once="Einmal in den letzten Monaten. Hier steht, wer und warum.",
    looked="{} Mal in den letzten Monaten. Hier steht, wer und warum.",
    looked_unusual="Am {} außer der Reihe. Hier steht, wer und warum.",
    no_badge="Sie haben noch keinen Ausweis.",
    revoked=(
        "Ihr Ausweis wurde ausgeschaltet. Der Empfang hilft weiter und lässt Sie solange hinein."
    ),
    expired="Ihr Ausweis ist abgelaufen. Ein Klick legt einen neuen an.",
    renewed="Das ist Ihr neuer Ausweis. Der alte gilt nicht mehr.",
    taken_off="Ihr Ausweis ist von diesem Telefon entfernt. Was es zeigt, öffnet nichts mehr.",
    show_fresh="Den frischen Ausweis zeigen",
    put="Auf dieses Telefon",
    carry="Auf mein Telefon mitnehmen",
    card="Karte zum Drucken (PDF)",
    picture="Bild (PNG)",
    where="Wo er gilt",
    no_doors="Er öffnet noch keine Tür. Fragen Sie, wer Ausweise betreut.",
    like_a_key=(
        "Im Code steht kein Name. Wer ihn kopiert, kann ihn benutzen: Behandeln Sie ihn wie einen "
        "Schlüssel."
    ),
    lost="Verloren, oder Zeit für einen neuen?",
    lost_text=(
        "Ein neuer gedruckter Ausweis ersetzt diesen, der sofort nicht mehr gilt. Telefone "
        "behalten ihren."
    ),
    renew="Neuen Ausweis anlegen",
    nothing_to_show="Kein Ausweis da",
    without="So kommen Sie ohne Ausweis hinein",
    phones="Auf Telefonen",
    this_one="dieses hier",
    since="seit",
    take_off="Entfernen",
    lost_phone=(
        "Telefon verloren? Entfernen Sie Ihren Ausweis davon: Was es zeigt, öffnet dann nichts "
        "mehr."
    ),
    fresh=(
        "Ein frischer Ausweis auf dem Telefon ändert sich alle fünf Sekunden, ein Foto davon "
        "öffnet nichts. Er kommt auf dieses Telefon oder mit einem Code auf ein anderes."
    ),
    devices={
        DeviceKind.IPHONE: "iPhone",
        DeviceKind.IPAD: "iPad",
        DeviceKind.ANDROID: "Android-Gerät",
        DeviceKind.COMPUTER: "Computer",
        DeviceKind.OTHER: "Anderes Gerät",
    },
    carry_title="Nehmen Sie Ihren Ausweis auf dem Telefon mit",
    carry_lead="Öffnen Sie die Kamera Ihres Telefons, und richten Sie sie auf diesen Code.",
    carry_picture="QR-Code, der Ihren Ausweis auf dem Telefon öffnet",
    carry_good="Gilt einmal, {} Minuten lang.",
    carry_note=(
        "Er meldet Ihr Telefon für bis zu 12 Stunden an. Niemand sonst sollte ihn lesen. Ihr "
        "Ausweis ist er nicht: Keine Tür kennt ihn."
    ),
    to_badge="Zurück zu meinem Ausweis",
    new_code="Neuer Code",
    entries_lead="Nur Sie können sie sehen. Nach {} Tagen wird jeder gelöscht.",
    entries_table="Wann Sie hereinkamen",
    entries_head=("Wann", "Wo", "Womit", "Wird gelöscht am"),
    entries_note=(
        "Wann Sie gehen, wird nie gespeichert. Möchten Sie alle jetzt löschen, nehmen Sie Ihr Ja "
        "dazu zurück."
    ),
    entries_none="Noch keine Eintritte",
    entries_none_text="Wenn Sie das nächste Mal mit Ihrem Ausweis hereinkommen, steht es hier.",
    entries_off="Ihre Eintritte werden nicht aufbewahrt",
    entries_off_text=(
        "Türen öffnen sich, und niemand schreibt es auf. Sagen Sie Ja dazu, wenn Sie sehen "
        "möchten, wann Sie hereinkamen."
    ),
    weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    presented={
        Presented.PRINTED: "gedruckter Ausweis",
        Presented.LIVE: "frischer Ausweis auf dem Telefon",
        Presented.DAY: "Tagespass",
        Presented.TYPED: "Kurzcode, eingetippt",
    },
    looks_title="Wer Ihre Daten angesehen hat",
    looks_lead=(
        "Jeder Einblick der letzten {} Monate, der neueste zuerst. Niemand kann einen entfernen."
    ),
    looks_list="Einblicke",
    looks_kinds="Welche Einblicke",
    looks_all="Alle",
    looks_opened="Nur in Ihre Daten",
    looks_lists="In Listen",
    looks_none_such="Kein Einblick dieser Art.",
    looks_copy="In der Kopie steht jeder Einblick für sich.",
    looks_json="Für Programme (JSON)",
    looks_csv="Für eine Tabelle (CSV)",
    looks_note=(
        "Menschen stehen hier mit Rolle und Kürzel. Brauchen Sie einen Namen, um ein Recht "
        "wahrzunehmen, fragen Sie bei Ihrem Datenschutz nach."
    ),
    looks_none="Niemand hat nachgesehen",
    looks_none_text=(
        "Wenn jemand in der Verwaltung Ihre Daten öffnet oder eine Liste, auf der Sie stehen, "
        "lesen Sie es hier."
    ),
)

OWN: Final = {"en": _ENGLISH, "de": _GERMAN}
