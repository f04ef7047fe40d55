"""Makes `policy.json`: facts at a door, each with the one decision that is right.

Most cases are drawn by Hypothesis and frozen; those about clocks and calendars are written by hand.
Run it as `python -m tests.vectors.make_policy` when the ladder changes on purpose.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checkin.core.badge import Assurance, Badge, BadgeFault, Kind
from checkin.core.inventory import Purpose
from checkin.core.policy import (
    BadgeState,
    DoorFacts,
    EntryConsent,
    Facts,
    GapMode,
    HolderFacts,
    PassFacts,
    Posture,
    decide,
)
from checkin.core.scan import Direction
from checkin.core.site import DoorClass
from checkin.core.windows import Grant, Window, windows

FILE = Path(__file__).with_name("policy.json")
DRAWN = 400
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")
OFFICE = windows(";".join(f"{day} 07:00-19:00" for day in range(1, 6)))
NIGHT = windows("5 22:00-06:00")
ALWAYS = windows(";".join(f"{day} 00:00-24:00" for day in range(1, 8)))

BADGE = Badge(bytes(16), Kind.PRINTED, "HQ", NOON, NOON + timedelta(days=90), None, bytes(8), None)
DOOR = DoorFacts(
    Posture.NORMAL, frozenset(Direction), frozenset({"HQ", "ORG"}), ZoneInfo("Europe/Berlin")
)
GOOD = HolderFacts(BadgeState.GOOD, EntryConsent.IN_FORCE)
WELCOME = Facts(BADGE, DOOR, GOOD, (Grant(None, None, OFFICE),), Direction.IN)


# --- drawn ------------------------------------------------------------------------------------


def badges() -> st.SearchStrategy[Badge | BadgeFault | None]:
    proved = st.sampled_from([NOON, None])
    made = st.builds(
        lambda kind, aud, at: replace(
            BADGE, kind=kind, aud=aud, proved_at=at if kind is Kind.LIVE else None
        ),
        st.sampled_from(Kind),
        st.sampled_from(["HQ", "HQ", "HQ", "ORG", "OTHER"]),
        proved,
    )
    return st.one_of(made, made, made, made, st.sampled_from(BadgeFault), st.none())


def doors() -> st.SearchStrategy[DoorFacts]:
    return st.builds(
        lambda posture, door_class, assurance, zone, closed, gap, mode, capacity: replace(
            DOOR,
            posture=posture,
            door_class=door_class,
            assurance=assurance if door_class is DoorClass.RESTRICTED else Assurance.ANY,
            zone=ZoneInfo(zone),
            closed_days=frozenset(closed),
            gap=timedelta(seconds=gap),
            gap_mode=mode,
            capacity=capacity,
            inside=5,
        ),
        st.sampled_from([*[Posture.NORMAL] * 5, *Posture]),
        st.sampled_from(DoorClass),
        st.sampled_from([Assurance.ANY, Assurance.LIVE]),
        st.sampled_from(ZONES),
        st.sets(st.sampled_from([NOON.date(), date(2026, 11, 24)]), max_size=1),
        st.sampled_from([0, 60]),
        st.sampled_from(GapMode),
        st.sampled_from([None, None, None, 5, 6]),
    )


def known() -> st.SearchStrategy[HolderFacts | PassFacts | None]:
    holder = st.builds(
        HolderFacts,
        st.sampled_from([*[BadgeState.GOOD] * 4, *BadgeState]),
        st.sampled_from([*[EntryConsent.IN_FORCE] * 4, *EntryConsent]),
        st.sampled_from([frozenset(), frozenset({Purpose.HISTORY})]),
    )
    voided = st.builds(PassFacts, st.sampled_from([False, False, True]))
    return st.one_of(holder, holder, holder, voided, st.none())


def grants() -> st.SearchStrategy[tuple[Grant, ...]]:
    days = st.sampled_from([None, None, date(2026, 11, 23), date(2026, 11, 24)])
    one = st.builds(Grant, days, days, st.sampled_from([OFFICE, NIGHT, ALWAYS, ALWAYS, ()]))
    return st.lists(one, max_size=3).map(tuple)


def moments() -> st.SearchStrategy[datetime]:
    week = st.integers(0, 7 * 24 * 60 - 1)
    return week.map(lambda minutes: NOON + timedelta(minutes=minutes))


def drawn() -> list[tuple[Facts, datetime]]:
    """Facts and moments, the same each time."""
    found: dict[str, tuple[Facts, datetime]] = {}

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(
        st.builds(
            Facts,
            badges(),
            doors(),
            known(),
            grants(),
            st.sampled_from(Direction),
            st.booleans(),
            st.sampled_from([False, False, True]),
        ),
        moments(),
    )
    def collect(facts: Facts, now: datetime) -> None:
        found.setdefault(json.dumps(written(facts, now), sort_keys=True), (facts, now))

    collect()
    return list(found.values())


# --- by hand ----------------------------------------------------------------------------------


def at(zone: str, *moment: int, fold: int = 0) -> datetime:
    """A moment of a zone's local time."""
    return datetime(*moment, fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type,misc]


