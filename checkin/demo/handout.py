"""What a demo hands to whoever tries it: sign-ins, codes and badge texts, as one file."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

FILE: Final = "demo.json"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What one signs in to the console with."""

    role: str
    email: str
    password: str
    totp_secret: str


@dataclass(frozen=True, slots=True)
class KioskCode:
    """A pairing code; good as long as the demo runs, for as many devices as one likes."""

    door: str
    direction: str
    pairing_code: str


@dataclass(frozen=True, slots=True)
class BadgeText:
    """A badge as it is held up, and the code that is typed in its place.

    `state` is what the first kiosk makes of it: good, expired, revoked, withdrawn, not_this_door.
    """

    holder: str
    kind: str
    state: str
    text: str
    short_code: str


@dataclass(frozen=True, slots=True)
class PassText:
    """A day pass for today."""

    text: str
    short_code: str


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything in `demo.json`."""

    url: str
    accounts: tuple[SignIn, ...]
    kiosks: tuple[KioskCode, ...]
    badges: tuple[BadgeText, ...]
    day_pass: PassText
    join_link: str


def write(handout: Handout, folder: Path) -> Path:
    """Write the file for this user alone, in place of an older one; where it is."""
    path = folder / FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(handout), file, indent=2, ensure_ascii=False)
        file.write("\n")
    return path
