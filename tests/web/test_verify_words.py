"""The words of the page that checks badges: the same in every language, and one for every code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from checkin.core.badge import BadgeFault, Kind
from checkin.web.language import NAMES
from checkin.web.verify_words import WORDS


def sentences(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in words.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


@pytest.mark.parametrize("language", NAMES)
def test_every_code_and_kind_has_its_words(language: str) -> None:
    words = WORDS[language]

    assert set(words["codes"]) == {*BadgeFault, "ok"}
    assert set(words["kinds"]) == set(Kind)


def test_each_language_says_the_same_things_and_fills_in_the_same() -> None:
    english, german = (dict(sentences(WORDS[language])) for language in ("en", "de"))

    assert english.keys() == german.keys()
    for name, sentence in english.items():
        filled = re.findall(r"{(\w+)}", sentence)
        assert sorted(filled) == sorted(re.findall(r"{(\w+)}", german[name])), name
