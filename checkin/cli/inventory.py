"""`checkin inventory`: what is stored about people, as the tables declare it, as one document."""

from collections.abc import Iterator

import click

from checkin.cli import inventory_document
from checkin.core.document import Document, Part, Table


@click.command()
def inventory() -> None:
    """Print what this release stores about people: the record of processing, purposes, data map,
    retention schedule, what a copy holds and what is erased when. As Markdown.
    """
    click.echo(as_markdown(inventory_document.of_release()), nl=False)


def as_markdown(document: Document) -> str:
    """The document as a Markdown file."""
    parts = [f"# {document.title}", document.lead, *map(_part, document.parts)]
    return "\n\n".join(parts) + "\n"


def _part(part: Part) -> str:
    points = "\n".join(f"- {point}" for point in part.points)
    table = "\n".join(_lines(part.table)) if part.table else ""
    return "\n\n".join(filter(None, (f"## {part.title}", *part.text, points, table)))


def _lines(table: Table) -> Iterator[str]:
    yield _row(table.columns)
    yield _row(tuple("---" for _ in table.columns))
    yield from map(_row, table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
