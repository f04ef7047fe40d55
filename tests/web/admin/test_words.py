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
