"""The notices that come with the software, written in each language, one file for each.

An organisation that wants other words writes them into a draft of its own (`checkin notice draft`).
`RELEASED` is what the last release told people; a change of what is promised needs a new MAJOR.
"""

import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Final

from checkin.core.notices import Notice, Particulars, compose

LANGUAGES: Final = ("en", "de")

RELEASED: Final[tuple[str, str] | None] = None
"""Version of the last release's notice and digest of what it promised; None before the first."""

# What is said where an organisation names nobody, or no country.
_NOBODY: Final = {"en": "none", "de": "keine"}
_HOME: Final = {"en": "where {controller} is", "de": "am Sitz von {controller}"}


def words(language: str) -> str:
    """The shipped words in this language, with their braces."""
    return (files("checkin.notices") / f"entry.{language}.toml").read_text("utf-8")


def composed(text: str, particulars: Particulars) -> Notice:
    """The notice that these words make for one organisation. Raises NoticeFault or ValueError."""
    parts = tomllib.loads(text)
    language = str(parts.get("language"))
    home = _HOME.get(language, "{controller}").format(controller=particulars.controller)
    told = replace(
        particulars,
        processors=particulars.processors or _NOBODY.get(language, "-"),
        country=f"in {particulars.country}" if particulars.country else home,
    )
    return compose(parts, told)


def shipped(particulars: Particulars) -> tuple[Notice, ...]:
    """The notice for badges and own entries in every language, for this organisation."""
    return tuple(composed(words(language), particulars) for language in LANGUAGES)


def promise_untold(version: str, digest: str, released: tuple[str, str] | None) -> str | None:
    """What has to be done before the next release, if what is promised has changed since the last.

    `version` is that of the shipped words, `digest` that of what the code promises.
    """
    if released is None or digest == released[1]:
        return None
    major = int(released[0].partition(".")[0])
    if int(version.partition(".")[0]) > major:
        return None
    return (
        "What is stored about people has changed since the last release, and the notice doesn't "
        f"tell them. Say it in checkin/notices/entry.*.toml and raise their version to "
        f"{major + 1}.0.0: a change of substance that people answer to anew."
    )
