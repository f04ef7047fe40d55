"""Paper that pages hand out to be printed."""

from collections.abc import Iterable

from flask import Response

from checkin.images import BadgeCard
from checkin.services.badges import Card, Opened
from checkin.web.access import runtime


def pdf(content: bytes, name: str) -> Response:
    """A PDF that the browser shows or keeps under this name (ASCII letters, digits, `.`, `-`)."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def badge_card(found: Card) -> BadgeCard:
    """A badge as it stands on its card, without a name."""
    return BadgeCard(
        text=found.text,
        short_code=found.short_code,
        valid_until=found.held.expires_at.date(),
        organisation=runtime().settings.organisation,
        works_at=works_at(found.opens),
    )


def works_at(opens: Iterable[Opened]) -> str:
    """The sites of the doors that a badge opens; while it opens none, the organisation."""
    return ", ".join(sorted({place.site for place in opens})) or runtime().settings.organisation
