"""Every column declares what it holds, in code and in the database that runs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PickleType,
    String,
    Table,
    Text,
    Uuid,
    create_engine,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from checkin.core.inventory import Cat, Erase, Export, Privacy, Purpose, Rule, Subject
from checkin.storage.tables import metadata
from checkin.storage.types import declared
from tests import postgres
from tests.storage import declarations
from tests.storage.declarations import faults, stale, undeclared

PLAIN = Privacy(
    Cat.NONE,
    (Purpose.OPERATION,),
    Subject.NOBODY,
    Rule("until changed"),
    Erase.KEEP,
    Export.NOT_PERSONAL,
    "Says nothing about anyone.",
)
PERSONAL = Privacy(
    Cat.NAME,
    (Purpose.ENTRY,),
    Subject.EMPLOYEE,
    Rule("while you take part"),
    Erase.DELETE_ROW,
    Export.VALUE,
    "Says who you are.",
)


def changed(privacy: Privacy, **changes: object) -> Privacy:
    return Privacy(**{name: getattr(privacy, name) for name in Privacy.__slots__} | changes)


def schema(*columns: Column[object], path: str | None = "nobody") -> MetaData:
    made = MetaData()
    person = declared("ref", Uuid(), PERSONAL, primary_key=True)
    Table("person", made, person, info={"path": "person"})
    info = {} if path is None else {"path": path}
    Table("thing", made, declared("id", Uuid(), PLAIN, primary_key=True), *columns, info=info)
    return made


def joined(name: str, *columns: Column[object]) -> MetaData:
    """The schema with an association table beside its two."""
    made = schema()
    Table(name, made, *columns, info={"path": "person"})
    return made


def shared() -> list[Column[object]]:
    """What a mixin would add to every table: a declared column, and one that was forgotten."""
    return [declared("made_at", Integer(), PLAIN), Column("made_by", String(8))]


def test_every_column_of_the_schema_is_declared() -> None:
    found = faults(metadata)

    assert not found, "\n".join(found)


def test_the_database_that_is_made_has_what_is_declared_and_nothing_else(database_url: str) -> None:
    engine = create_engine(database_url)

    assert undeclared(metadata, engine) == []
    engine.dispose()


def test_a_column_added_behind_the_schema_s_back_is_found(database_url: str) -> None:
    engine = create_engine(postgres.as_owner(database_url))
    with engine.begin() as db:
        db.execute(text("ALTER TABLE holder ADD COLUMN remark VARCHAR(20)"))
        db.execute(text("CREATE TABLE aside (id INTEGER)"))
        db.execute(text("CREATE VIEW everyone AS SELECT display_name FROM identity"))

    found = undeclared(metadata, engine)
    engine.dispose()

    assert found == ["aside.id", "everyone.display_name", "holder.remark"]


def wrapped(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """A type of the project's own that keeps its values as this one does."""

    class Wrapped(TypeDecorator[Any]):
        impl = kind
        cache_ok = True

    return Wrapped()


def leading_to_a_row_about_somebody() -> MetaData:
    """A foreign key to a table whose key says nothing, beside a column that names somebody."""
    made = schema()
    key, name = declared("id", Uuid(), PLAIN, primary_key=True), declared("who", Uuid(), PERSONAL)
    Table("seat", made, key, name, info={"path": "person"})
    place = declared("place", Uuid(), PLAIN, ForeignKey("seat.id"))
    Table("desk", made, place, info={"path": "nobody"})
    return made


