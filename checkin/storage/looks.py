"""Looking at people's records: whose badge is looked at, and how many somebody has opened."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from checkin.core.ids import AccessRef
from checkin.storage import Db
from checkin.storage.tables import access_event, badge, subject_link


def opened(db: Db, viewer: str, acts: Collection[str], *, since: datetime) -> frozenset[AccessRef]:
    """The people at whom this viewer has looked in one of these ways since then."""
    seen = (
        select(access_event.c.subject)
        .distinct()
        .where(
            access_event.c.viewer == viewer,
            access_event.c.act.in_(acts),
            access_event.c.at >= since,
        )
    )
    return frozenset(db.scalars(seen))


def access_ref_of_code(db: Db, code_hash: bytes) -> AccessRef | None:
    """What stands for the holder of the badge that this short code finds."""
    row = (
        select(subject_link.c.access)
        .join(badge, badge.c.holder == subject_link.c.holder)
        .where(badge.c.code_hash == code_hash)
    )
    return db.execute(row).scalar()
