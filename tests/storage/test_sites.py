from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import insert, select

from checkin.core.audit import SYSTEM
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorWay
from checkin.storage import Db, audit, sites
from checkin.storage.sites import Profile
from checkin.storage.store import Store
from checkin.storage.tables import closed_day, door
from tests.world import ALL_HOURS, Building


def versions(db: Db) -> dict[DoorId, int]:
    return {row.id: row.version for row in db.execute(select(door.c.id, door.c.version))}


def test_a_site_is_found_by_id_and_by_code(building: Building) -> None:
    with building.runtime.reading() as db:
        hq = sites.site(db, building.hq)
        assert hq is not None
        assert sites.by_code(db, "hq") == hq
        assert sites.by_code(db, "HQ") is None
        assert sites.site(db, SiteId(uuid4())) is None
        assert [each.title for each in sites.every(db)] == ["Headquarters", "Laboratory"]


def test_only_a_door_that_people_come_in_by_is_an_entrance(building: Building) -> None:
    with building.runtime.reading() as db:
        entrances = {each.title for each in sites.doors(db) if each.is_entrance}

    assert entrances == {"Courtyard", "Lab entrance", "Main entrance"}


def test_a_new_door_checks_badges_and_has_no_gap(building: Building, store: Store) -> None:
    new = DoorId(uuid4())
    with store.writing() as db:
        sites.add_door(db, new, building.lab, "Hatch", DoorWay.OUT)
        audit.append(db, SYSTEM, "door.added", f"door:{new}", now=building.now)
        found = sites.door(db, new)

    assert found is not None
    assert (found.posture, found.gap_seconds, found.gap_mode) == (
        Posture.NORMAL,
        0,
        GapMode.REFUSE,
    )


def test_every_change_of_a_door_raises_its_version_and_no_others(
    building: Building, store: Store
) -> None:
    with store.writing() as db:
        before = versions(db)
        sites.set_posture(db, building.courtyard, Posture.OPEN)
        sites.set_gap(db, building.courtyard, 60, GapMode.WARN)
        audit.append(db, SYSTEM, "door.open", f"door:{building.courtyard}", now=building.now)
        after = versions(db)

    assert after == before | {building.courtyard: before[building.courtyard] + 2}


def test_what_opens_a_door_raises_its_version_too(building: Building, store: Store) -> None:
    days = Profile(ProfileId(uuid4()), "Days", date(2026, 1, 1), date(2026, 12, 31))
    with store.writing() as db:
        before = versions(db)
        sites.add_profile(db, days, {building.lab_entrance: ALL_HOURS})
        sites.set_profiles(db, building.lab, joining=days.id, day_passes=days.id)
        audit.append(db, SYSTEM, "profile.added", f"profile:{days.id}", now=building.now)
        after, kept = versions(db), sites.profile(db, days.id)
        windows = sites.windows(db, days.id)

    assert after == before | {building.lab_entrance: before[building.lab_entrance] + 2}
    assert kept == days
    assert windows == {building.lab_entrance: ALL_HOURS}


def test_a_profile_may_open_nothing(building: Building, store: Store) -> None:
    nothing = Profile(ProfileId(uuid4()), "Nothing", None, None)
    with store.writing() as db:
        sites.add_profile(db, nothing, {})
        audit.append(db, SYSTEM, "profile.added", f"profile:{nothing.id}", now=building.now)
        windows = sites.windows(db, nothing.id)
        titles = [one.title for one in sites.profiles(db)]

    assert windows == {}
    assert titles == ["Everyone", "Lab team", "Nothing"]


def test_closed_days_are_those_that_are_still_to_come(building: Building, store: Store) -> None:
    christmas = date(2026, 12, 25)
    with store.writing() as db:
        for day in (christmas, christmas + timedelta(days=1)):
            db.execute(insert(closed_day).values(site=building.hq, day=day))
        audit.append(db, SYSTEM, "site.closed", f"site:{building.hq}", now=building.now)
        ahead = sites.closed_days(db, building.hq, since=date(2026, 12, 26))
        elsewhere = sites.closed_days(db, building.lab, since=date(2026, 1, 1))

    assert ahead == {date(2026, 12, 26)}
    assert elsewhere == frozenset()


def test_signs_of_a_way_in_without_a_badge_are_kept_for_each_site(
    building: Building, store: Store
) -> None:
    later = building.now + timedelta(hours=3)
    with store.writing() as db:
        sites.desk_opened(db, building.lab, now=later)
        sites.alternative_used(db, building.hq, at=later)
        audit.append(db, SYSTEM, "desk.open", f"site:{building.lab}", now=later)
        hq, lab = sites.site(db, building.hq), sites.site(db, building.lab)

    assert hq is not None
    assert lab is not None
    assert (hq.desk_open_at, hq.alternative_at) == (building.now, later)
    assert (lab.desk_open_at, lab.alternative_at) == (later, None)
