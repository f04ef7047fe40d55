"""The application as `checkin run` serves it, with one route more that does nothing.

`POST /api/v1/null` goes the same way through server and application as a scan, reads the same
body and answers as many bytes: what is left when everything about badges is taken away.
"""

import os
from pathlib import Path

from flask import Response, request

from checkin import jobs, runtime
from checkin.app import create_app
from checkin.bench.plan import NULL_PATH
from checkin.settings import load

_ANSWER = b'{"admit":true,"say":"welcome","at":"2026-11-22T12:00Z","n":0}'

running = runtime.start(load(Path(os.environ["CHECKIN_INSTANCE"]), os.environ))
app = create_app(running)


@app.post(NULL_PATH)
def post_null() -> Response:
    """Read a body, and answer the same to any."""
    request.get_json()
    return Response(_ANSWER, mimetype="application/json")


app.extensions["csrf"].exempt(post_null)
jobs.start(running)
