"""A document in parts, which can be drawn as a page or on paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraphs, points and a table, each of which may be missing."""

    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A title, what is said beneath it, and the parts."""

    title: str
    lead: str
    parts: tuple[Part, ...]
