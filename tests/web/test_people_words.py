"""Words of the pages for people: complete in both languages, and calm."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

import checkin
from checkin.app import template_folder
from checkin.core.roles import Role
from checkin.services.dossier import Looks
from checkin.services.signin import REASONS
from checkin.web import language, look_words
from checkin.web.about_words import ABOUT
from checkin.web.admin.log_words import LOOKS
from checkin.web.demo_words import GUIDE, OUTBOX
from checkin.web.front_words import LANDING, NO_BIOMETRICS, SIGN_IN
from checkin.web.join_words import WORDS
from checkin.web.look_words import look_card
from checkin.web.me_words import CHOICES
from checkin.web.own_words import OWN
from checkin.web.parity_words import PARITY
from checkin.web.stored_words import in_groups


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from strings(part)
        case tuple() | list():
            for part in value:
                yield from strings(part)
        case _:
            pass


SPOKEN = (WORDS, CHOICES, OWN, LANDING, SIGN_IN, NO_BIOMETRICS, ABOUT, PARITY, GUIDE, OUTBOX)


@pytest.mark.parametrize("words", [words for pair in SPOKEN for words in pair.values()])
def test_nothing_is_left_unsaid_and_nobody_shouts(words: Any) -> None:
    said = [getattr(words, field.name) for field in fields(words)]

    for text in (one for value in said for one in strings(value)):
        assert text.strip()
        assert "!" not in text


PACKAGE = Path(checkin.__file__).parent
WRITTEN = [
    *(path for path in PACKAGE.rglob("*.py") if "frontend" not in path.parts),
    *(PACKAGE / "notices").glob("*.toml"),
    *template_folder().rglob("*.html"),
]
PUSHES = re.compile(
    r"are you sure|sorry to see|miss(ing)? out|no,? thanks|you('ll| will) lose|hurry|last chance"
    r"|unfortunately|regret|don't you want|sad to|everyone else (has|does)"
    r"|colleagues (already|have)|recommended|sind sie sicher|schade|verpass|bedauer|leider"
    r"|letzte chance|beeilen|verlieren sie|kollegen (haben|sind)|empfohlen",
    re.IGNORECASE,
)


def test_no_words_push_shame_or_hurry_anybody() -> None:
    """No deceptive pattern in anything that is said, in code, notices or pages."""
    pushing = [
        f"{path.name}:{number}: {line.strip()}"
        for path in WRITTEN
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PUSHES.search(line)
    ]

    assert len(WRITTEN) > 200
    assert pushing == []


@pytest.mark.parametrize("pair", SPOKEN)
def test_languages_say_different_things_everywhere(pair: Any) -> None:
    same = [
        field.name
        for field in fields(pair["en"])
        if getattr(pair["en"], field.name) == getattr(pair["de"], field.name)
    ]

    assert same in ([], ["code"])


def test_whoever_reads_the_log_has_words_for_the_same_looks() -> None:
    assert set(LOOKS) == set(look_words.ACTS)


@pytest.mark.parametrize("spoken", ["en", "de"])
def test_every_look_has_words(spoken: str) -> None:
    at = datetime(2026, 11, 23, 13, tzinfo=UTC)
    for act in LOOKS:
        for role in Role:
            for code in REASONS:
                look = Looks(at, 2, ("kim",), role.value, act, ("name",), ((code, "Why."),), at)
                who, what, why, _ = (text for _, text in look_card(look, spoken).facts)
                assert not who.startswith(f"{role.value} ")
                assert not what.startswith(f"{act},")
                assert not why.startswith(f"{code}:")


def test_what_has_no_words_yet_is_shown_by_its_code() -> None:
    at = datetime(2026, 11, 23, 13, tzinfo=UTC)

    told = look_card(Looks(at, 1, ("kim",), "new_role", "new_act", (), (), at), "en")

    assert "new_role (kim)" in str(told)
    assert "new_act" in str(told)


def test_a_day_is_written_as_its_readers_write_it() -> None:
    assert look_words.day(date(2026, 3, 5), "en") == "5 Mar 2026"
    assert look_words.day(date(2026, 3, 5), "de") == "05.03.2026"


def test_a_fingerprint_comes_in_groups() -> None:
    assert in_groups("0123456789abcdef") == "01234567 89abcdef"


@pytest.mark.parametrize(
    ("address", "browser", "own", "spoken"),
    [
        ("/", "", None, "en"),
        ("/", "fr", None, "en"),
        ("/", "de", None, "de"),
        ("/", "en", "de", "de"),
        ("/?language=en", "de", "de", "en"),
        ("/?language=xx", "de", None, "de"),
        ("/", "en", "xx", "en"),
    ],
)
def test_a_page_speaks_as_asked_else_as_its_reader_does(
    address: str, browser: str, own: str | None, spoken: str
) -> None:
    with Flask("test").test_request_context(address, headers={"Accept-Language": browser}):
        assert language.speak(own) == g.lang == spoken


def test_the_other_language_is_the_same_page() -> None:
    with Flask("test").test_request_context("/join/hq?via=a%26b&language=de"):
        language.speak()

        english, german = language.choices()

    assert english.href == "/join/hq?via=a%26b&language=en"
    assert (english.current, german.current) == (False, True)
