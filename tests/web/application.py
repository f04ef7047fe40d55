"""The application of a test's instance, put together once for all tests that want the same one."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from checkin.app import create_app
from checkin.runtime import Runtime
from checkin.settings import Settings

_made: dict[tuple[Settings, bytes], Flask] = {}


def application(runtime: Runtime) -> Flask:
    """An application with this instance in it, until another test's takes its place.

    Putting one together takes longer than most tests. A test that changes it, or needs two of them
    at a time, makes its own by `create_app`.
    """
    rests_on = (replace(runtime.settings, instance=Path()), runtime.keyring.secret("form"))
    if rests_on not in _made:
        _made[rests_on] = create_app(runtime)
    _made[rests_on].extensions["checkin"] = runtime
    return _made[rests_on]
