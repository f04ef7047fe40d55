"""A person's own corrections of name and work e-mail (GDPR art. 16): at once, asking nobody."""

from collections.abc import Collection
from datetime import datetime

from checkin.core.audit import SELF
from checkin.core.hashing import Hashing
from checkin.services import codes, domains, letters
from checkin.services.codes import Asking, TooManyTries
from checkin.services.signin import Person
from checkin.storage import Db, audit, joining, people


def rename(db: Db, person: Person, name: str, *, now: datetime) -> None:
    """Call the person so from now on. It is written down that they did, without either name."""
    people.get(db, person.identity)
    people.rename(db, person.identity, name)
    audit.append(db, SELF, "person.rename", f"consent:{person.consent}", now=now)


def ask_to_readdress(
    db: Db,
    asking: Asking,
    organisation: str,
    configured: Collection[str],
    hashing: Hashing,
    *,
    now: datetime,
) -> TooManyTries | None:
    """Mail a code to the new address, if it may join.

    Where it may not, or is somebody's already, everything looks the same, and no code fits.
    """
    if slow := codes.pace(db, asking, hashing, now=now):
        return slow
    domain = asking.email.rpartition("@")[2]
    if domain in domains.allowed(db, configured) and people.by_email(db, asking.email) is None:
        codes.mail_code(db, asking.email, organisation, hashing, now=now)
    else:
        codes.keep_decoy(db, asking.email, hashing, now=now)
    return None


def readdress(
    db: Db,
    person: Person,
    asking: Asking,
    typed: str,
    hashing: Hashing,
    *,
    organisation: str,
    now: datetime,
) -> bool | TooManyTries:
    """Sign the person in by this address from now on, if the code proves it.

    The old address is told, in case it wasn't them; nothing else is left that leads to it.
    """
    if slow := codes.pace_typing(db, asking.client, hashing, now=now):
        return slow
    right = codes.check(db, asking.email, typed, hashing, now=now)
    if not right or people.by_email(db, asking.email) is not None:
        return False
    before = people.get(db, person.identity).email
    people.readdress(db, person.identity, asking.email)
    audit.append(db, SELF, "person.readdress", f"consent:{person.consent}", now=now)
    if before is not None:
        joining.erase(db, before, hashing.email(before))
        codes.send(db, before, letters.readdressed(organisation), now=now)
    return True
