"""Makes the environment that the application runs in, so that one command is enough.

Standard library alone: nothing else is there yet.
"""

import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from importlib import metadata, util
from pathlib import Path
from typing import NoReturn

OLDEST_PIP = (22, 3)  # the first with --python

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "checkin-stamp"
LOG = ENVIRONMENT / "checkin-install.log"
REQUIREMENTS = ROOT / "checkin" / "requirements"
FRONTEND = ROOT / "checkin" / "web" / "frontend"
VENDOR = ROOT / "checkin" / "web" / "static" / "vendor"

# Commands of a checkout, which the application itself doesn't have
DEVELOPER_COMMANDS = {
    "lock": "checkin.requirements.lock",
    "since": "tests.since",
    "style": "tests.style",
    "test": "tests.run",
}
# What a command needs; every other one needs "app"
CLOSURES = {"lock": None, "since": "test", "style": "test", "test": "test"}
# What an environment and its temporary files take together, with room to spare
MEGABYTES = {"app": 500, "test": 1500}

FULL_DISK = "No space left on device|ENOSPC|Disk quota exceeded"
WRONG_FILE = "do not match the hashes|EINTEGRITY"
NO_REGISTRY = (
    "NewConnectionError|Connection refused|Connection reset|[Tt]imed out|ProxyError|SSLError"
    "|CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|name resolution|Name or service not known"
    "|from versions: none|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN"
)
REMEDIES = {
    FULL_DISK: "the disk is full. Free some space, or point TMPDIR at a disk that has some",
    WRONG_FILE: "a downloaded file isn't the one this project was tested with, and was refused",
    NO_REGISTRY: "PyPI or npm can't be reached. Check the network, HTTPS_PROXY and pip's settings",
}


class SetUpError(Exception):
    """A step that can't be done, in words that say what to do about it."""


def ensure_environment(arguments: list[str]) -> None:
    """Return once this interpreter can run the application.

    If it can't, make the environment and start over in it. Developer commands run from here and
    don't return.
    """
    command = arguments[0] if arguments else ""
    module = DEVELOPER_COMMANDS.get(command)
    try:
        if not (ROOT / "pyproject.toml").is_file():
            if module is not None:
                raise SetUpError(f"`{command}` works in a checkout of the source only")
            return
        python = choose_python(CLOSURES.get(command, "app"))
    except SetUpError as problem:
        sys.exit(f"checkin: {problem}.")
    except OSError as problem:
        sys.exit(f"checkin: {remedy(str(problem)) or problem}.")
    if module is not None:
        os.chdir(ROOT)
        start(python, ["-m", module, *arguments[1:]])
    elif python != sys.executable:
        start(python, ["-m", "checkin", *arguments])


def choose_python(closure: str | None) -> str:
    """The interpreter that has what `closure` ("app", "test" or nothing) needs, made if need be."""
    if closure is None or installed_by_hand():
        return sys.executable
    if not up_to_date(closure):
        install(closure)
    return sys.executable if inside_environment() else str(PYTHON)


def installed_by_hand() -> bool:
    """Whether somebody put the application where this Python finds it, without this module."""
    if inside_environment():
        return not STAMP.exists()
    return any(True for _ in metadata.distributions(name="checkin"))


def inside_environment() -> bool:
    """Whether this interpreter is that of `.venv`."""
    return Path(sys.prefix).resolve() == ENVIRONMENT


def up_to_date(closure: str) -> bool:
    """Whether the environment was made from what the checkout asks for now."""
    if not (PYTHON.exists() and STAMP.exists() and (VENDOR / "stamp").exists()):
        return False
    made_for, _, digest = STAMP.read_text().partition(" ")
    return digest == wanted() and made_for in {closure, "test"}


