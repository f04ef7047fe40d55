import pytest

from checkin.services import weeks
from checkin.services.weeks import Hours


def test_a_week_is_written_as_the_ladder_reads_it() -> None:
    week = weeks.week_text([Hours(1, "07:00", "19:00"), Hours(6, "22:00", "06:00")])

    assert week == "1 07:00-19:00;6 22:00-06:00"


def test_a_week_is_shown_by_day_as_it_was_typed() -> None:
    days = weeks.by_day("1 07:00-12:00;1 13:00-19:00;5 22:00-06:00;8 07:00-19:00;6 7-9")

    assert days[0] == [Hours(1, "07:00", "12:00"), Hours(1, "13:00", "19:00")]
    assert days[4] == [Hours(5, "22:00", "06:00")]
    assert [len(day) for day in days] == [2, 0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("1 07:00-19:00", "Mon 07:00-19:00"),
        ("1 07:00-19:00;2 07:00-19:00", "Mon, Tue 07:00-19:00"),
        (
            ";".join(f"{day} 07:00-19:00" for day in range(1, 6)) + ";6 09:00-13:00",
            "Mon to Fri 07:00-19:00, Sat 09:00-13:00",
        ),
        ("1 07:00-12:00;1 13:00-19:00", "Mon 07:00-12:00 and 13:00-19:00"),
        ("1 07:00-19:00;3 07:00-19:00", "Mon 07:00-19:00, Wed 07:00-19:00"),
        ("", ""),
    ],
)
def test_a_week_is_said_as_people_say_it(week: str, said: str) -> None:
    assert weeks.in_words(week) == said
