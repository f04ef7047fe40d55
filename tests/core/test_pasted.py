from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.pasted import BadLine, Line, Problem, day, read

TODAY = date(2026, 11, 23)
ADA = "ada@linden.example"


@pytest.mark.parametrize(
    "line",
    [
        ADA,
        "  ADA@Linden.example  ",
        f"Ada Lindqvist\t{ADA}",
        f"Lindqvist, Ada; {ADA}",
        f'"{ADA}","Main entrance"',
        f"Ada Lindqvist <{ADA}>",
        f"4711;{ADA};cleaning",
    ],
)
def test_an_address_is_found_wherever_it_stands_in_its_line(line: str) -> None:
    assert read(line, today=TODAY).lines == (Line(ADA, None),)


@pytest.mark.parametrize("cell", ["2026-12-31", "31.12.2026"])
def test_a_day_in_another_cell_is_the_last_one(cell: str) -> None:
    assert read(f"{ADA}\t{cell}", today=TODAY).lines == (Line(ADA, date(2026, 12, 31)),)


def test_today_can_be_the_last_day() -> None:
    assert read(f"{ADA};2026-11-23", today=TODAY).lines == (Line(ADA, TODAY),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("E-mail", Problem.NO_ADDRESS),
        ("ada@", Problem.NO_ADDRESS),
        ("ada@linden.example extra", Problem.NO_ADDRESS),
        (f"{'a' * 65}@linden.example", Problem.NO_ADDRESS),
        (f"a@{'b' * 251}.example", Problem.NO_ADDRESS),
        (f"{ADA};2026-02-31", Problem.NO_DAY),
        (f"{ADA};31.2.2026", Problem.NO_DAY),
        (f"{ADA};12/31/2026", Problem.NO_DAY),
        (f"{ADA};2026-11-22", Problem.PAST_DAY),
    ],
)
def test_a_line_that_cant_be_used_says_why(line: str, problem: Problem) -> None:
    found = read(line, today=TODAY)

    assert found.lines == ()
    assert [bad.problem for bad in found.bad] == [problem]


def test_bad_lines_are_named_and_the_good_ones_kept() -> None:
    found = read(f"Name\tMail\n\n{ADA}\nnobody\ngrace@linden.example\n", today=TODAY)

    assert [line.address for line in found.lines] == [ADA, "grace@linden.example"]
    assert found.bad == (
        BadLine(1, "Name Mail", Problem.NO_ADDRESS),
        BadLine(4, "nobody", Problem.NO_ADDRESS),
    )


def test_an_address_twice_counts_once_and_its_last_line_counts() -> None:
    found = read(f"{ADA}\n{ADA.upper()};2026-12-31", today=TODAY)

    assert found.lines == (Line(ADA, date(2026, 12, 31)),)


def test_a_long_line_is_shown_in_part() -> None:
    (bad,) = read("x" * 1000, today=TODAY).bad

    assert len(bad.text) == 80


@given(st.text())
def test_any_text_can_be_pasted(text: str) -> None:
    found = read(text, today=TODAY)

    assert all(line.address == line.address.lower() for line in found.lines)
    assert len(found.lines) + len(found.bad) <= len(text.splitlines())


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "1.1.26"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert day(text) is None
