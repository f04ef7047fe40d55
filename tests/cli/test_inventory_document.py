import pytest

from checkin.cli import inventory_document
from checkin.core.inventory import Cat, Subject
from checkin.services import notices

PEOPLES = [
    table
    for table in notices.stored()
    if any(column.privacy.subject is not Subject.NOBODY for column in table.columns)
]


def cells(title: str) -> list[tuple[str, ...]]:
    (part,) = [
        part for part in inventory_document.of_release().parts if part.title.startswith(title)
    ]
    assert part.table is not None
    return list(part.table.rows)


def test_the_record_names_every_kind_of_data_that_is_kept() -> None:
    record = {row[0]: row[1] for row in cells("Record of processing")}

    kept = {column.privacy.category for table in PEOPLES for column in table.columns} - {Cat.NONE}
    assert set(record["Kinds of data"].split(", ")) == {kind.value for kind in kept}
    assert "Controller" in " ".join(record)


def test_every_table_is_in_the_retention_schedule() -> None:
    assert [row[0] for row in cells("Retention schedule")] == [
        f"`{table.name}`" for table in notices.stored()
    ]


@pytest.mark.parametrize("table", PEOPLES, ids=lambda table: table.name)
def test_every_column_about_people_is_among_what_we_know(table: notices.DeclaredTable) -> None:
    known = {row[0] for row in cells("What we know")}

    assert {f"`{table.name}.{column.name}`" for column in table.columns} <= known


def test_every_table_about_people_is_in_the_erasure_plan() -> None:
    plan = {row[0]: row for row in cells("Erasure plan")}

    assert set(plan) == {f"`{table.name}`" for table in PEOPLES}
    assert plan["`identity`"][2] == "the row is deleted"
    assert plan["`consent_event`"][2] == "it stays for its term"


def test_a_table_whose_columns_differ_is_told_whole_in_the_data_map() -> None:
    (row,) = [row for row in cells("Data map") if "data_minutes" in row[1]]

    assert row[3] == "entry, history"
    assert row[5] == "the link is destroyed, it stays for its term"
