"""The address whose code is awaited: in the browser that asked, where only we can read it."""

from flask import Response

from checkin.core import base64url
from checkin.services import codes
from checkin.web.access import cookie, runtime, set_cookie


def keep_address(response: Response, name: str, address: str) -> None:
    """Let the browser keep the address for as long as its code is good."""
    sealed = runtime().keyring.seal(address.encode(), name.encode())
    set_cookie(response, name, base64url.encode(sealed), life=codes.LIFE)


def kept_address(name: str) -> str | None:
    """The address that was asked for under this name; None without one, or if we didn't seal it."""
    try:
        return runtime().keyring.unseal(base64url.decode(cookie(name)), name.encode()).decode()
    except ValueError:
        return None
