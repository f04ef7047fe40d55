"""Mail domains whose addresses may join by the poster, beside those of the settings."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from checkin.storage import Db
from checkin.storage.dialect import insert_into
from checkin.storage.tables import join_domain


def every(db: Db) -> Sequence[str]:
    """All domains that were added in the console, in order."""
    return db.scalars(select(join_domain.c.domain).order_by(join_domain.c.domain)).all()


def add(db: Db, domain: str) -> bool:
    """Keep a domain; False, and nothing changes, if it is kept already."""
    added = insert_into(db, join_domain).values(domain=domain).on_conflict_do_nothing()
    return db.execute(added.returning(join_domain.c.domain)).first() is not None


def remove(db: Db, domain: str) -> bool:
    """Forget a domain; False if it wasn't kept."""
    return db.execute(delete(join_domain).where(join_domain.c.domain == domain)).rowcount > 0
