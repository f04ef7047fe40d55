"""How long things are kept: the constants, their hard ranges, and what falls due when."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from checkin.core.crowd import ROUND_BASE


@dataclass(frozen=True, slots=True)
class Limits:
    """The constants of keeping, each in the unit that its name ends with.

    `count_hours` runs from an hour's beginning; `round_base` is what people are rounded to then.
    """

    retention_entry_days: int = 30
    evidence_months: int = 12
    audit_months: int = 12
    consent_valid_months: int = 12
    notice_lead_days: int = 14
    renewal_grace_days: int = 30
    refusal_days: int = 14
    invite_days: int = 14
    late_max_days: int = 7
    session_hours: int = 12
    counter_months: int = 24
    count_hours: int = 25
    round_base: int = ROUND_BASE
    revoke_offline_minutes: int = 240
    backup_days: int = 14
    erase_sla_hours: int = 24


RANGES: dict[str, tuple[int, int]] = {
    "retention_entry_days": (1, 90),
    "evidence_months": (1, 36),
    "audit_months": (6, 12),
    "consent_valid_months": (1, 24),
    "notice_lead_days": (14, 90),
    "renewal_grace_days": (0, 30),
    "refusal_days": (1, 30),
    "invite_days": (1, 14),
    "late_max_days": (1, 7),
    "session_hours": (1, 12),
    "counter_months": (1, 24),
    # The longest day has 25 hours, and until it is over a site with a limit adds up its hours.
    "count_hours": (25, 48),
    "round_base": (ROUND_BASE, 50),
    "revoke_offline_minutes": (1, 1440),
    "backup_days": (1, 30),
    "erase_sla_hours": (1, 24),
}
"""Outside these the application refuses to start."""

_DAYS_A_MONTH = 30


def faults(limits: Limits) -> list[str]:
    """A sentence for each constant that is outside its range."""
    return [
        f"{one.name} is {getattr(limits, one.name)}; it has to be {low} to {high}."
        for one in fields(limits)
        for low, high in [RANGES[one.name]]
        if not low <= getattr(limits, one.name) <= high
    ]


def duration(limits: Limits, name: str) -> timedelta:
    """The constant of this name as a length of time. A month counts as 30 days: never longer."""
    number: int = getattr(limits, name)
    unit = name.rsplit("_", 1)[1]
    match unit:
        case "days":
            return timedelta(days=number)
        case "months":
            return timedelta(days=number * _DAYS_A_MONTH)
        case "minutes":
            return timedelta(minutes=number)
        case "hours":
            return timedelta(hours=number)
        case _:
            raise ValueError(f"{name} names no unit")


def cutoff(limits: Limits, limit: str | None, *, now: datetime) -> datetime:
    """Rows whose clock shows this moment or earlier are to go; with no limit the clock decides."""
    return now if limit is None else now - duration(limits, limit)