MISTAKES: dict[str, tuple[Callable[[], MetaData], str]] = {
    "undeclared": (
        lambda: schema(Column("colour", String(8))),
        "thing.colour: has no privacy declaration",
    ),
    "nothing about anyone, by its name something": (
        lambda: schema(declared("phone_number", String(8), PLAIN)),
        "thing.phone_number: its name says that it is about somebody",
    ),
    "nothing about anyone, yet leads to a person": (
        lambda: schema(declared("owner", Uuid(), PLAIN, ForeignKey("person.ref"))),
        "thing.owner: leads to person, which is about people",
    ),
    "a picture": (
        lambda: schema(declared("photo", LargeBinary(64), PERSONAL)),
        "thing.photo: this system keeps no such thing",
    ),
    "working time": (
        lambda: schema(declared("exit_at", String(20), PERSONAL)),
        "thing.exit_at: this system keeps no such thing",
    ),
    "organisation": (
        lambda: schema(declared("department", String(20), PERSONAL)),
        "thing.department: this system keeps no such thing",
    ),
    "a large binary": (
        lambda: schema(declared("content", LargeBinary(65), PLAIN)),
        "thing.content: binary columns hold hashes",
    ),
    "JSON": (lambda: schema(declared("extra", JSON(), PLAIN)), "thing.extra: JSON hides columns"),
    "kept although consent ended": (
        lambda: schema(declared("title", String(8), changed(PERSONAL, erase=Erase.KEEP))),
        "thing.title: rests on consent and would stay without it",
    ),
    "left out of the copy": (
        lambda: schema(declared("title", String(8), changed(PERSONAL, export=Export.NOT_PERSONAL))),
        "thing.title: is about an employee and left out of their copy",
    ),
    "a use of which no notice tells": (
        lambda: schema(
            declared("title", String(8), changed(PERSONAL, purposes=(Purpose.INCIDENT,)))
        ),
        "thing.title: is kept for 'incident', of which no notice tells",
    ),
    "a clock that isn't there": (
        lambda: schema(declared("size", Integer(), changed(PLAIN, retention=Rule("x", "at")))),
        "thing.size: is kept by the clock 'at'",
    ),
    "a limit that isn't there": (
        lambda: schema(
            declared("size", Integer(), changed(PLAIN, retention=Rule("x", "id", "some_days")))
        ),
        "thing.size: is kept by the limit 'some_days'",
    ),
    "a table between two others": (
        lambda: joined("person_thing", Column("person", ForeignKey("person.ref"))),
        "person_thing.person: has no privacy declaration",
    ),
    "a column that several tables share": (
        lambda: schema(*shared()),
        "thing.made_by: has no privacy declaration",
    ),
    "long text of any kind": (
        lambda: schema(declared("remark", Text(), PLAIN)),
        "thing.remark: long text without a declared structure",
    ),
    "text without end": (
        lambda: schema(declared("remark", String(), PLAIN)),
        "thing.remark: long text without a declared structure",
    ),
    "long text, wrapped": (
        lambda: schema(declared("remark", wrapped(Text()), PLAIN)),
        "thing.remark: long text without a declared structure",
    ),
    "JSON, wrapped": (
        lambda: schema(declared("extra", wrapped(JSON()), PLAIN)),
        "thing.extra: JSON hides columns",
    ),
    "a list": (
        lambda: schema(declared("extra", ARRAY(String(8)), PLAIN)),
        "thing.extra: JSON hides columns",
    ),
    "any object": (
        lambda: schema(declared("extra", PickleType(), PLAIN)),
        "thing.extra: binary columns hold hashes",
    ),
    "nothing about anyone, yet leads to a row about a person": (
        leading_to_a_row_about_somebody,
        "desk.place: leads to seat, which is about people",
    ),
    "no purpose": (
        lambda: schema(declared("size", Integer(), changed(PLAIN, purposes=()))),
        "thing.size: has no purpose",
    ),
    "no reason": (
        lambda: schema(declared("size", Integer(), changed(PLAIN, why="because"))),
        "thing.size: its reason isn't a sentence",
    ),
    "no path to the person": (
        lambda: schema(path=None),
        "thing: doesn't say how a row is related to a person",
    ),
    "about nobody, yet without end": (
        lambda: schema(declared("title", String(8), PERSONAL)),
        "thing: is about nobody, yet keeps title without end",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_schema_is_named_with_table_and_column(mistake: str) -> None:
    make, expected = MISTAKES[mistake]

    found = faults(make())

    assert any(fault.startswith(expected) for fault in found), found


def test_twelve_kinds_of_mistakes_and_more_are_found() -> None:
    assert len({expected for _, expected in MISTAKES.values()}) >= 12


def test_every_exemption_is_needed() -> None:
    assert stale(metadata) == []


def test_an_exemption_that_nothing_needs_any_more_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(declarations.TYPED_TEXTS, "gone", "checkin.core.terms.Terms")
    monkeypatch.setitem(declarations.TYPED_TEXTS, "terms", "checkin.core.terms.Moved")

    assert stale(metadata) == ["gone", "terms"]


def test_declarations_reach_the_database_as_comments() -> None:
    comment = metadata.tables["identity"].c.display_name.comment

    assert comment is not None
    assert comment.startswith("[name; entry; while you take part")
