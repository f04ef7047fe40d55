"""Words of the page on which people read what is held on them."""

from dataclasses import fields

from checkin.core.inventory import Origin
from checkin.web.record_words import RECORD, RecordWords


def test_both_languages_say_all_of_it() -> None:
    for words in RECORD.values():
        assert all(getattr(words, field.name) for field in fields(RecordWords))
        assert set(words.origins) == set(Origin)


def test_the_languages_say_as_much_of_an_employer() -> None:
    english, german = RECORD["en"], RECORD["de"]

    assert len(english.employer_points) == len(german.employer_points)
