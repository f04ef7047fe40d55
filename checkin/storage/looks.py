"""Looking at people's records: how many somebody has opened."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from checkin.core.ids import AccessRef
from checkin.storage import Db
from checkin.storage.tables import access_event


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
