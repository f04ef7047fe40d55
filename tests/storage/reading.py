"""Which functions of storage use what is kept about people, and what they say they read it for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import checkin
from checkin.core.inventory import Purpose
from checkin.storage.purposes import Duty
from checkin.storage.tables import metadata


@dataclass(frozen=True)
class Helper:
    """A function of storage, by module and name: what it reads for, and which tables it uses."""

    name: str
    why: frozenset[Purpose | Duty]
    tables: frozenset[str]


ABOUT_PEOPLE: Final = frozenset(
    table.name
    for table in metadata.sorted_tables
    if any(column.info["privacy"].personal for column in table.columns)
)
STORAGE: Final = Path(checkin.__file__).parent / "storage"


def helpers() -> Iterator[Helper]:
    """Every function that says what it reads for, and every public one that uses such tables."""
    for path in sorted(STORAGE.glob("*.py")):
        module = Module(ast.parse(path.read_text()))
        for name, node in module.parts.items():
            if not isinstance(node, ast.FunctionDef):
                continue
            why, tables = said(node), module.tables(node)
            if why or (tables and not name.startswith("_")):
                yield Helper(f"{path.stem}.{name}", why, tables)


class Module:
    """The functions and constants of a module, and by which names it knows tables about people."""

    def __init__(self, tree: ast.Module) -> None:
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        self.known = {
            one.asname or one.name: one.name
            for node in imports
            if node.module == "checkin.storage.tables"
            for one in node.names
            if one.name in {*ABOUT_PEOPLE, "metadata"}
        }
        self.parts: dict[str, ast.stmt] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.parts[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self.parts |= {ast.unparse(target): node for target in targets}

    def tables(self, node: ast.stmt, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """Tables about people that this part uses, by itself or by parts that don't say why."""
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        attributes = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
        found = {self.known[name] for name in names & set(self.known)}
        if "metadata" in found:
            found = set(ABOUT_PEOPLE)
        if "t" in names:
            found |= attributes & ABOUT_PEOPLE
        for name in (names & set(self.parts)) - seen:
            part = self.parts[name]
            if not said(part):
                found |= self.tables(part, seen | {name})
        return frozenset(found)


def said(node: ast.stmt) -> frozenset[Purpose | Duty]:
    """What a function says it reads for."""
    marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    given = [mark.args for mark in marks if isinstance(mark, ast.Call) and says(mark)]
    kinds: dict[str, type[Purpose] | type[Duty]] = {"Purpose": Purpose, "Duty": Duty}
    return frozenset(
        kinds[one.value.id][one.attr]  # type: ignore[attr-defined]
        for one in chain.from_iterable(given)
    )


def says(call: ast.Call) -> bool:
    """Whether a call says what is read for."""
    return ast.unparse(call.func).split(".")[-1] == "reads"