def opening(zone: str, text: str, **door: Any) -> Facts:
    """A door in this zone that the badge opens in these windows."""
    grant = Grant(None, None, windows(text))
    return replace(WELCOME, door=replace(DOOR, zone=ZoneInfo(zone), **door), grants=(grant,))


def about_clocks() -> Iterator[tuple[str, Facts, datetime]]:
    """Clocks and calendars, where two languages are likeliest to differ."""
    berlin, auckland, kathmandu = "Europe/Berlin", "Pacific/Auckland", "Asia/Kathmandu"
    monday = "1 07:00-19:00"
    for name, minute in (("before", 59), ("at", 0)):
        hour = 6 if name == "before" else 7
        yield (
            f"{name} the first minute",
            opening(berlin, monday),
            at(berlin, 2026, 11, 23, hour, minute),
        )
    yield "in the last minute", opening(berlin, monday), at(berlin, 2026, 11, 23, 18, 59, 59)
    yield "at the end, which is excluded", opening(berlin, monday), at(berlin, 2026, 11, 23, 19, 0)
    yield "until midnight", opening(berlin, "1 07:00-24:00"), at(berlin, 2026, 11, 23, 23, 59)
    yield (
        "at midnight it is another day",
        opening(berlin, "1 07:00-24:00"),
        at(berlin, 2026, 11, 24, 0, 0),
    )
    night = opening(berlin, "5 22:00-06:00")
    yield "past midnight, the weekday after", night, at(berlin, 2026, 11, 28, 5, 59)
    yield "past midnight, over", night, at(berlin, 2026, 11, 28, 6, 0)
    yield "past midnight, a week later", night, at(berlin, 2026, 11, 29, 3, 0)
    sunday = opening(berlin, "7 22:00-06:00")
    yield "from Sunday into Monday", sunday, at(berlin, 2026, 11, 30, 1, 0)
    yield "from Sunday into Monday, not from Monday", sunday, at(berlin, 2026, 12, 1, 1, 0)
    yield (
        "another day in Auckland already",
        opening(auckland, "2 00:00-02:00"),
        at(auckland, 2026, 11, 24, 1, 0),
    )
    yield (
        "a zone with a quarter of an hour",
        opening(kathmandu, "1 07:00-07:15"),
        at(kathmandu, 2026, 11, 23, 7, 14),
    )
    yield (
        "a quarter of an hour later",
        opening(kathmandu, "1 07:00-07:15"),
        at(kathmandu, 2026, 11, 23, 7, 15),
    )
    # Clocks go forward on 2027-03-28: 02:00 becomes 03:00 in Berlin
    spring = opening(berlin, "7 02:00-03:00")
    yield "in an hour that doesn't exist", spring, datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    yield "after an hour that doesn't exist", spring, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    yield (
        "at three, when it was two",
        opening(berlin, "7 03:00-04:00"),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    )
    # and back on 2026-10-25: 02:30 comes twice
    autumn = opening(berlin, "7 02:00-03:00")
    for name, fold in (("first", 0), ("second", 1)):
        yield (
            f"the {name} time that it is half past two",
            autumn,
            at(berlin, 2026, 10, 25, 2, 30, fold=fold),
        )
    yield "after the hour that comes twice", autumn, at(berlin, 2026, 10, 25, 3, 0)
    new_york = opening("America/New_York", "7 01:00-02:00")
    yield (
        "an hour that comes twice elsewhere",
        new_york,
        at("America/New_York", 2026, 11, 1, 1, 30, fold=1),
    )
    closed = opening(berlin, ALL, closed_days=frozenset({date(2026, 12, 24)}))
    yield "the last minute before a closed day", closed, at(berlin, 2026, 12, 23, 23, 59)
    yield "the first minute of a closed day", closed, at(berlin, 2026, 12, 24, 0, 0)
    yield "the last minute of a closed day", closed, at(berlin, 2026, 12, 24, 23, 59)
    yield "the first minute after a closed day", closed, at(berlin, 2026, 12, 25, 0, 0)
    yield (
        "leaving on a closed day",
        replace(closed, direction=Direction.OUT),
        at(berlin, 2026, 12, 24, 12, 0),
    )
    away = opening(auckland, ALL, closed_days=frozenset({date(2026, 11, 23)}))
    yield "a closed day that is over there", away, NOON
    term = Grant(date(2026, 11, 23), date(2026, 11, 23), ALWAYS)
    one_day = replace(WELCOME, grants=(term,))
    for name, day in (("before", 22), ("on", 23), ("after", 24)):
        yield f"{name} the one day of a profile", one_day, at(berlin, 2026, 11, day, 12, 0)
    yield "malformed windows never open", opening(berlin, "1 07:00"), NOON
    yield (
        "one profile refuses and another allows",
        replace(WELCOME, grants=(Grant(None, None, NIGHT), Grant(None, None, OFFICE))),
        NOON,
    )
    yield "too late to come in", WELCOME, at(berlin, 2026, 11, 23, 21, 0)
    yield (
        "never too late to leave",
        replace(WELCOME, direction=Direction.OUT),
        at(berlin, 2026, 11, 23, 21, 0),
    )
    yield "no profile opens the door", replace(WELCOME, grants=()), NOON
    yield (
        "no profile is needed to leave",
        replace(WELCOME, grants=(), direction=Direction.OUT),
        NOON,
    )


