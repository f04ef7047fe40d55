from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.consent import Act
from checkin.core.erasure import Erasure, read, void_line
from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose

ONE = Erasure(
    UUID(int=1),
    datetime(2026, 11, 27, 8, 0, tzinfo=UTC),
    HolderRef(UUID(int=2)),
    Act.WITHDRAW,
    (Purpose.ENTRY, Purpose.HISTORY),
)
erasures = st.builds(
    Erasure,
    st.uuids(),
    st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
    st.uuids().map(HolderRef),
    st.sampled_from(Act),
    st.lists(st.sampled_from(Purpose), max_size=3).map(tuple),
)


@given(st.lists(erasures, unique_by=lambda one: one.id))
def test_what_is_written_down_is_read_again(written: list[Erasure]) -> None:
    assert read(one.as_line() for one in written) == written


@given(st.integers(0, len(ONE.as_line()) - 1))
def test_a_line_cut_by_a_power_cut_counts_for_nothing(length: int) -> None:
    other = replace(ONE, id=uuid4())

    assert read([ONE.as_line()[:length], "", other.as_line()]) == [other]


def test_what_was_never_kept_is_void() -> None:
    other = replace(ONE, id=uuid4())

    assert read([ONE.as_line(), other.as_line(), void_line(ONE.id)]) == [other]


def test_a_line_holds_references_and_nothing_else() -> None:
    assert ONE.as_line() == (
        '{"id": "00000000-0000-0000-0000-000000000001", "at": "2026-11-27T08:00:00+00:00", '
        '"holder": "00000000-0000-0000-0000-000000000002", "act": "withdraw", '
        '"purposes": ["entry", "history"]}'
    )
