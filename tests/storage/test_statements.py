import pytest
from sqlalchemy import (
    DDL,
    Dialect,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from checkin.storage.dialect import insert_for
from checkin.storage.statements import Read, read_by
from checkin.storage.tables import account, badge, conflict, holder, identity, invitation, site

DIALECTS: tuple[Dialect, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]
OTHER = badge.alias("other")
CTI = select(badge.c.cti).subquery()
GONE = delete(badge).where(badge.c.holder == literal_column("1")).returning(badge.c.cti).cte("gone")
MADE = DDL("CREATE TABLE made (one INTEGER)")  # type: ignore[no-untyped-call]  # SQLAlchemy's

COLUMNS = {
    "a column": (select(holder.c.entry), {"holder.entry"}),
    "a table, by all that is personal in it": (
        select(identity),
        {"identity.ref", "identity.display_name", "identity.work_email"},
    ),
    "what finds": (select(site.c.id).where(exists().where(badge.c.cti == 1)), {"badge.cti"}),
    "what orders": (select(badge.c.kid).order_by(badge.c.issued_at), {"badge.issued_at"}),
    "what groups": (select(func.count()).group_by(badge.c.state), {"badge.state"}),
    "what links": (
        select(func.count()).select_from(badge).join(holder, holder.c.ref == badge.c.holder),
        {"badge.holder", "holder.ref"},
    ),
    "one behind another name": (select(OTHER.c.cti), {"badge.cti"}),
    "one behind another question": (select(CTI.c.cti), {"badge.cti"}),
    "one inside a function": (select(func.max(badge.c.issued_at)), {"badge.issued_at"}),
    "one of two": (union_all(select(site.c.id), select(badge.c.cti)), {"badge.cti"}),
    "one of the console": (select(account.c.alias), {"account.alias"}),
    "one of a table that else names nobody": (select(conflict.c.holder), {"conflict.holder"}),
    "what a change finds rows by": (
        update(badge).where(badge.c.device == 1).values(state="replaced"),
        {"badge.device"},
    ),
    "what a deletion finds rows by": (
        delete(badge).where(tuple_(badge.c.list_number, badge.c.slot).in_([(1, 2)])),
        {"badge.slot"},
    ),
    "what is given back": (insert(badge).values(cti=1).returning(badge.c.cti), {"badge.cti"}),
    "what is given back beside a question": (
        select(func.count()).add_cte(GONE),
        {"badge.holder", "badge.cti"},
    ),
    "what rows are copied from": (
        insert(badge).from_select(["holder"], select(holder.c.ref)),
        {"holder.ref"},
    ),
    "nothing, by counting rows": (select(func.count()).select_from(holder), set()),
    "nothing, by what is only written": (insert(holder).values(ref=1, entry="ended"), set()),
    "nothing, by a change of every row": (update(holder).values(entry="ended"), set()),
    "nothing, where nobody is meant": (select(site, conflict.c.door), set()),
    "nothing, by a column that says nothing": (select(holder.c.version), set()),
    "nothing, by making a table": (MADE, set()),
}  # fmt: skip


def read(statement: object, dialect: Dialect) -> Read:
    return read_by(statement.compile(dialect=dialect))  # type: ignore[attr-defined]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
@pytest.mark.parametrize("what", COLUMNS)
def test_what_is_read_is_whatever_is_mentioned_of_anybody(what: str, dialect: Dialect) -> None:
    statement, columns = COLUMNS[what]

    assert {str(one) for one in read(statement, dialect).personal} == columns


def test_what_decides_whether_a_row_is_changed_is_read() -> None:
    for dialect in DIALECTS:
        added = insert_for(dialect.name, invitation).values(email_hash=b"a")
        only_if = added.on_conflict_do_update(
            index_elements=[invitation.c.email_hash],
            set_={"until": None},
            where=invitation.c.code_hash == b"b",
        )
        always = added.on_conflict_do_update(
            index_elements=[invitation.c.email_hash], set_={"until": None}
        )

        assert {str(one) for one in read(only_if, dialect).personal} == {"invitation.code_hash"}
        assert not read(always, dialect).personal


def test_tables_are_those_that_rows_are_given_of() -> None:
    [dialect, _] = DIALECTS

    assert read(select(func.count()).select_from(holder), dialect).tables == {"holder"}
    assert read(delete(badge).where(badge.c.cti == 1), dialect).tables == frozenset()
    assert read(delete(badge).returning(badge.c.cti), dialect).tables == {"badge"}
    assert read(delete(badge).returning(badge.c.version), dialect).tables == frozenset()
    assert read(MADE, dialect).tables == frozenset()


def test_it_is_worked_out_once_for_each_that_is_compiled() -> None:
    compiled = select(holder.c.entry).compile()

    assert read_by(compiled) is read_by(compiled)
