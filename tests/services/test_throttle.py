from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from checkin.services import throttle
from checkin.services.throttle import Pace
from checkin.storage.store import Store
from tests.world import NOON

PACE = Pace(free=3, first_wait=timedelta(seconds=10), longest_wait=timedelta(minutes=2))
WHAT = throttle.subject(b"k" * 32, "sign in", "203.0.113.7")


def try_at(store: Store, seconds: float, what: bytes = WHAT, *, pace: Pace = PACE) -> float | None:
    """The wait that a try at this second gets, in seconds; None if it may go on."""
    now = NOON + timedelta(seconds=seconds)
    with store.writing() as db:
        again = throttle.attempt(db, pace, what, now=now)
    return None if again is None else (again - now).total_seconds()


def test_the_first_tries_are_free(store: Store) -> None:
    assert [try_at(store, 0) for _ in range(3)] == [None, None, None]
    assert try_at(store, 0) == 10


def test_many_first_tries_at_once_are_many(store: Store) -> None:
    begin = Barrier(8)

    def attempt(_hand: int) -> float | None:
        begin.wait()
        return try_at(store, 0)

    with ThreadPoolExecutor(8) as hands:
        waits = list(hands.map(attempt, range(8)))

    assert waits.count(None) == PACE.free


def test_each_further_try_waits_twice_as_long(store: Store) -> None:
    for _ in range(3):
        try_at(store, 0)

    assert try_at(store, 10) is None
    assert try_at(store, 10) == 20
    assert try_at(store, 30) is None
    assert try_at(store, 30) == 40


def test_tries_that_come_too_early_make_the_wait_no_longer(store: Store) -> None:
    for _ in range(3):
        try_at(store, 0)

    for second in range(10):
        assert try_at(store, second) is not None

    assert try_at(store, 10) is None


def test_no_wait_is_longer_than_the_longest_and_then_all_is_forgotten(store: Store) -> None:
    waits = [PACE.wait(number).total_seconds() for number in (0, 2, 3, 4, 5, 6, 7, 100)]

    assert waits == [0, 0, 10, 20, 40, 80, 120, 120]
    for _ in range(3):
        try_at(store, 0)
    assert [try_at(store, 121) for _ in range(3)] == [None, None, None]


def test_sitting_out_the_longest_wait_does_not_give_the_free_tries_back(store: Store) -> None:
    pace = replace(PACE, remembered=timedelta(minutes=10))
    for second in (0, 0, 0, 10, 30, 70, 150):
        assert try_at(store, second, pace=pace) is None

    assert [try_at(store, 150 + 120, pace=pace) for _ in range(2)] == [None, 120]
    assert [try_at(store, 270 + 600, pace=pace) for _ in range(3)] == [None, None, None]


def test_one_subject_never_slows_another(store: Store) -> None:
    for _ in range(4):
        try_at(store, 0)

    assert try_at(store, 0, throttle.subject(b"k" * 32, "sign in", "203.0.113.8")) is None


def test_a_right_try_clears_the_name(store: Store) -> None:
    for _ in range(4):
        try_at(store, 0)

    with store.writing() as db:
        throttle.forget(db, WHAT)

    assert try_at(store, 0) is None


def test_what_was_right_is_remembered_until_its_time(store: Store) -> None:
    with store.writing() as db:
        throttle.remember(db, WHAT, until=NOON + timedelta(hours=1))
        assert throttle.remembered(db, WHAT, now=NOON)
        assert not throttle.remembered(db, WHAT, now=NOON + timedelta(hours=1))


def test_counting_starts_again_when_its_time_is_over(store: Store) -> None:
    life = timedelta(hours=1)
    with store.writing() as db:
        counted = [throttle.count(db, WHAT, life=life, now=NOON) for _ in range(2)]
        later = throttle.count(db, WHAT, life=life, now=NOON + life)

    assert counted == [1, 2]
    assert later == 1


def test_subjects_are_told_apart_by_where_their_parts_end() -> None:
    key = b"k" * 32

    assert throttle.subject(key, "ab", "c") != throttle.subject(key, "a", "bc")
    assert throttle.subject(key, "ab") != throttle.subject(b"l" * 32, "ab")
