"""Constants of keeping: their ranges, and when something falls due."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.retention import RANGES, Limits, cutoff, duration, faults

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_defaults_are_within_their_ranges() -> None:
    assert faults(Limits()) == []


def test_no_range_is_wider_than_what_was_agreed() -> None:
    """Each bound has a reason of law or of practice; whoever widens one changes that first."""
    assert RANGES == {
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
        "count_hours": (25, 48),
        "round_base": (5, 50),
        "revoke_offline_minutes": (1, 1440),
        "backup_days": (1, 30),
        "erase_sla_hours": (1, 24),
    }


@pytest.mark.parametrize("name", [one.name for one in fields(Limits)])
def test_a_constant_outside_its_range_is_a_fault_on_both_sides(name: str) -> None:
    low, high = RANGES[name]

    assert faults(replace(Limits(), **{name: low})) == []
    assert faults(replace(Limits(), **{name: high})) == []
    assert len(faults(replace(Limits(), **{name: low - 1}))) == 1
    assert len(faults(replace(Limits(), **{name: high + 1}))) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("retention_entry_days", timedelta(days=30)),
        ("audit_months", timedelta(days=360)),
        ("session_hours", timedelta(hours=12)),
        ("count_hours", timedelta(hours=25)),
        ("revoke_offline_minutes", timedelta(minutes=240)),
    ],
)
def test_a_constant_says_its_unit_in_its_name(name: str, expected: timedelta) -> None:
    assert duration(Limits(), name) == expected


def test_a_rule_without_a_limit_ends_when_its_clock_says() -> None:
    assert cutoff(Limits(), None, now=NOW) == NOW
    assert cutoff(Limits(), "refusal_days", now=NOW) == NOW - timedelta(days=14)


def test_a_constant_without_a_unit_in_its_name_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        wait_moons: int = 3

    with pytest.raises(ValueError, match="names no unit"):
        duration(Odd(), "wait_moons")  # type: ignore[arg-type]


def test_an_hour_is_counted_until_even_the_longest_day_is_over() -> None:
    """A site with a limit adds up the hours since its midnight: in October one is 25 hours ago."""
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(2026, 10, 25, tzinfo=berlin).astimezone(UTC)
    last_minute = datetime(2026, 10, 25, 23, 59, tzinfo=berlin).astimezone(UTC)
    least = Limits(count_hours=RANGES["count_hours"][0])

    assert cutoff(least, "count_hours", now=last_minute) < midnight
