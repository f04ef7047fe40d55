"""The demo's own pages: the guided first five minutes, and the mail that nobody is sent.

They exist in a demo alone: a real instance doesn't know these addresses.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin import passwords
from checkin.core.roles import Role
from checkin.services import badges, outbox
from checkin.services.outbox import Waiting
from checkin.web.access import person, runtime
from checkin.web.security import content_policy
from checkin.web.words import ROLES

bp = Blueprint("demo", __name__, url_prefix="/demo")

_HANDOUT: Final = "demo.json"
_CODE: Final = re.compile(r"\b\d{8}\b")
# The kiosk beside the steps may film, if somebody presses its button.
_PERMISSIONS: Final = (
    "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"
)
_STATES: Final = {
    "good": "good badge",
    "expired": "badge that has run out",
    "revoked": "badge that was switched off",
    "withdrawn": "badge whose owner took it back",
    "not_this_door": "badge for another door",
}
_DOES: Final = {
    "site_admin": "Sites, doors, kiosks and accounts",
    "enrolment_admin": "People and their badges",
    "reception": "The front desk and day passes",
    "dpo": "Who did what, and who looked at records",
    "auditor": "The same, to check it from outside",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps. It is done when one of its signs is seen.

    `page` is the address that its button opens, `hold` what its other button holds up. Signs are
    `path`, where the opened page gets to, `answer`, what the kiosk says, and `event`, what becomes
    of the visitor. `after` names the step before which none of that counts.
    """

    name: str
    title: str
    text: str
    page: str | None = None
    page_label: str = ""
    hold: str | None = None
    hold_label: str = ""
    path: str | None = None
    answer: str | None = None
    event: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Something to hold up to the kiosk."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A kiosk to be: its door, and the address that pairs the frame with it."""

    door: str
    address: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in to the console, with the one-time code of this half minute."""

    role: str
    does: str
    email: str
    password: str
    code: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The first five minutes on one screen."""

    steps: tuple[Step, ...]
    kiosks: tuple[Kiosk, ...]
    held: tuple[Held, ...]
    accounts: tuple[SignIn, ...]
    domain: str
    state_address: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What would have been mailed, newest first."""

    messages: tuple[Waiting, ...]


@bp.get("/guide")
def guide() -> ResponseReturnValue:
    """Show the steps, with a kiosk beside them that takes what is held up."""
    given = _handout()
    page = GuidePage(
        steps=_steps(given["join_link"]),
        kiosks=tuple(_kiosk(one) for one in given["kiosks"]),
        held=_held(given),
        accounts=tuple(_sign_in(one) for one in given["accounts"]),
        domain=runtime().settings.domains[0],
        state_address=url_for(".state"),
    )
    response = make_response(render_template("demo/guide.html", page=page))
    response.headers["Content-Security-Policy"] = content_policy(frame_src="'self'")
    response.headers["Permissions-Policy"] = _PERMISSIONS
    return response


@bp.get("/outbox", endpoint="outbox")
def outbox_page() -> ResponseReturnValue:
    """Show the mail that a real instance would have sent."""
    rt = runtime()
    with rt.reading() as db:
        messages = outbox.newest(db, now=rt.now())
    return render_template("demo/outbox.html", page=OutboxPage(tuple(messages)))


@bp.get("/state")
def state() -> Response:
    """What the guide can't know by itself: the visitor's badge, mailed codes, one-time codes."""
    rt = runtime()
    accounts = _handout()["accounts"]
    return jsonify(
        badge=_own_badge(),
        mailed=_mailed_code(),
        codes={
            one["email"]: passwords.totp_code(one["totp_secret"], now=rt.now()) for one in accounts
        },
    )


def _handout() -> dict[str, Any]:
    """What the demo was made with."""
    written = (runtime().settings.instance / _HANDOUT).read_text("utf-8")
    given: dict[str, Any] = json.loads(written)
    return given


def _own_badge() -> str | None:
    """The text of the visitor's own badge, once they have joined in this browser."""
    rt, who = runtime(), person()
    if who is None:
        return None
    with rt.reading() as db:
        mine = badges.mine(db, who.holder, rt.hashing, now=rt.now())
    return badges.redraw(mine.held, rt.making()) if mine else None


