"""How deletion and answers keep up, for a monitor that shows the token of this instance."""

from hmac import compare_digest
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, request

from checkin.services import retention, rights
from checkin.web.access import runtime

bp = Blueprint("metrics", __name__)

_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/metrics")
def metrics() -> Response:
    """Rows due and overdue and the oldest one's age, by table; answers that are late. Else 404."""
    rt = runtime()
    token = _token(rt.settings.metrics_token_file)
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(shown.encode(), token.encode()):
        abort(404)
    with rt.reading() as db:
        found = retention.backlog(db, rt.settings.limits, now=rt.now())
        _, late = rights.count(db, now=rt.now())
    told = retention.exposition(found, now=rt.now()) + rights.exposition(late)
    return Response(told, content_type=_TEXT)


def _token(file: str) -> str:
    """The first line of the file; empty without one."""
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].strip()
    except OSError:
        return ""
