import pytest

from checkin.services import letters
from checkin.services.letters import Letter

LETTERS = [
    letters.code("Linden Works", "123456"),
    letters.known_already("Linden Works", "https://check.in/sign-in"),
    letters.invitation("Linden Works", "https://check.in/join/i/x", 14),
    letters.on_a_phone("Linden Works", "https://check.in/me/badge/printed"),
]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.subject)
def test_a_letter_speaks_both_languages_calmly_and_fits_a_mail(letter: Letter) -> None:
    english, german = letter.body.split("---")

    assert "you" in english.lower()
    assert "sie " in german.lower()
    assert "!" not in letter.subject + letter.body
    assert max(len(line) for line in letter.body.splitlines()) <= 80
    assert len(letter.subject) <= 200
    assert len(letter.body) <= 4000


def test_each_letter_says_what_it_is_for() -> None:
    code, known, invitation, phone = LETTERS

    assert code.body.count("123456") == 2
    assert known.body.count("https://check.in/sign-in") == 2
    assert invitation.body.count("https://check.in/join/i/x") == 2
    assert phone.body.count("https://check.in/me/badge/printed") == 2
    assert "nobody keeps a list" in " ".join(invitation.body.split())
