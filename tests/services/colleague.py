"""A console account, from the invitation to the session."""

from datetime import datetime, timedelta

from checkin.core.audit import Actor
from checkin.core.ids import AccountId, SiteId
from checkin.core.roles import Role
from checkin.services import accounts, factors, signin
from checkin.services.factors import Attempt
from checkin.services.signin import Account
from tests import world
from tests.world import Building

EVE = Actor("adm-0001", "site_admin")
ADDRESS = "kim@linden.example"
DESK = "203.0.113.7"
HOUR = timedelta(hours=1)


def invited(
    building: Building,
    email: str = ADDRESS,
    role: Role = Role.RECEPTION,
    site: SiteId | None = None,
) -> str:
    """Invite somebody; the token of the link that was mailed."""
    rt = building.runtime
    building.clock.pass_(seconds=1)
    with rt.writing() as db:
        accounts.invite(
            db,
            email,
            role,
            site,
            rt.hashing,
            link_to=lambda token: f"https://linden.example/console/setup/{token}",
            organisation="Linden Works",
            actor=EVE,
            now=building.now,
        )
    return token_mailed(building)


def token_mailed(building: Building) -> str:
    """The token in the newest message that has one."""
    bodies = [letter.body for letter in world.letters(building.runtime.store)]
    tokens = [body.partition("/console/setup/")[2] for body in bodies]
    return [token for token in tokens if token][-1].split()[0]


def set_up(building: Building, token: str, step: int = 1) -> AccountId:
    """Choose a password and prove the second factor."""
    rt = building.runtime
    with rt.writing() as db:
        accounts.choose_password(db, token, "kept", rt.hashing, now=building.now)
        return accounts.finish_setup(db, token, "sealed", step, rt.hashing, now=building.now)


def account_of(building: Building, secret: str) -> Account | None:
    with building.runtime.reading() as db:
        return signin.account_of(db, secret, now=building.now)


def attempt(building: Building, email: str = ADDRESS, client: str = DESK) -> Attempt | datetime:
    rt = building.runtime
    with rt.writing() as db:
        return factors.attempt(db, email, client, rt.hashing, now=building.now)


def sign_in(
    building: Building, tried: Attempt | datetime, *, right: bool = True, step: int | None = 2
) -> str | None:
    assert isinstance(tried, Attempt)
    rt = building.runtime
    with rt.writing() as db:
        return factors.sign_in(
            db,
            tried,
            password_right=right,
            step=step,
            hashing=rt.hashing,
            life=HOUR,
            now=building.now,
        )
