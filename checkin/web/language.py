"""In which language a page speaks: as asked for, else as the browser says."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request

NAMES: Final = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that the page can be read in, and where."""

    label: str
    href: str
    current: bool


def install(app: Flask) -> None:
    """Keep a language that was asked for, from page to page; the console has one of its own."""

    @app.url_defaults
    def keep(endpoint: str, values: dict[str, object]) -> None:
        of_people = endpoint != "static" and not endpoint.startswith(("admin_", "admin.", "api_"))
        if of_people and has_request_context() and "language" in request.args:
            values.setdefault("language", asked())


def asked() -> str | None:
    """The language that the address asks for."""
    wanted = request.values.get("language", "")
    return wanted if wanted in NAMES else None


def speak(otherwise: str | None = None) -> str:
    """Settle the page's language, for its frame as well: asked for, `otherwise`, the browser's."""
    language = asked() or otherwise or request.accept_languages.best_match(NAMES) or "en"
    g.lang = language if language in NAMES else "en"
    return str(g.lang)


def settled() -> str:
    """The page's language, without reading a form: what failed may be just that."""
    if "lang" not in g:
        asked_for = request.args.get("language")
        g.lang = asked_for if asked_for in NAMES else request.accept_languages.best_match(NAMES)
        g.lang = g.lang or "en"
    return str(g.lang)


def choices(among: Collection[str] = NAMES) -> tuple[LanguageChoice, ...]:
    """The languages of this page, as ways to it. Only for pages that are asked for by GET.

    `among` are those in which there is what the page shows: no other is offered.
    """
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "language"]
    return tuple(
        LanguageChoice(
            label, f"{request.path}?{urlencode([*kept, ('language', code)])}", code == g.lang
        )
        for code, label in NAMES.items()
        if code in among
    )
