from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from checkin.core.audit import Actor
from checkin.core.badge import Badge, BadgeFault, KeyPurpose, Kind, read
from checkin.core.errors import ConflictError, NotFoundError
from checkin.core.ids import SiteId
from checkin.services import passes, sites
from checkin.services.passes import DayPass, PassMaking, PrintedPack, Voided
from checkin.storage import audit
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM = Actor("adm-0003", "reception")
WEEKDAYS = ";".join(f"{day} 07:00-19:00" for day in range(1, 6))


def making(building: Building) -> PassMaking:
    ring = building.runtime.keyring
    return PassMaking(ring, ring.active(KeyPurpose.DAY, building.now), building.runtime.hashing)


def printed(building: Building, count: int = 5, at: SiteId | None = None) -> PrintedPack:
    with building.runtime.writing() as db:
        return passes.print_pack(
            db, at or building.hq, count, making(building), KIM, now=building.now
        )


def handed_out(building: Building) -> DayPass:
    with building.runtime.writing() as db:
        return passes.hand_out(db, building.hq, making(building), KIM, now=building.now)


def void(building: Building, typed: str, within: Iterable[SiteId] | None = None) -> Voided | None:
    rt = building.runtime
    with rt.writing() as db:
        return passes.void(
            db,
            typed,
            list(within or (building.hq, building.lab)),
            KIM,
            verifier=rt.keyring,
            hashing=rt.hashing,
            now=building.now,
        )


def opened_on(building: Building, day_pass: DayPass, at: datetime) -> Badge | BadgeFault:
    return read(day_pass.text, building.runtime.keyring, accepts={"hq"}, now=at)


def weekdays_only(building: Building, *closed: date) -> None:
    """Let day passes open the courtyard on working days, some of them closed."""
    from sqlalchemy import insert

    from checkin.storage import sites as rows
    from checkin.storage.tables import closed_day

    now = building.now
    with building.runtime.writing() as db:
        profile = sites.add_profile(db, "Days", [building.courtyard], WEEKDAYS, KIM, now=now)
        rows.set_profiles(db, building.hq, joining=profile, day_passes=profile)
        for day in closed:
            db.execute(insert(closed_day).values(site=building.hq, day=day))


def test_a_pack_has_a_pass_for_each_of_the_next_open_days(building: Building) -> None:
    weekdays_only(building, date(2026, 11, 25))

    pack = printed(building)

    assert [one.day.isoformat() for one in pack.passes] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
    ]


def test_a_pass_is_good_for_its_sites_local_day(building: Building) -> None:
    first = printed(building).passes[0]

    midnight = datetime(2026, 11, 22, 23, tzinfo=UTC)  # in Berlin
    good = opened_on(building, first, midnight + timedelta(hours=13))
    assert isinstance(good, Badge)
    assert (good.kind, good.aud) == (Kind.DAY, "hq")
    assert (good.not_before, good.expires_at) == (midnight, midnight + timedelta(hours=24))
    assert opened_on(building, first, midnight + timedelta(hours=24)) is BadgeFault.EXPIRED


def test_a_pass_of_a_later_day_isnt_good_yet(building: Building) -> None:
    later = printed(building).passes[1]

    assert opened_on(building, later, building.now) is BadgeFault.NOT_YET_VALID
    assert isinstance(opened_on(building, later, building.now + timedelta(days=1)), Badge)


def test_a_day_of_a_changed_clock_has_25_hours(building: Building) -> None:
    building.clock.at = datetime(2026, 10, 25, 9, tzinfo=UTC)

    good = opened_on(building, handed_out(building), building.now)

    assert isinstance(good, Badge)
    assert good.not_before is not None
    assert good.expires_at - good.not_before == timedelta(hours=25)


def test_a_pass_is_for_one_site(building: Building) -> None:
    shown = handed_out(building)

    found = read(shown.text, building.runtime.keyring, accepts={"lab", "LINDEN"}, now=building.now)

    assert found is BadgeFault.WRONG_SITE


def test_nothing_of_a_pass_is_kept_that_could_be_shown(building: Building, store: Store) -> None:
    pack = printed(building)

    for one in pack.passes:
        assert world.find(store, one.text) == []
        assert world.find(store, one.short_code) == []
        assert world.find(store, one.short_code.replace("-", "")) == []


def test_no_row_tells_that_two_passes_went_together_but_the_packs_own(
    building: Building, store: Store
) -> None:
    from sqlalchemy import select

    from checkin.storage.tables import day_pass

    printed(building)

    with store.reading() as db:
        rows = db.execute(select(day_pass)).all()
    assert {column.name for column in day_pass.columns} == {
        *("code_hash", "site", "from_at", "until", "voided", "kid", "cti_mark")
    }
    assert len({row.from_at for row in rows}) == len(rows)


