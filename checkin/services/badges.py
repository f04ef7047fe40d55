"""Badges: making one, making it anew, drawing it again, switching it off."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from checkin.core import badge, shortcode
from checkin.core.audit import SELF, Actor
from checkin.core.badge import Kind, Signer
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.hashing import Hashing
from checkin.core.ids import BadgeId, HolderRef
from checkin.core.policy import BadgeState
from checkin.storage import Db, audit, badges, devices, people, status
from checkin.storage.badges import Held, Opened
from checkin.storage.status import Place

__all__ = ["Held", "Opened"]

LIFE: Final = timedelta(days=90)
TOLD_AFTERWARDS: Final = LIFE + badges.TOLD_LATER
"""How long at most a badge whose holder left is told from one that never was."""
_DRAWS: Final = 100
UNNUMBERED: Final = UUID(int=0)
"""Stands in a plan for the number that a badge gets when it is kept."""


@dataclass(frozen=True, slots=True)
class BadgeMaking:
    """What it takes to make badges, handed in by whoever has keys and settings.

    `kid` names the key that signs now, `lists_uri` is the address of status lists up to their
    number, `org_code` names the organisation; `consent_life` is how long a yes holds.
    """

    signer: Signer = field(repr=False)
    kid: bytes
    hashing: Hashing = field(repr=False)
    lists_uri: str
    org_code: str
    consent_life: timedelta
    life: timedelta = LIFE


@dataclass(frozen=True, slots=True)
class MyBadge:
    """A badge as its holder sees it."""

    held: Held
    short_code: str
    opens: tuple[Opened, ...]
    now: datetime

    @property
    def good(self) -> bool:
        """Whether it still opens doors."""
        return self.held.state is BadgeState.GOOD and self.now < self.held.expires_at

    @property
    def renewable(self) -> bool:
        """Whether its holder may make a new one: not after somebody switched it off."""
        return self.held.state is not BadgeState.REVOKED


@dataclass(frozen=True, slots=True)
class Card:
    """A printed badge, drawn again from its claims."""

    held: Held
    text: str
    short_code: str
    opens: tuple[Opened, ...]


def issue(
    db: Db, holder: HolderRef, making: BadgeMaking, *, now: datetime, home: str | None = None
) -> Held:
    """Make a printed badge. `home` is the code of the site it is for while it opens no door yet.

    Raises UnavailableError when the status list is full.
    """
    issued_at = now.replace(microsecond=0)
    plan = Held(
        cti=UNNUMBERED,
        holder=holder,
        kind=Kind.PRINTED,
        state=BadgeState.GOOD,
        aud=audience(db, holder, making, home),
        issued_at=issued_at,
        expires_at=issued_at + making.life,
        kid=making.kid,
        place=free_place(db, making.kid),
    )
    return keep(db, plan, making.hashing)


def keep(db: Db, plan: Held, hashing: Hashing) -> Held:
    """Keep a badge that is planned, with a number of its own. Raises UnavailableError."""
    for _ in range(_DRAWS):
        cti = secrets.token_bytes(16)
        held = replace(plan, cti=UUID(bytes=cti))
        if badges.add(db, held, hashing.code(hashing.short_code(cti))):
            return held
    raise UnavailableError("No badge can be made just now. Try again.")


def reissue(
    db: Db, holder: HolderRef, making: BadgeMaking, *, now: datetime, by: Actor = SELF
) -> Held:
    """Make a new printed badge; the old one becomes `replaced` and opens nothing from now on."""
    people.lock(db, holder)
    return _make_anew(db, holder, making, by, now)


def renew(db: Db, holder: HolderRef, making: BadgeMaking, *, now: datetime) -> Held:
    """Make the holder's own badge anew. Raises ConflictError if somebody switched it off."""
    people.lock(db, holder)
    found = badges.of_holder(db, holder)
    if found is not None and found.state is BadgeState.REVOKED:
        raise ConflictError("This badge was switched off. The front desk can help you.")
    return _make_anew(db, holder, making, SELF, now)


def revoke(db: Db, badge_id: BadgeId, by: Actor, reason: str, *, now: datetime) -> bool:
    """Switch a badge off at once; False, and nothing is written, if it was off already.

    What its holder carries on phones goes with it, or they would hold that up instead.
    Raises NotFoundError if there is no such badge.
    """
    held = badges.get(db, badge_id)
    if held is None:
        raise NotFoundError("There is no such badge.")
    if held.state is not BadgeState.GOOD:
        return False
    if not badges.end(db, badge_id, BadgeState.REVOKED, now=now):
        raise ConflictError("Somebody else changed this badge meanwhile. Look again.")
    for phone in devices.of_holder(db, held.holder):
        badges.end_device(db, phone.id, BadgeState.REVOKED, now=now)
    audit.append(db, by, "badge.revoke", f"badge:{badge_id}", now=now, reason=reason)
    return True


def mine(db: Db, holder: HolderRef, hashing: Hashing, *, now: datetime) -> MyBadge | None:
    """The holder's badge as they see it; None if they never had one."""
    held = badges.of_holder(db, holder)
    if held is None:
        return None
    return MyBadge(held, short_code(held, hashing), tuple(badges.places_of(db, holder)), now)


def card(db: Db, holder: HolderRef, making: BadgeMaking, *, now: datetime) -> Card | None:
    """The holder's good printed badge, to be put on paper again; None without one."""
    found = mine(db, holder, making.hashing, now=now)
    if found is None or not found.good:
        return None
    return Card(found.held, redraw(found.held, making), found.short_code, found.opens)


def redraw(held: Held, making: BadgeMaking) -> str:
    """The text of the badge's QR code, made again from its claims: the same as at first."""
    list_uri = f"{making.lists_uri}{held.place.list_number}"
    return badge.issue(held.claims(list_uri), making.signer)


def short_code(held: Held, hashing: Hashing) -> str:
    """The code that is printed under the badge, in two groups."""
    return shortcode.pretty(hashing.short_code(held.cti.bytes))


def _make_anew(db: Db, holder: HolderRef, making: BadgeMaking, by: Actor, now: datetime) -> Held:
    badges.replace(db, holder, Kind.PRINTED, now=now)
    held = issue(db, holder, making, now=now)
    audit.append(db, by, "badge.reissue", f"badge:{held.cti}", now=now)
    return held


def audience(db: Db, holder: HolderRef, making: BadgeMaking, home: str | None = None) -> str:
    """The site that a badge is for, if it is one; else the organisation, whose kiosks all read it.

    `home` is the site that counts while the badge opens no door yet.
    """
    sites = badges.sites_of(db, holder)
    if len(sites) == 1:
        return next(iter(sites))
    return home if home and not sites else making.org_code


def free_place(db: Db, kid: bytes) -> Place:
    """A place in the list of the key that signs: a new key begins a new list."""
    number = status.list_for(db, kid)
    for _ in range(_DRAWS):
        place = status.draw(db, number)
        if place is not None:
            return place
    raise UnavailableError(
        "The list of badges is full. A new key begins a new one: `checkin keys new badge`."
    )
