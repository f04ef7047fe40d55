"""`python3 -m checkin since COMMIT`: whether scans have become slower since then, on this machine.

The two are measured in turns, since a machine's speed changes from minute to minute; what is
compared are the medians. The older one gets a work tree and an environment of its own, for as long
as it takes.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from checkin.bench import postgres

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
MOST_SLOWER = 0.15
"""By so much of the older one's scans a second the newer one may fall behind."""

USAGE = f"""usage: python3 -m checkin since COMMIT

Measures the scans a second of COMMIT and of this checkout in turns, on SQLite and PostgreSQL, and
fails if more than {MOST_SLOWER:.0%} are gone. COMMIT may be a number, a tag or HEAD~3."""

WHAT = ("--only", "scans", "--clients", "8", "--rounds", "1", "--seconds", "5", "--own-load")

Figures: TypeAlias = Mapping[str, list[float]]
"""Scans a second by database, a round each."""


@dataclass(frozen=True)
class Compared:
    """Scans a second on one database, then and now (medians)."""

    database: str
    then: float
    now: float

    @property
    def slower(self) -> float:
        """What part of the older one's speed is gone; negative if it is faster now."""
        return 1 - self.now / self.then

    @property
    def too_slow(self) -> bool:
        """Whether more is gone than may be."""
        return self.now < self.then * (1 - MOST_SLOWER)

    def __str__(self) -> str:
        change = f"{abs(self.slower):.0%} {'slower' if self.slower > 0 else 'faster'}"
        verdict = "TOO SLOW" if self.too_slow else "good"
        return f"{self.database}: {self.then:,.0f} -> {self.now:,.0f} scans/s, {change}: {verdict}"


def main(arguments: list[str]) -> int:
    """Measure both and say what came out; 0 if scans are fast enough, 2 for a wrong call."""
    wants_help = not {"-h", "--help"}.isdisjoint(arguments)
    if wants_help or len(arguments) != 1:
        print(USAGE, file=sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    if not is_commit(arguments[0]):
        print(
            f"checkin since: there is no commit {arguments[0]!r} in this checkout.", file=sys.stderr
        )
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="checkin-since-") as folder,
        work_tree(arguments[0], Path(folder) / "then") as then,
    ):
        compared = compare(*in_turns(then, Path(folder)))
    print(*compared, sep="\n")
    return 1 if any(one.too_slow for one in compared) else 0


def is_commit(name: str) -> bool:
    """Whether this checkout has a commit of this name."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--verify", "--quiet", "--end-of-options"]
    done = subprocess.run([*asked, f"{name}^{{commit}}"], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def work_tree(commit: str, at: Path) -> Iterator[Path]:
    """The files of a commit, beside those of this checkout."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(at), commit], check=True)
    try:
        yield at
    finally:
        subprocess.run([*git, "remove", "--force", str(at)], check=True)


def in_turns(then: Path, folder: Path) -> tuple[Figures, Figures]:
    """What both measure, a round of the one after a round of the other."""
    before: list[Mapping[str, Any]] = []
    after: list[Mapping[str, Any]] = []
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        for tree, found in ((then, before), (ROOT, after)):
            file = folder / f"{len(before)}-{len(after)}.json"
            bench(tree, file)
            found.append(json.loads(file.read_text()))
    return figures(before), figures(after)


def bench(tree: Path, file: Path) -> None:
    """Measure what a work tree does, in an environment that it makes for itself."""
    python = getattr(sys, "_base_executable", sys.executable)
    programs = {postgres.PROGRAMS_VARIABLE: str(postgres.programs())}
    command = [python, "-m", "checkin", "bench", *WHAT, "--json", str(file)]
    subprocess.run(command, cwd=tree, check=True, env={**os.environ, **programs})


def figures(measured: Iterable[Mapping[str, Any]]) -> Figures:
    """New scans a second by database, of what was measured in several goes."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in measured:
        for scans in one["scans"]:
            found[scans["database"]] += [run["rate"] for run in scans["first"]]
    return found


def compare(then: Figures, now: Figures) -> list[Compared]:
    """Both, database by database."""
    return [Compared(name, median(then[name]), median(now[name])) for name in then]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
