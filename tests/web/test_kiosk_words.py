"""The kiosk's words: all of them, in every language, in the voice of a front door."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.core.policy import Say
from checkin.web.kiosk_words import ENGLISH, GERMAN, WORDS

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "checkin" / "web" / "static" / "kiosk"
TEMPLATES = ROOT / "templates" / "kiosk"


def everything(words: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Every text with its place, `topic.word`."""
    for topic, said in words.items():
        for word, text in said.items():
            yield f"{topic}.{word}", text


def asked_for() -> set[str]:
    """Every place that the template and the modules name."""
    source = "\n".join(path.read_text() for path in [*MODULES.glob("*.js"), *TEMPLATES.glob("*")])
    named = re.findall(r'say\((?:words, )?"(\w+)", "(\w+)"', source)
    named += re.findall(r"page\.text\.(\w+)\.(\w+)", source)
    topics = re.findall(r'saying\(words, "(\w+)"\)', source)
    return {f"{topic}.{word}" for topic, word in named} | {f"{one}.headline" for one in topics}


def test_both_languages_say_the_same_things() -> None:
    assert [place for place, _ in everything(ENGLISH)] == [place for place, _ in everything(GERMAN)]


def test_everything_the_page_asks_for_has_words() -> None:
    asked = asked_for()

    assert len(asked) > 30
    assert asked - {place for place, _ in everything(ENGLISH)} == set()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("topic", [*Say, "wait", "already_admitted", "blind"])
def test_every_answer_has_a_headline_and_what_to_do_next(language: str, topic: str) -> None:
    said = WORDS[language][topic]

    assert len(said["headline"]) <= 50, "readable from three metres"
    assert said["next"].endswith(".")


@pytest.mark.parametrize("language", WORDS)
def test_nobody_is_shouted_at_or_blamed(language: str) -> None:
    refused = re.compile(
        r"!|invalid|denied|error|fail|unauthori|ungültig|verweigert|Fehler|gesperrt", re.IGNORECASE
    )

    assert [text for _, text in everything(WORDS[language]) if refused.search(text)] == []


def test_a_screen_that_cannot_check_says_who_can() -> None:
    for topic in ("blind", "no_data"):
        said = ENGLISH[topic]

        assert said["headline"] == "This screen can't check badges right now."
        assert said["next"] == "The front desk can let you in."


def test_the_neutral_answer_gives_no_reason() -> None:
    reasons = re.compile(
        r"expire|revok|unknown|withdr|old|abgelaufen|unbekannt|zurück", re.IGNORECASE
    )

    for language in WORDS.values():
        assert not any(reasons.search(text) for text in language["use_desk"].values())


def test_the_way_in_without_a_badge_is_told_in_every_language() -> None:
    for language in WORDS.values():
        assert {"day_pass", "desk", "code"} <= set(language["help"])


def test_words_travel_as_json() -> None:
    assert json.loads(json.dumps(WORDS)) == WORDS


def test_staff_are_told_every_state_of_the_camera_and_every_trouble_with_their_code() -> None:
    situation = (MODULES / "situation.js").read_text()
    states = re.findall(r'"(\w+)"', re.findall(r"\{(.*)\} CameraHealth", situation)[0])

    for language in WORDS.values():
        assert {f"is_camera_{state}" for state in states} <= set(language["checkup"])
        assert {"wrong", "pause", "unknown"} <= set(language["staff"])
