"""What is kept outside the database's columns, declared as these are: in browsers, files and logs.

Tests hold cookies, scripts, log lines and metrics to this list; documents print it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Where(StrEnum):
    """The kinds of places beside the database."""

    COOKIE = "a cookie"
    BROWSER_DATABASE = "a browser's own database"
    BROWSER_NOTE = "a browser's local storage"
    BROWSER_PAGES = "pages that a browser keeps"
    OPEN_PAGE = "the memory of an open page"
    LOG = "the server's log"
    METRICS = "numbers for a monitor"
    FILE = "a file of the instance"
    BACKUP = "a backup"
    MAIL = "mail on its way"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept beside the database: what it holds, until when, and why."""

    name: str
    where: Where
    holds: str
    until: str
    why: str


# fmt: off
ELSEWHERE: Final = (
    Kept("session", Where.COOKIE, "a random secret", "you sign out, or after 12 hours",
         "Keeps a person signed in; the database has its hash."),
    Kept("console", Where.COOKIE, "a random secret", "you sign out, an hour unused, or 12 hours",
         "Keeps a console account signed in; the database has its hash."),
    Kept("form", Where.COOKIE, "a random word and what the last page said, signed",
         "the browser is closed", "Shows that a form comes from a page of this site."),
    Kept("joining", Where.COOKIE, "a random secret", "15 minutes",
         "Leads somebody who is joining from one question to the next."),
    Kept("signing-in", Where.COOKIE, "the address that was typed, sealed", "15 minutes",
         "Knows whose code is awaited; the server alone can read it."),
    Kept("new-address", Where.COOKIE, "the address that somebody wants to be known by, sealed",
         "15 minutes", "Knows whose code is awaited; the server alone can read it."),
    Kept("device", Where.COOKIE, "the random number of a phone",
         "the badge is taken off it, or 400 days", "Lets signing out end the badge on it, too."),
    Kept("text-seen", Where.COOKIE, "the version of a notice", "400 days",
         "Doesn't show again what somebody has read."),
    Kept("kiosk", Where.COOKIE, "a random secret", "it is shut out, or a year",
         "Shows the server which kiosk asks; it names a door and nobody."),
    Kept("badge", Where.BROWSER_DATABASE, "the phone's own key, and the badge",
         "it is taken off the phone", "Makes a fresh badge without a network."),
    Kept("kiosk", Where.BROWSER_DATABASE, "scans that wait, sealed; what holds at the door",
         "they are sent, or 7 days; what holds: the minutes that the server allows",
         "Decides and remembers while there is no network. It names nobody."),
    Kept("camera", Where.BROWSER_NOTE, "which camera was chosen", "the kiosk is set up anew",
         "Starts the same camera again."),
    Kept("scanner", Where.BROWSER_NOTE, "how this scanner types", "the kiosk is set up anew",
         "Reads a scanner of another keyboard."),
    Kept("kiosk page and badge page", Where.BROWSER_PAGES, "pages without anybody's data",
         "the next release", "Opens them without a network."),
    Kept("kiosk page", Where.OPEN_PAGE,
         "how long the last badges and day passes took to green; numbers alone",
         "a median of ten or more of each is told, or the page is closed",
         "Shows that a day pass is as quick as a badge."),
    Kept("standard error", Where.LOG,
         "what happened, with a request's or a message's random number",
         "whoever runs it decides: seven days at most",
         "Finds faults. No addresses of visitors, no names, no codes; there is no access log."),
    Kept("/metrics", Where.METRICS,
         "how many rows are due, by table, and how many answers are late, in tens",
         "whoever runs the monitor decides", "Tells that deletion and answers keep up."),
    Kept("erasures.log", Where.FILE, "a random reference and a time for each erasure",
         "as long as backups are kept, and 30 days", "Lets no restored backup undo an erasure."),
    Kept("keys/", Where.FILE, "keys that sign and hash; nothing of people", "they are retired",
         "Makes badges, receipts and hashes that nobody else can make."),
    Kept("checkin-*.backup", Where.BACKUP, "every row but sign-ins, codes, mail and invitations",
         "14 days, or the days that are set", "Brings the database back; only the keys open it."),
    Kept("the mail server", Where.MAIL, "addresses and messages",
         "delivered; what it keeps itself is named under processors",
         "Carries codes, invitations and what people are told."),
)
# fmt: on
"""Everything that is kept beside the database. A demo's guide remembers its own steps as well."""
