"""Purposes: a closed list, each with words, one basis, and consent only where it is asked for."""

import pytest

from checkin.core.inventory import (
    CONSENT_PURPOSES,
    PURPOSES,
    Basis,
    Cat,
    Erase,
    Export,
    Privacy,
    Purpose,
    Rule,
    Subject,
)


def test_every_purpose_has_words_a_basis_and_a_term() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert all(facts.words and facts.dpv.startswith("dpv:") for facts in PURPOSES.values())


@pytest.mark.parametrize("purpose", CONSENT_PURPOSES)
def test_a_purpose_that_is_asked_for_rests_on_consent(purpose: Purpose) -> None:
    assert PURPOSES[purpose].basis is Basis.CONSENT


def test_there_is_no_category_for_pictures_or_bodies() -> None:
    assert not {"photo", "picture", "face", "biometric", "voice"} & {cat.value for cat in Cat}


def test_a_declaration_fits_into_a_comment_that_people_can_read() -> None:
    privacy = Privacy(
        Cat.NAME,
        (Purpose.ENTRY, Purpose.HISTORY),
        Subject.EMPLOYEE,
        Rule("while you take part"),
        Erase.DELETE_ROW,
        Export.VALUE,
        "So that the right person is helped.",
    )

    assert privacy.as_comment() == (
        "[name; entry,history; while you take part] So that the right person is helped."
    )
