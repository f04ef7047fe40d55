"""One page, and nothing else, while a database that was brought back isn't what it has to be."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from checkin.runtime import Runtime

_TEXT = (
    "A backup was restored. Before anything is shown, whoever was erased since then is erased "
    "again. This takes a moment."
)


def hold(app: Flask, runtime: Runtime) -> None:
    """Answer 503 until every erasure of the ledger is done in this database.

    A server looks when it starts: nothing is restored under one that runs.
    """
    ready = False

    @app.before_request
    def wait() -> ResponseReturnValue | None:
        nonlocal ready
        if ready or request.endpoint == "static":
            return None
        ready = not runtime.missing_erasures()
        if ready:
            return None
        if request.path.startswith("/api/"):
            return jsonify({"error": "unavailable", "message": _TEXT}), 503
        organisation = runtime.settings.organisation
        return render_template("errors/maintenance.html", page=organisation), 503