def test_printing_and_handing_out_show_that_nobody_needs_a_badge(building: Building) -> None:
    building.clock.pass_(days=3)
    printed(building)

    with building.runtime.reading() as db:
        hq = sites.site(db, building.hq)
    assert hq.alternative_at == building.now


@pytest.mark.parametrize("count", [0, 1, 6, 11, 1000])
def test_a_pack_has_5_or_10_passes(building: Building, count: int) -> None:
    with pytest.raises(ConflictError):
        printed(building, count)


def test_no_pass_is_made_that_would_open_nothing(building: Building) -> None:
    weekdays_only(building, date(2026, 11, 23))

    with pytest.raises(ConflictError, match="today"):
        handed_out(building)
    with pytest.raises(ConflictError, match="Laboratory"):
        printed(building, at=building.lab)


def test_a_profile_that_ends_or_begins_later_bounds_the_days(building: Building) -> None:
    from checkin.core.ids import ProfileId
    from checkin.storage import sites as rows

    term = rows.Profile(ProfileId(uuid4()), "Term", date(2026, 11, 24), date(2026, 11, 26))
    with building.runtime.writing() as db:
        rows.add_profile(db, term, {building.courtyard: world.ALL_HOURS})
        rows.set_profiles(db, building.hq, joining=term.id, day_passes=term.id)
        audit.append(db, KIM, "profile.added", f"profile:{term.id}", now=building.now)

    with building.runtime.reading() as db:
        days = passes.open_days(db, sites.site(db, building.hq), 10, now=building.now)

    assert [day.day for day in days] == [24, 25, 26]


def test_there_are_no_passes_for_a_site_that_isnt_there(building: Building) -> None:
    with pytest.raises(NotFoundError):
        printed(building, at=SiteId(uuid4()))


def test_packs_have_numbers_that_tell_nothing(building: Building) -> None:
    numbers = {printed(building).number for _ in range(5)}

    assert len(numbers) == 5
    assert all(len(number) == 7 and number[3] == "-" for number in numbers)


# --- voiding ----------------------------------------------------------------------------------


def voided(store: Store) -> int:
    from sqlalchemy import func, select

    from checkin.storage.tables import day_pass

    with store.reading() as db:
        counted = select(func.count()).select_from(day_pass).where(day_pass.c.voided)
        return int(db.execute(counted).scalar_one())


def test_a_pack_is_voided_by_its_number(building: Building, store: Store) -> None:
    lost, other = printed(building), printed(building)

    done = void(building, f" {lost.number.lower()} ")

    assert done == Voided(lost.number, 5)
    assert voided(store) == 5
    assert void(building, other.number) == Voided(other.number, 5)


def test_a_pack_is_voided_by_holding_up_one_of_its_passes(building: Building, store: Store) -> None:
    pack = printed(building)

    assert void(building, pack.passes[3].text) == Voided(pack.number, 5)
    assert voided(store) == 5


def test_a_pack_is_voided_by_the_code_of_one_of_its_passes(building: Building) -> None:
    pack = printed(building, 10)

    assert void(building, pack.passes[9].short_code) == Voided(pack.number, 10)


def test_a_pass_that_was_handed_out_alone_is_voided_alone(building: Building, store: Store) -> None:
    printed(building)
    shown = handed_out(building)

    assert void(building, shown.text) == Voided(None, 1)
    assert voided(store) == 1


def test_voiding_again_does_no_harm(building: Building) -> None:
    pack, shown = printed(building), handed_out(building)
    void(building, pack.number)
    void(building, shown.short_code)

    assert void(building, pack.number) == Voided(pack.number, 0)
    assert void(building, shown.short_code) == Voided(None, 0)


def test_a_desk_voids_nothing_of_another_site(building: Building, store: Store) -> None:
    pack, shown = printed(building), handed_out(building)

    for typed in (pack.number, pack.passes[0].text, shown.text, shown.short_code):
        assert void(building, typed, [building.lab]) is None
    assert voided(store) == 0


def test_what_is_no_pass_of_ours_voids_nothing(building: Building, store: Store) -> None:
    printed(building)
    ada = world.enrol(building)

    for typed in ("", "ABC-DEF", "%", "CI1:", "AAAAA-AAAAA", world.text_of(building, ada)):
        assert void(building, typed) is None, typed
    assert voided(store) == 0


def test_a_pack_that_has_run_out_is_forgotten(building: Building) -> None:
    pack = printed(building)
    building.clock.pass_(days=5)

    assert void(building, pack.number) is None


def test_each_act_is_written_down(building: Building, store: Store) -> None:
    pack, shown = printed(building), handed_out(building)
    void(building, pack.number)
    void(building, shown.text)

    for act in ("pass.pack", "pass.one", "pass.void_pack"):
        assert world.find(store, act) == ["audit_event.act"]
