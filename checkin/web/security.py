"""The headers that every response carries, errors included."""

import secrets

from flask import Flask, Response, abort, g, request

PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
"""What a page may load: its own origin, nothing inline, and no script made from text."""

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Camera, microphone and location are off everywhere; the kiosk page alone asks for the camera.
PERMISSIONS = "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"
_HSTS = "max-age=63072000; includeSubDomains"


def content_policy(**changes: str) -> str:
    """The content security policy of pages, with these directives changed (`_` for `-`)."""
    directives = PAGE_POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


_OF_PAGES = content_policy()


def script_nonce() -> str:
    """The secret word of this page that htmx goes by: it heeds no element without it.

    A page that asks for one lets htmx turn the server's own parts of pages into elements.
    """
    if "script_nonce" not in g:
        g.script_nonce = secrets.token_urlsafe(16)
    return str(g.script_nonce)


def _policy_of_page() -> str:
    nonce = g.get("script_nonce")
    if nonce is None:
        return _OF_PAGES
    return content_policy(script_src=f"'self' 'nonce-{nonce}'", trusted_types="htmx")


def protect(app: Flask, *, https: bool) -> None:
    """Put the headers on every response, and take no files.

    A view that needs another policy sets it itself.
    """
    app.add_template_global(script_nonce)

    @app.before_request
    def refuse_uploads() -> None:
        if request.mimetype == "multipart/form-data":
            abort(415)  # before it is read: its parser writes large parts to disk

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(_FIXED)
        response.headers.setdefault("Content-Security-Policy", _policy_of_page())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if https:
            response.headers["Strict-Transport-Security"] = _HSTS
        if request.endpoint != "static" or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        return response
