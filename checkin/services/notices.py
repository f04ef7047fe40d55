"""The notices that people are shown: comparing and publishing them, and the one that holds now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checkin.core import drafting, terms
from checkin.core.audit import Actor
from checkin.core.consent import Shown
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.core.notices import Notice
from checkin.core.retention import Limits
from checkin.core.terms import Change, House, Level, Terms
from checkin.storage import Db, audit, inventory
from checkin.storage import notices as published
from checkin.storage.inventory import DeclaredColumn, DeclaredTable
from checkin.storage.notices import Edition

__all__ = ["DeclaredColumn", "DeclaredTable", "Edition", "Notice"]


@dataclass(frozen=True, slots=True)
class Offered:
    """A notice in one language, and the languages in which its version can be read."""

    notice: Notice
    languages: tuple[str, ...]

    @property
    def shown(self) -> Shown:
        """What a record of consent keeps of it."""
        return Shown(
            self.notice.id,
            self.notice.language,
            self.notice.digest,
            inventory.digest(),
            self.notice.form.digest,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A version on its way: its words, what it promises, who wrote it, and the level they marked.

    The mark can only raise what comes out of comparing.
    """

    texts: Mapping[str, Notice]
    terms: Terms
    author: str
    marked: Level = Level.PATCH


@dataclass(frozen=True, slots=True)
class Compared:
    """What a draft would change, and the version and level that it gets."""

    version: str
    level: Level
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Historic:
    """An edition as the history tells it, with what it changed; the first one changed nothing."""

    edition: Edition
    changes: tuple[Change, ...]

    @property
    def about(self) -> frozenset[Purpose]:
        """The consents that have to be given anew for it: all, where it doesn't say which."""
        if self.edition.level is not Level.MAJOR:
            return frozenset()
        named = frozenset(purpose for change in self.changes for purpose in change.purposes)
        return named or frozenset(CONSENT_PURPOSES)


@dataclass(frozen=True, slots=True)
class Outdated:
    """Texts that were replaced by one of substance, and from when on that one holds."""

    texts: frozenset[str]
    holds_from: datetime


def promised(limits: Limits, house: House) -> Terms:
    """What the software promises as it stands, with these settings."""
    columns = [(table.name, one.privacy) for table in inventory.tables() for one in table.columns]
    return terms.promised(columns, limits, house)


def faults(draft: Draft) -> tuple[str, ...]:
    """What has to be mended before the draft can be published; nothing if it can."""
    return drafting.faults(draft.texts, draft.terms)


def compare(db: Db, draft: Draft) -> Compared:
    """What publishing the draft would change against the newest version, in force or not."""
    last = _newest(db)
    if last is None:
        return Compared(terms.next_version(None, Level.MAJOR), Level.MAJOR, ())
    found = _changes(last, draft.texts, draft.terms)
    unknown = [] if last.terms else [Level.MAJOR]
    level = terms.highest([draft.marked, *unknown, *(change.level for change in found)])
    return Compared(terms.next_version(last.version, level), level, found)


def untold(db: Db, promises: Terms) -> tuple[Change, ...] | None:
    """What of these promises the newest notice doesn't tell; None if none is published."""
    last = _newest(db)
    if last is None:
        return None
    return terms.changes(last.terms, promises) if last.terms else ()


def publish(db: Db, draft: Draft, *, by: Actor, now: datetime, lead: timedelta) -> Edition | None:
    """Publish a draft; None, and nothing is written, if it changes nothing.

    The first version holds at once, and so do new wordings. A change of substance holds after
    `lead`, and nothing holds before what was published earlier. Raises ConflictError if whoever
    publishes it has written it, or if it has faults.
    """
    if by.alias == draft.author:
        raise ConflictError(
            "Whoever wrote a notice can't publish it: somebody else reads it first."
        )
    if found := faults(draft):
        raise ConflictError("It can't be published yet. " + " ".join(found))
    last, compared = _newest(db), compare(db, draft)
    if last is not None and not compared.changes:
        return None
    wait = lead if last is not None and compared.level is Level.MAJOR else timedelta(0)
    edition = Edition(
        {code: replace(text, version=compared.version) for code, text in draft.texts.items()},
        draft.terms,
        compared.level,
        draft.author,
        by.alias,
        now,
        max(now + wait, last.effective_at) if last else now,
    )
    published.add(db, edition)
    audit.append(db, by, "notice.publish", f"notice:{edition.id}", now=now)
    return edition


