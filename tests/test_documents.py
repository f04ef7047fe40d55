"""The documents tell the truth: examples run, links lead somewhere, nothing is missing."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from checkin.core.policy import Say
from checkin.settings import Settings
from checkin.web.api.description import OPERATIONS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "checkin" / "docs"
DOCUMENTS = [README, *sorted(DOCS.rglob("*.md")), *sorted((ROOT / ".github").glob("*.md"))]
EXAMPLES = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_each_example_of_the_readme_runs_and_is_short(number: int) -> None:
    example = EXAMPLES[number]

    exec(compile(example, f"README example {number + 1}", "exec"), {})  # noqa: S102 - our own text

    statements = [
        line for line in example.splitlines() if line and not line.startswith(("from", " "))
    ]
    assert len(statements) <= 20


def test_the_readme_has_an_example_of_each_part() -> None:
    assert len(EXAMPLES) == 3


def test_the_readme_names_every_module_that_a_part_needs() -> None:
    parts = [set(one.split(",")) for one in re.findall(r"core/\{(.+?)\}\.py", README.read_text())]
    badge, decision, consent = parts

    assert badge == needed_for("badge")
    assert badge | decision == needed_for("policy")
    assert consent == needed_for("consent")


def needed_for(module: str) -> set[str]:
    """The module of the core and all that it imports there."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            source = (ROOT / "checkin" / "core" / f"{name}.py").read_text()
            waiting += re.findall(r"^from checkin\.core\.(\w+) import", source, re.MULTILINE)
            for names in re.findall(r"^from checkin\.core import (.+)$", source, re.MULTILINE):
                waiting += names.split(", ")
    return seen


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_setting_is_in_the_operations_guide() -> None:
    guide = (DOCS / "operations.md").read_text()

    missing = [name for name in setting_names(Settings) if f"`{name}`" not in guide]

    assert missing == []


def setting_names(kind: type) -> list[str]:
    names = []
    for one in fields(kind):
        if one.name == "instance":
            continue
        default = one.default_factory() if callable(one.default_factory) else one.default
        names += setting_names(type(default)) if is_dataclass(default) else [one.name]
    return names


def test_everything_a_kiosk_can_say_and_ask_is_in_the_api_document() -> None:
    document = (DOCS / "api.md").read_text()

    assert [say for say in Say if f"`{say.value}`" not in document] == []
    assert [one.path for one in OPERATIONS if one.path not in document] == []


def test_decisions_are_short_and_say_what_they_cost() -> None:
    for record in sorted((DOCS / "decisions").glob("*.md")):
        text = record.read_text()
        assert len(text.splitlines()) <= 40, record.name
        assert "ost" in text, record.name
