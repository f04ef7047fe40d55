import json
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests import since
from tests.since import Compared, compare, figures, main, work_tree


def measured(**rates: float) -> dict[str, object]:
    return {"scans": [{"database": name, "first": [{"rate": rates[name]}]} for name in rates]}


def test_rounds_of_each_database_are_put_together() -> None:
    found = figures([measured(sqlite=700.0, postgresql=800.0), measured(sqlite=720.0)])

    assert found == {"sqlite": [700.0, 720.0], "postgresql": [800.0]}


@pytest.mark.parametrize(
    ("now", "too_slow"), [(850.0, False), (849.0, True), (1000.0, False), (1200.0, False)]
)
def test_more_than_fifteen_of_a_hundred_may_not_be_lost(now: float, too_slow: bool) -> None:
    (one,) = compare({"sqlite": [900.0, 1000.0, 5000.0]}, {"sqlite": [now]})

    assert one.too_slow is too_slow


def test_what_came_out_is_said_in_a_line() -> None:
    assert str(Compared("sqlite", 1000, 800)) == (
        "sqlite: 1,000 -> 800 scans/s, 20% slower: TOO SLOW"
    )
    assert str(Compared("sqlite", 1000, 1100)) == "sqlite: 1,000 -> 1,100 scans/s, 10% faster: good"


def test_the_older_files_are_there_for_as_long_as_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@linden.example"]
    (tmp_path / "rules").write_text("then")
    for command in (["init", "-q"], ["add", "rules"], ["commit", "-qm", "Then"]):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "rules").write_text("now")
    monkeypatch.setattr(since, "ROOT", tmp_path)

    with work_tree("HEAD", tmp_path / "then") as then:
        assert (then / "rules").read_text() == "then"

    assert not (tmp_path / "then").exists()


def test_a_call_without_a_commit_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "since COMMIT" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["HEAD", "--help"]])
def test_whoever_asks_for_help_gets_it(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert "since COMMIT" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["0" * 40, "no-such-branch", "--force", ""])
def test_a_commit_that_is_not_there_is_named_before_anything_is_measured(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name]) == 2
    assert capsys.readouterr().err == (
        f"checkin since: there is no commit {name!r} in this checkout.\n"
    )


def test_losing_too_much_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rates = {True: 1000.0, False: 800.0}

    def measure(tree: Path, file: Path) -> None:
        file.write_text(json.dumps(measured(sqlite=rates[tree != since.ROOT])))

    monkeypatch.setattr(since, "bench", measure)
    monkeypatch.setattr(since, "work_tree", lambda _commit, at: nullcontext(at))

    assert main(["HEAD"]) == 1
    assert "20% slower: TOO SLOW" in capsys.readouterr().out
