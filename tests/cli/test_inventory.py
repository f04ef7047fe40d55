from pathlib import Path

from checkin.cli.inventory import as_markdown
from checkin.core.document import Document, Part, Table
from tests.commands import invoke

COMMITTED = Path(__file__).resolve().parents[2] / "checkin" / "docs" / "inventory.md"


def test_the_committed_inventory_is_what_the_tables_declare() -> None:
    printed = invoke("inventory")

    assert printed.exit_code == 0, printed.output
    assert printed.stdout == COMMITTED.read_text("utf-8"), (
        "What the tables declare has changed. Write it down anew and read what changed: "
        "python3 -m checkin inventory > checkin/docs/inventory.md"
    )


def test_a_document_becomes_markdown() -> None:
    document = Document(
        "Title",
        "Lead.",
        (Part("First", ("Said.",), ("One.", "Two.")), Part("Second", table=TABLE)),
    )

    assert as_markdown(document) == (
        "# Title\n\nLead.\n\n## First\n\nSaid.\n\n- One.\n- Two.\n\n## Second\n\n"
        "| a | b |\n| --- | --- |\n| 1/2 | 3 |\n"
    )


TABLE = Table(("a", "b"), (("1|2", "3"),))
