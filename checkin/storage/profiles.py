"""How many people have which access profiles: numbers, never whose."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import String, cast, func, select

from checkin.core.ids import ProfileId
from checkin.core.inventory import Purpose
from checkin.storage import Db
from checkin.storage.purposes import reads
from checkin.storage.tables import holder, holder_profile


def enrolled(db: Db) -> int:
    """How many people there are who carry or may carry a badge."""
    return db.execute(select(func.count()).select_from(holder)).scalar_one()


@reads(Purpose.ENTRY)
def combinations(db: Db) -> Mapping[frozenset[ProfileId], int]:
    """How many people have each combination of profiles; those without any are left out."""
    of_each = (
        select(func.aggregate_strings(cast(holder_profile.c.profile, String), ",").label("listed"))
        .group_by(holder_profile.c.holder)
        .subquery()
    )
    rows = db.execute(select(of_each.c.listed, func.count()).group_by(of_each.c.listed))
    # The order inside a text is the database's own: the same combination may come in two.
    numbers: Counter[frozenset[ProfileId]] = Counter()
    for listed, number in rows:
        numbers[frozenset(ProfileId(UUID(one)) for one in listed.split(","))] += number
    return numbers
