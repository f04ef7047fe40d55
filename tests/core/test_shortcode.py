from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.shortcode import ALPHABET, LENGTH, lookup, normalise, pretty, short_code

KEY = bytes(range(32))
CTI = bytes(16)

codes = st.binary(min_size=16, max_size=16).map(lambda cti: short_code(KEY, cti))
places = st.integers(0, LENGTH - 1)
symbols = st.sampled_from(ALPHABET)


def replaced(code: str, place: int, symbol: str) -> str:
    return code[:place] + symbol + code[place + 1 :]


def test_a_code_stays_the_same_for_ever() -> None:
    assert short_code(KEY, CTI) == "2RXFFBDZ50"


def test_a_code_depends_on_the_badge_and_on_the_secret() -> None:
    assert short_code(KEY, CTI) != short_code(KEY, CTI[1:] + b"\1")
    assert short_code(KEY, CTI) != short_code(KEY[1:] + b"\0", CTI)


@given(codes)
def test_a_code_as_printed_is_read_as_itself(code: str) -> None:
    assert len(code) == LENGTH
    assert normalise(pretty(code)) == code


@given(codes, places, symbols)
def test_every_single_wrong_symbol_is_caught(code: str, place: int, symbol: str) -> None:
    wrong = replaced(code, place, symbol)

    assert normalise(wrong) == (code if wrong == code else None)


@given(codes)
def test_every_swap_of_two_symbols_is_caught(code: str) -> None:
    for one, other in combinations(range(LENGTH), 2):
        swapped = replaced(replaced(code, one, code[other]), other, code[one])

        assert normalise(swapped) == (code if swapped == code else None)


@given(codes, st.integers(0, LENGTH - 2), symbols, symbols)
def test_a_double_symbol_taken_for_another_is_caught(
    code: str, place: int, meant: str, typed: str
) -> None:
    doubled = replaced(replaced(code, place, meant), place + 1, meant)
    mistaken = replaced(replaced(code, place, typed), place + 1, typed)

    assert meant == typed or normalise(doubled) is None or normalise(mistaken) is None


def test_what_people_type_for_a_symbol_is_taken_as_meant() -> None:
    code = next(
        made
        for number in range(1000)
        if {"0", "1"} <= set(made := short_code(KEY, number.to_bytes(16)))
    )
    typed = f" {pretty(code).lower()} ".replace("0", "o")

    assert normalise(typed.replace("1", "l")) == code
    assert normalise(typed.replace("1", "I")) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2RXFFBDZ5",
        "2RXFFBDZ500",
        "2RXFFBDZ5U",
        "2RXFFBDZ5*",
        "2RXFFBDZ50\n",
        "２RXFFBDZ50",  # a wide 2
        "2RſFFBDZ50",  # becomes S in capitals
        "CI1:2RXFFB",
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert normalise(text) is None


def test_a_stored_hash_differs_by_code_and_by_secret() -> None:
    code, other = short_code(KEY, CTI), short_code(KEY, CTI[1:] + b"\1")
    found = {lookup(KEY, code), lookup(KEY, other), lookup(KEY[1:] + b"\0", code)}

    assert len(found) == 3
    assert lookup(KEY, code) == lookup(KEY, code)