def _mailed_code() -> dict[str, str] | None:
    """The last code that was mailed, and to whom."""
    rt = runtime()
    with rt.reading() as db:
        messages = outbox.newest(db, now=rt.now())
    for message in messages:
        if found := _CODE.search(message.subject):
            return {"address": message.address, "code": found.group()}
    return None


def _kiosk(given: dict[str, str]) -> Kiosk:
    code, name = given["pairing_code"], given["door"]
    return Kiosk(name, url_for("kiosk.kiosk", _anchor=f"code={code}&name={name}, guide"))


def _held(given: dict[str, Any]) -> tuple[Held, ...]:
    shown = tuple(
        Held(f"badge-{place}", f"{one['holder']}: {_STATES[one['state']]}", one["text"])
        for place, one in enumerate(given["badges"])
    )
    return (Held("day-pass", "A day pass for today", given["day_pass"]["text"]), *shown)


def _sign_in(given: dict[str, str]) -> SignIn:
    return SignIn(
        role=ROLES[Role(given["role"])],
        does=_DOES[given["role"]],
        email=given["email"],
        password=given["password"],
        code=passwords.totp_code(given["totp_secret"], now=runtime().now()),
    )


def _steps(join_link: str) -> tuple[Step, ...]:
    """The way through, in the order that tells most."""
    return (
        Step(
            "decline",
            "Say no",
            "Begin to join, read what is asked, and say no. It weighs as much as yes: nothing "
            "about you is kept.",
            page=join_link,
            page_label="Open the way in",
            path=url_for("public.no_badge"),
        ),
        Step(
            "day-pass",
            "Come in all the same",
            "Whoever says no takes a day pass from the front desk or a pack. It opens the same "
            "doors and names nobody.",
            hold="day-pass",
            hold_label="Hold up a day pass",
            answer="admit",
        ),
        Step(
            "join",
            "Join",
            "Begin again and say yes this time. Tick the second box as well, if you want to see "
            "your own entries.",
            page=join_link,
            page_label="Open the way in",
            event="joined",
        ),
        Step(
            "badge",
            "See your badge",
            "It is yours, on paper or on a phone, and nothing in its code names you. On a phone "
            "it changes every five seconds, so a picture of it opens nothing: put it on this "
            "device to see that, or carry it to your own phone if the demo was started with "
            "--lan.",
            page=url_for("me.badge"),
            page_label="Open my badge",
            path=url_for("me.badge"),
            after="join",
        ),
        Step(
            "admitted",
            "Come in with it",
            "Hold your badge up. The answer looks just like that to a day pass.",
            hold="mine",
            hold_label="Hold up my badge",
            answer="admit",
            after="join",
        ),
        Step(
            "record",
            "Look at your record",
            "If you ticked the second box, the entry is there, to the minute, with the day on "
            "which it will be deleted. You alone see it.",
            page=url_for("me.entries"),
            page_label="Open my entries",
            path=url_for("me.entries"),
            after="join",
        ),
        Step(
            "take-back",
            "Take it back",
            "One press each. Taking back the badge erases everything about you at once, and the "
            "page says what is left.",
            page=url_for("choices.choices"),
            page_label="Open my choices",
            path=url_for("choices.take_back", purpose="entry"),
            after="join",
        ),
        Step(
            "refused",
            "Try the old badge",
            "Nobody beside you can tell why it isn't taken: expired, switched off and taken back "
            "are one answer.",
            hold="mine",
            hold_label="Hold up my old badge",
            answer="desk",
            after="take-back",
        ),
        Step(
            "way-in",
            "Come in tomorrow",
            "The day pass still opens the door, and always will: saying yes never was a condition.",
            page=url_for("public.no_badge"),
            page_label="Read the ways in",
            hold="day-pass",
            hold_label="Hold up a day pass",
            answer="admit",
            after="take-back",
        ),
    )
