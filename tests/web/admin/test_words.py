import pytest

from checkin.core.policy import BadgeState, EntryConsent, GapMode, Posture
from checkin.core.roles import Role
from checkin.core.site import DoorWay, InputMode
from checkin.services.kiosks import Care, Trouble
from checkin.services.signin import REASONS
from checkin.web.admin import words


def test_everything_that_can_be_shown_has_words() -> None:
    assert set(words.LOOK_REASONS) == set(REASONS)
    assert set(words.ROLES) == set(Role)
    assert set(words.POSTURES) == set(Posture)
    assert set(words.WAYS) == set(DoorWay)
    assert set(words.INPUTS) == set(InputMode)
    assert set(words.GAPS) == set(GapMode)
    assert set(words.BADGES) == set(BadgeState)
    assert set(words.ENTRY) == set(EntryConsent)
    assert set(words.CARE) == set(Care)
    assert set(words.TROUBLES) == set(Trouble)


def test_no_reason_to_look_is_about_attendance_or_performance() -> None:
    forbidden = {"attendance", "lateness", "performance", "manager_request"}

    assert not forbidden & set(words.LOOK_REASONS)


@pytest.mark.parametrize("codes", [words.SWITCH_OFF, words.ENDINGS])
def test_a_reasons_code_fits_what_is_written_down(codes: dict[str, str]) -> None:
    assert all(len(code) <= 24 for code in codes)


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("1 07:00-19:00", "Mon 07:00-19:00"),
        ("1 07:00-19:00;2 07:00-19:00", "Mon, Tue 07:00-19:00"),
        (
            ";".join(f"{day} 07:00-19:00" for day in range(1, 6)) + ";6 09:00-13:00",
            "Mon to Fri 07:00-19:00, Sat 09:00-13:00",
        ),
        ("1 07:00-12:00;1 13:00-19:00", "Mon 07:00-12:00, Mon 13:00-19:00"),
        ("1 07:00-19:00;3 07:00-19:00", "Mon 07:00-19:00, Wed 07:00-19:00"),
        ("", ""),
    ],
)
def test_a_week_is_said_as_people_say_it(week: str, said: str) -> None:
    assert words.week_in_words(week) == said


def test_a_picture_lies_in_the_page_itself() -> None:
    assert words.picture("CI1:ABC").startswith("data:image/svg+xml;base64,")
