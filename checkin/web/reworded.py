"""That the notice says the same in other words since somebody said yes to it."""

from dataclasses import dataclass
from typing import Final

from flask import g, url_for

from checkin.core.terms import Level
from checkin.services import notices
from checkin.services.consent import Choice
from checkin.web.access import cookie, runtime

SEEN_COOKIE: Final = "text-seen"
"""The version of which somebody has seen that it was reworded; their browser alone remembers it."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """Where to see how the text was reworded, and where to say that one has seen it."""

    changes: str
    seen: str


def reworded(badge: Choice) -> Reworded | None:
    """That the text was reworded since; of a change of substance the choices themselves tell."""
    rt = runtime()
    with rt.reading() as db:
        holds = notices.holds(db, now=rt.now())
    said_yes_to = badge.shown.notice if badge.shown else None
    if holds is None or said_yes_to in {None, holds.id} or holds.level is Level.MAJOR:
        return None
    if cookie(SEEN_COOKIE) == holds.version:
        return None
    number = holds.version
    return Reworded(
        url_for("notices.changes", number=number, language=g.lang),
        url_for("choices.text_seen", number=number, language=g.lang),
    )
