"""Pages that start again without a network: what their service worker keeps, and its version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Response, current_app, url_for

_WORKER: Final = "kiosk/sw.js"
"""One service worker for all of them: it is told what to keep."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page and everything that it is made of.

    `loads` are the files that it loads, by address; `said`: words and settings it is made with.
    """

    name: str
    page: str
    manifest: str
    loads: Mapping[str, Path]
    templates: tuple[str, ...]
    said: str

    @property
    def version(self) -> str:
        """16 hex digits that change with any file, word or setting that the page is made of."""
        templates = current_app.jinja_loader
        assert templates is not None
        digest = hashlib.sha256(self.said.encode())
        for file in (static_file(_WORKER), *self.loads.values()):
            digest.update(file.read_bytes())
        for name in self.templates:
            digest.update(templates.get_source(current_app.jinja_env, name)[0].encode())
        return digest.hexdigest()[:16]


def service_worker(kept: Kept) -> Response:
    """The page's service worker, told what to keep and as which version. It serves it alone."""
    paths = [kept.page, kept.manifest, *kept.loads]
    shell = json.dumps({"name": kept.name, "version": kept.version, "paths": paths})
    script = static_file(_WORKER).read_text(encoding="utf-8")
    response = Response(f"self.SHELL = {shell};\n{script}", mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = kept.page
    response.headers["Cache-Control"] = "no-cache"
    return response


def manifest(said: Mapping[str, Any]) -> Response:
    """What a browser needs to install a page as an application of its own."""
    icon = {
        "src": url_for("static", filename="img/logo.svg"),
        "sizes": "any",
        "type": "image/svg+xml",
        "purpose": "any",
    }
    return Response(json.dumps({**said, "icons": [icon]}), mimetype="application/manifest+json")


def static_file(name: str) -> Path:
    """A file of those that browsers load, by its name below their folder."""
    assert current_app.static_folder is not None
    return Path(current_app.static_folder) / name
