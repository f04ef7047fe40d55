from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.ids import DoorId, ProfileId, SiteId
from checkin.core.policy import GapMode, Posture
from checkin.core.site import DoorWay
from checkin.services import sites
from checkin.services.sites import Site
from checkin.storage import Db
from checkin.storage.store import Store
from tests import world
from tests.world import Building

EVE = Actor("adm-0001", "site_admin")
OFFICE = "1 07:00-19:00;2 07:00-19:00"


def add_profile(
    building: Building, title: str, doors: list[DoorId], week: str = OFFICE
) -> ProfileId:
    with building.runtime.writing() as db:
        return sites.add_profile(db, title, doors, week, EVE, now=building.now)


def site_of(building: Building, site: SiteId) -> Site:
    with building.runtime.reading() as db:
        return sites.site(db, site)


# --- building it ------------------------------------------------------------------------------


def add_annex(
    db: Db, building: Building, code: str = "ANNEX", time_zone: str = "Europe/Lisbon"
) -> SiteId:
    """A second site, without doors."""
    return sites.add_site(
        db,
        code=code,
        title="Annex",
        time_zone=time_zone,
        organisation_code="LINDEN",
        actor=EVE,
        now=building.now,
    )


def test_a_building_is_put_together_from_nothing(building: Building) -> None:
    rt, now = building.runtime, building.now
    with rt.writing() as db:
        annex = add_annex(db, building)
        gate = sites.add_door(db, annex, "Gate", DoorWay.IN, EVE, now=now)

    (place,) = (place for place in _places(building) if place.site.id == annex)
    assert (place.site.code, place.site.time_zone) == ("ANNEX", "Europe/Lisbon")
    assert [(door.id, door.posture) for door in place.doors] == [(gate, Posture.NORMAL)]


def _places(building: Building) -> list[sites.Place]:
    with building.runtime.reading() as db:
        return sites.places(db)


@pytest.mark.parametrize(
    ("code", "time_zone"),
    [
        ("hq", "Europe/Berlin"),
        ("LINDEN", "Europe/Berlin"),
        ("", "Europe/Berlin"),
        ("A" * 25, "Europe/Berlin"),
        ("TWO WORDS", "Europe/Berlin"),
        ("ÄNNEX", "Europe/Berlin"),
        ("-A", "Europe/Berlin"),
        ("ANNEX", "Berlin"),
        ("ANNEX", "../etc/passwd"),
    ],
)
def test_a_site_needs_a_code_of_its_own_and_a_known_zone(
    building: Building, code: str, time_zone: str
) -> None:
    with pytest.raises(ConflictError), building.runtime.writing() as db:
        add_annex(db, building, code=code, time_zone=time_zone)


def test_the_first_profile_of_a_site_is_for_badges_and_day_passes_alike(
    building: Building,
) -> None:
    first = add_profile(building, "Lab days", [building.lab_entrance])
    add_profile(building, "Lab nights", [building.lab_entrance])

    lab = site_of(building, building.lab)

    assert (lab.join_profile, lab.day_profile) == (first, first)


def test_a_profile_of_exits_alone_is_no_sites_way_in(building: Building) -> None:
    with building.runtime.writing() as db:
        hatch = sites.add_door(db, building.lab, "Hatch", DoorWay.OUT, EVE, now=building.now)

    add_profile(building, "Hatch", [hatch])

    assert site_of(building, building.lab).join_profile is None


@pytest.mark.parametrize("week", ["", "1 07:00-19:00;8 07:00-19:00", "1 7-19", "1 07:00-07:00"])
def test_a_profile_needs_hours_that_can_be_read(building: Building, week: str) -> None:
    with pytest.raises(ConflictError):
        add_profile(building, "Odd", [building.courtyard], week)


def test_a_profile_needs_a_door_and_a_title_of_its_own(building: Building) -> None:
    with pytest.raises(ConflictError):
        add_profile(building, "Nothing", [])
    with pytest.raises(ConflictError):
        add_profile(building, "Everyone", [building.courtyard])
    with pytest.raises(NotFoundError):
        add_profile(building, "Nowhere", [DoorId(uuid4())])


