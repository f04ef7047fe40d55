"""Bodies of requests, as typed values."""

from typing import Final, TypeVar
from urllib.parse import urlsplit

from flask import abort, request
from pydantic import ValidationError

from checkin.core import base64url, json_once
from checkin.web.access import runtime
from checkin.web.api.wire import Body, SealedScan, ToldScan
from checkin.web.errors import InputError

MOST: Final = 16 * 1024
MOST_LATE: Final = 1024 * 1024
"""Bytes of a body: of one that tells of many scans, and of any other."""

B = TypeVar("B", bound=Body)


def read(kind: type[B], *, most: int = MOST) -> B:
    """The request's body as `kind`. InputError names the first field that doesn't fit.

    Takes `application/json` from this origin only (415, 403), `most` bytes of it (413), and refuses
    keys that appear twice: one reader must not see another value than the next.
    """
    if request.mimetype != "application/json":
        abort(415)
    _refuse_other_origins()
    if (request.content_length or 0) > most:
        abort(413)
    sent = request.get_data()
    if len(sent) > most:  # it came in chunks and didn't say how long it is
        abort(413)
    try:
        json_once.loads(sent)
        return kind.model_validate_json(sent, strict=True)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"])) or "body"
        raise InputError(where, f"{where}: {first['msg']}.") from None
    except (ValueError, RecursionError):
        raise InputError("body", "The body has to be JSON, with each key once.") from None


def unsealed(sealed: SealedScan) -> ToldScan | None:
    """The scan that was sealed; None if the seal is broken or something else is in it."""
    context = f"checkin scan {sealed.nonce}".encode()
    try:
        opened = ToldScan.model_validate_json(
            runtime().keyring.open_letter(base64url.decode(sealed.sealed), context)
        )
    except ValueError:  # a broken seal is one, too
        return None
    return opened if opened.nonce == sealed.nonce else None


def _refuse_other_origins() -> None:
    """A kiosk's cookie is of no use to other sites: browsers say where a request comes from."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    own = urlsplit(runtime().settings.base_url).netloc
    if origin is not None and origin.partition("://")[2] not in {own, request.host}:
        abort(403)
    if site is not None and site not in {"same-origin", "none"}:
        abort(403)
