"""The wheel and the sdist hold everything, and run where nothing of this checkout is."""

import json
import os
import socket
import subprocess
import sys
import tarfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.package

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 90
NEEDED = (
    "static/vendor/bootstrap/bootstrap.min.css",
    "static/vendor/icons.svg",
    "static/vendor/inter/inter-latin.woff2",
    "static/vendor/zxing/es/reader/index.js",
    "static/vendor/zxing/es/share.js",
    "static/vendor/zxing/reader/zxing_reader.wasm",
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, and the wheel that was built from it without npm."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(target), str(ROOT)]
    unreachable = {**os.environ, "npm_config_registry": "http://127.0.0.1:9"}
    done = subprocess.run(command, capture_output=True, text=True, env=unreachable, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that has the wheel and its hashed requirements, nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, symlinks=True, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    wheel = next(built.glob("*.whl"))
    requirements = ROOT / "checkin" / "requirements" / "app.txt"
    subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(requirements)], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return folder / "bin"


@pytest.fixture
def demo_url(elsewhere: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demo that the installed wheel runs."""
    instance = tmp_path / "demo"
    options = ["--instance", str(instance), "--port", str(free_port()), "--no-open"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [elsewhere / "checkin", "demo", *options],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield wait_for_url(instance / "demo.json", process, tmp_path / "log")
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_url(described: Path, process: subprocess.Popen[bytes], log: Path) -> str:
    """The address in `demo.json`, once something answers there."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            url = str(json.loads(described.read_text())["url"])
            with urlopen(url, timeout=5):  # noqa: S310  this machine's own demo
                return url
        except (OSError, ValueError):
            time.sleep(0.2)
    raise AssertionError(f"the demo did not answer:\n{log.read_text()}")


def test_the_wheel_carries_pages_and_browser_libraries(built: Path) -> None:
    with ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())

    assert {f"checkin/web/{path}" for path in NEEDED} <= names
    assert "checkin/templates/layouts/page.html" in names
    assert "checkin/vectors/badge.json" in names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


def test_the_sdist_carries_what_builds_the_wheel(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {f"checkin/web/{path}" for path in NEEDED} <= names
    assert {"checkin/web/frontend/hatch_build.py", "templates/layouts/page.html"} <= names
    assert not [name for name in names if name.startswith((".venv", "instance/demo"))]


def test_the_command_explains_itself_after_an_installation(elsewhere: Path) -> None:
    asked = [str(elsewhere / "checkin"), "--help"]

    done = subprocess.run(asked, capture_output=True, text=True, cwd=elsewhere, check=False)

    assert done.returncode == 0
    assert "demo" in done.stdout


def test_the_demo_opens_its_page_after_an_installation(demo_url: str) -> None:
    with urlopen(demo_url, timeout=10) as response:  # noqa: S310  this machine's own demo
        page = response.read().decode()

    assert response.status == 200
    assert "demo" in page.lower()
