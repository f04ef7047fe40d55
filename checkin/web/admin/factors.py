"""What console accounts sign in with, as a form sends it: password and one-time code."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from flask import request

from checkin import passwords
from checkin.core.ids import AccountId
from checkin.services.accounts import Attempt, Secrets
from checkin.web.access import runtime
from checkin.web.forms import Field

PASSWORD = Field("password", "Password", "password", autocomplete="current-password")
CODE = Field(
    "code",
    "Code from your authenticator app",
    hint="Six digits. A new one comes every half minute, and each works once.",
    autocomplete="one-time-code",
    inputmode="numeric",
)
REFUSED = "That didn't work. Check the password, and use the newest code."
SLOW = "That were many tries. Wait a few minutes, then try again."


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether the password was right, and the half minute that the code is for, if it is one's."""

    password_right: bool
    step: int | None


def shown(tried: Attempt, *, now: datetime) -> Shown:
    """What the form shows. To be asked outside any block: a hash takes a while (doors wait)."""
    kept = tried.kept
    right = passwords.is_right(kept.password_hash if kept else None, _typed("password"))
    return Shown(right, None if kept is None else _step(kept, _typed("code"), now=now))


def sealed(account: AccountId, secret: str) -> str:
    """A second factor's secret, as it is kept."""
    return b64encode(runtime().keyring.seal(secret.encode(), _context(account))).decode()


def _step(kept: Secrets, code: str, *, now: datetime) -> int | None:
    opened = runtime().keyring.unseal(b64decode(kept.totp_sealed), _context(kept.account))
    return passwords.totp_step(opened.decode(), code, now=now)


def _context(account: AccountId) -> bytes:
    return b"totp " + account.bytes


def _typed(field: str) -> str:
    return request.form.get(field, "")