def offered(db: Db, language: str, *, now: datetime) -> Offered:
    """The notice that holds now, in this language or else in the first it has.

    Raises UnavailableError while none is published.
    """
    found = {notice.language: notice for notice in published.in_force(db, now=now)}
    if not found:
        raise UnavailableError("Nobody can join yet: there is no notice to read first.")
    return Offered(found.get(language) or next(iter(found.values())), tuple(found))


def holds(db: Db, *, now: datetime) -> Edition | None:
    """The version that holds now, in all its languages; None while there is none."""
    found = [one for one in published.editions(db) if one.effective_at <= now]
    return found[-1] if found else None


def to_come(db: Db, *, now: datetime) -> list[datetime]:
    """When each version that is published and doesn't hold yet begins to."""
    return [one.effective_at for one in published.editions(db) if one.effective_at > now]


def awaited(db: Db, language: str) -> Offered:
    """The newest notice, even if it doesn't hold yet: what a yes is said again to.

    Raises UnavailableError while none is published.
    """
    last = _newest(db)
    if last is None:
        raise UnavailableError("There is no notice to read first.")
    text = last.texts.get(language) or next(iter(last.texts.values()))
    return Offered(text, tuple(last.texts))


def history(db: Db) -> Sequence[Historic]:
    """Every version, oldest first, with what it changed."""
    found = published.editions(db)
    return [
        Historic(one, _changes(before, one.texts, one.terms) if before else ())
        for before, one in zip([None, *found], found, strict=False)
    ]


def version(db: Db, number: str) -> Historic:
    """The version of this number. Raises NotFoundError."""
    for one in history(db):
        if one.edition.version == number:
            return one
    raise NotFoundError("There is no such version of the notice.")


def outdated(db: Db, *, now: datetime | None = None) -> Mapping[Purpose, Outdated]:
    """For each consent the texts on which a yes doesn't suffice any more, if there are any.

    By `now` those count whose successor holds already; without it, whose successor is published.
    """
    seen: set[str] = set()
    found: dict[Purpose, Outdated] = {}
    for one in history(db):
        if seen and (now is None or one.edition.effective_at <= now):
            told = Outdated(frozenset(seen), one.edition.effective_at)
            found |= dict.fromkeys(one.about, told)
        seen.add(one.edition.id)
    return found


def limits_in_force(db: Db, configured: Limits, *, now: datetime) -> Limits:
    """The limits that hold: what the notice in force promises wins over the settings."""
    promises = published.promises(db, now=now)
    return terms.limits_of(promises, configured) if promises else configured


def by_digest(db: Db, digest: str) -> Notice | None:
    """The text that was shown to somebody whose record holds this digest."""
    return published.by_digest(db, digest)


def stored() -> Sequence[DeclaredTable]:
    """What is stored, as the tables declare it."""
    return inventory.tables()


def purposes_stored() -> frozenset[Purpose]:
    """The purposes that a column is kept for: others are for later, and nothing serves them yet."""
    return frozenset(
        purpose
        for table in stored()
        for column in table.columns
        for purpose in column.privacy.purposes
    )


def inventory_digest() -> str:
    """What stands for everything that is declared."""
    return inventory.digest()


def _newest(db: Db) -> Edition | None:
    found = published.editions(db)
    return found[-1] if found else None


def _changes(
    before: Edition, texts: Mapping[str, Notice], promises: Terms | None
) -> tuple[Change, ...]:
    of_substance = terms.changes(before.terms, promises) if before.terms and promises else ()
    return (*of_substance, *terms.rewordings(before.texts, texts))