def wanted() -> str:
    """A digest of every file that decides what is installed."""
    digest = hashlib.sha256()
    for file in (
        ROOT / "pyproject.toml",
        *sorted(REQUIREMENTS.glob("*.txt")),
        *sorted(path for path in FRONTEND.iterdir() if path.is_file()),
    ):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def install(closure: str) -> None:
    """Make or renew the environment: Python, the hashed requirements, the project itself."""
    check_space(closure)
    STAMP.unlink(missing_ok=True)
    requirements = REQUIREMENTS / f"{closure}.txt"
    count = len(re.findall(r"^[\w-]+==", requirements.read_text(), re.MULTILINE))
    if not PYTHON.exists():
        announce("1/3 making the environment in .venv (only once)")
        make_environment(ENVIRONMENT)
    announce(f"2/3 installing {count} packages from PyPI, each checked against its hash")
    # The file names all there is; an older pip that resolves anew asks for hashes of newer ones
    pip(["--no-deps", "--require-hashes", "--requirement", str(requirements)])
    announce("3/3 building the project; its browser libraries come from npm")
    pip(["--no-deps", "--editable", str(ROOT)])
    STAMP.write_text(f"{closure} {wanted()}")


def check_space(closure: str) -> None:
    """Refuse to begin what would fill the disk."""
    for folder, way_out in (
        (str(ROOT), "move this folder to another disk"),
        (tempfile.gettempdir(), "point TMPDIR at another disk"),
    ):
        free = shutil.disk_usage(folder).free // 1_000_000
        if free < MEGABYTES[closure]:
            raise SetUpError(
                f"{free} MB are free in {folder}, and setting up needs about "
                f"{MEGABYTES[closure]} MB. Free some, or {way_out}"
            )


def make_environment(folder: Path) -> None:
    """An empty virtual environment, with pip inside where this Python can put it there."""
    if util.find_spec("ensurepip") is None and not has_pip():
        install_venv_with_apt()
    with_pip = util.find_spec("ensurepip") is not None
    try:
        venv.create(folder, clear=True, symlinks=True, with_pip=with_pip)
    except subprocess.CalledProcessError as error:
        output = error.output.decode(errors="replace")
        raise SetUpError(remedy(output) or f"{folder} can't be made: {output}") from error


def has_pip() -> bool:
    """Whether this Python has a pip that can install into another environment."""
    try:
        found = metadata.version("pip").split(".")
    except metadata.PackageNotFoundError:
        return False
    return tuple(int(part) for part in found[:2]) >= OLDEST_PIP


def install_venv_with_apt() -> None:
    """Debian's python3-venv, which its plain Python comes without."""
    command = "apt-get install --yes --no-install-recommends python3-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetUpError(
            "this Python has neither ensurepip nor pip. Install one of them (on Debian and Ubuntu: "
            "sudo apt-get install python3-venv), then run the same command again"
        )
    announce("    this Python has no pip: installing Debian's python3-venv")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ("apt-get update", command):
        done = subprocess.run(
            step.split(), capture_output=True, text=True, check=False, env=environment
        )
        if done.returncode != 0:
            raise SetUpError(f"`{command}` failed: {done.stderr.strip()}")
    importlib.invalidate_caches()


def pip(arguments: list[str]) -> None:
    """Let pip install into the environment; what it said is kept in a log."""
    command = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode != 0:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    command += ["--disable-pip-version-check", "install", "--retries", "2", *arguments]
    started = time.monotonic()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    LOG.write_text(done.stdout)
    if done.returncode != 0:
        lines = done.stdout.strip().splitlines()
        telling = [line for line in lines if "error" in line.lower()] or lines
        advice = remedy(done.stdout) or "\n".join(["pip could not install:", *telling[-8:]])
        raise SetUpError(f"{advice}. Everything it said is in {LOG}")
    announce(f"    done in {time.monotonic() - started:.0f} s")


def remedy(output: str) -> str | None:
    """What to do about a failure, or None if its output tells nothing known."""
    for pattern, advice in REMEDIES.items():
        if re.search(pattern, output):
            return advice
    return None


def announce(step: str) -> None:
    """Say what is going on, apart from what the command itself prints."""
    print(f"checkin: {step}", file=sys.stderr, flush=True)


def start(python: str, arguments: list[str]) -> NoReturn:
    """Become that interpreter."""
    sys.stdout.flush()
    os.execv(python, [python, *arguments])
