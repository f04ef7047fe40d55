"""Published notices. A version in a language is written once and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import insert, select

from checkin.core import terms
from checkin.core.notices import Notice, read
from checkin.core.terms import Level, Terms
from checkin.storage import Db
from checkin.storage.tables import notice_version


@dataclass(frozen=True, slots=True)
class Edition:
    """A version in all its languages, what it promises, who made it, and from when it holds.

    Versions of the first release have no terms.
    """

    texts: Mapping[str, Notice]
    terms: Terms | None
    level: Level
    author: str
    publisher: str
    published_at: datetime
    effective_at: datetime

    @property
    def id(self) -> str:
        """Name and version."""
        return next(iter(self.texts.values())).id

    @property
    def version(self) -> str:
        """The version alone: three numbers."""
        return next(iter(self.texts.values())).version


def add(db: Db, edition: Edition) -> None:
    """Publish an edition: a row for each language."""
    promised = edition.terms.as_text() if edition.terms else ""
    rows = [
        {
            "notice": notice.id,
            "language": notice.language,
            "digest": notice.digest,
            "body": notice.as_text(),
            "terms": promised,
            "level": edition.level,
            "author": edition.author,
            "publisher": edition.publisher,
            "published_at": edition.published_at,
            "effective_at": edition.effective_at,
        }
        for notice in edition.texts.values()
    ]
    db.execute(insert(notice_version), rows)


def editions(db: Db) -> Sequence[Edition]:
    """Every edition, in the order in which they take effect."""
    order = (notice_version.c.effective_at, notice_version.c.published_at, notice_version.c.notice)
    rows = db.execute(select(notice_version).order_by(*order, notice_version.c.language))
    found = []
    for _, part in groupby(rows, key=lambda row: row.notice):
        several = list(part)
        first = several[0]
        found.append(
            Edition(
                {row.language: read(row.body) for row in several},
                terms.read(first.terms) if first.terms else None,
                first.level,
                first.author,
                first.publisher,
                first.published_at,
                first.effective_at,
            )
        )
    return found


def in_force(db: Db, *, now: datetime) -> Sequence[Notice]:
    """The newest version that holds by now, in every language it was published in."""
    newest = (
        select(notice_version.c.notice)
        .where(notice_version.c.effective_at <= now)
        .order_by(notice_version.c.effective_at.desc(), notice_version.c.published_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    bodies = db.scalars(
        select(notice_version.c.body)
        .where(notice_version.c.notice == newest)
        .order_by(notice_version.c.language)
    )
    return [read(body) for body in bodies]


def promises(db: Db, *, now: datetime) -> Terms | None:
    """What the version that holds by now promises; None without one."""
    text = db.scalar(
        select(notice_version.c.terms)
        .where(notice_version.c.effective_at <= now)
        .order_by(notice_version.c.effective_at.desc(), notice_version.c.published_at.desc())
        .limit(1)
    )
    return terms.read(text) if text else None


def by_digest(db: Db, digest: str) -> Notice | None:
    """The notice whose text this digest stands for."""
    body = db.execute(
        select(notice_version.c.body).where(notice_version.c.digest == digest)
    ).scalar()
    return None if body is None else read(body)
