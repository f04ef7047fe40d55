"""What the server's user may do in PostgreSQL, in sentences with what to do about it."""

from collections.abc import Iterator

from checkin.cli.instance import OWNER_VARIABLE
from checkin.services.upkeep import Standing

_MIGRATE = f"run `checkin migrate` with the owner's address in {OWNER_VARIABLE}"


def too_much(found: Standing) -> Iterator[str]:
    """A sentence for each way in which somebody may do more than they need."""
    user, owner = found.user, found.owner
    able = "whoever has its password can change what was published or written down"
    if found.superuser:
        yield (
            f"The database's user {user} is a superuser: {able}. "
            f"Mend it: ALTER ROLE {user} NOSUPERUSER"
        )
    elif owner == user:
        yield (
            f"The database's user {user} owns its tables: {able}. Give them to another user, as a "
            "superuser in this database: CREATE ROLE checkin_owner LOGIN PASSWORD '…'; "
            f"REASSIGN OWNED BY {user} TO checkin_owner; then {_MIGRATE}."
        )
    elif found.may_everything:
        yield (
            f"The database's user {user} is a member of {owner}, who owns the tables: {able}. "
            f"Mend it: REVOKE {owner} FROM {user}"
        )
    elif found.excess:
        yield (
            f"The database's user {user} may do more than it needs ({', '.join(found.excess)}). "
            f"Mend it: {_MIGRATE}."
        )
    for other in found.readers:
        yield (
            f"The database's user {other} may read which references belong to one person, and "
            f"nobody but the server should. Mend it: REVOKE ALL ON subject_link FROM {other}; and "
            "where a role that it belongs to may, take it out of that."
        )


def too_little(found: Standing) -> Iterator[str]:
    """A sentence, if the server's user lacks what it needs."""
    if found.lacks:
        yield (
            f"The database's user {found.user} lacks what the server needs "
            f"({', '.join(found.lacks)}). Mend it: {_MIGRATE}."
        )
