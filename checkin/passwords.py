"""Passwords and one-time codes of console accounts. The only importer of argon2 and pyotp."""

import re
from base64 import b32encode
from datetime import datetime
from functools import cache
from hmac import compare_digest
from threading import BoundedSemaphore
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST: Final = 8
MOST: Final = 256
ADVISED: Final = 15
_SECRET_BYTES: Final = 20
_STEP_SECONDS: Final = 30

_hasher: Final = PasswordHasher()  # Argon2id with the parameters of RFC 9106, section 4
# One hash takes 64 MiB and some tens of milliseconds: more at once would starve the doors.
_at_once: Final = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """What is kept of a password: Argon2id with a salt of its own."""
    with _at_once:
        return _hasher.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether it is the password of which this was kept.

    Without anything kept the work is done all the same, so that time tells no one who has an
    account. A password that is too long is never right.
    """
    with _at_once:
        try:
            _hasher.verify(kept or _nobodys(), password[: MOST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept) and len(password) <= MOST


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that nobody has")


# --- what a password has to be ----------------------------------------------------------------


def problem(password: str, *about: str) -> str | None:
    """What is wrong with a new password, and what to do; None if nothing.

    `about` are words that whoever guesses would try, such as the address and the organisation.
    Length counts; which kinds of characters it has doesn't (NIST SP 800-63B, 3.1.1.2).
    """
    if len(password) < LEAST:
        return f"Type at least {LEAST} characters; {ADVISED} or more are better."
    if len(password) > MOST:
        return f"That is too long: {MOST} characters at most."
    if _is_common(password, about):
        return "Many people use this one, or it is easy to guess. Try a few words in a row."
    return None


def _is_common(password: str, about: tuple[str, ...]) -> bool:
    plain = password.lower()
    words = _COMMON | {word for text in about for word in _parts(text)}
    bare = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", plain)
    return (
        bool({plain, bare, plain.translate(_MEANT), bare.translate(_MEANT)} & words)
        or any(plain == word * (len(plain) // len(word)) for word in words)
        or len(set(plain)) <= 3
        or any(plain in row or plain in row[::-1] for row in _ROWS)
    )


def _parts(text: str) -> set[str]:
    """A text's words, and the text with and without what stands between them."""
    lower = text.lower()
    parts = {lower, *lower.split("@"), *re.split(r"[^a-z0-9]+", lower)}
    return {part for part in parts | {re.sub(r"[^a-z0-9]+", "", lower)} if len(part) >= 4}


_MEANT: Final = str.maketrans("013457$@!", "oleastsai")
_RUNS: Final = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "asdfghjkl")
_ROWS: Final = (
    *(run * 3 for run in _RUNS),
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6z7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb",
)
_WORDS: Final = """
    abcd access account admin administrator adobe amanda andrea andrew angel anthony apple arsenal
    asdf asdfgh ashley austin autumn azerty badge banana barcelona baseball basketball batman
    berlin boomer buster butterfly changeit changeme charlie checkin cheese chelsea chocolate
    company computer console cookie corvette dallas daniel default demo diamond doctor dragon eagles
    einstein empire eternity facebook facility ferrari fireball flower football forever freedom
    friends fussball geheim ginger google guest hallo hallowelt hamburg hammer hannah harley hello
    hellokitty helloworld hockey house hunter iloveu iloveyou internet jennifer jessica jordan
    joshua justin kennwort killer kitchen letmein letmeinnow liverpool login london lovely maggie
    manager manchester martin master matrix matthew maverick mercedes merlin michael michelle
    monkey mustang mypassword nicole ninja nothing office operator orange paris pass passe passme
    passord passport passw password passwords passwort patrick peanut pepper phoenix pokemon pretty
    prince princess purple qazwsx qwer qwert qwerty qwertz rainbow ranger reception robert root
    samsung sascha schatz scooter secret secure security server service shadow silver snoopy soccer
    sommer spring starwars summer sunflower sunshine superman superstar support switch system
    taylor temp temporary test tester testing thomas thunder tigger trustno tucker unknown user
    username victoria visitor volkswagen welcome welcomeback whatever william willkommen windows
    winner winter yankees zxcvbn zxcvbnm
"""
_COMMON: Final = frozenset(_WORDS.split())


# --- one-time codes (RFC 6238) ----------------------------------------------------------------


def totp_secret(seed: bytes) -> str:
    """The secret that an authenticator app is given: the first 20 bytes of `seed`, in base32."""
    return b32encode(seed[:_SECRET_BYTES]).decode()


def totp_uri(secret: str, address: str, organisation: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=address, issuer_name=organisation)


def totp_code(secret: str, *, now: datetime) -> str:
    """The code that the app shows now."""
    return pyotp.TOTP(secret).at(now)


def totp_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The half minute that the code is for, now or beside it; None if it's none of these.

    Whoever asks must not take a step that was used before, nor an earlier one (RFC 6238, 5.2).
    """
    typed = "".join(code.split())
    step = int(now.timestamp()) // _STEP_SECONDS
    for near in (step, step - 1, step + 1):
        if compare_digest(pyotp.TOTP(secret).generate_otp(near).encode(), typed.encode()):
            return near
    return None
