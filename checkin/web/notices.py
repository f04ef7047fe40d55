"""Every version of the notice: when it holds, what it changed, and its text, word for word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core.notices import Notice
from checkin.services import notices
from checkin.services.notices import Edition, Historic
from checkin.web import language
from checkin.web.access import runtime
from checkin.web.language import LanguageChoice
from checkin.web.look_words import day
from checkin.web.notice_words import NOTICES, NoticeWords, only_in, place, told
from checkin.web.stored_words import in_groups

bp = Blueprint("notices", __name__, url_prefix="/about/notices")


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version: its number, where it stands, facts, and where to read more."""

    number: str
    state: str | None
    level: str
    facts: tuple[tuple[str, str], ...]
    read: str
    changes: str | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Every version, newest first."""

    words: NoticeWords
    languages: tuple[LanguageChoice, ...]
    versions: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """The text of one version, with its facts."""

    words: NoticeWords
    languages: tuple[LanguageChoice, ...]
    only: str
    card: VersionCard
    notice: Notice


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference: where, what was there, and what is there now."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What one version changed."""

    words: NoticeWords
    languages: tuple[LanguageChoice, ...]
    card: VersionCard
    rows: tuple[ChangeRow, ...]


@bp.get("")
def history() -> ResponseReturnValue:
    """List every version, newest first."""
    rt, words = runtime(), NOTICES[language.speak()]
    with rt.reading() as db:
        found = notices.history(db)
    cards = tuple(_card(one, found, words) for one in reversed(found))
    page = HistoryPage(words, language.choices(), cards)
    return render_template("public/notice_history.html", page=page)


@bp.get("/<number>")
def version(number: str) -> ResponseReturnValue:
    """Show the text of one version, in a language it was published in."""
    words = NOTICES[language.speak()]
    one, found = _found(number)
    texts = one.edition.texts
    notice = texts.get(g.lang) or next(iter(texts.values()))
    page = VersionPage(
        words,
        language.choices(texts),
        only_in(notice.language, g.lang),
        _card(one, found, words),
        notice,
    )
    return render_template("public/notice_version.html", page=page)


@bp.get("/<number>/changes")
def changes(number: str) -> ResponseReturnValue:
    """Show what one version changed."""
    words = NOTICES[language.speak()]
    one, found = _found(number)
    rows = tuple(ChangeRow(place(change, words), *told(change, words)) for change in one.changes)
    page = ChangesPage(words, language.choices(), _card(one, found, words), rows)
    return render_template("public/notice_changes.html", page=page)


def _found(number: str) -> tuple[Historic, Sequence[Historic]]:
    with runtime().reading() as db:
        return notices.version(db, number), notices.history(db)


def _card(one: Historic, every: Sequence[Historic], words: NoticeWords) -> VersionCard:
    edition, now = one.edition, runtime().now()
    holding = [other.edition for other in every if other.edition.effective_at <= now]
    number = edition.version
    state = words.later if edition.effective_at > now else None
    if holding and holding[-1].id == edition.id:
        state = words.now
    first = every[0].edition.id == edition.id
    return VersionCard(
        number,
        state,
        words.first if first else words.levels[edition.level],
        _facts(edition, words),
        url_for(".version", number=number, language=g.lang),
        None if first else url_for(".changes", number=number, language=g.lang),
    )


def _facts(edition: Edition, words: NoticeWords) -> tuple[tuple[str, str], ...]:
    digests = (
        (f"{words.digest} ({language.NAMES[code]})", in_groups(text.digest))
        for code, text in edition.texts.items()
    )
    return (
        (words.published, _day(edition.published_at)),
        (words.holds_from, _day(edition.effective_at)),
        *digests,
    )


def _day(moment: datetime) -> str:
    return day(moment, g.lang)
