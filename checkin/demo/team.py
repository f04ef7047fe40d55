"""The demo's console accounts: one of each role that has a page, set up as their owners would."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from checkin import passwords
from checkin.core.audit import Actor
from checkin.core.ids import SiteId
from checkin.core.roles import Role
from checkin.demo.company import DOMAIN
from checkin.demo.handout import SignIn
from checkin.runtime import Runtime
from checkin.services import accounts

ADDRESSES: Final = {
    Role.SITE_ADMIN: f"sites@{DOMAIN}",
    Role.ENROLMENT_ADMIN: f"badges@{DOMAIN}",
    Role.RECEPTION: f"desk@{DOMAIN}",
    Role.DPO: f"dpo@{DOMAIN}",
    Role.AUDITOR: f"audit@{DOMAIN}",
}
_TEXT: Final = """
    anchor basket candle desert engine fabric garden harbour island jacket kettle ladder meadow
    needle orchard pebble quarry ribbon saddle timber umbrella velvet willow yonder zephyr
"""
_WORDS: Final = _TEXT.split()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in the console."""

    actor: Actor
    sign_in: SignIn = field(repr=False)


def first(rt: Runtime, *, now: datetime) -> Colleague:
    """The site admin, whose link the instance itself gives out."""
    with rt.writing() as db:
        token = accounts.first_account(db, ADDRESSES[Role.SITE_ADMIN], rt.hashing, now=now)
    return _set_up(rt, Role.SITE_ADMIN, token, now)


def others(rt: Runtime, admin: Actor, desk: SiteId, *, now: datetime) -> Mapping[Role, Colleague]:
    """Those whom the site admin invites; the front desk is that of one site."""
    return {
        role: _set_up(rt, role, _invited(rt, role, admin, desk, now), now)
        for role in ADDRESSES
        if role is not Role.SITE_ADMIN
    }


def _invited(rt: Runtime, role: Role, admin: Actor, desk: SiteId, now: datetime) -> str:
    """The token in the link that is mailed to them."""
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"{rt.settings.base_url}/console/setup/{token}"

    with rt.writing() as db:
        accounts.invite(
            db,
            ADDRESSES[role],
            role,
            desk if role is Role.RECEPTION else None,
            rt.hashing,
            link_to=link,
            organisation=rt.settings.organisation,
            actor=admin,
            now=now,
        )
    return tokens[0]


def _set_up(rt: Runtime, role: Role, token: str, now: datetime) -> Colleague:
    """Choose a password and a second factor, as the page lets them."""
    password = "-".join(secrets.SystemRandom().sample(_WORDS, 4))
    kept = passwords.hashed(password)
    secret = passwords.totp_secret(secrets.token_bytes(20))
    with rt.writing() as db:
        account = accounts.in_setup(db, token, rt.hashing, now=now)
        assert account is not None
        accounts.choose_password(db, token, kept, rt.hashing, now=now)
        sealed = rt.sealed_factor(account.id, secret)
        accounts.finish_setup(db, token, sealed, 0, rt.hashing, now=now)
    return Colleague(
        Actor(account.alias, role.value), SignIn(role.value, account.email, password, secret)
    )
