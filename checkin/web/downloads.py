"""Files that a page hands out."""

from flask import Response


def download(content: str, kind: str, name: str) -> Response:
    """An answer that the browser keeps as a file of this name."""
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