# --- an equal way in --------------------------------------------------------------------------


def test_day_passes_open_an_entrance_whenever_badges_do(building: Building) -> None:
    mornings = add_profile(building, "Mornings", [building.courtyard], "1 07:00-12:00")
    before = site_of(building, building.hq)

    with (
        pytest.raises(ConflictError, match="Mon 00:00-07:00 and 12:00-24:00"),
        building.runtime.writing() as db,
    ):
        sites.set_profiles(
            db,
            building.hq,
            joining=building.everyone,
            day_passes=mornings,
            actor=EVE,
            now=building.now,
        )

    assert site_of(building, building.hq) == before


def test_day_passes_may_keep_to_one_entrance_of_several(building: Building) -> None:
    badges = add_profile(building, "Main, days", [building.main_entrance], "1 07:00-19:00")
    passes = add_profile(building, "Court, always", [building.courtyard], world.ALL_HOURS)

    with building.runtime.writing() as db:
        sites.set_profiles(
            db, building.hq, joining=badges, day_passes=passes, actor=EVE, now=building.now
        )

    hq = site_of(building, building.hq)
    assert (hq.join_profile, hq.day_profile) == (badges, passes)


def test_a_profile_opens_no_hours_for_badges_alone(building: Building) -> None:
    with building.runtime.writing() as db:
        annex = add_annex(db, building)
        gate = sites.add_door(db, annex, "Gate", DoorWay.IN, EVE, now=building.now)
    add_profile(building, "Annex days", [gate])

    with pytest.raises(ConflictError, match="Sun 07:00-19:00"):
        add_profile(building, "Annex Sundays", [gate], "7 07:00-19:00")


def test_the_last_entrance_for_all_isnt_locked_while_badges_have_another(
    building: Building,
) -> None:
    passes = add_profile(building, "Court, always", [building.courtyard], world.ALL_HOURS)
    with building.runtime.writing() as db:
        sites.set_profiles(
            db,
            building.hq,
            joining=building.everyone,
            day_passes=passes,
            actor=EVE,
            now=building.now,
        )

    with pytest.raises(ConflictError, match="Lock the other entrances as well"):
        lock(building, building.courtyard)
    lock(building, building.main_entrance)
    lock(building, building.courtyard)  # shut for all is shut alike

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        sites.set_posture(db, building.main_entrance, Posture.NORMAL, EVE, now=building.now)


def lock(building: Building, door: DoorId) -> None:
    with building.runtime.writing() as db:
        sites.set_posture(db, door, Posture.LOCKED, EVE, now=building.now)


def test_an_exit_is_no_way_in_for_day_passes(building: Building) -> None:
    exits = add_profile(building, "Exits", [building.loading_bay], world.ALL_HOURS)

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        sites.set_profiles(
            db,
            building.hq,
            joining=building.everyone,
            day_passes=exits,
            actor=EVE,
            now=building.now,
        )


# --- running it -------------------------------------------------------------------------------


def test_a_door_does_what_it_was_told_and_scans_notice(building: Building, store: Store) -> None:
    before = door_version(building, store)

    with building.runtime.writing() as db:
        sites.set_posture(db, building.courtyard, Posture.LOCKED, EVE, now=building.now)

    with store.reading() as db:
        assert sites.door(db, building.courtyard).posture is Posture.LOCKED
    assert door_version(building, store) == before + 1
    assert world.find(store, "door.locked") == ["audit_event.act"]


def test_a_gap_is_kept_with_what_happens_within_it(building: Building, store: Store) -> None:
    before = door_version(building, store)

    with building.runtime.writing() as db:
        sites.set_gap(
            db, building.courtyard, timedelta(minutes=2), GapMode.WARN, EVE, now=building.now
        )

    with store.reading() as db:
        door = sites.door(db, building.courtyard)
    assert (door.gap_seconds, door.gap_mode) == (120, GapMode.WARN)
    assert door_version(building, store) == before + 1


