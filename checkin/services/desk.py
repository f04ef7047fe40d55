"""The front desk: why a door said no, for somebody who holds up a badge."""

from datetime import datetime
from typing import Final

from checkin.core import badge, shortcode
from checkin.core.audit import Actor
from checkin.core.badge import Badge
from checkin.core.errors import NotFoundError
from checkin.core.ids import DoorId
from checkin.core.scan import Direction
from checkin.services import scanning
from checkin.services.scanning import Explained, Trust
from checkin.storage import Db, audit, looks
from checkin.storage.audit import Look

DESK: Final = "desk"
"""The way of looking: the badge was held up at the desk, and nothing but its state was seen."""

_WHY: Final = "You held your badge up at the front desk and asked for help."


def check(
    db: Db,
    shown: str,
    door: DoorId,
    direction: Direction,
    trust: Trust,
    *,
    viewer: Actor,
    now: datetime,
) -> Explained:
    """What a door would say to this badge or short code now, and why; it names nobody.

    Its holder can read that the front desk looked. Raises NotFoundError without such a door.
    """
    explained = scanning.explain(db, shown, door, direction, trust, now=now)
    if explained is None:
        raise NotFoundError("There is no such door.")
    code_hash = _code_hash(shown, trust, now=now)
    holder = looks.access_ref_of_code(db, code_hash) if code_hash else None
    if holder is not None:
        look = Look(viewer, DESK, ("badge",), "badge_help", _WHY)
        audit.looked(db, [holder], look, now=now)
    return explained


def _code_hash(shown: str, trust: Trust, *, now: datetime) -> bytes | None:
    """What the badge is found by, if it is a good code or a genuine text."""
    if code := shortcode.normalise(shown):
        return trust.hashing.code(code)
    read = badge.read(shown, trust.verifier, accepts=None, now=now)
    if not isinstance(read, Badge):
        return None
    return trust.hashing.code(trust.hashing.short_code(read.cti))
