"""An environment apart, with libraries that know nothing of this project, to check badges with.

Apart because the COSE library among them needs an older CBOR library than the application does. It
is made once, in this environment's own folder, from hashed requirements; again when they change.
"""

import fcntl
import json
import subprocess
import sys
import venv
from hashlib import sha256
from importlib import util
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"


def ask(witness: str, question: object) -> Any:
    """Return what a script of this folder, run in the environment apart, makes of the question."""
    done = subprocess.run(
        [str(python()), "-I", str(HERE / witness)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{witness} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def python() -> Path:
    """The Python of the environment apart, which is made now if need be."""
    digest = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    folder = Path(sys.prefix) / "checkin-independent"
    folder.mkdir(exist_ok=True)
    stamp, program = folder / "stamp", folder / "environment" / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may come here at once
        if not (stamp.exists() and stamp.read_text() == digest):
            stamp.unlink(missing_ok=True)
            install(folder / "environment", program)
            stamp.write_text(digest)
    return program


def install(folder: Path, program: Path) -> None:
    with_pip = util.find_spec("ensurepip") is not None
    venv.create(folder, clear=True, symlinks=True, with_pip=with_pip)
    pip = [str(program), "-m", "pip"]
    if not with_pip:  # Debian keeps ensurepip apart; its own pip can install elsewhere
        pip = [sys._base_executable, "-m", "pip", "--python", str(program)]  # type: ignore[attr-defined]
    options = [
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--requirement",
        str(REQUIREMENTS),
    ]
    done = subprocess.run(
        [*pip, "install", "--quiet", *options], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"pip could not install {REQUIREMENTS}:\n{done.stdout}{done.stderr}")