def door_version(building: Building, store: Store) -> int:
    from sqlalchemy import select

    from checkin.storage.tables import door

    with store.reading() as db:
        row = select(door.c.version).where(door.c.id == building.courtyard)
        return int(db.execute(row).scalar_one())


def test_what_isnt_there_cant_be_changed(building: Building) -> None:
    nowhere, nobody, now = DoorId(uuid4()), SiteId(uuid4()), building.now
    with building.runtime.writing() as db:
        with pytest.raises(NotFoundError):
            sites.set_posture(db, nowhere, Posture.OFF, EVE, now=now)
        with pytest.raises(NotFoundError):
            sites.set_gap(db, nowhere, timedelta(0), GapMode.WARN, EVE, now=now)
        with pytest.raises(NotFoundError):
            sites.open_desk(db, nobody, EVE, now=now)
        with pytest.raises(NotFoundError):
            sites.add_door(db, nobody, "Gate", DoorWay.IN, EVE, now=now)
        with pytest.raises(NotFoundError):
            sites.close_on(db, nobody, date(2026, 12, 24), EVE, now=now)
        with pytest.raises(NotFoundError):
            sites.open_on(db, nobody, date(2026, 12, 24), EVE, now=now)
        for joining, site in ((ProfileId(uuid4()), building.hq), (building.everyone, nobody)):
            with pytest.raises(NotFoundError):
                sites.set_profiles(
                    db, site, joining=joining, day_passes=joining, actor=EVE, now=now
                )


def test_the_desk_is_open_for_the_sites_own_day(building: Building) -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    with building.runtime.writing() as db:
        sites.open_desk(db, building.hq, EVE, now=late)
    hq = site_of(building, building.hq)

    assert sites.desk_is_open(hq, now=late + timedelta(minutes=29))
    assert not sites.desk_is_open(hq, now=late + timedelta(minutes=31))


def test_a_profile_shows_its_doors_and_windows(building: Building) -> None:
    add_profile(building, "Days", [building.courtyard, building.lab_entrance])

    with building.runtime.reading() as db:
        (days,) = (one for one in sites.openings(db) if one.profile.title == "Days")
    assert dict(days.windows) == {building.courtyard: OFFICE, building.lab_entrance: OFFICE}


def summer(building: Building, first: date | None, last: date | None) -> ProfileId:
    with building.runtime.writing() as db:
        return sites.add_profile(
            db,
            "Summer",
            [building.courtyard],
            "1 07:00-19:00",
            EVE,
            first_day=first,
            last_day=last,
            now=building.now,
        )


FIRST, LAST = date(2027, 6, 1), date(2027, 8, 31)


def test_a_profile_may_be_for_a_while_and_ends_after_it_begins(building: Building) -> None:
    with pytest.raises(ConflictError, match="comes before its first"):
        summer(building, LAST, FIRST)

    kept = summer(building, FIRST, LAST)

    with building.runtime.reading() as db:
        profile = sites.profile(db, kept)
    assert (profile.first_day, profile.last_day) == (FIRST, LAST)


@pytest.mark.parametrize(("first", "last"), [(FIRST, None), (None, LAST)])
def test_what_everybody_gets_ends_on_no_morning(
    building: Building, first: date | None, last: date | None
) -> None:
    kept = summer(building, first, last)

    for joining, passes in ((kept, building.everyone), (building.everyone, kept)):
        with (
            pytest.raises(ConflictError, match="nobody's way in ends"),
            building.runtime.writing() as db,
        ):
            sites.set_profiles(
                db, building.hq, joining=joining, day_passes=passes, actor=EVE, now=building.now
            )


def test_the_first_profile_of_a_site_is_for_always(building: Building) -> None:
    with building.runtime.writing() as db:
        annex = add_annex(db, building, code="annex", time_zone="UTC")
        gate = sites.add_door(db, annex, "Gate", DoorWay.IN, EVE, now=building.now)

    with (
        pytest.raises(ConflictError, match="nobody's way in ends"),
        building.runtime.writing() as db,
    ):
        sites.add_profile(
            db, "Annex", [gate], "1 07:00-19:00", EVE, last_day=LAST, now=building.now
        )


