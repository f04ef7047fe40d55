from dataclasses import replace

import pytest

from checkin.core import drafting
from checkin.core.inventory import Cat, Purpose
from checkin.core.notices import Box, Notice
from checkin.core.retention import Limits
from checkin.core.terms import House, Terms
from checkin.notices import shipped
from checkin.services import notices
from tests.core.test_notices import LINDEN

ENGLISH, GERMAN = shipped(LINDEN)
HOUSE = House("Linden Works Ltd", "privacy@linden.example", "the Commissioner", (), "Norway")


@pytest.fixture(scope="module")
def promises() -> Terms:
    return notices.promised(Limits(), HOUSE)


def saying(why: str, text: Notice = ENGLISH) -> dict[str, Notice]:
    return {text.language: replace(text, sign=replace(text.sign, why=why))}


def test_what_ships_can_be_published(promises: Terms) -> None:
    assert drafting.faults({"en": ENGLISH, "de": GERMAN}, promises) == ()


def test_no_text_at_all_can_not(promises: Terms) -> None:
    assert drafting.faults({}, promises) == (
        "No language is left: at least one text has to be there.",
    )


def test_it_keeps_its_name(promises: Terms) -> None:
    (fault,) = drafting.faults({"en": replace(ENGLISH, name="badges")}, promises)

    assert 'It has to be "entry"' in fault


@pytest.mark.parametrize("word", ["may", "Might", "some", "often", "possibly"])
def test_a_word_that_dodges_is_named_with_its_place(word: str, promises: Terms) -> None:
    (fault,) = drafting.faults(saying(f"{word} be it opens."), promises)

    assert fault.startswith("en: sign.why says ")


def test_each_language_has_words_of_its_own_that_dodge(promises: Terms) -> None:
    (fault,) = drafting.faults(saying("Er öffnet unter Umständen.", GERMAN), promises)

    assert "unter Umständen" in fault


@pytest.mark.parametrize("said", ["From 3 May on.", "On May 3.", "For someone."])
def test_a_day_in_may_and_a_part_of_a_word_do_not_dodge(said: str, promises: Terms) -> None:
    assert drafting.faults(saying(said), promises) == ()


def test_a_purpose_that_no_text_tells_is_a_fault(promises: Terms) -> None:
    told = ENGLISH.full.purposes
    left = tuple(one for one in told.items if one.purpose is not Purpose.HISTORY)
    text = replace(ENGLISH, full=replace(ENGLISH.full, purposes=replace(told, items=left)))

    assert drafting.faults({"en": text}, promises) == (
        'en: full.purposes lacks an item for the purpose "history".',
    )


def test_a_category_that_no_text_tells_is_a_fault(promises: Terms) -> None:
    told = ENGLISH.full.data
    left = tuple(one for one in told.items if Cat.PRESENCE not in one.categories)
    text = replace(ENGLISH, full=replace(ENGLISH.full, data=replace(told, items=left)))

    assert drafting.faults({"en": text}, promises) == (
        'en: full.data lacks an item for the category "presence", which is stored.',
    )


def test_a_form_asks_for_the_badge_and_for_nothing_that_is_no_consent(promises: Terms) -> None:
    boxes = (Box(Purpose.OVERSIGHT, "Look", "We look."),)
    text = replace(ENGLISH, form=replace(ENGLISH.form, boxes=boxes))

    assert drafting.faults({"en": text}, promises) == (
        'en: form.boxes lacks "entry": without it nobody can say yes to a badge.',
        'en: form.boxes asks for "oversight", which nobody is asked for: take it out.',
    )
