"""What the server's user may do in PostgreSQL, where another user owns the tables.

Then nobody who has the server's password can switch the guards off, empty a table or change what a
log covers: the database refuses it. What the server needs follows from the tables and from
`storage.guards`; no list of tables is kept here. SQLite knows no users.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import DDL, String, Table, cast, column, func, select, table

from checkin.storage import Db, guards
from checkin.storage.tables import metadata, subject_link

STEPS: Final = "alembic_version"
"""Which step of the schema the database stands at: the server reads it, the owner writes it."""

_EVERY: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

_class = table("pg_class", *map(column, ("oid", "relname", "relnamespace", "relowner")))
_attribute = table("pg_attribute", *map(column, ("attrelid", "attname", "attnum", "attisdropped")))
_role = table("pg_roles", *map(column, ("oid", "rolname", "rolsuper")))
_namespace = table("pg_namespace", *map(column, ("oid", "nspname", "nspowner")))


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a connection is, and in which database of which running server."""

    user: str
    database: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the server's user may do to the tables, measured by what it needs.

    `may_everything`: it is the owner, a member of the owner's role, or a superuser. `excess` and
    `lacks` name privileges, as `UPDATE on entry`. `readers` are other users that may read how the
    references of a person belong together.
    """

    user: str
    owner: str
    may_everything: bool
    superuser: bool
    excess: tuple[str, ...]
    lacks: tuple[str, ...]
    readers: tuple[str, ...]


def identity(db: Db) -> Identity:
    """Who this connection is."""
    user, *database = db.execute(
        select(func.current_user(), func.current_database(), func.pg_postmaster_start_time())
    ).one()
    return Identity(str(user), tuple(database))


def needed(kept: Table) -> frozenset[str]:
    """What the server does to whole rows of a table."""
    if kept.name not in guards.COVERED:
        return frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
    if guards.lasts(kept):
        return frozenset({"SELECT", "INSERT"})
    return frozenset({"SELECT", "INSERT", "DELETE"})


def give(db: Db, user: str) -> None:
    """Let the server's user do what it needs to do, and nothing else. As the owner."""
    quoted = db.dialect.identifier_preparer.quote(user)
    for statement in _statements(quoted):
        _run(db, statement)
    schema = select(_namespace.c.nspname).where(
        _namespace.c.nspname == func.current_schema(),
        func.pg_has_role(_namespace.c.nspowner, "USAGE"),
    )
    for name in db.scalars(schema):  # which isn't the owner's on PostgreSQL 14 and before
        _run(db, f"REVOKE CREATE ON SCHEMA {name} FROM PUBLIC, {quoted}")
        _run(db, f"GRANT USAGE ON SCHEMA {name} TO {quoted}")


def _statements(user: str) -> Iterator[str]:
    yield f"REVOKE ALL ON {STEPS} FROM PUBLIC, {user}"
    yield f"GRANT SELECT ON {STEPS} TO {user}"
    for kept in metadata.sorted_tables:
        yield f"REVOKE ALL ON {kept.name} FROM PUBLIC, {user}"
        yield f"GRANT {', '.join(sorted(needed(kept)))} ON {kept.name} TO {user}"
    for name, columns in guards.FREE.items():
        yield f"GRANT UPDATE ({', '.join(sorted(columns))}) ON {name} TO {user}"


def _run(db: Db, statement: str) -> None:
    db.execute(DDL(statement))  # type: ignore[no-untyped-call]  # SQLAlchemy's


# --- how it stands ----------------------------------------------------------------------------


def standing(db: Db) -> Standing | None:
    """What the user of this connection may do to the tables; None on SQLite."""
    if db.dialect.name != "postgresql":
        return None
    found, wanted = set(_held(db)), set(_wanted())
    owner = func.pg_get_userbyid(_class.c.relowner)
    may_everything = func.pg_has_role(_class.c.relowner, "MEMBER")
    superuser = select(_role.c.rolsuper).where(_role.c.rolname == func.current_user())
    user, owned_by, everything, highest = db.execute(
        select(func.current_user(), owner, may_everything, superuser.scalar_subquery()).where(
            _class.c.oid == _oid(subject_link.name)
        )
    ).one()
    return Standing(
        user,
        owned_by,
        everything,
        highest,
        tuple(sorted(found - wanted)),
        tuple(sorted(wanted - found)),
        tuple(_readers(db, owned_by)),
    )


def _wanted() -> Iterator[str]:
    yield f"SELECT on {STEPS}"
    for kept in metadata.sorted_tables:
        for privilege in needed(kept):
            yield f"{privilege} on {kept.name}"
    for name, columns in guards.FREE.items():
        for one in columns:
            yield f"UPDATE on {name}.{one}"


def _held(db: Db) -> Iterator[str]:
    """Every privilege on whole tables, on columns of covered ones, and on their schema."""
    names = [STEPS, *metadata.tables]
    may = [func.has_table_privilege(_class.c.oid, one) for one in _EVERY]
    whole = select(_class.c.relname, *may).where(
        _class.c.relname.in_(names), _class.c.oid == _oid(_class.c.relname)
    )
    for name, *held in db.execute(whole):
        for privilege, holds in zip(_EVERY, held, strict=True):
            if holds:
                yield f"{privilege} on {name}"
    columns = (
        select(_class.c.relname, _attribute.c.attname)
        .join_from(_class, _attribute, _attribute.c.attrelid == _class.c.oid)
        .where(
            _class.c.relname.in_(guards.COVERED),
            _class.c.oid == _oid(_class.c.relname),
            _attribute.c.attnum > 0,
            _attribute.c.attisdropped.is_(False),
            func.has_column_privilege(_class.c.oid, _attribute.c.attnum, "UPDATE"),
        )
    )
    for name, one in db.execute(columns):
        yield f"UPDATE on {name}.{one}"
    schema, makes = db.execute(
        select(func.current_schema(), func.has_schema_privilege(func.current_schema(), "CREATE"))
    ).one()
    if makes:
        yield f"CREATE on schema {schema}"


def _readers(db: Db, owner: str) -> Iterator[str]:
    """Other users, but PostgreSQL's own, that may read the table of references."""
    others = select(_role.c.rolname).where(
        _role.c.rolsuper.is_(False),
        _role.c.rolname.not_like("pg\\_%"),
        _role.c.rolname != func.current_user(),
        _role.c.rolname != owner,
        func.has_any_column_privilege(_role.c.oid, _oid(subject_link.name), "SELECT"),
    )
    yield from db.scalars(others.order_by(_role.c.rolname))


def _oid(name: object) -> object:
    """The table of this name that statements of this connection mean."""
    return func.to_regclass(cast(name, String))
