"""Published notices. A version in a language is written once and never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from checkin.core.notices import Notice, read
from checkin.storage import Db
from checkin.storage.tables import notice_version


def add(db: Db, notice: Notice, *, published_at: datetime, effective_at: datetime) -> None:
    """Publish a notice."""
    db.execute(
        insert(notice_version).values(
            notice=notice.id,
            language=notice.language,
            digest=notice.digest,
            body=notice.as_text(),
            published_at=published_at,
            effective_at=effective_at,
        )
    )


def get(db: Db, notice_id: str, language: str) -> Notice | None:
    """The published notice of this name and version, in this language."""
    body = db.execute(
        select(notice_version.c.body).where(
            notice_version.c.notice == notice_id, notice_version.c.language == language
        )
    ).scalar()
    return None if body is None else read(body)


def in_force(db: Db, *, now: datetime) -> Sequence[Notice]:
    """The newest version that holds by now, in every language it was published in."""
    newest = (
        select(notice_version.c.notice)
        .where(notice_version.c.effective_at <= now)
        .order_by(notice_version.c.effective_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    bodies = db.scalars(
        select(notice_version.c.body)
        .where(notice_version.c.notice == newest)
        .order_by(notice_version.c.language)
    )
    return [read(body) for body in bodies]


def by_digest(db: Db, digest: str) -> Notice | None:
    """The notice whose text this digest stands for."""
    body = db.execute(
        select(notice_version.c.body).where(notice_version.c.digest == digest)
    ).scalar()
    return None if body is None else read(body)
