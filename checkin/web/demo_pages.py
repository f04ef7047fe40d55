"""The demo's own pages: the guided first five minutes, and the mail that nobody is sent.

They exist in a demo alone: a real instance doesn't know these addresses.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, jsonify, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from checkin import passwords
from checkin.services import badges, outbox
from checkin.services.outbox import Waiting
from checkin.web import language, look_words
from checkin.web.access import person, runtime
from checkin.web.demo_words import GUIDE, OUTBOX, GuideWords, OutboxWords, StepWords
from checkin.web.language import LanguageChoice
from checkin.web.security import content_policy

bp = Blueprint("demo", __name__, url_prefix="/demo")

_HANDOUT: Final = "demo.json"
_CODE: Final = re.compile(r"\b\d{8}\b")
# The kiosk beside the steps may film, if somebody presses its button.
_PERMISSIONS: Final = (
    "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps. It is done when one of its signs is seen.

    `page` is the address that its button opens, `hold` what its other button holds up. Signs are
    `path`, where the opened page gets to, `answer`, what the kiosk says, and `event`, what becomes
    of the visitor. `after` names the step before which none of that counts.
    """

    name: str
    words: StepWords
    page: str | None = None
    hold: str | None = None
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

    words: GuideWords
    languages: tuple[LanguageChoice, ...]
    steps: tuple[Step, ...]
    kiosks: tuple[Kiosk, ...]
    held: tuple[Held, ...]
    accounts: tuple[SignIn, ...]
    domain: str
    state_address: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What would have been mailed, newest first."""

    words: OutboxWords
    languages: tuple[LanguageChoice, ...]
    messages: tuple[Waiting, ...]


@bp.get("/guide")
def guide() -> ResponseReturnValue:
    """Show the steps, with a kiosk beside them that takes what is held up."""
    given, words = _handout(), GUIDE[language.speak()]
    page = GuidePage(
        words=words,
        languages=language.choices(),
        steps=_steps(given["join_link"], words),
        kiosks=tuple(_kiosk(one) for one in given["kiosks"]),
        held=_held(given, words),
        accounts=tuple(_sign_in(one, words) for one in given["accounts"]),
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
    rt, words = runtime(), OUTBOX[language.speak()]
    with rt.reading() as db:
        messages = outbox.newest(db, now=rt.now())
    page = OutboxPage(words, language.choices(), tuple(messages))
    return render_template("demo/outbox.html", page=page)


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


def _held(given: dict[str, Any], words: GuideWords) -> tuple[Held, ...]:
    shown = tuple(
        Held(f"badge-{place}", f"{one['holder']}: {words.states[one['state']]}", one["text"])
        for place, one in enumerate(given["badges"])
    )
    return (Held("day-pass", words.for_today, given["day_pass"]["text"]), *shown)


def _sign_in(given: dict[str, str], words: GuideWords) -> SignIn:
    return SignIn(
        role=look_words.role(given["role"], g.lang),
        does=words.does[given["role"]],
        email=given["email"],
        password=given["password"],
        code=passwords.totp_code(given["totp_secret"], now=runtime().now()),
    )


def _steps(join_link: str, words: GuideWords) -> tuple[Step, ...]:
    """The way through, in the order that tells most."""
    begin = f"{join_link}?{urlencode({'language': g.lang})}"
    return (
        Step(
            "decline", words.decline, page=begin, path=url_for("public.no_badge").partition("?")[0]
        ),
        Step("day-pass", words.pass_day, hold="day-pass", answer="admit"),
        Step("join", words.join, page=begin, event="joined"),
        _own("badge", words.badge, "me.badge"),
        Step("admitted", words.admitted, hold="mine", answer="admit", after="join"),
        _own("record", words.record, "me.entries"),
        Step(
            "take-back",
            words.take_back,
            page=url_for("choices.choices"),
            path=url_for("choices.take_back", purpose="entry").partition("?")[0],
            after="join",
        ),
        Step("refused", words.refused, hold="mine", answer="desk", after="take-back"),
        Step(
            "way-in",
            words.way_in,
            page=url_for("public.no_badge"),
            hold="day-pass",
            answer="admit",
            after="take-back",
        ),
    )


def _own(name: str, words: StepWords, endpoint: str) -> Step:
    """A step to one of the visitor's own pages, once they have joined."""
    address = url_for(endpoint)
    return Step(name, words, page=address, path=address.partition("?")[0], after="join")
