"""What was done to keys, written down: the keys themselves are files that services never see."""

from datetime import datetime
from enum import StrEnum

from checkin.core.audit import Actor
from checkin.storage import Db, audit


class KeyAct(StrEnum):
    """What can be done to a key."""

    NEW = "key.new"
    ACTIVATE = "key.activate"
    RETIRE = "key.retire"
    REVOKE = "key.revoke"


def note(db: Db, act: KeyAct, kid: bytes, actor: Actor, *, now: datetime) -> None:
    """Write down what was done to a key, and by whom."""
    audit.append(db, actor, act.value, f"key:{kid.hex()}", now=now)
