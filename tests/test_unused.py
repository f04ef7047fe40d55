"""Nothing lies about unused: functions, words, templates, macros, classes and colours of the style.

Found by name alone, so a name that something else has as well is taken for used.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checkin.app import template_folder

PACKAGE = Path(__file__).parent.parent / "checkin"
STATIC = PACKAGE / "web" / "static"
TEMPLATES = {
    str(path.relative_to(template_folder())): path.read_text()
    for path in template_folder().rglob("*.html")
}
MODULES = {
    str(path.relative_to(PACKAGE)): path.read_text()
    for path in PACKAGE.rglob("*.py")
    if not {"frontend", "node_modules", "templates", "versions"} & set(path.parts)
}
SCRIPTS = [path.read_text() for path in STATIC.rglob("*.js") if "vendor" not in path.parts]
STYLES = "\n".join(
    re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    for path in STATIC.rglob("*.css")
    if "vendor" not in path.parts
)
PAGES = "\n".join([*TEMPLATES.values(), *MODULES.values(), *SCRIPTS])

ASKED_BY_TESTS_ALONE = {
    "promise_untold": "whether a release has to raise the notice's version",
    "traced": "that no table about people is forgotten in their record",
}


def functions() -> Iterator[str]:
    """Functions of modules that no decorator hands to somebody else."""
    for source in MODULES.values():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                yield node.name


def test_every_function_is_called_by_something_besides_tests() -> None:
    named = Counter(re.findall(r"\w+", PAGES))

    assert {name for name in functions() if named[name] == 1} == set(ASKED_BY_TESTS_ALONE)


def test_every_word_is_said_somewhere() -> None:
    said = set(re.findall(r"\.\s*(\w+)|[\"'](\w+)[\"']", PAGES))
    names = {name for pair in said for name in pair}

    assert {word for word in words() if word.rpartition(".")[2] not in names} == set()


def words() -> Iterator[str]:
    """What pages say in two languages, by class and name."""
    for path, source in MODULES.items():
        for node in ast.parse(source).body:
            if path.endswith("words.py") and isinstance(node, ast.ClassDef):
                yield from (
                    f"{node.name}.{field.target.id}"
                    for field in node.body
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
                )


def test_every_template_is_shown_and_every_macro_called() -> None:
    everything = "\n".join(TEMPLATES.values())
    macros = re.findall(r"macro (\w+)\(", everything)

    assert {path for path in TEMPLATES if f'"{path}"' not in PAGES} == set()
    assert {name for name in macros if len(re.findall(rf"\b{name}\(", everything)) == 1} == set()


def test_every_template_uses_what_it_imports() -> None:
    unused = [
        f"{path}: {name}"
        for path, source in TEMPLATES.items()
        for name in re.findall(r'% import "[^"]+" as (\w+)', re.sub(r"\{#.*?#\}", "", source))
        if not re.search(rf"\b{name}\.", source)
    ]

    assert unused == []


def test_every_class_of_the_style_is_given_to_something() -> None:
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"url\([^)]*\)", "", STYLES)))
    given = set(re.findall(r"[\w-]+", PAGES))
    made_up = tuple(re.findall(r"([a-z]+-)(?:\{\{|\$\{)", PAGES))  # note-{{ kind }}

    assert {name for name in classes - given if not name.startswith(made_up)} == set()


def test_every_colour_and_measure_is_used() -> None:
    kept = {name for name in re.findall(r"(--[\w-]+)\s*:", STYLES) if not name.startswith("--bs-")}
    used = set(re.findall(r"var\((--[\w-]+)", f"{STYLES}\n{PAGES}"))

    assert kept - used == set()
