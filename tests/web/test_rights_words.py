"""Words of the page on which people object and ask for corrections."""

from dataclasses import fields

from checkin.core.rights import Outcome, Wish
from checkin.web.rights_words import RIGHTS, RightsWords


def test_both_languages_say_all_of_it() -> None:
    for words in RIGHTS.values():
        assert all(getattr(words, field.name) for field in fields(RightsWords))
        assert set(words.wishes) == set(Wish)
        assert set(words.outcomes) == set(Outcome)
