from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from tests.commands import invoke

NEW = (
    "--organisation=Linden & Works",
    "--code=linden",
    "--domains=linden.example",
    "--email=ada@linden.example",
    "--base-url=http://localhost:8000",
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The pack of an instance with settings of its own, as a page and on paper."""
    instance, out = tmp_path / "instance", tmp_path / "for the council"
    assert invoke("init", "--instance", instance, *NEW).exit_code == 0
    told = (instance / "checkin.toml").read_text()
    for old, new in (
        ('dpia_ref = ""', 'dpia_ref = "DPIA-7"'),
        ('hosting = ""', 'hosting = "Hoster GmbH"'),
        ("# retention_entry_days = 30", "retention_entry_days = 21"),
    ):
        assert old in told
        told = told.replace(old, new)
    (instance / "checkin.toml").write_text(told)

    done = invoke("pack", "--instance", instance, "--out", out)

    assert done.exit_code == 0, done.output
    page, paper = out / "checkin-pack.html", out / "checkin-pack.pdf"
    assert done.stdout.split("\n")[:2] == [str(page), str(paper)]
    return page, paper


class _Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def words(page: Path) -> str:
    return " ".join(_Words(page.read_text("utf-8")).text.split())


def test_the_page_tells_what_this_instance_does(files: tuple[Path, Path]) -> None:
    said = words(files[0])

    for part in (
        "Linden & Works: check-in with QR badges",
        "DPIA-7",
        "not set yet",
        "Hoster GmbH",
        "each entry stays 21 days",
        "none published yet",
        "Open the door with a QR badge",
        "Entries of those who asked for them",
        "The new text holds, and nobody has answered the clock renewal due suspended",
        "21 days",
        "SQLite, one file in the instance's own folder",
        "There is no role for line managers or HR",
        "This instance uses SQLite, which knows no users",
        "If the consent is judged invalid",
        "What this can't do",
    ):
        assert part in said


def test_the_page_stands_alone(files: tuple[Path, Path]) -> None:
    html = files[0].read_text("utf-8")

    assert "src=" not in html
    assert "<link" not in html
    assert "<script" not in html


def test_paper_says_the_same(files: tuple[Path, Path]) -> None:
    document = pypdfium2.PdfDocument(files[1])
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)

    assert len(document) > 2
    for part in (
        "DPIA-7",
        "Hoster GmbH",
        "13. What this can't do",
        "for whoever said yes to history 21",
    ):
        assert part in text
