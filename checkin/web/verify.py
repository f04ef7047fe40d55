"""The page on which anybody checks a badge, in their browser alone.

It gets the keys, the addresses of the status lists and the server's time with the page, and asks
nobody anything about a badge. Camera and decoder are the kiosk's.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.services import status
from checkin.web import language
from checkin.web.access import runtime
from checkin.web.language import LanguageChoice
from checkin.web.receipt_words import CHECKING
from checkin.web.security import content_policy
from checkin.web.verify_words import WORDS

bp = Blueprint("verify", __name__)

PERMISSIONS = "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"
POLICY = content_policy(
    script_src="'self' 'wasm-unsafe-eval'", worker_src="'self'", trusted_types="kiosk"
)
_SENDS_NOTHING = content_policy(connect_src="'none'")


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """The form that checks a badge; `boot` is what its modules start from."""

    words: dict[str, Any]
    languages: tuple[LanguageChoice, ...]
    boot: dict[str, Any]


@bp.get("/verify")
def verify() -> ResponseReturnValue:
    """Check a badge."""
    rt, spoken = runtime(), language.speak()
    now = rt.now()
    with rt.reading() as db:
        numbers = status.numbers(db)
    boot = {
        "language": spoken,
        "words": WORDS[spoken],
        "jwks": rt.keyring.jwks(now=now),
        "lists": {
            f"{rt.lists_uri}{number}": url_for("public.status_list", number=number)
            for number in numbers
        },
        "now": int(now.timestamp()),
    }
    page = VerifyPage(WORDS[spoken], language.choices(), boot)
    return render_template("public/verify.html", page=page)


@bp.get("/verify/receipt")
def receipt() -> ResponseReturnValue:
    """Check the receipt of a consent or of an erasure."""
    rt, spoken = runtime(), language.speak()
    boot = {"words": CHECKING[spoken], "jwks": rt.keyring.jwks(now=rt.now())}
    page = VerifyPage(CHECKING[spoken], language.choices(), boot)
    return render_template("public/verify_receipt.html", page=page)


@bp.after_request
def restrict(response: Response) -> Response:
    """Let the page on badges use the decoder shared with the kiosk, and the camera.

    A badge is checked by holding it up: the picture stays in the page, as at a kiosk. The page on
    receipts can send nothing to anybody, not even to here.
    """
    if request.endpoint == "verify.verify":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS
    else:
        response.headers["Content-Security-Policy"] = _SENDS_NOTHING
    return response
