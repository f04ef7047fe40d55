"""The notices that come with the software, written in each language, one file for each."""

import tomllib
from importlib.resources import files
from typing import Final

from checkin.core.notices import Notice, Particulars, compose

LANGUAGES: Final = ("en", "de")


def shipped(particulars: Particulars) -> tuple[Notice, ...]:
    """The notice for badges and own entries in every language, for this organisation."""
    folder = files("checkin.notices")
    return tuple(
        compose(tomllib.loads((folder / f"entry.{language}.toml").read_text("utf-8")), particulars)
        for language in LANGUAGES
    )
