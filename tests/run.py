"""`python3 -m checkin test`: everything that shows the system works, one line a step.

`--quick` runs what needs neither browser nor server and no more than a minute. Other arguments go
to pytest, which then is all that runs. Whatever can't run counts as failed, and so does a skip.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from checkin import tested
from checkin.runtime import utc_now
from tests import memory

ROOT = Path(__file__).resolve().parent.parent
MINUTES_FOR_A_STEP = 25
WITHOUT_TOOLS = "not browser and not postgres and not package"
AGAINST_PICTURES = {
    "tests.storage.test_tables",
    "tests.web.test_no_biometrics",
    "tests.journeys.test_nothing_leaves",
}
"""The test modules whose result the public page on biometrics reads out."""


@dataclass(frozen=True)
class Outcome:
    """What one step showed."""

    passed: int
    failed: int
    output: str
    against_pictures: tuple[tuple[str, bool], ...] = ()

    @property
    def good(self) -> bool:
        """Whether it showed anything, and nothing bad."""
        return self.passed > 0 and self.failed == 0


@dataclass(frozen=True)
class Step:
    """A part of the suite and how to run it."""

    name: str
    run: Callable[[], Outcome]


def main(arguments: list[str]) -> int:
    """Run the suite, or the part that was asked for; 0 if all of it passed."""
    quick = "--quick" in arguments
    rest = [argument for argument in arguments if argument != "--quick"]
    steps = chosen(rest, quick=quick) if rest else (QUICK if quick else EVERYTHING)
    started = time.monotonic()
    outcomes = [performed(step, f"{at}/{len(steps)}") for at, step in enumerate(steps, start=1)]
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"all of it took {time.monotonic() - started:.0f} s")
    print(f"{passed} passed, {failed} failed")
    if steps is EVERYTHING:
        tested.keep(said_of_pictures(outcomes))
    return 0 if all(outcome.good for outcome in outcomes) else 1


def chosen(arguments: list[str], *, quick: bool) -> list[Step]:
    """The one step of a developer who asks for certain tests."""
    limits = ["-m", f"{WITHOUT_TOOLS} and not slow"] if quick else []
    return [Step("the tests you asked for", lambda: pytest(*limits, *arguments))]


def said_of_pictures(outcomes: list[Outcome]) -> tested.Result:
    """The result of the tests against pictures; a module that didn't run has failed."""
    ran = [each for outcome in outcomes for each in outcome.against_pictures]
    silent = AGAINST_PICTURES - {module for module, _ in ran}
    passed = sum(good for _, good in ran)
    return tested.Result(utc_now(), tested.code(), passed, len(ran) - passed + len(silent))


def performed(step: Step, place: str) -> Outcome:
    """Run a step and say how it went, with its whole output if it went wrong."""
    print(f"{place} {step.name} … ", end="", flush=True)
    started = time.monotonic()
    try:
        outcome = step.run()
    except (OSError, RuntimeError) as problem:  # a tool that can't be had
        outcome = Outcome(0, 1, str(problem))
    seconds = time.monotonic() - started
    print(f"{outcome.passed} passed, {outcome.failed} failed in {seconds:.0f} s", flush=True)
    if not outcome.good:
        print(outcome.output, flush=True)
    return outcome


def pytest(*arguments: str) -> Outcome:
    """Run pytest and count by its own report. A skipped test is one that failed to run."""
    with tempfile.TemporaryDirectory(prefix="checkin-tests-", dir=memory.folder()) as folder:
        report = Path(folder) / "report.xml"
        places = [f"--junitxml={report}", f"--basetemp={folder}/files"]
        code, output = command(sys.executable, "-m", "pytest", *places, *arguments)
        suite = ET.parse(report).find("testsuite") if report.exists() else None  # noqa: S314  ours
    if suite is None:
        return Outcome(0, 1, output)
    total, *bad = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    failed = max(sum(bad), 1 if code != 0 or total == 0 else 0)
    return Outcome(max(total - sum(bad), 0), failed, output, against_pictures(suite))


