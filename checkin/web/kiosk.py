"""The kiosk page: what a screen at a door loads, and what it may do.

The page needs no credential. It asks the server whether it is paired, and shows nothing about
anybody before and after. Everything below `/kiosk` carries a policy of its own: the decoder of the
camera runs in a worker, and a worker obeys the policy that its own script came with.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from checkin.web import offline
from checkin.web.access import runtime
from checkin.web.kiosk_words import WORDS
from checkin.web.offline import Kept, static_file
from checkin.web.security import content_policy

bp = Blueprint("kiosk", __name__, static_folder="static/kiosk", static_url_path="/kiosk")

PERMISSIONS = "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"

_KEYPAD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32

# Beside its modules, what the page needs to start again without a network.
_SHELL = (
    "css/tokens.css",
    "css/kiosk.css",
    "img/logo.svg",
    "vendor/cborg.js",
    "vendor/ed25519.js",
    "vendor/hpke.js",
    "vendor/inter/inter-latin.woff2",
    "vendor/zxing/es/reader/index.js",
    "vendor/zxing/es/share.js",
    "vendor/zxing/reader/zxing_reader.wasm",
)
_TEMPLATES = (
    "layouts/kiosk.html",
    "kiosk/kiosk.html",
    "kiosk/scanner.html",
    "kiosk/drawings.html",
    "kiosk/panel_foot.html",
)


@dataclass(frozen=True, slots=True)
class KioskPage:
    """What the kiosk page shows before it has asked the server anything."""

    language: str
    words: dict[str, dict[str, dict[str, str]]]
    demo: bool
    version: str
    keypad: str = _KEYPAD

    @property
    def text(self) -> dict[str, dict[str, str]]:
        """The words of the language that the page begins in."""
        return self.words[self.language]

    def boot(self) -> dict[str, Any]:
        """What the page's modules start from, as JSON."""
        return {
            "language": self.language,
            "words": self.words,
            "version": self.version,
        }


@bp.get("/kiosk")
def kiosk() -> str:
    """The page itself, the same for every kiosk."""
    page = KioskPage(_first_language(), WORDS, runtime().settings.demo, version=_kept().version)
    return render_template("kiosk/kiosk.html", page=page)


@bp.get("/kiosk/sw.js")
def service_worker() -> Response:
    """The service worker, told what to keep and as which version. It serves this page alone."""
    return offline.service_worker(_kept())


@bp.get("/kiosk/manifest.webmanifest")
def manifest() -> Response:
    """What a browser needs to install the page as an application that fills the screen."""
    return offline.manifest(
        {
            "name": WORDS["en"]["title"]["page"],
            "start_url": url_for("kiosk.kiosk"),
            "scope": url_for("kiosk.kiosk"),
            "display": "fullscreen",
            "background_color": "#f4f6f9",
            "theme_color": "#f4f6f9",
        }
    )


@bp.after_request
def restrict(response: Response) -> Response:
    """Give everything below `/kiosk` its policy, and the page alone the camera."""
    demo = runtime().settings.demo
    response.headers["Content-Security-Policy"] = content_security_policy(demo=demo)
    if request.endpoint == "kiosk.kiosk":
        response.headers["Permissions-Policy"] = PERMISSIONS
    return response


def content_security_policy(*, demo: bool) -> str:
    """The kiosk's content security policy. In a demo a page of the same site may frame it."""
    return content_policy(
        script_src="'self' 'wasm-unsafe-eval'",
        worker_src="'self'",
        img_src="'self'",
        frame_ancestors="'self'" if demo else "'none'",
        trusted_types="kiosk",
    )


def _first_language() -> str:
    """What the browser prefers of what the page speaks; a kiosk's own comes with its heartbeat."""
    wanted = (tag.split("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wanted if language in WORDS), "en")


def _kept() -> Kept:
    """The page with its modules and its worker; the service worker doesn't keep itself."""
    modules = sorted(static_file("kiosk").glob("*.js"))
    files = {
        url_for("kiosk.static", filename=path.name): path
        for path in modules
        if path.name != "sw.js"
    } | {url_for("static", filename=name): static_file(name) for name in _SHELL}
    said = json.dumps([WORDS, runtime().settings.demo])
    page, manifest = url_for("kiosk.kiosk"), url_for("kiosk.manifest")
    return Kept("kiosk", page, manifest, files, _TEMPLATES, said)
