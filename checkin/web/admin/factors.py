"""What console accounts sign in with, as forms send it: password and code, or a passkey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from checkin import passkeys, passwords
from checkin.core.ids import AccountId
from checkin.passkeys import Site
from checkin.services import passkeys as services
from checkin.services.factors import Attempt, Secrets
from checkin.services.passkeys import Passkey, Proof
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
NEW_PASSWORD = Field(
    "password",
    "New password",
    "password",
    hint=f"At least {passwords.LEAST} characters; {passwords.ADVISED} or more are better. "
    "A few words in a row are easy to remember. Any characters will do.",
    autocomplete="new-password",
)
REFUSED = "That didn't work. Check the password, and use the newest code."
SLOW = "Those were many tries. Wait a few minutes, then try again."


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


def setup_link(token: str) -> str:
    """The link that sets an account up: at the address in the settings, not the request's."""
    return f"{runtime().settings.base_url}{url_for('admin_signin.setup', token=token)}"


# --- passkeys ---------------------------------------------------------------------------------

SIGN_IN = "sign in"
"""What a signature at the sign-in page is about; at other pages it is about one account."""


def about(act: str, account: AccountId) -> str:
    """What a challenge is about: it can't be answered at another page, nor by another account."""
    return f"{act} {account}"


def passkey_site() -> Site | None:
    """Where passkeys of this instance are good, if its address has a name."""
    rt = runtime()
    return passkeys.site(
        rt.settings.base_url, rt.settings.organisation, rt.keyring.secret("passkey")
    )


def asked_to_sign(what: str, known: Sequence[Passkey] = ()) -> str | None:
    """What the browser is asked to sign, as JSON; None where there are no passkeys."""
    at = passkey_site()
    if at is None:
        return None
    return passkeys.to_sign(at, [one.credential for one in known], what, now=runtime().now())


def passkey_proof(what: str) -> Proof | None:
    """The good signature that the form brings, if it does, by a passkey that is known here."""
    rt, at, answer = runtime(), passkey_site(), _typed("credential")
    credential = passkeys.credential(answer)
    if at is None or credential is None:
        return None
    with rt.reading() as db:
        kept = services.named(db, credential)
    if kept is None:
        return None
    signed = passkeys.signed(at, answer, what, kept.public_key, now=rt.now())
    return None if signed is None else Proof(kept, signed.sign_count, signed.challenge)


def made_passkey(what: str) -> passkeys.Made | None:
    """The passkey that the browser has just made, if it is good."""
    at = passkey_site()
    return (
        None if at is None else passkeys.made(at, _typed("credential"), what, now=runtime().now())
    )


# --- the parts of a proof ---------------------------------------------------------------------


def _step(kept: Secrets, code: str, *, now: datetime) -> int | None:
    secret = runtime().opened_factor(kept.account, kept.totp_sealed)
    return passwords.totp_step(secret, code, now=now)


def _typed(field: str) -> str:
    return request.form.get(field, "")
