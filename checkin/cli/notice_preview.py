"""A draft of the notice as people will see it: one file that a browser shows without a server."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checkin.app import STATIC
from checkin.cli.page_file import rendered
from checkin.core.notices import Notice
from checkin.web.language import NAMES

_SHEETS: Final = ("vendor/bootstrap/bootstrap.min.css", "css/tokens.css", "css/base.css")
_ON_PAPER: Final = "css/print.css"
_FONT: Final = "vendor/inter/inter-latin.woff2"


@dataclass(frozen=True, slots=True)
class Text:
    """The draft in one language, and what that language is called."""

    language: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The draft in each language, the version it would become, and the styles of our pages."""

    version: str
    texts: tuple[Text, ...]
    styles: tuple[str, ...]
    print_style: str


def of(texts: Mapping[str, Notice], version: str) -> str:
    """The file: sign, summary, full text and question, in every language that the draft has."""
    page = PreviewPage(
        version,
        tuple(Text(name, texts[code]) for code, name in NAMES.items() if code in texts),
        tuple(_sheet(name) for name in _SHEETS),
        _sheet(_ON_PAPER),
    )
    return rendered("public/notice_preview.html", page)


def _sheet(name: str) -> str:
    """A style sheet as an address that holds all of it, its font as well."""
    style = (STATIC / name).read_text("utf-8")
    return _held_in(style.replace(f"../{_FONT}", _font()).encode(), "text/css")


def _font() -> str:
    return _held_in((STATIC / _FONT).read_bytes(), "font/woff2")


def _held_in(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
