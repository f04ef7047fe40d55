"""Looking at people's records: how many somebody has opened, and at whom for which reason."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from checkin.core.ids import AccessRef, IdentityRef
from checkin.core.inventory import Purpose
from checkin.core.moments import minute_of
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import access_event, subject_link


@reads(Purpose.OVERSIGHT)
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


@reads(Purpose.OVERSIGHT, Purpose.ENTRY)
def given(db: Db, act: str, reason: str, *, since: datetime) -> IdentityRef | None:
    """At whom somebody looked in this way for exactly this reason since then."""
    row = (
        select(subject_link.c.identity)
        .join(access_event, access_event.c.subject == subject_link.c.access)
        .where(
            access_event.c.at >= minute_of(since),
            access_event.c.act == act,
            access_event.c.reason == reason,
        )
    )
    return db.execute(row).scalar()
