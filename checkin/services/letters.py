"""The few messages that are mailed: what happened, then what to do.

People get theirs in English and German; those about the console are in English, as it is.
"""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.audit import Actor
from checkin.storage.mail import Letter

__all__ = ["Letter"]


@dataclass(frozen=True, slots=True)
class Mailing:
    """What a message says of an instance: how it is called, and where people go on."""

    organisation: str
    link: str


def code(organisation: str, digits: str) -> Letter:
    """The code that proves an address."""
    return Letter(
        f"{digits} is your code for {organisation}",
        f"""Your code is {digits}.

It works for 15 minutes, on the page where you asked for it. If you didn't ask,
delete this message: nobody can do anything without the code.

---

Ihr Code lautet {digits}.

Er gilt 15 Minuten lang auf der Seite, auf der Sie ihn angefordert haben. Haben
Sie keinen angefordert, löschen Sie diese Nachricht: Ohne den Code kommt niemand
weiter.
""",
    )


def known_already(organisation: str, link: str) -> Letter:
    """For somebody who wants to join and has a badge already."""
    return Letter(
        f"You already have a badge for {organisation}",
        f"""Somebody, most likely you, asked for a badge with this address. You have one
already. Sign in to see it:

{link}

---

Jemand, vermutlich Sie, wollte mit dieser Adresse einen Ausweis anlegen. Sie
haben schon einen. Nach der Anmeldung sehen Sie ihn:

{link}
""",
    )


def readdressed(organisation: str) -> Letter:
    """To the address that somebody signed in with until now. It names no other one."""
    return Letter(
        f"You sign in to {organisation} with another address now",
        """Your pages at the check-in now know you by another work e-mail. This address
is forgotten there.

If that wasn't you, tell the front desk: they switch your badge off, and you
keep getting in.

---

Ihre Seiten bei der Anmeldung am Eingang kennen Sie jetzt unter einer anderen
dienstlichen E-Mail-Adresse. Diese hier ist dort vergessen.

Waren Sie das nicht, sagen Sie es am Empfang: Dort wird Ihr Ausweis
ausgeschaltet, und hinein kommen Sie weiterhin.
""",
    )


def invitation(organisation: str, link: str, days: int) -> Letter:
    """For somebody who may join. It asks for nothing and is sent once."""
    return Letter(
        f"A badge for {organisation}, if you want one",
        f"""You can carry a badge that opens the doors here. You don't have to: the front
desk and day passes let you in just the same, and nobody keeps a list of those
who don't answer.

To read what it means and choose:

{link}

The link works for {days} days and for this address only.

---

Sie können einen Ausweis nutzen, der hier die Türen öffnet. Sie müssen nicht:
Am Empfang und mit einem Tagespass kommen Sie genauso hinein, und niemand führt
eine Liste derer, die nicht antworten.

Hier lesen Sie, was das bedeutet, und entscheiden selbst:

{link}

Der Link gilt {days} Tage lang und nur für diese Adresse.
""",
    )


def ends_soon(organisation: str, link: str, ends: datetime) -> Letter:
    """For somebody whose yes ends by itself. It is sent twice at most."""
    return Letter(
        f"Your badge for {organisation} ends on {ends:%-d %b %Y}",
        f"""What you said yes to ends by itself on {ends:%-d %B %Y}, unless you say yes
again. Then it is all deleted, and you get in by the front desk or with a day
pass, as anybody does.

If you want to go on, or end it now:

{link}

---

Ihr Ja endet am {ends:%d.%m.%Y} von selbst, wenn Sie es nicht erneuern. Dann wird
alles gelöscht, und Sie kommen wie alle anderen am Empfang oder mit einem
Tagespass hinein.

Hier können Sie es verlängern oder gleich beenden:

{link}
""",
    )


