"""What every page has around it: the organisation's name, who is signed in, and the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import g, request, url_for

from checkin.core.roles import Act, Role, may
from checkin.web.access import console_account, person, runtime
from checkin.web.words import ROLES


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation."""

    label: str
    href: str
    icon: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some entries of the console's navigation that belong together; without a title, one alone."""

    title: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """What layouts show on every page; `nav` is a person's, `parts` a console account's.

    `part` is for htmx, which takes the content of a page alone.
    """

    part: bool
    demo: bool
    organisation: str
    signed_in: str | None
    role: str | None
    alias: str | None
    lang: str
    path: str
    nav: tuple[Way, ...]
    parts: tuple[Part, ...]
    footer: tuple[Way, ...]
    demo_links: tuple[Way, ...]
    sign_out: str


_FOOTER = (
    ("What is stored", "public.about"),
    ("How to get in without a badge", "public.no_badge"),
    ("No biometrics", "public.no_biometrics"),
    ("Check a badge", "verify.verify"),
)

_DEMO_LINKS = (("The first five minutes", "demo.guide"), ("Outbox", "demo.outbox"))

_PERSON_WAYS = (
    ("Overview", "me.overview", "house"),
    ("Badge", "me.badge", "qr-code"),
    ("Choices", "choices.choices", "shield-check"),
    ("My entries", "me.entries", "door-open"),
    ("Who looked", "looks.looks", "eye"),
    ("My data", "record.data", "file-text"),
)

_CONSOLE_PARTS: tuple[tuple[str, tuple[tuple[str, str, str, Act | None], ...]], ...] = (
    ("", (("Overview", "admin.overview", "house", None),)),
    (
        "Front desk",
        (
            ("Help somebody", "admin_desk.desk", "person", Act.OPEN_DESK),
            ("Take back for somebody", "admin_leaving.ask", "shield-check", Act.CHECK_BADGE),
        ),
    ),
    (
        "People",
        (
            ("People with a badge", "admin_people.people", "people", Act.SEE_PEOPLE),
            ("Invite", "admin_invite.invite", "envelope", Act.INVITE),
            ("Leavers", "admin_leavers.leavers", "box-arrow-right", Act.END_ENROLMENTS),
        ),
    ),
    (
        "Rights",
        (("Requests", "admin_requests.requests", "envelope", Act.ANSWER_REQUESTS),),
    ),
    (
        "Doors and kiosks",
        (
            ("Doors", "admin_doors.doors", "door-open", Act.RUN_DOORS),
            ("Kiosks", "admin_kiosks.kiosks", "tablet", Act.RUN_KIOSKS),
            (
                "Conflicts",
                "admin_conflicts.conflicts",
                "exclamation-triangle",
                Act.SETTLE_CONFLICTS,
            ),
            ("What if?", "admin_simulator.ask", "question-circle", Act.RUN_DOORS),
        ),
    ),
    (
        "Log",
        (
            ("Who did what", "admin_log.acts", "journal-check", Act.READ_LOG),
            ("Who looked", "admin_log.looks", "eye", Act.READ_LOG),
        ),
    ),
    (
        "Settings",
        (
            ("Who may join", "admin_domains.domains", "envelope", Act.CHOOSE_DOMAINS),
            ("Accounts", "admin_accounts.accounts", "key", Act.RUN_ACCOUNTS),
            ("Keys", "admin_keys.keys", "lock", Act.RUN_KEYS),
            ("Your sign-in", "admin_own.own", "shield-check", None),
        ),
    ),
)
"""The console's navigation, in the order in which it is shown: parts, and the ways in each."""


_IN_GERMAN = {
    "What is stored": "Was gespeichert wird",
    "How to get in without a badge": "Ohne Ausweis hineinkommen",
    "No biometrics": "Keine Biometrie",
    "Check a badge": "Einen Ausweis prüfen",
    "The first five minutes": "Die ersten fünf Minuten",
    "Outbox": "Postausgang",
    "Overview": "Start",
    "Badge": "Ausweis",
    "Choices": "Auswahl",
    "My entries": "Eintritte",
    "Who looked": "Einblicke",
    "My data": "Daten",
}
"""For pages that settled on German (`g.lang`); the others are English."""


def shell() -> Shell:
    """The shell of the page that is being made."""
    settings = runtime().settings
    in_console = request.path.startswith("/console")
    account = console_account() if in_console else None
    someone = None if in_console else person()
    return Shell(
        part="HX-Request" in request.headers,
        demo=settings.demo,
        organisation=settings.organisation,
        signed_in="account" if account else "person" if someone else None,
        role=ROLES[account.role] if account else None,
        alias=account.alias if account else None,
        lang=g.get("lang", "en"),
        path=request.path,
        nav=_person_ways() if someone else (),
        parts=_console_parts(account.role) if account else (),
        footer=tuple(_way(label, endpoint) for label, endpoint in _FOOTER),
        demo_links=_demo_links() if settings.demo else (),
        sign_out=url_for("admin_signin.sign_out" if in_console else "signin.sign_out"),
    )


def _demo_links() -> tuple[Way, ...]:
    return tuple(_way(label, endpoint) for label, endpoint in _DEMO_LINKS)


def _person_ways() -> tuple[Way, ...]:
    return tuple(_way(label, endpoint, icon) for label, endpoint, icon in _PERSON_WAYS)


def _console_parts(role: Role) -> tuple[Part, ...]:
    """The ways that the role may go; a page below one of them counts as there."""
    parts = [
        Part(title, tuple(_way(*way) for *way, act in ways if act is None or may(role, act)))
        for title, ways in _CONSOLE_PARTS
    ]
    here = _nearest([way.href for part in parts for way in part.ways])
    return tuple(
        Part(part.title, tuple(replace(way, current=way.href == here) for way in part.ways))
        for part in parts
        if part.ways
    )


def _nearest(hrefs: Sequence[str]) -> str:
    """The address that this page is at or below; the overview, above all others, is no page's."""
    overview = url_for("admin.overview")
    around = [
        href
        for href in hrefs
        if href == request.path or (href != overview and request.path.startswith(f"{href}/"))
    ]
    return max(around, key=len, default="")


def _way(label: str, endpoint: str, icon: str | None = None) -> Way:
    href = url_for(endpoint)
    if g.get("lang") == "de":
        label = _IN_GERMAN.get(label, label)
    return Way(label, href, icon, current=request.path == href)
