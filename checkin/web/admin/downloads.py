"""Paper that the console prints."""

from flask import Response

from checkin.images import BadgeCard
from checkin.services.badges import Card
from checkin.web.access import runtime


def pdf(content: bytes, name: str) -> Response:
    """A PDF that the browser shows or keeps under this name (ASCII letters, digits, `.`, `-`)."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def badge_card(found: Card) -> BadgeCard:
    """A badge as it stands on its card, without a name."""
    organisation = runtime().settings.organisation
    places = sorted({place.site for place in found.opens})
    return BadgeCard(
        text=found.text,
        short_code=found.short_code,
        valid_until=found.held.expires_at.date(),
        organisation=organisation,
        works_at=", ".join(places) or organisation,
    )