def against_pictures(suite: ET.Element) -> tuple[tuple[str, bool], ...]:
    """Of each test against pictures in a report, its module and whether it passed."""
    return tuple(
        (module, not {part.tag for part in case} & {"failure", "error", "skipped"})
        for case in suite.iter("testcase")
        if (module := case.get("classname", "")) in AGAINST_PICTURES
    )


def on_sqlite() -> Outcome:
    """What needs no other tool and takes no time, and how much of the code it reaches."""
    return pytest("-n2", "--cov", "--cov-report=", "-m", f"{WITHOUT_TOOLS} and not slow")


def on_sqlite_quickly() -> Outcome:
    """The inner rooms alone, without counting lines: pages and commands take minutes."""
    rooms = ("tests/core", "tests/storage", "tests/services", "tests/test_architecture.py")
    return pytest("-n2", "-m", f"{WITHOUT_TOOLS} and not slow", *rooms)


def at_length() -> Outcome:
    """What is tried so often that counting lines as well would take minutes."""
    return pytest("-n2", "-m", f"{WITHOUT_TOOLS} and slow")


def on_postgresql() -> Outcome:
    """What talks to the database, on a PostgreSQL of its own."""
    marks = "not browser and not package"
    return pytest(
        "-n2", "--cov", "--cov-append", "--cov-report=", "-m", marks, "--database=postgresql"
    )


def coverage() -> Outcome:
    """Every branch of the core, and nearly every one of the rest."""
    gates = [["--fail-under=100", "--include=checkin/core/*"], ["--fail-under=95"]]
    return all_of([[sys.executable, "-m", "coverage", "report", *gate] for gate in gates])


def types_of_javascript() -> Outcome:
    """What `tsc` says of the browser's code."""
    from tests import node

    compiler = node.packages(node.KIOSK) / "typescript" / "bin" / "tsc"
    return all_of([[str(node.NODE), str(compiler), "--project", str(node.KIOSK)]])


def javascript() -> Outcome:
    """The pure modules of the browser's code, under Node."""
    from tests import node

    report = ["--test", "--test-reporter=tap", f"{node.KIOSK}/*.test.js"]
    _, output = command(*node.COMMAND, *report)
    counts = dict(line[2:].split()[:2] for line in output.splitlines() if line.startswith("# "))
    passed, total = int(counts.get("pass", 0)), int(counts.get("tests", 0))
    return Outcome(passed, max(total - passed, 0 if passed else 1), output)


def journeys() -> Outcome:
    """What people do, in a browser."""
    from tests import browser

    browser.find()  # says so itself if it has to install one
    return pytest("-n2", "--dist=loadgroup", "-m", "browser")  # one camera at a time


def package() -> Outcome:
    """The wheel and the sdist, where nothing else is."""
    return pytest("-m", "package")


def all_of(commands: list[list[str]]) -> Outcome:
    """One check a command, which passes if the command succeeds."""
    results = [command(*arguments) for arguments in commands]
    failed = [output for code, output in results if code != 0]
    return Outcome(len(results) - len(failed), len(failed), "\n".join(failed))


def command(*arguments: str) -> tuple[int, str]:
    """The exit code and the whole output of a command, which is ended if it hangs."""
    try:
        done = subprocess.run(
            arguments,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=MINUTES_FOR_A_STEP * 60,
            check=False,
        )
    except subprocess.TimeoutExpired as hung:
        return 1, f"{hung}\n{hung.stdout!s}"
    return done.returncode, done.stdout


QUICK = [
    Step("rules, rows and services on SQLite", on_sqlite_quickly),
    Step("types of the browser's code", types_of_javascript),
    Step("the browser's code", javascript),
]
EVERYTHING = [
    Step("rules, rows, services, pages and commands on SQLite", on_sqlite),
    Step("what is tried a hundred thousand times", at_length),
    Step("rows and services on PostgreSQL", on_postgresql),
    Step("branches covered: core 100 %, all 95 %", coverage),
    *QUICK[1:],
    Step("journeys in a headless browser", journeys),
    Step("wheel and sdist, installed where nothing else is", package),
]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
