"""Pages for everybody: what this is, the ways in, what is stored, and the keys of the badges."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, cast

from flask import Blueprint, Response, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin import tested
from checkin.core import statuslist
from checkin.core.inventory import PURPOSES, Cat, Privacy, Subject
from checkin.core.notices import Notice
from checkin.services import alternative, notices, retention, sites, status, weeks
from checkin.services.notices import DeclaredTable
from checkin.tested import Result
from checkin.web import language
from checkin.web.about_words import ABOUT, AboutWords
from checkin.web.access import person, runtime
from checkin.web.front_words import (
    LANDING,
    NO_BIOMETRICS,
    LandingWords,
    NoBiometricsWords,
    TestsSaid,
)
from checkin.web.join_words import WORDS, JoinWords
from checkin.web.language import LanguageChoice
from checkin.web.look_words import day
from checkin.web.notice_words import NOTICES, only_in
from checkin.web.parity_words import ParityCard, parity_card
from checkin.web.stored_words import declared, in_groups, kept, title

bp = Blueprint("public", __name__)

_KEYS_MAY_BE_KEPT: Final = 300
"""Seconds for which the key set may be kept; a revoked key is refused by the server anyway."""


# --- the ways in ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LandingPage:
    """The first page. `work` is where people go, `guide` the demo's first five minutes."""

    words: LandingWords
    languages: tuple[LanguageChoice, ...]
    organisation: str
    work: str
    guide: str | None


@dataclass(frozen=True, slots=True)
class WithoutPage:
    """How to get in without a badge, and when which front desk is there."""

    words: JoinWords
    desks: tuple[tuple[str, str], ...]
    languages: tuple[LanguageChoice, ...]


@bp.get("/")
def landing() -> ResponseReturnValue:
    """Say what this is, and show the three doors."""
    settings, words = runtime().settings, LANDING[language.speak()]
    page = LandingPage(
        words,
        language.choices(),
        settings.organisation,
        url_for("me.overview") if person() else url_for("signin.start"),
        url_for("demo.guide") if settings.demo else None,
    )
    return render_template("public/landing.html", page=page)


@bp.get("/no-badge")
def no_badge() -> ResponseReturnValue:
    """Say how to get in without a badge. Whoever comes here leaves nothing behind."""
    words = WORDS[language.speak()]
    with runtime().reading() as db:
        places = sites.places(db)
    desks = tuple(
        (place.site.title, weeks.in_words(place.site.desk_week, words.week))
        for place in places
        if place.site.desk_week
    )
    page = WithoutPage(words, desks, language.choices())
    return render_template("public/no_badge.html", page=page)


# --- what is stored ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A kind of record: what it is, how long it stays, and each column's reason and purposes."""

    title: str
    kept: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """The records about one kind of people."""

    title: str
    text: str
    tables: tuple[StoredTable, ...]


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What is stored, made from what the tables declare."""

    words: AboutWords
    languages: tuple[LanguageChoice, ...]
    purposes: tuple[tuple[str, str], ...]
    groups: tuple[StoredGroup, ...]
    responsible: tuple[tuple[str, str], ...]
    entry_days: int
    evidence_months: int
    overdue: tuple[str, ...]
    parity: ParityCard
    digest: str


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Show everything that is stored, why and how long."""
    rt, settings, limits = runtime(), runtime().settings, runtime().limits()
    words = ABOUT[language.speak()]
    with rt.reading() as db:
        overdue = retention.overdue(db, settings.limits, now=rt.now())
        places, parities = sites.places(db), alternative.parities(db, now=rt.now())
    page = AboutPage(
        words=words,
        languages=language.choices(),
        purposes=tuple(
            (declared(facts.words, g.lang), declared(facts.basis.value, g.lang))
            for purpose, facts in PURPOSES.items()
            if purpose in notices.purposes_stored()
        ),
        groups=tuple(_group(subject, *words.groups[subject]) for subject in words.groups),
        responsible=_responsible(words),
        entry_days=limits.retention_entry_days,
        evidence_months=limits.evidence_months,
        overdue=tuple(title(table, g.lang) for table in overdue),
        parity=parity_card(places, parities, g.lang),
        digest=in_groups(notices.inventory_digest()),
    )
    return render_template("public/about.html", page=page)


def _group(subject: Subject, heading: str, text: str) -> StoredGroup:
    of_them = (table for table in notices.stored() if _subject(table) is subject)
    return StoredGroup(heading, text, tuple(_stored(table) for table in of_them))


def _subject(table: DeclaredTable) -> Subject:
    """Whom a table is about: one employee's column makes it about employees."""
    subjects = {column.privacy.subject for column in table.columns}
    return min(subjects, key=list(Subject).index)


