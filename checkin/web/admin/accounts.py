"""Console accounts: who may do what here; inviting, starting over, ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkin.core.errors import ConflictError
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Act, Role
from checkin.services import accounts as services
from checkin.services import signin, sites
from checkin.services.accounts import Account
from checkin.services.sites import Place
from checkin.web.access import account, actor, requires, runtime
from checkin.web.admin import factors
from checkin.web.admin.words import ROLES
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import as_identifier, choice, email

bp = Blueprint("admin_accounts", __name__, url_prefix="/console/accounts")


@dataclass(frozen=True, slots=True)
class Row:
    """A console account in the list."""

    href: str | None
    email: str
    alias: str
    role: str
    place: str
    shape: str
    state: str
    own: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every console account, and the form that invites another."""

    rows: tuple[Row, ...]
    fields: tuple[Field, ...]
    problem: str | None


@bp.get("")
@requires(Act.RUN_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """List the console accounts."""
    return _page(None, None)


@bp.post("/invite")
@requires(Act.RUN_ACCOUNTS, fresh=True)
def invite() -> ResponseReturnValue:
    """Mail somebody a one-time link to set up a console account."""
    rt = runtime()
    try:
        address, role, at = email("email"), choice("role", Role), _site()
        with rt.writing() as db:
            services.invite(
                db,
                address,
                role,
                at,
                rt.hashing,
                link_to=factors.setup_link,
                organisation=rt.settings.organisation,
                actor=actor(),
                now=rt.now(),
            )
    except InputError as fault:
        return _page(fault, None), 400
    except ConflictError as fault:
        return _page(None, fault.message), 409
    flash(f"A link to set up the account is on its way to {address}.", "success")
    return redirect(url_for(".accounts"), 303)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One console account and what can be done with it."""

    id: AccountId
    row: Row
    fields: tuple[Field, ...]
    sign_ins: int


@bp.get("/<uuid:account_id>")
@requires(Act.RUN_ACCOUNTS)
def one(account_id: UUID) -> ResponseReturnValue:
    """One console account of somebody else."""
    return _one_page(AccountId(account_id))


@bp.post("/<uuid:account_id>/role")
@requires(Act.RUN_ACCOUNTS, fresh=True)
def change_role(account_id: UUID) -> ResponseReturnValue:
    """Give an account another role; what it could do before is gone at its next request."""
    rt = runtime()
    try:
        role, at = choice("role", Role), _site()
    except InputError as fault:
        return _one_page(AccountId(account_id), fault), 400
    with rt.writing() as db:
        services.change_role(db, AccountId(account_id), role, at, by=account(), now=rt.now())
    flash("The role is changed, and the account is signed out everywhere.", "success")
    return redirect(url_for(".one", account_id=account_id), 303)


@bp.post("/<uuid:account_id>/sign-out")
@requires(Act.RUN_ACCOUNTS)
def sign_out(account_id: UUID) -> ResponseReturnValue:
    """Sign an account out everywhere; it can sign in again."""
    rt = runtime()
    with rt.writing() as db:
        services.sign_out_everywhere(db, AccountId(account_id), by=account(), now=rt.now())
    flash("The account is signed out everywhere.", "success")
    return redirect(url_for(".one", account_id=account_id), 303)


@bp.post("/<uuid:account_id>/renew")
@requires(Act.RUN_ACCOUNTS, fresh=True)
def renew(account_id: UUID) -> ResponseReturnValue:
    """Mail a fresh set-up link; what the account signed in with ends at once."""
    rt = runtime()
    with rt.writing() as db:
        services.renew_setup(
            db,
            AccountId(account_id),
            rt.hashing,
            link_to=factors.setup_link,
            organisation=rt.settings.organisation,
            actor=actor(),
            now=rt.now(),
        )
    flash("A fresh link is on its way. The old password and code no longer work.", "success")
    return redirect(url_for(".accounts"), 303)


@bp.post("/<uuid:account_id>/end")
@requires(Act.RUN_ACCOUNTS)
def end(account_id: UUID) -> ResponseReturnValue:
    """End a console account and everything it is signed in to."""
    rt = runtime()
    with rt.writing() as db:
        services.end(db, AccountId(account_id), by=account(), now=rt.now())
    flash("The account has ended, and it is signed out everywhere.", "success")
    return redirect(url_for(".accounts"), 303)


def _site() -> SiteId | None:
    site = request.form.get("site")
    return SiteId(as_identifier(site, "site")) if site else None


def _page(fault: InputError | None, problem: str | None) -> str:
    rt = runtime()
    with rt.reading() as db:
        found, places = services.listed(db), sites.places(db)
    titles = _titles(places)
    fields = (
        Field("email", "Work e-mail", "email", autocomplete="off"),
        *_role_fields(titles, Role.RECEPTION, None),
    )
    page = AccountsPage(
        tuple(_row(each, titles) for each in found), answered(fields, fault), problem
    )
    return render_template("admin/accounts.html", page=page)


def _one_page(account_id: AccountId, fault: InputError | None = None) -> str:
    rt = runtime()
    with rt.reading() as db:
        found = services.other(db, account_id, by=account())
        titles = _titles(sites.places(db))
        sign_ins = signin.listed(db, account_id, now=rt.now())
    page = AccountPage(
        found.id,
        _row(found, titles),
        answered(_role_fields(titles, found.role, found.site), fault),
        len(sign_ins),
    )
    return render_template("admin/account.html", page=page)


def _role_fields(titles: dict[SiteId, str], role: Role, site: SiteId | None) -> tuple[Field, ...]:
    return (
        Field(
            "role",
            "What are they to do?",
            "select",
            value=role.value,
            hint="Nobody has two roles: whoever sees people doesn't run accounts.",
            options=tuple((role.value, words) for role, words in ROLES.items()),
        ),
        Field(
            "site",
            "At which site?",
            "select",
            value=str(site) if site else "",
            hint="For the front desk. Leave it open for somebody who works at all of them.",
            required=False,
            options=(("", "All sites"), *((str(site), title) for site, title in titles.items())),
        ),
    )


def _titles(places: Sequence[Place]) -> dict[SiteId, str]:
    return {place.site.id: place.site.title for place in places}


def _row(found: Account, titles: dict[SiteId, str]) -> Row:
    own, ended = found.id == account().id, found.ended_at is not None
    shape, state = _state(found)
    return Row(
        href=None if own or ended else url_for("admin_accounts.one", account_id=found.id),
        email=found.email,
        alias=found.alias,
        role=ROLES[found.role].split(":")[0],
        place=titles.get(found.site, "All sites") if found.site else "All sites",
        shape=shape,
        state=state,
        own=own,
    )


def _state(found: Account) -> tuple[str, str]:
    """The shape and the word for where an account stands."""
    if found.ended_at is not None:
        return "none", "Ended"
    if found.setup_until is None:
        return "admit", "In use"
    if found.setup_until <= runtime().now():
        return "desk", "Its link ran out"
    return "none", "Waits to be set up"
