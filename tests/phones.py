"""Phones that carry a badge and show a fresh proof of it, as the page on a phone does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from checkin.core import badge as badges_core
from checkin.core import base45
from checkin.core.audit import SYSTEM
from checkin.core.badge import PREFIX, HolderKey, Kind
from checkin.core.policy import BadgeState
from checkin.services.badges import BadgeMaking, Held
from checkin.services.enrolment import Enrolled
from checkin.storage import audit, status
from checkin.storage import badges as kept
from tests import minting
from tests.minting import PHONE, MadeKey
from tests.world import Building


@dataclass(frozen=True)
class Phone:
    """A phone with its key, and what the issuer signed for it."""

    key: MadeKey
    issued: bytes
    held: Held

    def shows(self, at: datetime) -> str:
        """The text on its screen at that moment."""
        changed = {"iat": int(at.timestamp()), "aud": self.held.aud}
        return minting.as_text(minting.live(self.key, self.issued, **changed))


def phone_of(made: Building, person: Enrolled, key: MadeKey = PHONE) -> Phone:
    """Somebody's phone, with a badge on it that is good for a week."""
    making, now = made.runtime.making(), made.now
    with made.runtime.writing() as db:
        place = status.draw(db, status.list_for(db, making.kid))
        assert place is not None
        plan = Held(
            uuid4(),
            person.refs.holder,
            Kind.LIVE,
            BadgeState.GOOD,
            "hq",
            now - timedelta(hours=1),
            now + timedelta(days=6),
            making.kid,
            place,
        )
        kept.add(db, plan, making.hashing.code(making.hashing.short_code(plan.cti.bytes)))
        audit.append(db, SYSTEM, "test", "badge:live", now=now)
    return Phone(key, _issued(plan, key, making), plan)


def _issued(held: Held, key: MadeKey, making: BadgeMaking) -> bytes:
    claims = held.claims(f"{making.lists_uri}{held.place.list_number}")
    bound = badges_core.issue(
        badges_core.Badge(
            cti=claims.cti,
            kind=Kind.LIVE,
            aud=claims.aud,
            issued_at=claims.issued_at,
            expires_at=claims.expires_at,
            not_before=None,
            kid=claims.kid,
            status=claims.status,
            holder_key=HolderKey(key.alg, key.public),
        ),
        making.signer,
    )
    return base45.decode(bound[len(PREFIX) :])
