"""Day passes at the desk: a pack to print, one to be photographed, a pack that got lost."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin import images
from checkin.core.badge import KeyPurpose
from checkin.core.ids import SiteId
from checkin.core.roles import Act
from checkin.images import DayPass, PassPack
from checkin.services import passes as services
from checkin.services.passes import PACK_SIZES, PassMaking
from checkin.web.access import actor, requires, runtime
from checkin.web.admin.desk_page import chosen_place, desk_page, own_places
from checkin.web.errors import InputError
from checkin.web.inputs import text, whole_number
from checkin.web.printing import pdf
from checkin.web.screen_codes import picture
from checkin.web.words import local_date

bp = Blueprint("admin_passes", __name__, url_prefix="/console/desk")


@dataclass(frozen=True, slots=True)
class OnePass:
    """A pass for today, on the screen to be photographed."""

    picture: str
    short_code: str
    works_at: str
    valid_until: str
    site: SiteId


@bp.post("/pack")
@requires(Act.PRINT_PASSES)
def print_pack() -> ResponseReturnValue:
    """A pack of passes as a sheet to cut apart."""
    rt, place = runtime(), chosen_place()
    count = whole_number("count", least=min(PACK_SIZES), most=max(PACK_SIZES))
    with rt.writing() as db:
        pack = services.print_pack(db, place.site.id, count, _making(), actor(), now=rt.now())
    sheet = PassPack(
        number=pack.number,
        organisation=rt.settings.organisation,
        site=pack.site.title,
        passes=[DayPass(each.text, each.short_code, each.day) for each in pack.passes],
    )
    return pdf(images.pass_pack_pdf(sheet, now=rt.now()), f"day-passes-{pack.number}.pdf")


@bp.post("/pass")
@requires(Act.PRINT_PASSES)
def one() -> ResponseReturnValue:
    """One pass for today, to be photographed from the screen or printed."""
    rt, place = runtime(), chosen_place()
    with rt.writing() as db:
        made = services.hand_out(db, place.site.id, _making(), actor(), now=rt.now())
    page = OnePass(
        picture(made.text),
        made.short_code,
        place.site.title,
        f"the end of {local_date(made.day)}",
        place.site.id,
    )
    return render_template("admin/pass.html", page=page)


@bp.post("/void")
@requires(Act.PRINT_PASSES)
def void() -> ResponseReturnValue:
    """Void a pack by its number or one of its passes, or a pass alone."""
    rt, place = runtime(), chosen_place()
    try:
        typed = text("lost", most=1200, what="a pack's number or a pass's code")
    except InputError as fault:
        return desk_page(place, fault=fault), 400
    with rt.writing() as db:
        done = services.void(
            db,
            typed,
            [each.site.id for each in own_places()],
            actor(),
            verifier=rt.keyring,
            hashing=rt.hashing,
            now=rt.now(),
        )
    if done is None:
        return desk_page(place, fault=InputError("lost", _NOT_KNOWN)), 400
    flash(_voided(done.number, done.passes), "success")
    return redirect(url_for("admin_desk.desk", site=place.site.id), 303)


_NOT_KNOWN = "No pack or pass is known by that here, or it has run out."


def _voided(number: str | None, count: int) -> str:
    if number is None:
        return "The pass is void. No door takes it any more."
    return f"Pack {number} is void. {count} of its passes were still good; no door takes them now."


def _making() -> PassMaking:
    rt = runtime()
    return PassMaking(rt.keyring, rt.keyring.active(KeyPurpose.DAY, rt.now()), rt.hashing)
