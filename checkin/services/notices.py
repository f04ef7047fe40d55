"""The notices that people are shown: publishing them, and the one that holds now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.audit import Actor
from checkin.core.consent import Shown
from checkin.core.errors import ConflictError, UnavailableError
from checkin.core.notices import Notice
from checkin.storage import Db, audit, inventory
from checkin.storage import notices as published
from checkin.storage.inventory import DeclaredColumn, DeclaredTable

__all__ = ["DeclaredColumn", "DeclaredTable", "Notice"]


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


def publish(db: Db, notices: Sequence[Notice], *, by: Actor, now: datetime) -> bool:
    """Publish a version in its languages, in force at once; False if all of it is published.

    Raises ConflictError if this version is published with other words: it can't change any more.
    """
    new = [notice for notice in notices if _is_new(db, notice)]
    for notice in new:
        published.add(db, notice, published_at=now, effective_at=now)
        audit.append(db, by, "notice.publish", f"notice:{notice.id}:{notice.language}", now=now)
    return bool(new)


def offered(db: Db, language: str, *, now: datetime) -> Offered:
    """The notice that holds now, in this language or else in the first it has.

    Raises UnavailableError while none is published.
    """
    found = {notice.language: notice for notice in published.in_force(db, now=now)}
    if not found:
        raise UnavailableError("Nobody can join yet: there is no notice to read first.")
    return Offered(found.get(language) or next(iter(found.values())), tuple(found))


def by_digest(db: Db, digest: str) -> Notice | None:
    """The text that was shown to somebody whose record holds this digest."""
    return published.by_digest(db, digest)


def stored() -> Sequence[DeclaredTable]:
    """What is stored, as the tables declare it."""
    return inventory.tables()


def inventory_digest() -> str:
    """What stands for everything that is declared."""
    return inventory.digest()


def _is_new(db: Db, notice: Notice) -> bool:
    there = published.get(db, notice.id, notice.language)
    if there is not None and there.digest != notice.digest:
        raise ConflictError(
            f"{notice.id} in {notice.language} is published with other words. "
            "A change of a notice is a new version."
        )
    return there is None