def _stored(table: DeclaredTable) -> StoredTable:
    first: Privacy = table.columns[0].privacy
    return StoredTable(
        title(table.name, g.lang),
        kept(first.retention, runtime().limits(), g.lang),
        tuple((column.name, declared(column.privacy.why, g.lang)) for column in table.columns),
    )


def _responsible(words: AboutWords) -> tuple[tuple[str, str], ...]:
    settings = runtime().settings
    controller = settings.controller
    pairs = [
        (words.controller, f"{controller.name}, {controller.address}"),
        (words.questions, controller.contact),
        (words.complaints, controller.authority),
        (words.works_on_it, ", ".join(settings.processors.named) or words.nobody),
        (words.stored_in, settings.processors.country or words.at_home),
    ]
    if settings.dpia_ref:
        pairs.append((words.assessment, settings.dpia_ref))
    if settings.workers_consulted_on:
        pairs.append((words.consulted, settings.workers_consulted_on))
    return tuple(pairs)


# --- notices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The notice that holds now, in one language."""

    notice: Notice
    only: str
    fingerprint: str
    languages: tuple[LanguageChoice, ...]
    history: str


@dataclass(frozen=True, slots=True)
class SignPage:
    """The door sign in every language, to print."""

    title: str
    notices: tuple[Notice, ...]


@bp.get("/about/notice")
def notice() -> ResponseReturnValue:
    """Show the notice that people read before they choose."""
    rt = runtime()
    language.speak()
    with rt.reading() as db:
        offered = notices.offered(db, g.lang, now=rt.now())
    page = NoticePage(
        offered.notice,
        only_in(offered.notice.language, g.lang),
        in_groups(offered.notice.digest),
        language.choices(offered.languages),
        NOTICES[g.lang].history,
    )
    return render_template("public/notice.html", page=page)


@bp.get("/about/sign")
def sign() -> ResponseReturnValue:
    """Show the sign for beside a door, to print."""
    rt = runtime()
    language.speak()
    with rt.reading() as db:
        first = notices.offered(db, "en", now=rt.now())
        offered = [notices.offered(db, code, now=rt.now()) for code in first.languages]
    page = SignPage(NOTICES[g.lang].sign, tuple(one.notice for one in offered))
    return render_template("public/sign.html", page=page)


@dataclass(frozen=True, slots=True)
class NoBiometricsPage:
    """What can be said about bodies and pictures: that there is no place for them.

    `said` is what the tests last said of it, as far as this copy of the software can know.
    """

    words: NoBiometricsWords
    languages: tuple[LanguageChoice, ...]
    categories: tuple[str, ...]
    columns: int
    shape: str
    said: str
    worth: str
    digest: str
    checked_on: str


@bp.get("/about/no-biometrics")
def no_biometrics() -> ResponseReturnValue:
    """State that nothing here knows faces, fingers, voices or pictures, and how that is checked."""
    words, result = NO_BIOMETRICS[language.speak()], tested.last()
    said = _tests_said(result)
    counts = {"passed": result.passed, "failed": result.failed} if result else {}
    page = NoBiometricsPage(
        words,
        language.choices(),
        tuple(category.value for category in Cat if category is not Cat.NONE),
        sum(len(table.columns) for table in notices.stored()),
        "admit" if said is TestsSaid.PASSED else "desk",
        words.results[said].format(day=day(result.at, g.lang) if result else "", **counts),
        words.worth if result else "",
        in_groups(notices.inventory_digest()),
        day(runtime().now(), g.lang),
    )
    return render_template("public/no_biometrics.html", page=page)


def _tests_said(result: Result | None) -> TestsSaid:
    if result is None:
        return TestsSaid.NOTHING
    if result.code != tested.code():
        return TestsSaid.OF_OTHER_CODE
    return TestsSaid.FAILED if result.failed or not result.passed else TestsSaid.PASSED


# --- keys and status lists --------------------------------------------------------------------


@bp.get("/.well-known/jwks.json")
def key_set() -> Response:
    """The public keys that badges and day passes are signed with (RFC 7517)."""
    response = jsonify(runtime().keyring.jwks(now=runtime().now()))
    response.mimetype = "application/jwk-set+json"
    response.cache_control.public = True
    response.cache_control.max_age = _KEYS_MAY_BE_KEPT
    return response


@bp.get("/s/<int:number>")
def status_list(number: int) -> Response:
    """The signed list of switched-off and paused badges of this number."""
    rt = runtime()
    with rt.reading() as db:
        token = status.published(db, number, rt.list_signing(), now=rt.now())
    response = Response(token, mimetype=statuslist.TYP)
    response.cache_control.public = True
    response.cache_control.max_age = int(statuslist.TIME_TO_LIVE.total_seconds())
    response.set_etag(sha256(token).hexdigest()[:32])
    return cast(Response, response.make_conditional(request))
