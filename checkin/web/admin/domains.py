"""Which mail domains may join by the poster."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import ConflictError
from checkin.core.roles import Act
from checkin.services import domains as services
from checkin.web.access import actor, requires, runtime
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import text

bp = Blueprint("admin_domains", __name__, url_prefix="/console/domains")

_DOMAIN = Field("domain", "Mail domain", hint="What stands behind the @, such as example.org.")


@dataclass(frozen=True, slots=True)
class DomainsPage:
    """The domains of the settings file, those that were added here, and the form for another."""

    configured: tuple[str, ...]
    added: tuple[str, ...]
    field: Field


@bp.get("")
@requires(Act.CHOOSE_DOMAINS)
def domains() -> ResponseReturnValue:
    """Show whose addresses may join by the poster."""
    return _page(None)


@bp.post("")
@requires(Act.CHOOSE_DOMAINS)
def add() -> ResponseReturnValue:
    """Let addresses of one more domain join."""
    rt = runtime()
    try:
        typed = text("domain", most=254, what="a mail domain")
        with rt.writing() as db:
            domain = services.add(db, typed, rt.settings.domains, by=actor(), now=rt.now())
    except InputError as fault:
        return _page(fault), 400
    except ConflictError as fault:
        return _page(InputError("domain", fault.message)), 400
    flash(f"Addresses at {domain} may join by the poster.", "success")
    return redirect(url_for(".domains"), 303)


@bp.post("/remove")
@requires(Act.CHOOSE_DOMAINS)
def remove() -> ResponseReturnValue:
    """Let nobody of a domain join by the poster any more."""
    rt, domain = runtime(), text("domain", most=253, what="a mail domain")
    with rt.writing() as db:
        services.remove(db, domain, by=actor(), now=rt.now())
    flash(f"Addresses at {domain} need an invitation now. Badges made before stay.", "success")
    return redirect(url_for(".domains"), 303)


def _page(fault: InputError | None) -> str:
    rt = runtime()
    with rt.reading() as db:
        every = services.allowed(db, rt.settings.domains)
    configured = tuple(sorted(rt.settings.domains))
    field = answered((_DOMAIN,), fault)[0] if fault else _DOMAIN
    page = DomainsPage(configured, tuple(sorted(every - set(configured))), field)
    return render_template("admin/domains.html", page=page)
