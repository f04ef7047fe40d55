"""What held at each door, and when: so that a scan told of later is judged by the rules of then.

Whatever bears on a door raises its version. So the rules of each version are kept once, from when
it was noticed until the next one was, and nobody who changes a door has to think of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Dialect,
    Uuid,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from checkin.core.badge import Assurance
from checkin.core.ids import DoorId, HolderRef, ProfileId
from checkin.core.inventory import Purpose
from checkin.core.policy import DoorFacts, Posture
from checkin.core.site import DoorClass, DoorWay
from checkin.core.windows import Grant, grants
from checkin.storage import Db
from checkin.storage.prepared import Prepared
from checkin.storage.purposes import reads
from checkin.storage.tables import (
    closed_day,
    door,
    door_rules,
    holder_profile,
    profile,
    profile_door,
    site,
)
from checkin.storage.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Rules:
    """What held at a door: the door itself, and what each profile allowed there."""

    door: DoorFacts
    by_profile: Mapping[ProfileId, tuple[Grant, ...]]
    day_profile: ProfileId | None


def keep(db: Db, *, now: datetime) -> int:
    """Keep the rules of doors that have changed since; of how many."""
    changed = [row.id for row in db.execute(_UNKEPT)]
    for door_id in changed:
        _keep_one(db, door_id, now)
    return len(changed)


def at(db: Db, door_id: DoorId, moment: datetime, *, org_code: str) -> Rules | None:
    """What held at the door at that moment; the oldest that is known if that is later."""
    text = _rules_at(db.dialect).first(db, {"door": door_id, "moment": moment}).rules
    return None if text is None else _rules(text, org_code)


@reads(Purpose.ENTRY)
def profiles_of(db: Db, holder_ref: HolderRef) -> list[ProfileId]:
    """The access profiles of a holder: they are given once, with the first badge."""
    rows = select(holder_profile.c.profile).where(holder_profile.c.holder == holder_ref)
    return [ProfileId(one) for one in db.scalars(rows)]


@lru_cache
def _rules_at(dialect: Dialect) -> Prepared:
    moment = bindparam("moment", type_=UtcDateTime())
    kept = select(door_rules.c.rules).where(door_rules.c.door == bindparam("door", type_=Uuid()))
    by_then = kept.where(door_rules.c.from_at <= moment).order_by(door_rules.c.from_at.desc())
    texts = (one.limit(literal_column("1")) for one in (by_then, kept.order_by("from_at")))
    return Prepared(
        select(func.coalesce(*(one.scalar_subquery() for one in texts)).label("rules")), dialect
    )


_UNKEPT = (
    select(door.c.id)
    .outerjoin(
        door_rules,
        and_(door_rules.c.door == door.c.id, door_rules.c.version == door.c.version),
    )
    .where(door_rules.c.door.is_(None))
)


def _keep_one(db: Db, door_id: DoorId, now: datetime) -> None:
    found = db.execute(_DOOR.where(door.c.id == door_id)).one()
    rules = json.dumps(_written(db, found), separators=(",", ":"), sort_keys=True)
    db.execute(
        update(door_rules)
        .where(door_rules.c.door == door_id, door_rules.c.until_at.is_(None))
        .values(until_at=now)
    )
    db.execute(
        insert(door_rules).values(door=door_id, version=found.version, from_at=now, rules=rules)
    )


_DOOR = select(
    door.c.id,
    door.c.version,
    door.c.way,
    door.c.posture,
    door.c.door_class,
    door.c.assurance,
    site.c.id.label("site"),
    site.c.code,
    site.c.time_zone,
    site.c.day_profile,
).join(site, site.c.id == door.c.site)


def _written(db: Db, found: Any) -> dict[str, Any]:
    days = db.scalars(select(closed_day.c.day).where(closed_day.c.site == found.site))
    opens = db.execute(
        select(profile.c.id, profile.c.first_day, profile.c.last_day, profile_door.c.windows)
        .join(profile_door, profile_door.c.profile == profile.c.id)
        .where(profile_door.c.door == found.id)
    )
    return {
        "way": found.way.value,
        "posture": found.posture.value,
        "class": found.door_class.value,
        "assurance": found.assurance.value,
        "site": found.code,
        "zone": found.time_zone,
        "closed": sorted(day.isoformat() for day in days),
        "profiles": {
            str(row.id): f"{row.first_day or ''}/{row.last_day or ''}|{row.windows}"
            for row in opens
        },
        "day_profile": str(found.day_profile) if found.day_profile else None,
    }


@lru_cache(maxsize=256)
def _rules(text: str, org_code: str) -> Rules:
    """What was written down: read once, however many scans of that time are told of."""
    written = json.loads(text)
    facts = DoorFacts(
        posture=Posture(written["posture"]),
        directions=DoorWay(written["way"]).directions,
        accepts=frozenset({written["site"], org_code}),
        zone=ZoneInfo(written["zone"]),
        door_class=DoorClass(written["class"]),
        assurance=Assurance(written["assurance"]),
        closed_days=frozenset(map(date.fromisoformat, written["closed"])),
    )
    day = written["day_profile"]
    return Rules(
        facts,
        {ProfileId(UUID(one)): grants(line) for one, line in written["profiles"].items()},
        ProfileId(UUID(day)) if day else None,
    )
