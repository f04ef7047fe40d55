"""The application: its pages, put together for one running instance."""

from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from checkin.runtime import Runtime
from checkin.web import access, errors, language, maintenance, security, words
from checkin.web.shell import shell

_PACKAGE = Path(__file__).parent
STATIC: Final = _PACKAGE / "web" / "static"
"""Where style sheets, scripts and pictures are."""

_MAX_BODY = 1024 * 1024

_PAGES = (
    "public",
    "verify",
    "notices",
    "join",
    "signin",
    "me",
    "looks",
    "record",
    "rights",
    "phone",
    "choices",
    "leaving",
    "metrics",
    "kiosk",
    "admin.overview",
    "admin.signin",
    "admin.proof",
    "admin.people",
    "admin.invite",
    "admin.leavers",
    "admin.kiosks",
    "admin.doors",
    "admin.building",
    "admin.profiles",
    "admin.site",
    "admin.conflicts",
    "admin.requests",
    "admin.simulator",
    "admin.passes",
    "admin.desk",
    "admin.leaving",
    "admin.accounts",
    "admin.keys",
    "admin.domains",
    "admin.log",
    "admin.own",
)
_API_PREFIX = "/api/v1"
_API = ("api.kiosks", "api.snapshots", "api.scans", "api.late", "api.devices", "api.description")


def create_app(runtime: Runtime) -> Flask:
    """The WSGI application of this instance."""
    settings = runtime.settings
    app = Flask(
        "checkin",
        template_folder=str(template_folder()),
        static_folder=str(STATIC),
    )
    app.config.update(
        SECRET_KEY=runtime.keyring.secret("form"),
        MAX_CONTENT_LENGTH=_MAX_BODY,
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = _FormSessions()
    app.jinja_env.undefined = StrictUndefined
    app.context_processor(lambda: {"shell": shell()})
    words.install(app)
    language.install(app)
    access.install(app, runtime)
    errors.handle_errors(app)
    maintenance.hold(app, runtime)
    security.protect(app, https=settings.secure_cookies)
    forms = CSRFProtect(app)
    for name in (*_PAGES, "demo_pages") if settings.demo else _PAGES:
        app.register_blueprint(import_module(f"checkin.web.{name}").bp)
    for name in _API:
        blueprint = import_module(f"checkin.web.{name}").bp
        forms.exempt(blueprint)
        app.register_blueprint(blueprint, url_prefix=_API_PREFIX)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


class _FormSessions(SecureCookieSessionInterface):
    """What forms keep between two pages, in a signed cookie; the API has no forms."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(f"{_API_PREFIX}/"):
            return None
        return super().open_session(app, request)


def template_folder() -> Path:
    """Where the templates are: inside the package in a wheel, beside it in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"
