import ast
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.cli import pack_document
from checkin.cli.pack_document import PROMISES
from checkin.core.consent import TRANSITIONS
from checkin.core.document import Document
from checkin.core.inventory import Subject
from checkin.core.roles import Role
from checkin.services import notices
from checkin.web.stored_words import TABLES
from tests import world
from tests.world import Building

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def document(building: Building) -> Document:
    return pack_document.of(building.runtime)


def cells(document: Document, title: str) -> list[tuple[str, ...]]:
    (part,) = [part for part in document.parts if part.title == title]
    assert part.table is not None
    return list(part.table.rows)


def test_every_promise_names_a_test_that_there_is() -> None:
    for _, guard in PROMISES:
        file, _, name = guard.partition("::")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_table_about_people_is_on_the_map(document: Document) -> None:
    about_people = {
        TABLES[table.name]
        for table in notices.stored()
        if any(column.privacy.subject is not Subject.NOBODY for column in table.columns)
    }

    assert {row[0] for row in cells(document, "Data map")} == about_people


def test_every_role_and_every_transition_is_told(document: Document) -> None:
    roles = cells(document, "Roles, and who can see what")
    life = cells(document, "What can happen to a consent, and who may do it")

    assert len(roles) == len(Role)
    told = {(row[0], before) for row in life for before in row[2].split(", ")}
    assert len(told) == len(TRANSITIONS)


def test_the_notice_that_holds_is_named_and_its_limits_are_those_told(building: Building) -> None:
    longer = world.with_limits(building, retention_entry_days=60)

    document = pack_document.of(longer)

    assert ("Notice in force", "entry:1.0.0, published by dana") in cells(
        document, "Who answers for it"
    )
    assert ("30", "1 to 90", "retention_entry_days") in [
        row[1:] for row in cells(document, "How long")
    ]


def test_what_is_kept_is_told_as_this_instance_has_it(building: Building) -> None:
    shorter = world.with_limits(building, refusal_days=3)
    building.clock.pass_(seconds=1)
    world.publish(building, runtime=shorter)
    building.clock.pass_(days=15)

    document = pack_document.of(shorter)

    kept = {row[0]: row[4] for row in cells(document, "Data map")}
    assert kept[TABLES["conflict"]] == "3 days"
    assert kept[TABLES["consent_event"]] == "12 months after the consent ended"


def test_a_database_is_named_without_its_password(building: Building) -> None:
    url = "postgresql+psycopg://checkin:secret@db.linden.example/checkin"
    settings = replace(building.runtime.settings, database_url=url)

    assert pack_document._database(settings) == "PostgreSQL, checkin at db.linden.example"


def test_every_row_has_a_cell_for_each_column(document: Document) -> None:
    for part in document.parts:
        if part.table:
            assert {len(row) for row in part.table.rows} == {len(part.table.columns)}
