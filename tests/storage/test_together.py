"""Blocks of scans on SQLite: in turn, each whole or not at all, many kept by one commit."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlalchemy import event

from checkin.core.errors import UnavailableError
from checkin.storage import together
from checkin.storage.store import Store

SOON = 5.0
"""Seconds in which everything here has long happened."""


class Notebook:
    """A database with words in it, and people who write them at the same time."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder / 'words.sqlite'}")
        with self.store.writing() as db:
            db.exec_driver_sql("CREATE TABLE word (word TEXT PRIMARY KEY)")
            db.exec_driver_sql(
                "CREATE TABLE echo (word TEXT REFERENCES word DEFERRABLE INITIALLY DEFERRED)"
            )
        self.commits = 0
        event.listen(self.store._scanner, "commit", self._count)
        self.people = ThreadPoolExecutor(8)

    def _count(self, _db: object) -> None:
        self.commits += 1

    def write(self, word: str, hold: Event | None = None, table: str = "word") -> None:
        with self.store.scanning() as db:
            db.exec_driver_sql(f"INSERT INTO {table} VALUES (?)", (word,))  # noqa: S608
            if hold:
                assert hold.wait(SOON)

    def begin(self, word: str, hold: Event | None = None, table: str = "word") -> "Future[None]":
        return self.people.submit(self.write, word, hold, table)

    def until_waiting(self, people: int) -> None:
        turns = self.store._together
        assert turns is not None
        while turns._waiting < people:
            sleep(0.001)

    def until_inside(self) -> None:
        turns = self.store._together
        assert turns is not None
        while turns._open is None:
            sleep(0.001)

    @property
    def words(self) -> set[str]:
        with self.store.reading() as db:
            return set(db.exec_driver_sql("SELECT word FROM word").scalars())


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    made = Notebook(tmp_path)
    yield made
    made.people.shutdown()
    made.store.close()


def test_blocks_that_waited_for_each_other_are_kept_by_one_commit(notebook: Notebook) -> None:
    go_on = Event()
    first = notebook.begin("first", go_on)
    notebook.until_inside()
    others = [notebook.begin(word) for word in ("second", "third")]
    notebook.until_waiting(2)
    before = notebook.commits

    go_on.set()
    for each in (first, *others):
        each.result(SOON)

    assert notebook.words == {"first", "second", "third"}
    assert notebook.commits == before + 1


def test_nobody_comes_back_before_what_they_wrote_is_kept(notebook: Notebook) -> None:
    first_goes, second_goes = Event(), Event()
    first = notebook.begin("first", first_goes)
    notebook.until_inside()
    second = notebook.begin("second", second_goes)
    notebook.until_waiting(1)

    first_goes.set()

    with pytest.raises(TimeoutError):
        first.result(0.3)
    assert notebook.words == set()
    second_goes.set()
    first.result(SOON)
    second.result(SOON)
    assert notebook.words == {"first", "second"}


def test_a_block_that_fails_loses_only_what_it_wrote_itself(notebook: Notebook) -> None:
    go_on = Event()
    first = notebook.begin("first", go_on)
    notebook.until_inside()

    def fail() -> None:
        with notebook.store.scanning() as db:
            db.exec_driver_sql("INSERT INTO word VALUES ('lost')")
            raise ZeroDivisionError

    failing = notebook.people.submit(fail)
    notebook.until_waiting(1)
    third = notebook.begin("third")
    notebook.until_waiting(2)

    go_on.set()

    first.result(SOON)
    third.result(SOON)
    with pytest.raises(ZeroDivisionError):
        failing.result(SOON)
    assert notebook.words == {"first", "third"}


def test_what_cannot_be_kept_is_said_to_everybody_who_shared_it(notebook: Notebook) -> None:
    go_on = Event()
    first = notebook.begin("first", go_on)
    notebook.until_inside()
    echo = notebook.begin("of nothing", table="echo")
    notebook.until_waiting(1)

    go_on.set()

    for each in (first, echo):
        with pytest.raises(UnavailableError):
            each.result(SOON)
    assert notebook.words == set()
    notebook.write("afterwards")
    assert notebook.words == {"afterwards"}


def test_who_waits_too_long_is_told_and_leaves_the_others_whole(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    first = notebook.begin("first", go_on)
    notebook.until_inside()
    monkeypatch.setattr(together, "_LONGEST_WAIT", 0.05)

    with pytest.raises(UnavailableError):
        notebook.begin("impatient").result(SOON)

    go_on.set()
    first.result(SOON)
    assert notebook.words == {"first"}


def test_a_transaction_left_to_somebody_who_gave_up_is_kept_all_the_same(
    notebook: Notebook,
) -> None:
    turns = notebook.store._together
    assert turns is not None
    turns._waiting += 1  # somebody who is just about to give up

    notebook.write("first")

    assert notebook.words == {"first"}


def test_many_at_once_all_keep_their_words(notebook: Notebook) -> None:
    words = {f"word {number}" for number in range(200)}

    for each in [notebook.begin(word) for word in sorted(words)]:
        each.result(SOON)

    assert notebook.words == words
