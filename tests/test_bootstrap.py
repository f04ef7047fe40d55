"""One command sets everything up, or says plainly what stands in its way."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest

import checkin.__main__ as entry
from checkin import __version__, bootstrap
from checkin.requirements import lock

REAL_ROOT = bootstrap.ROOT


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the files that decide what is installed, and no environment yet."""
    root = tmp_path / "checkout"
    for name in ("REQUIREMENTS", "FRONTEND", "VENDOR", "ENVIRONMENT", "PYTHON", "STAMP", "LOG"):
        path = root / getattr(bootstrap, name).relative_to(REAL_ROOT)
        monkeypatch.setattr(bootstrap, name, path)
    monkeypatch.setattr(bootstrap, "ROOT", root)
    for folder in (bootstrap.REQUIREMENTS, bootstrap.FRONTEND, bootstrap.PYTHON.parent):
        folder.mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n")
    (bootstrap.REQUIREMENTS / "app.txt").write_text("flask==3.1.3 \\\n    --hash=sha256:00\n")
    (bootstrap.REQUIREMENTS / "test.txt").write_text("pytest==9.2.0 \\\n    --hash=sha256:00\n")
    (bootstrap.FRONTEND / "package-lock.json").write_text("{}")
    return root


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pip was asked for, in order. It makes what the real one makes, and downloads nothing."""
    asked: list[list[str]] = []

    def make_environment(folder: Path) -> None:
        (folder / "bin" / "python").touch()

    def pip(arguments: list[str]) -> None:
        asked.append(arguments)
        bootstrap.VENDOR.mkdir(parents=True, exist_ok=True)
        (bootstrap.VENDOR / "stamp").touch()

    monkeypatch.setattr(bootstrap, "make_environment", make_environment)
    monkeypatch.setattr(bootstrap, "pip", pip)
    monkeypatch.setattr(bootstrap, "installed_by_hand", lambda: False)
    return asked


# --- an interpreter to run with ---------------------------------------------------------------


def test_a_python_that_is_too_old_is_told_what_to_run_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    monkeypatch.setattr(sys, "argv", ["checkin", "demo", "--no-open"])

    with pytest.raises(SystemExit) as refusal:
        entry.main()

    assert "3.11 or newer is needed, this one is 3.9.18" in str(refusal.value)
    assert "python3.11 -m checkin demo --no-open" in str(refusal.value)


def test_a_good_python_goes_on_to_the_command_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "ensure_environment", prepared.append)
    monkeypatch.setattr(sys, "argv", ["checkin", "--version"])

    with pytest.raises(SystemExit) as end:
        entry.main()

    assert prepared == [["--version"]]
    assert end.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("module", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_tells_it_that_it_is_old(module: str) -> None:
    source = (REAL_ROOT / "checkin" / module).read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))


def test_the_first_step_needs_the_standard_library_alone() -> None:
    program = f"import sys; sys.path.insert(0, {str(REAL_ROOT)!r}); import checkin.bootstrap"

    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], check=False)

    assert done.returncode == 0


def test_a_python_without_pip_or_ensurepip_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(bootstrap, "has_pip", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(bootstrap.SetUpError, match="apt-get install python3-venv"):
        bootstrap.make_environment(tmp_path / "environment")


@pytest.mark.parametrize(
    ("version", "good"), [("22.2.9", False), ("22.3", True), ("23.0.1", True), ("9.0", False)]
)
def test_a_pip_is_used_if_it_can_install_into_another_environment(
    version: str, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", lambda _name: version)

    assert bootstrap.has_pip() is good


def test_a_python_without_pip_has_none_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert bootstrap.has_pip() is False


def test_an_environment_is_made_where_ensurepip_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(bootstrap, "has_pip", lambda: True)

    bootstrap.make_environment(tmp_path / "environment")

    assert (tmp_path / "environment" / "bin" / "python").exists()


@pytest.mark.parametrize(("code", "good"), [(0, True), (100, False)])
def test_root_on_a_bare_debian_gets_what_is_missing_from_apt(
    code: int, good: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\necho no archive >&2\nexit {code}\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    if good:
        bootstrap.install_venv_with_apt()
    else:
        with pytest.raises(bootstrap.SetUpError, match="failed: no archive"):
            bootstrap.install_venv_with_apt()

    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == "update"
    assert asked[1:] == ["install --yes --no-install-recommends python3-venv"] * good


# --- when to install --------------------------------------------------------------------------


def test_the_first_run_makes_everything_and_the_second_nothing(
    checkout: Path, installed: list[list[str]]
) -> None:
    python = bootstrap.choose_python("app")
    bootstrap.choose_python("app")

    app = bootstrap.REQUIREMENTS / "app.txt"
    assert python == str(bootstrap.PYTHON)
    assert installed == [
        ["--no-deps", "--require-hashes", "--requirement", str(app)],
        ["--no-deps", "--editable", str(checkout)],
    ]


def test_tests_need_more_than_the_application(installed: list[list[str]]) -> None:
    bootstrap.choose_python("app")

    bootstrap.choose_python("test")
    bootstrap.choose_python("app")

    assert [Path(asked[-1]).name for asked in installed[::2]] == ["app.txt", "test.txt"]


@pytest.mark.parametrize(
    "changed",
    [
        lambda: bootstrap.ROOT / "pyproject.toml",
        lambda: bootstrap.REQUIREMENTS / "app.txt",
        lambda: bootstrap.FRONTEND / "package-lock.json",
    ],
)
def test_a_change_of_what_is_wanted_is_installed(
    changed: Callable[[], Path], installed: list[list[str]]
) -> None:
    bootstrap.choose_python("app")
    changed().write_text("other==1 \\\n    --hash=sha256:00\n")

    bootstrap.choose_python("app")

    assert len(installed) == 4


def test_browser_libraries_that_went_missing_are_built_again(installed: list[list[str]]) -> None:
    bootstrap.choose_python("app")
    (bootstrap.VENDOR / "stamp").unlink()

    bootstrap.choose_python("app")

    assert len(installed) == 4


def test_an_interrupted_installation_starts_over(
    installed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pip_that_fails(_arguments: list[str]) -> None:
        raise bootstrap.SetUpError("no network")

    bootstrap.choose_python("app")
    (bootstrap.ROOT / "pyproject.toml").write_text("[project]\nname = 'changed'\n")
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "pip", pip_that_fails)
        with pytest.raises(bootstrap.SetUpError):
            bootstrap.choose_python("app")

    assert not bootstrap.up_to_date("app")


def test_an_environment_made_by_hand_is_left_alone(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(bootstrap.ENVIRONMENT))

    assert bootstrap.choose_python("test") == sys.executable


def test_an_application_installed_elsewhere_is_used_as_it_is(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distributions", lambda name: iter([name]))

    assert bootstrap.choose_python("app") == sys.executable


def test_making_the_locks_needs_no_environment(checkout: Path) -> None:
    assert bootstrap.choose_python(None) == sys.executable


# --- what to run ------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that took this process's place."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, command: commands.append(command))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    return commands


def test_the_command_goes_on_in_the_new_environment(
    installed: list[list[str]], started: list[list[str]]
) -> None:
    bootstrap.ensure_environment(["demo", "--no-open"])

    assert started == [[str(bootstrap.PYTHON), "-m", "checkin", "demo", "--no-open"]]


def test_a_prepared_interpreter_goes_on_by_itself(
    checkout: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(bootstrap.ENVIRONMENT))

    bootstrap.ensure_environment(["demo"])

    assert started == []


def test_tests_run_in_the_environment(installed: list[list[str]], started: list[list[str]]) -> None:
    bootstrap.ensure_environment(["test", "--quick"])

    assert started == [[str(bootstrap.PYTHON), "-m", "tests.run", "--quick"]]


def test_an_installed_wheel_runs_as_it_is(checkout: Path, started: list[list[str]]) -> None:
    (checkout / "pyproject.toml").unlink()

    bootstrap.ensure_environment(["demo"])

    assert started == []


def test_an_installed_wheel_says_that_it_has_no_tests(checkout: Path) -> None:
    (checkout / "pyproject.toml").unlink()

    with pytest.raises(SystemExit, match="`test` works in a checkout"):
        bootstrap.ensure_environment(["test"])


# --- what can go wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("OSError: [Errno 28] No space left on device: '/x'", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("NewConnectionError('Failed to establish a new connection')", "can't be reached"),
        ("Temporary failure in name resolution", "can't be reached"),
        ("npm error network ECONNREFUSED", "can't be reached"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES: do not match the hashes", "was refused"),
        ("npm error code EINTEGRITY", "was refused"),
    ],
)
def test_known_troubles_come_with_what_to_do(said: str, advice: str) -> None:
    assert advice in str(bootstrap.remedy(said))


def test_unknown_troubles_are_not_explained_away() -> None:
    assert bootstrap.remedy("a compiler is missing") is None


def test_a_registry_that_does_not_answer_is_said_plainly(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))

    with pytest.raises(bootstrap.SetUpError, match="can't be reached") as refusal:
        bootstrap.pip(["--dry-run", "no-such-package-at-all"])

    assert str(bootstrap.LOG) in str(refusal.value)
    assert "127.0.0.1" in bootstrap.LOG.read_text()


def test_what_pip_says_is_shown_if_nothing_better_is_known(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))

    with pytest.raises(bootstrap.SetUpError, match="no such option: --no-such-option"):
        bootstrap.pip(["--no-such-option"])


def test_setting_up_does_not_begin_on_a_full_disk(
    installed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12, 90_000_000))

    said = r"90 MB are free in .*, and setting up needs .*, or move this folder to another disk"
    with pytest.raises(bootstrap.SetUpError, match=said):
        bootstrap.choose_python("app")

    assert installed == []


def test_a_disk_that_fills_up_meanwhile_ends_in_one_line(
    installed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bootstrap, "make_environment", fill_up)

    with pytest.raises(SystemExit, match="the disk is full") as end:
        bootstrap.ensure_environment(["demo"])

    assert "\n" not in str(end.value.code)


def test_a_python_whose_ensurepip_fails_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def create(_folder: Path, **_options: bool) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip", output=b"broken wheel")

    monkeypatch.setattr(venv, "create", create)

    with pytest.raises(bootstrap.SetUpError, match="can't be made: broken wheel"):
        bootstrap.make_environment(tmp_path)


# --- what is locked ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", lock.locks(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_lock_says_where_a_package_comes_from(path: Path) -> None:
    lock.refuse_hosts(path)


@pytest.mark.parametrize("closure", ["app", "test"])
def test_every_requirement_is_pinned_and_hashed(closure: str) -> None:
    text = (bootstrap.REQUIREMENTS / f"{closure}.txt").read_text()
    requirements = re.split(r"\n(?=[\w-])", re.sub(r"^ +#.*\n", "", text, flags=re.MULTILINE))

    unpinned = [each for each in requirements if "==" not in each or "--hash=sha256:" not in each]

    assert len(requirements) > 20
    assert unpinned == []


def test_tests_run_on_the_versions_that_people_run() -> None:
    app, test = (
        set(re.findall(r"^[\w-]+==\S+", (bootstrap.REQUIREMENTS / name).read_text(), re.MULTILINE))
        for name in ("app.txt", "test.txt")
    )

    assert app <= test


def test_a_lock_that_names_a_host_is_refused(tmp_path: Path) -> None:
    named = tmp_path / "app.txt"
    named.write_text("flask @ git+ssh://code.example/flask\n")

    with pytest.raises(SystemExit, match="names the host"):
        lock.refuse_hosts(named)
