"""Who may join by the poster: addresses of these mail domains. Others need an invitation."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError
from checkin.storage import Db, audit, domains

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")


def allowed(db: Db, configured: Collection[str]) -> frozenset[str]:
    """Every domain that may join: those of the settings, and those that were added."""
    return frozenset(configured) | frozenset(domains.every(db))


def add(db: Db, typed: str, configured: Collection[str], *, by: Actor, now: datetime) -> str:
    """Let addresses of a domain join by the poster; the domain as it was understood.

    Raises ConflictError for what is no domain, and for one that may join already.
    """
    domain = typed.strip().lower().rpartition("@")[2]
    if not _DOMAIN.fullmatch(domain):
        raise ConflictError("That isn't a mail domain. One looks like example.org.")
    if domain in configured or not domains.add(db, domain):
        raise ConflictError(f"Addresses at {domain} may join already.")
    audit.append(db, by, "domain.added", "domains", now=now)
    return domain


def remove(db: Db, domain: str, *, by: Actor, now: datetime) -> None:
    """Let nobody of this domain join by the poster any more. Whoever has a badge keeps it.

    Raises NotFoundError for a domain that wasn't added.
    """
    if not domains.remove(db, domain):
        raise NotFoundError("This domain wasn't added here.")
    audit.append(db, by, "domain.removed", "domains", now=now)