def about_the_rest() -> Iterator[tuple[str, Facts, datetime]]:
    """What is drawn too seldom: gaps, phones, room."""
    again = replace(WELCOME, door=replace(DOOR, gap=timedelta(minutes=1)), used_just_now=True)
    yield "the same badge again too soon", again, NOON
    yield "the same badge again and no gap", replace(again, door=DOOR), NOON
    yield "leaving again too soon", replace(again, direction=Direction.OUT), NOON
    warns = replace(again, door=replace(again.door, gap_mode=GapMode.WARN))
    yield "a door that only says so", warns, NOON
    phone = replace(WELCOME, shown=replace(BADGE, kind=Kind.LIVE, proved_at=NOON))
    yield "a phone", phone, NOON
    pictured = replace(phone, proof_used=True)
    yield "a phone's picture", pictured, NOON
    yield "a phone's picture on the way out", replace(pictured, direction=Direction.OUT), NOON
    yield "a badge of the organisation", replace(WELCOME, shown=replace(BADGE, aud="ORG")), NOON
    yield "a full building", replace(WELCOME, door=replace(DOOR, capacity=5, inside=5)), NOON
    yield "room for one", replace(WELCOME, door=replace(DOOR, capacity=5, inside=4)), NOON


ALL = ";".join(f"{day} 00:00-24:00" for day in range(1, 8))


# --- the file ---------------------------------------------------------------------------------