def text_changed(organisation: str, link: str, holds_from: datetime) -> Letter:
    """For somebody who said yes to a text that now has a successor of substance. Sent once."""
    return Letter(
        f"What your badge for {organisation} means is going to change",
        f"""The text you said yes to has a new version. It holds from {holds_from:%-d %B %Y}.
Until then everything stays as it was.

Read what changes, then say yes again or take it back:

{link}

Without an answer what it is about stops on that day, and later ends. You get in
by the front desk or with a day pass, as anybody does.

---

Der Text, zu dem Sie Ja gesagt haben, hat eine neue Fassung. Sie gilt ab
{holds_from:%d.%m.%Y}. Bis dahin bleibt alles, wie es war.

Lesen Sie, was sich ändert. Dann sagen Sie noch einmal Ja oder nehmen es zurück:

{link}

Ohne Antwort ruht es von diesem Tag an, und später endet es. Hinein kommen Sie
wie alle anderen am Empfang oder mit einem Tagespass.
""",
    )


def request_answered(organisation: str, link: str) -> Letter:
    """For somebody whose request has an answer. What it says is read on their own pages alone."""
    return Letter(
        f"Your request at {organisation} is answered",
        f"""You asked for something about your data. The answer is on your own pages:

{link}

---

Sie haben etwas zu Ihren Daten beantragt. Die Antwort steht auf Ihren eigenen
Seiten:

{link}
""",
    )


def on_a_phone(organisation: str, link: str) -> Letter:
    """For somebody whose badge was put on a phone: it needn't have been theirs."""
    return Letter(
        f"Your badge for {organisation} is on another phone",
        f"""Your badge was just put on a phone. If that was you, there is nothing to do.

If not, somebody else has it. Take it off that phone: what it shows opens
nothing from then on.

{link}

---

Ihr Ausweis ist soeben auf ein Telefon gekommen. Waren Sie es selbst, ist nichts
zu tun.

Sonst hat ihn jemand anderes. Entfernen Sie ihn von diesem Telefon: Was es
zeigt, öffnet dann nichts mehr.

{link}
""",
    )


# --- about the console ------------------------------------------------------------------------


def set_up(organisation: str, link: str) -> Letter:
    """For somebody who is to have a console account, or to start over with theirs."""
    return Letter(
        "Set up your console account",
        f"You are asked to help run check-in at {organisation}.\n\n"
        f"Set up your console account here, within 72 hours. The link works once:\n\n{link}\n\n"
        "You will choose a password and add a second factor to your phone.\n"
        "If you don't know what this is about, ignore it: nothing happens.",
    )


def opened_otherwise(email: str, what: str) -> Letter:
    """For the owner of an account, when what opens it has changed: it needn't have been them."""
    return Letter(
        what,
        f"{what} in the console, for {email}.\n\n"
        "Was it you? Then there is nothing to do.\n"
        "If not, ask a site admin at once to let your account start over: whoever did it is then "
        "signed out.",
    )


def sees_people_or_the_log(who: Actor, what: str) -> Letter:
    """For data protection officers: somebody gets to see people or the log, or no longer does."""
    return Letter(
        "An account that sees people or the log",
        f"{who.alias} ({who.role}) {what}.\n\n"
        "Nobody may have two roles. If this address belongs to somebody who runs accounts or sees "
        "people already, ask them. The log keeps when it was done.",
    )


def looked_at_many(who: Actor, what: str) -> Letter:
    """For data protection officers: somebody looked at more people than their work explains."""
    return Letter(
        "Many records were looked at",
        f"{who.alias} ({who.role}) {what}. The log says which, and why.",
    )


def read_directly(reader: Actor, why: str, people: int, *, at: datetime) -> Letter:
    """To an officer: somebody says that they read the database itself."""
    return Letter(
        "The database was read directly",
        f"""{reader.alias} ({reader.role}) says that the database itself was read on
{at:%Y-%m-%d} at {at:%H:%M} UTC, around the check-in, which saw nothing of it.

{why}

People who can read of it on their own pages: {people}.
""",
    )
