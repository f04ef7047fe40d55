"""Day passes: a pack to print, one to be photographed, a pack that got lost."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.badge import KeyPurpose
from checkin.core.errors import NotFoundError
from checkin.core.ids import SiteId
from checkin.core.roles import Act
from checkin.images import DayPass, PassPack
from checkin.services import passes as services
from checkin.services import sites
from checkin.services.passes import PACK_SIZES, PassMaking
from checkin.services.sites import Site
from checkin.web.access import account, actor, requires, runtime
from checkin.web.admin.downloads import pdf
from checkin.web.admin.words import picture
from checkin.web.errors import InputError
from checkin.web.forms import Field, answered
from checkin.web.inputs import identifier, text, whole_number
from checkin.web.words import local_date

bp = Blueprint("admin_passes", __name__, url_prefix="/console/passes")


@dataclass(frozen=True, slots=True)
class PassesPage:
    """What can be done with day passes at the sites that this account looks after."""

    pack: tuple[Field, ...]
    one: tuple[Field, ...]
    void: tuple[Field, ...]
    has_sites: bool


@dataclass(frozen=True, slots=True)
class OnePass:
    """A pass for today, on the screen to be photographed."""

    picture: str
    short_code: str
    works_at: str
    valid_until: str


@bp.get("")
@requires(Act.PRINT_PASSES)
def passes() -> ResponseReturnValue:
    """Print, hand out or void day passes. No name is asked."""
    return _page(None)


@bp.post("/pack")
@requires(Act.PRINT_PASSES)
def print_pack() -> ResponseReturnValue:
    """A pack of passes as a sheet to cut apart."""
    rt = runtime()
    at, count = (
        _own_site("pack_site"),
        whole_number("count", least=min(PACK_SIZES), most=max(PACK_SIZES)),
    )
    with rt.writing() as db:
        pack = services.print_pack(db, at, count, _making(), actor(), now=rt.now())
    sheet = PassPack(
        number=pack.number,
        organisation=rt.settings.organisation,
        site=pack.site.title,
        passes=[DayPass(each.text, each.short_code, each.day) for each in pack.passes],
    )
    return pdf(images.pass_pack_pdf(sheet, now=rt.now()), f"day-passes-{pack.number}.pdf")


@bp.post("/one")
@requires(Act.PRINT_PASSES)
def one() -> ResponseReturnValue:
    """One pass for today, to be photographed from the screen."""
    rt, at = runtime(), _own_site("pass_site")
    with rt.writing() as db:
        made = services.hand_out(db, at, _making(), actor(), now=rt.now())
        site = sites.site(db, at)
    page = OnePass(
        picture(made.text),
        made.short_code,
        site.title,
        f"the end of {local_date(made.day)}",
    )
    return render_template("admin/pass.html", page=page)


@bp.post("/void")
@requires(Act.PRINT_PASSES)
def void() -> ResponseReturnValue:
    """Void a pack by its number or one of its passes, or a pass alone."""
    rt = runtime()
    try:
        typed = text("lost", most=1200, what="a pack's number or a pass's code")
    except InputError as fault:
        return _page(fault), 400
    with rt.writing() as db:
        done = services.void(
            db,
            typed,
            [site.id for site in _own_sites()],
            actor(),
            verifier=rt.keyring,
            hashing=rt.hashing,
            now=rt.now(),
        )
    if done is None:
        return _page(InputError("lost", _NOT_KNOWN)), 400
    flash(_voided(done.number, done.passes), "success")
    return redirect(url_for(".passes"), 303)


_NOT_KNOWN = "No pack or pass is known by that here, or it has run out."


def _voided(number: str | None, count: int) -> str:
    if number is None:
        return "The pass is void. No door takes it any more."
    return f"Pack {number} is void. {count} of its passes were still good; no door takes them now."


def _making() -> PassMaking:
    rt = runtime()
    return PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, rt.now()), rt.hashing)


def _own_sites() -> list[Site]:
    """The sites that this account looks after: its own, or every one."""
    own = account().site
    with runtime().reading() as db:
        places = sites.places(db)
    return [place.site for place in places if own in (None, place.site.id)]


def _own_site(field: str) -> SiteId:
    """The site that was chosen, if this account looks after it. Raises NotFoundError."""
    chosen = SiteId(identifier(field))
    if chosen not in {site.id for site in _own_sites()}:
        raise NotFoundError("There is no such site.")
    return chosen


def _page(fault: InputError | None) -> str:
    own = _own_sites()
    options = tuple((str(each.id), each.title) for each in own)
    pack_site = Field("pack_site", "Site", "select", options=options)
    pass_site = Field("pass_site", "Site", "select", options=options)
    count = Field(
        "count",
        "How many passes?",
        "select",
        hint="One for each of the next open days.",
        options=tuple((str(size), f"{size} passes") for size in PACK_SIZES),
    )
    lost = Field(
        "lost",
        "Number of the pack, or the code of one of its passes",
        hint="The number is printed at the top of the sheet. A pass can also be held to a scanner "
        "here.",
        autocomplete="off",
    )
    page = PassesPage(
        answered((pack_site, count)), answered((pass_site,)), answered((lost,), fault), bool(own)
    )
    return render_template("admin/passes.html", page=page)