def written(facts: Facts, now: datetime) -> dict[str, Any]:
    """Facts as any language can read them."""
    door = facts.door
    return {
        "now": int(now.timestamp()),
        "shown": _shown(facts.shown),
        "door": {
            "posture": door.posture.value,
            "door_class": door.door_class.value,
            "assurance": door.assurance.value,
            "accepts": sorted(door.accepts),
            "time_zone": str(door.zone),
            "closed_days": sorted(day.isoformat() for day in door.closed_days),
            "gap_seconds": int(door.gap.total_seconds()),
            "gap_mode": door.gap_mode.value,
            "capacity": door.capacity,
            "inside": door.inside,
        },
        "known": _known(facts.known),
        "grants": [
            {
                "first_day": grant.first_day.isoformat() if grant.first_day else None,
                "last_day": grant.last_day.isoformat() if grant.last_day else None,
                "windows": [list(window) for window in grant.windows],
            }
            for grant in facts.grants
        ],
        "direction": facts.direction.value,
        "used_just_now": facts.used_just_now,
        "proof_used": facts.proof_used,
    }


def _shown(shown: Badge | BadgeFault | None) -> dict[str, Any] | None:
    if isinstance(shown, BadgeFault):
        return {"fault": shown.value}
    if shown is None:
        return None
    return {"kind": shown.kind.value, "aud": shown.aud, "proved": shown.proved_at is not None}


def _known(known_as: HolderFacts | PassFacts | None) -> dict[str, Any] | None:
    match known_as:
        case HolderFacts(state, entry, _):
            return {"state": state.value, "entry": entry.value}
        case PassFacts(voided):
            return {"voided": voided}
        case None:
            return None


def cases() -> Iterator[dict[str, Any]]:
    """Every case: what it is called, the facts, and the decision."""
    named = [
        *about_clocks(),
        *about_the_rest(),
        *((f"drawn {n}", *case) for n, case in enumerate(drawn(), start=1)),
    ]
    for name, facts, now in named:
        decision = decide(facts, now=now)
        yield {
            "name": name,
            "facts": written(facts, now),
            "admit": decision.admit,
            "reason": decision.reason.value,
            "say": decision.say.value,
        }


def read(case: dict[str, Any]) -> tuple[Facts, datetime]:
    """The facts and the moment of a case."""
    facts, zone = case["facts"], ZoneInfo(case["facts"]["door"]["time_zone"])
    door = facts["door"]
    return Facts(
        _read_shown(facts["shown"]),
        DoorFacts(
            Posture(door["posture"]),
            frozenset(Direction),
            frozenset(door["accepts"]),
            zone,
            DoorClass(door["door_class"]),
            Assurance(door["assurance"]),
            frozenset(map(date.fromisoformat, door["closed_days"])),
            timedelta(seconds=door["gap_seconds"]),
            GapMode(door["gap_mode"]),
            door["capacity"],
            door["inside"],
        ),
        _read_known(facts["known"]),
        tuple(_read_grant(grant) for grant in facts["grants"]),
        Direction(facts["direction"]),
        facts["used_just_now"],
        facts["proof_used"],
    ), datetime.fromtimestamp(facts["now"], UTC)


def _read_shown(shown: dict[str, Any] | None) -> Badge | BadgeFault | None:
    if shown is None:
        return None
    if "fault" in shown:
        return BadgeFault(shown["fault"])
    kind = Kind(shown["kind"])
    return replace(BADGE, kind=kind, aud=shown["aud"], proved_at=NOON if shown["proved"] else None)


def _read_known(known_as: dict[str, Any] | None) -> HolderFacts | PassFacts | None:
    if known_as is None:
        return None
    if "voided" in known_as:
        return PassFacts(known_as["voided"])
    return HolderFacts(BadgeState(known_as["state"]), EntryConsent(known_as["entry"]))


def _read_grant(grant: dict[str, Any]) -> Grant:
    first, last = (
        date.fromisoformat(grant[day]) if grant[day] else None for day in ("first_day", "last_day")
    )
    return Grant(first, last, tuple(Window(*one) for one in grant["windows"]))


def rendered() -> str:
    """The file's text: a case a line."""
    return "[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8")
