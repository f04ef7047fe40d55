"""A badge on a phone: the page that shows it, what keeps the page without a network, and its end.

The page is the same for everybody and holds nothing about anyone: key and badge are in the phone.
"""

import json
import re
from dataclasses import asdict, dataclass
from posixpath import dirname, join, normpath
from typing import Any, Final
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from checkin.core.ids import DeviceId
from checkin.services import devices
from checkin.web import language, offline
from checkin.web.access import (
    DEVICE_COOKIE,
    carried_device,
    forget_cookie,
    me,
    requires_person,
    runtime,
    speak_their_language,
)
from checkin.web.offline import Kept, static_file
from checkin.web.own_words import OWN
from checkin.web.phone_words import WORDS, PhoneWords
from checkin.web.security import content_policy

bp = Blueprint("phone", __name__)

_START: Final = "badge/page.js"
# Beside its modules, what the page needs to start again without a network.
_SHELL: Final = (
    "css/tokens.css",
    "css/badge.css",
    "img/logo.svg",
    "img/pictures.svg",
    "vendor/inter/inter-latin.woff2",
)
_TEMPLATE: Final = "me/phone.html"
_IMPORTED: Final = re.compile(r'^(?:import|\} from)\b[^"]*"([./][^"]+\.js)";', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PhonePage:
    """What the page says before its script has looked what is on the phone."""

    language: str
    organisation: str
    words: PhoneWords

    def boot(self) -> dict[str, Any]:
        """What the page's script starts from, as JSON."""
        said = asdict(self.words)
        return {
            "language": self.language,
            "words": {name: said[name] for name in ("reasons", "problems", "code")},
        }


@bp.get("/me/badge")
def phone() -> ResponseReturnValue:
    """The page itself, for whoever opens it: only the phone knows whose badge is on it."""
    spoken = language.speak()
    page = PhonePage(spoken, runtime().settings.organisation, WORDS[spoken])
    response = make_response(render_template(_TEMPLATE, page=page))
    response.headers["Content-Security-Policy"] = content_policy(
        worker_src="'self'", img_src="'self'", trusted_types="badge"
    )
    response.vary.add("Accept-Language")
    return response


@bp.get("/me/badge/sw.js")
def service_worker() -> Response:
    """The service worker, told what to keep and as which version. It serves this page alone."""
    return offline.service_worker(_kept())


@bp.get("/me/badge/manifest.webmanifest")
def manifest() -> Response:
    """What a browser needs to put the page on a home screen."""
    words = WORDS[language.speak()]
    return offline.manifest(
        {
            "name": f"{words.title}, {runtime().settings.organisation}",
            "short_name": words.title,
            "lang": g.lang,
            "id": url_for(".phone"),
            "start_url": url_for(".phone"),
            "scope": url_for("me.overview"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
        }
    )


@bp.post("/me/badge/devices/<uuid:device_id>/end")
@requires_person
def end(device_id: UUID) -> ResponseReturnValue:
    """Take the badge off one of the person's phones."""
    rt = runtime()
    with rt.writing() as db:
        devices.end(db, me().holder, DeviceId(device_id), now=rt.now())
    speak_their_language()
    flash(OWN[g.lang].taken_off, "success")
    if device_id == carried_device():
        return _left(url_for(".forgotten"))
    return redirect(url_for("me.badge"), 303)


@bp.get("/me/badge/forgotten")
def forgotten() -> ResponseReturnValue:
    """Delete the key of the phone that was signed out, and say so."""
    words = WORDS[language.speak()]
    return render_template("me/forgotten.html", page=words)


def _left(onward: str) -> Response:
    response = make_response(redirect(onward, 303))
    forget_cookie(response, DEVICE_COOKIE)
    return response


# --- what the page is made of -----------------------------------------------------------------


def _kept() -> Kept:
    names = (*_modules(), *_SHELL)
    files = {url_for("static", filename=name): static_file(name) for name in names}
    words = json.dumps([asdict(words) for words in WORDS.values()])
    said = words + runtime().settings.organisation
    return Kept("badge", url_for(".phone"), url_for(".manifest"), files, (_TEMPLATE,), said)


def _modules() -> list[str]:
    """The script of the page and everything that it imports, however far away."""
    found, waiting = list[str](), [_START]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            source = static_file(name).read_text(encoding="utf-8")
            waiting += [_resolved(name, one) for one in _IMPORTED.findall(source)]
    return sorted(found)


def _resolved(importer: str, imported: str) -> str:
    """The file that a module means, below the folder of static files."""
    if imported.startswith("/"):
        return imported.removeprefix("/static/")
    return normpath(join(dirname(importer), imported))
