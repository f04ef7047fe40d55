"""Paper that the console prints."""

from flask import Response


def pdf(content: bytes, name: str) -> Response:
    """A PDF that the browser shows or keeps under this name (ASCII letters, digits, `.`, `-`)."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
