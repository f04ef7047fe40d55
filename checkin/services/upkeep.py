"""Keeping an instance's database at this release's schema, and asking it how it is."""

from datetime import datetime

from checkin.core.errors import ConflictError
from checkin.storage import Db, grants, guards, health, migrate
from checkin.storage.grants import Standing
from checkin.storage.migrate import Revisions

__all__ = ["Revisions", "Standing", "bring_up_to_date", "check_up_to_date", "faults", "revisions"]


def revisions(url: str) -> Revisions:
    """Which step the database stands at, and this release's last. Raises UnavailableError."""
    return migrate.revisions(url)


def bring_up_to_date(url: str, *, owner_url: str = "") -> Revisions:
    """Take every step that the database is behind; where it stood before and stands now.

    On PostgreSQL the tables can belong to another user than the server's, whose address this is.
    """
    return migrate.upgrade(url, owner_url=owner_url)


def standing(url: str) -> Standing | None:
    """What the server's user may do to the tables; None on SQLite, which knows no users."""
    with migrate.connected(url) as db:
        return grants.standing(db)


def check_up_to_date(url: str) -> None:
    """Raise ConflictError unless the database has this release's schema."""
    found = migrate.revisions(url)
    if found.current is None:
        raise ConflictError(
            "The database is empty. Bring a backup back with `checkin restore`, or make it anew "
            "with `checkin migrate`."
        )
    if found.pending:
        raise ConflictError(
            f"The database stands at step {found.current} and this release needs "
            f"{found.head}. Run `checkin migrate` first."
        )


def faults(db: Db) -> list[str]:
    """What the database says is wrong with itself; nothing for a sound one."""
    return health.faults(db)


def unguarded(db: Db) -> list[str]:
    """The tables whose rows the database would let be changed, although a log covers them."""
    return guards.missing(db)


def clock(db: Db) -> datetime:
    """The database server's own time; SQLite has that of this machine."""
    return health.clock(db)


def last_written(db: Db) -> datetime | None:
    """When the last audit entry was written, if one ever was."""
    return health.last_written(db)
