"""What people and programs are told when something goes wrong, each in their language."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import checkin
from checkin.web.error_words import ERRORS
from tests.web.application import application
from tests.world import Building

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}
PACKAGE = Path(checkin.__file__).parent


@pytest.fixture
def client(building: Building) -> FlaskClient:
    return application(building.runtime).test_client()


def test_what_isnt_there_is_said_in_the_language_of_the_browser(client: FlaskClient) -> None:
    english = client.get("/nowhere").get_data(as_text=True)
    german = client.get("/nowhere", headers=GERMAN).get_data(as_text=True)

    assert "<h1>There is nothing here</h1>" in english
    assert '<html lang="en">' in english
    assert "<h1>Hier ist nichts</h1>" in german
    assert '<html lang="de">' in german


def test_a_language_that_was_asked_for_holds_for_errors_too(client: FlaskClient) -> None:
    page = client.get("/nowhere?language=en", headers=GERMAN).get_data(as_text=True)

    assert "<h1>There is nothing here</h1>" in page


def test_a_link_that_leads_nowhere_says_in_german_what_to_do(client: FlaskClient) -> None:
    page = client.get("/join/nowhere", headers=GERMAN).get_data(as_text=True)

    assert "Fragen Sie am Empfang nach dem Link." in page


def test_a_form_that_is_too_long_to_read_is_answered_in_german_all_the_same(
    client: FlaskClient,
) -> None:
    answer = client.post("/sign-in", data={"email": "a" * 2_000_000}, headers=GERMAN)

    assert answer.status_code == 413
    assert "Das ist zu lang" in answer.get_data(as_text=True)


def test_a_form_without_its_token_is_too_old(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "sam@linden.example"}, headers=GERMAN)

    assert answer.status_code == 400
    assert "Dieses Formular ist zu alt" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/console/nowhere", "/api/v1/nowhere"])
def test_console_and_programs_are_spoken_to_in_english(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=GERMAN)

    assert "There is nothing here" in answer.get_data(as_text=True) or (
        "The address may be mistyped" in answer.get_data(as_text=True)
    )


def test_both_languages_have_words_for_the_same_troubles() -> None:
    assert set(ERRORS["en"].of) == set(ERRORS["de"].of)


def test_a_sentence_without_a_translation_gives_way_to_that_of_its_status() -> None:
    german = ERRORS["de"]

    assert german.said("Somebody wrote this yesterday.", 409) == german.conflict.text
    assert german.said("Somebody wrote this yesterday.", 400) == german.of[400].text
    assert ERRORS["en"].said("Somebody wrote this yesterday.", 409).startswith("Somebody")


def test_every_translated_sentence_is_still_said_somewhere() -> None:
    sources = [
        path.read_text()
        for path in PACKAGE.rglob("*.py")
        if path.name != "error_words.py" and "static" not in path.parts
    ]
    said = re.sub(r'"\s*f?"', "", "".join(sources))

    for sentence in ERRORS["de"].sentences or ():
        assert f'"{sentence}"' in said, sentence
