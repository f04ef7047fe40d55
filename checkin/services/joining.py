"""The way in, one question at a time. Until somebody says yes, all of it is gone in 15 minutes.

Whoever may not join, and whoever takes part already, sees the same pages as anybody else: only
their mailbox tells them apart.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Final

from checkin.core import shortcode
from checkin.core.consent import Shown
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.hashing import Hashing
from checkin.core.inventory import Purpose
from checkin.services import alternative, codes, domains, enrolment, invitations, letters
from checkin.services.alternative import Hindrance
from checkin.services.badges import BadgeMaking
from checkin.services.codes import Asking, TooManyTries
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.services.signin import token_hash
from checkin.storage import Db, joining, people, sites
from checkin.storage.joining import Joining, Start
from checkin.storage.sites import Site

__all__ = ["Joining", "Site"]


@dataclass(frozen=True, slots=True)
class Instance:
    """What joining needs to know of an instance: who may join by a poster, what mail says."""

    organisation: str
    domains: Collection[str]
    sign_in_link: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: the poster of a site, or an invitation, which is for one address alone."""

    site: Site
    start: Start
    only_for: bytes | None = field(repr=False)

    def admits(self, email: str, domains: Collection[str], hashing: Hashing) -> bool:
        """Whether whoever proves this address may join."""
        if self.only_for is not None:
            return compare_digest(self.only_for, hashing.email(email))
        return email.rpartition("@")[2] in domains


def open_sites(db: Db, *, now: datetime) -> list[Site]:
    """The sites that can be joined by their poster just now."""
    return [
        one for one in sites.every(db) if one.join_profile and alternative.stands(db, one, now=now)
    ]


def by_poster(db: Db, code: str, *, now: datetime) -> Way:
    """The way in by the poster of a site.

    Raises NotFoundError without such a poster, UnavailableError while the site has no proven way
    in without a badge.
    """
    site = sites.by_code(db, code)
    if site is None or site.join_profile is None:
        raise NotFoundError("Nobody can join by this address. Ask at the front desk for the link.")
    return _way(db, site, Start(site.join_profile, site.id), None, now=now)


def by_invitation(db: Db, code: str, *, now: datetime) -> Way:
    """The way in by an invitation. Raises NotFoundError when it was used or has run out."""
    invited = joining.invited(db, token_hash(code), now=now)
    site = sites.site(db, invited.start.site) if invited else None
    if invited is None or site is None:
        raise NotFoundError("This invitation was used or has run out. Ask for another one.")
    return _way(db, site, invited.start, invited.email_hash, now=now)


def begin(
    db: Db, way: Way, asking: Asking, instance: Instance, hashing: Hashing, *, now: datetime
) -> str | TooManyTries:
    """Begin with an address; the secret for the browser's cookie, whoever asks.

    A code is mailed to whoever may join, and to whoever takes part already how to sign in.
    """
    forget_ended(db, hashing, now=now)
    if slow := codes.pace(db, asking, hashing, now=now):
        return slow
    token, email = secrets.token_urlsafe(32), asking.email
    if people.by_email(db, email) is not None:
        codes.keep_decoy(db, email, hashing, now=now)
        letter = letters.known_already(instance.organisation, instance.sign_in_link)
        codes.send(db, email, letter, now=now)
    elif way.admits(email, domains.allowed(db, instance.domains), hashing):
        someone = Joining(email, False, None, way.start)
        joining.begin(db, token_hash(token), someone, until=now + codes.LIFE)
        codes.mail_code(db, email, instance.organisation, hashing, now=now)
    else:
        codes.keep_decoy(db, email, hashing, now=now)
    return token


def by_desk_code(
    db: Db, typed: str, client: str, hashing: Hashing, *, now: datetime
) -> str | TooManyTries | None:
    """Begin with a code on paper; the secret for the browser's cookie, or None for no such code.

    The code stands in place of a mailed one: whoever it was handed to gives no address. Raises
    UnavailableError while the site has no proven way in without a badge.
    """
    forget_ended(db, hashing, now=now)
    if slow := codes.pace_typing(db, client, hashing, now=now):
        return slow
    code = shortcode.normalise(typed)
    start = joining.use_desk_code(db, hashing.code(code), now=now) if code else None
    site = sites.site(db, start.site) if start else None
    if start is None or site is None:
        return None
    _way(db, site, start, None, now=now)
    token = secrets.token_urlsafe(32)
    someone = Joining(None, True, None, start)
    joining.begin(db, token_hash(token), someone, until=now + codes.LIFE)
    return token


