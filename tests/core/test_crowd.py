import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.crowd import K_MIN, Crowd, kept, told


@pytest.mark.parametrize(
    ("number", "of", "said"),
    [
        (0, 100, Crowd.FEW),
        (9, 100, Crowd.FEW),
        (10, 100, 10),
        (12, 100, 10),
        (13, 100, 15),
        (90, 100, 90),
        (91, 100, Crowd.MOST),
        (100, 100, Crowd.MOST),
        (3, 3, Crowd.FEW),
        (15, 15, Crowd.MOST),
    ],
)
def test_a_number_is_rounded_and_has_no_edges(number: int, of: int, said: int | Crowd) -> None:
    assert told(number, of) == said


@given(st.integers(0, 500), st.integers(0, 500))
def test_one_person_more_or_less_never_shows_at_an_edge(one: int, other: int) -> None:
    number, of = sorted((one, other))

    if number < K_MIN - 1:
        assert told(number, of) == told(number + 1, of + 1)


@pytest.mark.parametrize(
    ("number", "base", "stays"),
    [(0, 5, None), (9, 5, None), (10, 5, 10), (12, 5, 10), (13, 5, 15), (10, 20, 20)],
)
def test_of_few_people_no_number_stays(number: int, base: int, stays: int | None) -> None:
    assert kept(number, base) == stays
