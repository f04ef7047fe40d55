"""The whole measurement, from the plan to what was found."""

from checkin.bench import badges, camera, console, late, scans, snapshots
from checkin.bench.plan import Found, Hands, Part, Plan


def run(plan: Plan, hands: Hands) -> Found:
    """Measure everything that the plan names.

    Raises BenchError if a figure would mean nothing, since an answer was wrong or got lost.
    """
    found = tuple(scans.measure(plan, hands)) if Part.SCANS in plan.parts else ()
    if {Part.BADGES, Part.ISSUING} & set(plan.parts):
        hands.say("badges: reading and making them")
    rates = tuple(badges.measure(plan))
    longest = tuple(badges.longest(plan)) if Part.BADGES in plan.parts else ()
    pages = tuple(console.measure(plan, hands)) if Part.CONSOLE in plan.parts else ()
    told = tuple(late.measure(plan, hands)) if Part.LATE in plan.parts else ()
    fetched = tuple(snapshots.measure(plan, hands)) if Part.SNAPSHOTS in plan.parts else ()
    seen = tuple(camera.measure(plan, hands)) if Part.CAMERA in plan.parts else ()
    return Found(scans.load_name(plan), found, rates, pages, longest, told, fetched, seen)