def forget_ended(db: Db, hashing: Hashing, *, now: datetime) -> None:
    """Forget everybody whose 15 minutes are over: addresses, codes, messages not sent by then."""
    invitations.give_up(db, hashing, now=now)
    joining.forget_ended(db, now=now)


def prove(
    db: Db, token: str, typed: str, client: str, hashing: Hashing, *, now: datetime
) -> bool | TooManyTries:
    """Whether the code that was mailed is typed in the browser that asked for it."""
    if slow := codes.pace_typing(db, client, hashing, now=now):
        return slow
    someone = joining.under_way(db, token_hash(token), now=now)
    if someone is None:
        return False
    if someone.proved or someone.email is None:
        return someone.proved
    if not codes.check(db, someone.email, typed, hashing, now=now):
        return False
    joining.proved(db, token_hash(token))
    return True


def under_way(db: Db, token: str, *, now: datetime) -> Joining | None:
    """Who is joining here with a proved address; None before that and when time is up."""
    someone = joining.under_way(db, token_hash(token), now=now)
    return someone if someone is not None and someone.proved else None


def name(db: Db, token: str, typed: str) -> None:
    """Keep the name that was typed until the answer is given, or the time is up."""
    joining.named(db, token_hash(token), typed)


def decline(db: Db, token: str, hashing: Hashing, *, now: datetime) -> None:
    """Say no: everything about whoever was on their way in is gone, and nothing tells of it.

    Without proof an address may be somebody else's, who may be joining too: they aren't stopped.
    """
    someone = under_way(db, token, now=now)
    if someone is not None and someone.email is not None:
        joining.decline(db, someone.email, hashing.email(someone.email))
    joining.forget(db, token_hash(token))


def give(
    db: Db,
    token: str,
    purposes: frozenset[Purpose],
    shown: Shown,
    making: BadgeMaking,
    *,
    now: datetime,
) -> Enrolled:
    """Say yes: the person, their consents and their badge, in one go and once only.

    Raises ConflictError when the 15 minutes are over or a question was skipped, UnavailableError
    while the site has no proven way in without a badge.
    """
    someone = joining.arrive(db, token_hash(token), now=now)
    if someone is None or not someone.proved or someone.name is None:
        raise ConflictError(
            "You answered already, or the 15 minutes are over and what you typed is forgotten. If "
            "you said yes, sign in to see your badge; else start again."
        )
    site = sites.site(db, someone.start.site)
    if site is None:
        raise UnavailableError(_WHY_NOT[Hindrance.UNSEEN])
    _may_join(db, site, now=now)
    person = NewPerson(
        someone.email,
        someone.name,
        shown.language,
        someone.start.site,
        (someone.start.profile,),
        purposes,
        someone.start.ends_at,
        someone.start.assisted_by,
    )
    enrolled = enrolment.enrol(db, person, shown, making, now=now)
    if someone.email is not None:
        joining.erase(db, someone.email, making.hashing.email(someone.email))
    return enrolled


_WHY_NOT: Final = {
    Hindrance.UNSEEN: (
        "Nobody can join just now. Joining is only open while people get in here without a badge "
        "too, and today nobody has shown that yet. The front desk can change that."
    ),
    Hindrance.SLOWER: (
        "Nobody can join just now. Joining is only open while a day pass gets people in as quickly "
        "as a badge, and here it took more than 5 seconds longer in the last 7 days. Whoever looks "
        "after this building has been told."
    ),
}


def _may_join(db: Db, site: Site, *, now: datetime) -> None:
    if why := alternative.hindrance(db, site, now=now):
        raise UnavailableError(_WHY_NOT[why])


def _way(db: Db, site: Site, start: Start, only_for: bytes | None, *, now: datetime) -> Way:
    _may_join(db, site, now=now)
    return Way(site, start, only_for)