# --- looking after a site ---------------------------------------------------------------------


def test_a_site_is_renamed_and_its_clock_and_desk_hours_set(building: Building) -> None:
    with building.runtime.writing() as db:
        sites.change_site(
            db,
            building.hq,
            title="Head office",
            time_zone="Europe/Lisbon",
            capacity=120,
            desk_week="1 08:00-17:00",
            actor=EVE,
            now=building.now,
        )

    hq = site_of(building, building.hq)
    assert (hq.title, hq.time_zone, hq.capacity, hq.desk_week) == (
        "Head office",
        "Europe/Lisbon",
        120,
        "1 08:00-17:00",
    )


@pytest.mark.parametrize(("title", "time_zone"), [("Head office", "Berlin")])
def test_a_sites_clock_has_to_be_known(building: Building, title: str, time_zone: str) -> None:
    with pytest.raises(ConflictError), building.runtime.writing() as db:
        sites.change_site(
            db,
            building.hq,
            title=title,
            time_zone=time_zone,
            capacity=None,
            desk_week="",
            actor=EVE,
            now=building.now,
        )


def closed(building: Building) -> list[date]:
    with building.runtime.reading() as db:
        return sites.closed_days(db, sites.site(db, building.hq), now=building.now)


def test_days_are_closed_and_opened_again(building: Building, store: Store) -> None:
    later, soon, before = date(2026, 12, 26), date(2026, 11, 23), door_version(building, store)
    with building.runtime.writing() as db:
        for day in (later, soon, soon):
            sites.close_on(db, building.hq, day, EVE, now=building.now)
    assert closed(building) == [soon, later]

    with building.runtime.writing() as db:
        sites.open_on(db, building.hq, soon, EVE, now=building.now)

    assert closed(building) == [later]
    assert door_version(building, store) == before + 4


def test_a_day_that_is_over_isnt_closed(building: Building) -> None:
    building.clock.at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # the 24th in Berlin

    with pytest.raises(ConflictError), building.runtime.writing() as db:
        sites.close_on(db, building.hq, date(2026, 11, 23), EVE, now=building.now)


def test_a_door_says_who_set_it_last(building: Building) -> None:
    lock(building, building.courtyard)
    building.clock.pass_(minutes=5)
    with building.runtime.writing() as db:
        sites.set_gap(db, building.courtyard, timedelta(0), GapMode.WARN, EVE, now=building.now)

    with building.runtime.reading() as db:
        done = sites.posture_set(db, building.courtyard)
        never = sites.posture_set(db, building.main_entrance)
    assert done == sites.Done(building.now - timedelta(minutes=5), EVE, "door.locked")
    assert never is None


# --- two at once ------------------------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Let all of them be done in the same moment; of each, whether it was."""
    begin = Barrier(len(acts))

    def tried(act: Callable[[], object]) -> bool:
        begin.wait()
        try:
            act()
        except (ConflictError, UnavailableError):
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(tried, acts))


def test_two_who_shut_an_entrance_each_leave_one_for_all(building: Building) -> None:
    with building.runtime.writing() as db:
        side = sites.add_door(db, building.hq, "Side", DoorWay.IN, EVE, now=building.now)
    add_profile(building, "Badges alone", [side], world.ALL_HOURS)

    done = at_once(
        lambda: lock(building, building.main_entrance),
        lambda: lock(building, building.courtyard),
    )

    assert sorted(done) == [False, True]


def test_of_two_sites_with_one_code_only_one_is_added(building: Building) -> None:
    def add() -> None:
        with building.runtime.writing() as db:
            add_annex(db, building)

    done = at_once(add, add)

    assert sorted(done) == [False, True]


def test_of_two_profiles_with_one_title_only_one_is_added(building: Building) -> None:
    def add() -> None:
        add_profile(building, "Days", [building.courtyard])

    done = at_once(add, add)

    assert sorted(done) == [False, True]
