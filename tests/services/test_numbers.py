import pytest

from checkin.services import numbers


def test_a_number_that_is_drawn_is_meant_by_itself() -> None:
    number = numbers.drawn()

    assert numbers.as_meant(number) == number
    assert len({numbers.drawn() for _ in range(100)}) == 100


@pytest.mark.parametrize("typed", ["7K3-Q01", "7k3q01", " 7k3 - qo1 ", "7K3QOL", "7k3-qoi"])
def test_a_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert numbers.as_meant(typed) == "7K3-Q01"


@pytest.mark.parametrize("typed", ["", "7K3-Q0", "7K3-Q011", "Ada Lindqvist", "7K3-Q0Ü"])
def test_what_is_no_number_means_none(typed: str) -> None:
    assert numbers.as_meant(typed) is None
